// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/lexer.h"

namespace langevin::controls::formula {
namespace {

bool is_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool is_blank(char32_t c) {
    return c == U' ' || c == U'\n' || c == U'\t' || c == U'\r';
}

char ascii(char32_t c) {
    return c < 128 ? static_cast<char>(c) : '?';
}

Token token_of(char32_t c) {
    switch (c) {
        case U'{':
            return Token::open;
        case U'}':
            return Token::close;
        case U'^':
            return Token::superscript;
        case U'_':
            return Token::subscript;
        case U'&':
            return Token::align;
        case U'\'':
            return Token::prime;
        case U'\\':
            return Token::command;
        default:
            return Token::character;
    }
}

}  // namespace

void Lexer::advance() {
    while (is_blank(peek())) ++at_;
    start_ = at_;
    command_.clear();
    token_ = Token::end;
    if (over()) return;
    character_ = text_[at_++];
    token_ = token_of(character_);
    if (token_ == Token::command) read_command();
}

void Lexer::read_command() {
    if (over()) return;
    if (!is_letter(peek())) {
        command_ = ascii(text_[at_++]);
        return;
    }
    while (is_letter(peek())) command_ += ascii(text_[at_++]);
    if (peek() == U'*' && command_ == "operatorname") command_ += ascii(text_[at_++]);
}

std::u32string Lexer::raw_argument(bool& closed) {
    closed = true;
    while (peek() == U' ') ++at_;
    std::u32string result;
    if (over()) return result;
    if (peek() != U'{') return result += text_[at_++];
    ++at_;
    for (int open = 0; !over(); ++at_) {
        const auto c = peek();
        if (c == U'\\' && at_ + 1 < text_.size() && !is_letter(peek(1))) {
            result += text_[++at_];
            continue;
        }
        if (c == U'{') ++open;
        if (c == U'}' && open-- == 0) {
            ++at_;
            return result;
        }
        if (c != U'{' && c != U'}') result += c;
    }
    closed = false;
    return result;
}

}  // namespace langevin::controls::formula
