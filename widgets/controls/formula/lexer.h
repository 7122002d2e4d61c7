// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace langevin::controls::formula {

enum class Token { end, command, character, open, close, superscript, subscript, align, prime };

/// Cuts a formula into tokens. There is always one token read; raw_argument() reads what follows it
/// letter by letter.
class Lexer {
  public:
    explicit Lexer(std::u32string text) : text_(std::move(text)) {}

    /// Reads the next token. Blanks between tokens mean nothing.
    void advance();

    Token token() const { return token_; }
    char32_t character() const { return character_; }        ///< of Token::character
    const std::string& command() const { return command_; }  ///< of Token::command, without the backslash
    bool at(Token token) const { return token_ == token; }
    bool at(char32_t character) const { return token_ == Token::character && character_ == character; }
    bool at_command(std::string_view name) const { return token_ == Token::command && command_ == name; }
    /// The token as it is written.
    std::u32string lexeme() const { return text_.substr(start_, at_ - start_); }
    /// Where the reading has come to: grows with every token but the end.
    std::size_t position() const { return at_; }

    /// The letters between the braces that follow the token, as they are; a single letter where
    /// there are no braces. Does not read the token after them. `closed` becomes false where a
    /// brace is missing.
    std::u32string raw_argument(bool& closed);

  private:
    bool over() const { return at_ >= text_.size(); }
    char32_t peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0; }
    void read_command();

    std::u32string text_;
    std::size_t at_ = 0, start_ = 0;
    Token token_ = Token::end;
    char32_t character_ = 0;
    std::string command_;
};

}  // namespace langevin::controls::formula
