// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/markdown.h"

namespace langevin::controls {
namespace {

class Scanner {
  public:
    explicit Scanner(const QString& text) : text_(text) {}

    MarkdownWithFormulas run() {
        while (at_ < text_.size()) step();
        return std::move(result_);
    }

  private:
    bool starts(QStringView what) const { return QStringView(text_).mid(at_).startsWith(what); }

    void step() {
        if (starts(u"```")) return copy_until(u"```", 3);
        if (text_[at_] == '`') return copy_until(u"`", 1);
        if (starts(u"\\$")) {
            result_.markdown += '$';
            at_ += 2;
            return;
        }
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) return copy(2);
        if (starts(u"$$")) return take(u"$$", true);
        if (text_[at_] == '$') return take(u"$", false);
        copy(1);
    }

    void copy(qsizetype count) {
        result_.markdown += QStringView(text_).mid(at_, count);
        at_ += count;
    }

    void copy_until(QStringView end, qsizetype length) {
        const auto found = text_.indexOf(end, at_ + length);
        copy(found < 0 ? length : found + length - at_);
    }

    void take(QStringView fence, bool display) {
        const auto begin = at_ + fence.size();
        auto end = text_.indexOf(fence, begin);
        while (end > 0 && text_[end - 1] == '\\') end = text_.indexOf(fence, end + 1);
        const auto tex = end < 0 ? QString() : text_.mid(begin, end - begin);
        const bool blank_inside = !display && (tex.startsWith(' ') || tex.endsWith(' '));
        if (tex.isEmpty() || tex.contains("\n\n") || blank_inside) return copy(fence.size());
        const auto number = QString::number(result_.formulas.size());
        const QChar mark(MarkdownWithFormulas::mark);
        if (display && !own_paragraph()) result_.markdown += "\n\n";
        result_.markdown += mark + number + mark;
        result_.formulas.push_back({tex, display});
        at_ = end + fence.size();
        if (display && at_ < text_.size() && !QStringView(text_).mid(at_).startsWith(u"\n\n"))
            result_.markdown += "\n\n";
    }

    bool own_paragraph() const { return result_.markdown.isEmpty() || result_.markdown.endsWith("\n\n"); }

    const QString& text_;
    qsizetype at_ = 0;
    MarkdownWithFormulas result_;
};

}  // namespace

MarkdownWithFormulas take_out_formulas(const QString& markdown) {
    return Scanner(markdown).run();
}

}  // namespace langevin::controls
