// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>

namespace langevin::command_line {
namespace {

/// Characters, not bytes; the combining circumflex of R̂ takes no room.
std::size_t displayed_width(const std::string& text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) == 0x80) continue;
        const bool combining = byte == 0xcc || (byte == 0xcd && static_cast<unsigned char>(text[i + 1]) < 0xb0);
        if (!combining) ++width;
    }
    return width;
}

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

bool output_is_terminal() {
    return isatty(STDOUT_FILENO) == 1;
}
bool errors_are_terminal() {
    return isatty(STDERR_FILENO) == 1;
}

void ProgressBar::show(double done, const std::string& text) {
    if (!errors_are_terminal() || now() - last_ < 0.1) return;
    last_ = now();
    shown_ = true;
    constexpr int width = 30;
    const int filled = static_cast<int>(std::lround(std::clamp(done, 0.0, 1.0) * width));
    std::string bar;
    for (int i = 0; i < width; ++i) bar += i < filled ? "█" : "░";
    std::fprintf(stderr, "\r\033[K%s %3.0f %%  %s", bar.c_str(), 100 * std::clamp(done, 0.0, 1.0), text.c_str());
    std::fflush(stderr);
}

void ProgressBar::clear() {
    if (shown_) std::fputs("\r\033[K", stderr);
    shown_ = false;
}

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], displayed_width(row[c]));
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c)
            line += row[c] + std::string(widths[c] - displayed_width(row[c]) + 2, ' ');
        while (!line.empty() && line.back() == ' ') line.pop_back();
        text += line + "\n";
    }
    return text;
}

std::string with_prefix(double value) {
    const char* prefixes[] = {"", " k", " M", " G", " T"};
    int index = 0;
    while (value >= 1000 && index < 4) {
        value /= 1000;
        ++index;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.3g%s", value, prefixes[index]);
    return text;
}

}  // namespace langevin::command_line
