// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/lesson_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "engine/storage/atomic_file.h"
#include "engine/storage/recipe_file.h"

namespace langevin::storage {
namespace {

constexpr std::size_t largest_lesson = std::size_t{1} << 20;
constexpr std::string_view ending = ".lesson.md";

struct Line {
    std::string text;
    int number;
};

struct Block {
    std::string kind;
    int line;  ///< of its fence
    std::vector<Line> lines;
};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return std::string(text);
}

std::vector<Line> lines_of(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<Line> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back({std::string(line), static_cast<int>(lines.size()) + 1});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// Without empty lines at both ends.
std::string joined(const std::vector<std::string>& lines) {
    std::string result;
    for (const auto& line : lines)
        if (!result.empty() || !trimmed(line).empty()) result += line + "\n";
    while (!result.empty() && (result.back() == '\n' || is_blank(result.back()))) result.pop_back();
    return result;
}

/// "```panels" gives "panels"; none for a line that is no fence.
std::optional<std::string> fence(const std::string& line) {
    const auto text = trimmed(line);
    if (!text.starts_with("```")) return std::nullopt;
    return trimmed(std::string_view(text).substr(3));
}

std::string quoted(const std::string& text) {
    return "\"" + text.substr(0, 40) + "\"";
}

class Reader {
  public:
    Reader(std::string_view text, std::string where) : where_(std::move(where)), lines_(lines_of(text)) {
        lesson_.source = std::string(text);
    }

    Lesson read() {
        for (next_ = 0; next_ < lines_.size(); ++next_) take(lines_[next_]);
        const int last = std::max(1, static_cast<int>(lines_.size()));
        if (lesson_.title.empty()) fail(1, "the lesson has no title", "Begin the file with a line \"# Title\"");
        if (lesson_.steps.empty()) fail(last, "the lesson has no steps", "Begin each step with a line \"## Heading\"");
        finish_part();
        if (!lesson_.steps.front().recipe)
            fail(lesson_.steps.front().line, "the first step has no recipe", "Say what to run in a block ```recipe");
        return std::move(lesson_);
    }

  private:
    using Handler = void (Reader::*)(const Block&);
    static const std::map<std::string, Handler>& handlers() {
        static const std::map<std::string, Handler> table = {
            {"recipe", &Reader::take_recipe},     {"edit", &Reader::take_edit},       {"panels", &Reader::take_panels},
            {"controls", &Reader::take_controls}, {"predict", &Reader::take_predict}, {"choose", &Reader::take_choose}};
        return table;
    }

    [[noreturn]] void fail(int line, const std::string& what, const std::string& remedy) const {
        throw Failure({what, where_ + ", line " + std::to_string(line), remedy});
    }

    LessonStep& step() { return lesson_.steps.back(); }

    void take(const Line& line) {
        if (line.text.starts_with("# ")) return take_title(line);
        if (line.text.starts_with("## ")) return take_heading(line);
        if (const auto kind = fence(line.text)) return take_block({*kind, line.number, {}});
        if (lesson_.title.empty() && !trimmed(line.text).empty())
            fail(line.number, "the lesson does not begin with its title", "Begin the file with a line \"# Title\"");
        part_.push_back(line.text);
    }

    void take_title(const Line& line) {
        if (!lesson_.title.empty())
            fail(line.number, "there is a second title", "Begin steps with ##, and headings within them with ###");
        lesson_.title = trimmed(std::string_view(line.text).substr(2));
    }

    void take_heading(const Line& line) {
        if (lesson_.title.empty())
            fail(line.number, "the lesson does not begin with its title", "Begin the file with a line \"# Title\"");
        finish_part();
        lesson_.steps.push_back(
            {.title = trimmed(std::string_view(line.text).substr(3)), .text = {}, .line = line.number});
    }

    /// What was read since the last heading is the summary, or the text of a step.
    void finish_part() {
        auto text = joined(part_);
        part_.clear();
        if (lesson_.steps.empty()) {
            std::replace(text.begin(), text.end(), '\n', ' ');
            lesson_.summary = std::move(text);
            return;
        }
        step().text = std::move(text);
        seen_.clear();
        // A run that answers may be told its length by the recipe.
        if (!step().question) return;
        auto& question = *step().question;
        if (question.steps == 0 && step().recipe) question.steps = step().recipe->steps;
        if (question.steps == 0 && !question.scalar.empty())
            fail(question_line_, "the question does not say how long to run", "Add a line \"steps: 1000\"");
    }

    void take_block(Block block) {
        const auto first = next_;
        while (++next_ < lines_.size() && fence(lines_[next_].text) != "") block.lines.push_back(lines_[next_]);
        if (next_ == lines_.size())
            fail(block.line, "the block ```" + block.kind.substr(0, 40) + " has no end", "End it with a line ```");
        const auto handler = handlers().find(block.kind);
        if (handler == handlers().end()) {
            refuse_misspelling(block);
            for (auto i = first; i <= next_; ++i) part_.push_back(lines_[i].text);
            return;
        }
        if (lesson_.steps.empty())
            fail(block.line, "the block ```" + block.kind + " stands before the first step",
                 "Move it below a \"## Heading\"");
        if (!seen_.insert(block.kind).second)
            fail(block.line, "the step has a second block ```" + block.kind, "Take one of them out");
        (this->*handler->second)(block);
    }

    void refuse_misspelling(const Block& block) const {
        for (const auto& [kind, unused] : handlers())
            if (edit_distance(block.kind, kind) <= 2 && block.kind.size() > 3)
                fail(block.line, "there is no block ```" + block.kind.substr(0, 40), "Did you mean ```" + kind + "?");
    }

    static std::string content(const Block& block) {
        std::vector<std::string> lines;
        for (const auto& line : block.lines) lines.push_back(line.text);
        return joined(lines);
    }

    /// Words between blanks, commas and line ends.
    std::vector<std::string> words(const Block& block) const {
        std::vector<std::string> result;
        std::string word;
        for (const char c : content(block) + " ") {
            if (!is_blank(c) && c != '\n' && c != ',') {
                word += c;
                continue;
            }
            if (!word.empty()) result.push_back(std::exchange(word, {}));
        }
        if (result.empty())
            fail(block.line, "the block ```" + block.kind + " is empty", "Name something, or take it out");
        return result;
    }

    /// Sentences of the parser of recipes, with our line.
    template <class Parse>
    auto located(const Block& block, Parse parse) const {
        try {
            return parse(content(block));
        } catch (const Failure& failure) {
            fail(block.line, failure.problem().what, failure.problem().remedy);
        }
    }

    void take_recipe(const Block& block) {
        step().recipe = located(block, [](const std::string& text) { return parse_line(text); });
    }
    void take_edit(const Block& block) {
        step().edits = located(block, [](const std::string& text) { return parse_settings(text); });
    }
    void take_panels(const Block& block) { step().panels = words(block); }
    void take_controls(const Block& block) {
        auto keys = words(block);
        if (keys == std::vector<std::string>{"none"}) keys.clear();
        step().controls = std::move(keys);
    }

    void take_predict(const Block& block) {
        read_question(block, false);
        const auto& question = *step().question;
        if (question.scalar.empty())
            fail(block.line, "the prediction does not say which number answers it", "Add a line \"scalar: phi2\"");
        if (!(question.tolerance > 0))
            fail(block.line, "the prediction does not say how close is right", "Add a line \"tolerance: 0.1\"");
    }

    void take_choose(const Block& block) {
        read_question(block, true);
        const auto& question = *step().question;
        if (question.options.size() < 2)
            fail(block.line, "there is nothing to choose from", "Add two or more lines \"- [ ] text\"");
        const auto right = std::count_if(question.options.begin(), question.options.end(),
                                         [](const auto& option) { return option.right; });
        if (right != 1)
            fail(block.line, "one option must be right, not " + std::to_string(right), "Mark it \"- [x] text\"");
        if (question.expected && question.scalar.empty())
            fail(block.line, "it is not said which number is expected", "Add a line \"scalar: phi2\"");
        if (question.expected && !(question.tolerance > 0))
            fail(block.line, "it is not said how close to the expected number is right",
                 "Add a line \"tolerance: 0.1\"");
    }

    /// Fields of a question: key, its line, and its text over all its lines.
    void read_question(const Block& block, bool options) {
        if (step().question) fail(block.line, "the step has a second question", "Give it a step of its own");
        auto& question = step().question.emplace();
        question_line_ = block.line;
        std::map<std::string, Line> fields;
        std::string* open = nullptr;
        for (const auto& line : block.lines) {
            const auto text = trimmed(line.text);
            if (options && (text.starts_with("- [ ] ") || text.starts_with("- [x] ") || text.starts_with("- [X] "))) {
                question.options.push_back({trimmed(std::string_view(text).substr(6)), text[3] != ' '});
                open = &question.options.back().text;
            } else if (const auto key = key_of(line, options); !key.empty()) {
                const auto [field, fresh] =
                    fields.insert({key, {trimmed(std::string_view(text).substr(key.size() + 1)), line.number}});
                if (!fresh) fail(line.number, quoted(key) + " stands there twice", "Take one of them out");
                open = &field->second.text;
            } else if (open) {
                *open += (open->empty() || text.empty() ? "" : "\n") + text + (text.empty() ? "\n" : "");
            } else if (!text.empty()) {
                fail(line.number, "the line belongs to no entry", "Begin it with a key, such as \"question: \"");
            }
        }
        fill(question, fields);
        if (question.text.empty())
            fail(block.line, "there is no question", "Add a line \"question: What do you expect?\"");
    }

    /// "steps" for "steps: 1000"; empty for a line that goes on.
    std::string key_of(const Line& line, bool options) const {
        static const std::vector<std::string> keys = {"question", "steps",  "pace", "scalar",     "tolerance",
                                                      "expect",   "source", "unit", "explanation"};
        const auto colon = line.text.find(':');
        if (colon == std::string::npos || colon == 0) return {};
        const auto key = line.text.substr(0, colon);
        if (!std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; })) return {};
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            fail(line.number, "there is no entry " + quoted(key) + " in ```" + (options ? "choose" : "predict"),
                 did_you_mean(key, keys, "entries") + (key.size() > 3 ? "" : ". Text that goes on is indented"));
        return key;
    }

