// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace langevin::controls {

/// Markdown with its formulas taken out: each is replaced by a mark of its own that Markdown leaves
/// alone.
struct MarkdownWithFormulas {
    struct Formula {
        QString tex;
        bool display = false;
    };
    QString markdown;
    std::vector<Formula> formulas;

    static constexpr char16_t mark = 0xE7F0;  ///< mark, number, mark
};

/// Finds $...$ and $$...$$, outside of code; \$ is a dollar sign. A single dollar without a partner
/// in the same paragraph, or one that is followed (before: preceded) by a blank, as in "costs $5",
/// stays as it is.
MarkdownWithFormulas take_out_formulas(const QString& markdown);

}  // namespace langevin::controls
