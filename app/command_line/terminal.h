// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace langevin::command_line {

/// Whether standard output (error) is a terminal that a person looks at.
bool output_is_terminal();
bool errors_are_terminal();

/// A bar that rewrites its line on standard error; draws at most ten times a second and only on a terminal.
class ProgressBar {
  public:
    ~ProgressBar() { clear(); }
    /// done in [0, 1]; text stands behind the bar.
    void show(double done, const std::string& text);
    void clear();

  private:
    double last_ = -1;
    bool shown_ = false;
};

/// Rows of cells with columns aligned by displayed width (UTF-8); the first row is the header.
std::string aligned(const std::vector<std::vector<std::string>>& rows);

/// "1.23 M", "45.6 k", "7.8": three digits with a unit prefix.
std::string with_prefix(double value);

}  // namespace langevin::command_line