    void fill(Question& question, const std::map<std::string, Line>& fields) const {
        const auto text = [&](const char* key) {
            const auto found = fields.find(key);
            return found == fields.end() ? std::string() : trimmed(found->second.text);
        };
        question.text = text("question");
        question.explanation = text("explanation");
        question.scalar = text("scalar");
        question.unit = text("unit");
        if (const auto found = fields.find("steps"); found != fields.end()) question.steps = whole(found->second);
        if (const auto found = fields.find("pace"); found != fields.end()) question.pace = positive(found->second);
        if (const auto found = fields.find("tolerance"); found != fields.end())
            question.tolerance = positive(found->second);
        const auto found = fields.find("expect");
        if (found != fields.end()) question.expected = expectation(found->second, text("source"));
        if (found == fields.end() && fields.contains("source"))
            fail(fields.at("source").number, "there is a source, but nothing that is expected",
                 "Add a line \"expect: 1.5\"");
    }

    Expectation expectation(const Line& line, const std::string& source) const {
        Expectation result{.value = 0, .error = 0, .source = source};
        for (const std::string_view sign : {"±", "+-"})
            if (const auto at = line.text.find(sign); at != std::string::npos) {
                result.value = number(line, line.text.substr(0, at));
                result.error = number(line, line.text.substr(at + sign.size()));
                return result;
            }
        result.value = number(line, line.text);
        return result;
    }

    double number(const Line& line, const std::string& text) const {
        const auto digits = trimmed(text);
        double value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value))
            fail(line.number, quoted(digits) + " is no number", "Write it like 0.25 or 1e-3");
        return value;
    }

    double positive(const Line& line) const {
        const auto value = number(line, line.text);
        if (!(value > 0)) fail(line.number, "the number must be above zero", "");
        return value;
    }

    std::uint64_t whole(const Line& line) const {
        const auto value = number(line, line.text);
        if (!(value >= 1 && value <= 1e9) || value != std::floor(value))
            fail(line.number, "steps must be a whole number from 1 to 1e9", "");
        return static_cast<std::uint64_t>(value);
    }

    std::string where_;
    std::vector<Line> lines_;
    std::size_t next_ = 0;
    Lesson lesson_;
    std::vector<std::string> part_;
    std::set<std::string> seen_;
    int question_line_ = 0;
};

}  // namespace

Lesson parse_lesson(std::string_view text, const std::string& where) {
    return Reader(text, where).read();
}

Lesson read_lesson(const std::filesystem::path& path) {
    return parse_lesson(read_text(path, largest_lesson), path.string());
}

bool is_lesson_name(std::string_view name) {
    return name.ends_with(ending);
}

}  // namespace langevin::storage
