// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/pictures/comparison.h"

#include <QHash>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

namespace langevin::pictures {
namespace {

constexpr int most_colours = 255;

/// Sums over 3 × 3 pixels, the edge repeated outwards; three channels a pixel.
class Smooth {
  public:
    explicit Smooth(const QImage& picture)
        : width_(picture.width()), height_(picture.height()), sums_(std::size_t{3} * width_ * height_) {
        const auto across = sums_across(picture.convertToFormat(QImage::Format_RGB32));
        const std::size_t row = std::size_t{3} * width_;
        for (int y = 0; y < height_; ++y) {
            const auto *above = &across[row * std::max(0, y - 1)], *here = &across[row * y],
                       *below = &across[row * std::min(height_ - 1, y + 1)];
            for (std::size_t i = 0; i < row; ++i) sums_[row * y + i] = above[i] + here[i] + below[i];
        }
    }

    const int* at(int x, int y) const {
        const int column = std::clamp(x, 0, width_ - 1), row = std::clamp(y, 0, height_ - 1);
        return &sums_[std::size_t{3} * (static_cast<std::size_t>(row) * width_ + column)];
    }

  private:
    std::vector<int> sums_across(const QImage& picture) const {
        std::vector<int> sums;
        sums.reserve(sums_.size());
        for (int y = 0; y < height_; ++y) {
            const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
            for (int x = 0; x < width_; ++x) {
                const QRgb three[] = {line[std::max(0, x - 1)], line[x], line[std::min(width_ - 1, x + 1)]};
                sums.push_back(qRed(three[0]) + qRed(three[1]) + qRed(three[2]));
                sums.push_back(qGreen(three[0]) + qGreen(three[1]) + qGreen(three[2]));
                sums.push_back(qBlue(three[0]) + qBlue(three[1]) + qBlue(three[2]));
            }
        }
        return sums;
    }

    int width_, height_;
    std::vector<int> sums_;
};

/// Mean distance of the pixels of a block, of 255, with the expected picture moved by (dx, dy).
double distance(const Smooth& got, const Smooth& expected, const QRect& block, int dx, int dy) {
    qint64 sum = 0;
    for (int y = block.top(); y <= block.bottom(); ++y)
        for (int x = block.left(); x <= block.right(); ++x) {
            const auto *a = got.at(x, y), *b = expected.at(x + dx, y + dy);
            sum += std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
        }
    return static_cast<double>(sum) / (9.0 * block.width() * block.height());
}

bool differs(const Smooth& got, const Smooth& expected, const QRect& block, double shade) {
    if (distance(got, expected, block, 0, 0) <= shade) return false;
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx)
            if (distance(got, expected, block, dx, dy) <= shade) return false;
    return true;
}

int distance(QRgb a, QRgb b) {
    const int red = qRed(a) - qRed(b), green = qGreen(a) - qGreen(b), blue = qBlue(a) - qBlue(b);
    return red * red + green * green + blue * blue;
}

/// A shade of the picture, how much of it there is, and which of the chosen shades is nearest.
struct Shade {
    QRgb colour;
    double weight;
    int distance = std::numeric_limits<int>::max();
    int nearest = 0;

    double loss() const { return weight * distance; }
};

std::vector<Shade> shades_of(const QImage& picture) {
    std::map<QRgb, int> counts;  // in order, so that the same picture makes the same file
    for (int y = 0; y < picture.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x) ++counts[line[x]];
    }
    std::vector<Shade> shades;
    for (const auto& [colour, count] : counts) shades.push_back({colour, std::sqrt(count)});
    return shades;
}

/// One after the other, each where the ones before leave most to be wished for.
QList<QRgb> choose(std::vector<Shade>& shades) {
    QList<QRgb> chosen;
    while (chosen.size() < most_colours) {
        const auto worst = std::max_element(shades.begin(), shades.end(),
                                            [](const Shade& a, const Shade& b) { return a.loss() < b.loss(); });
        if (worst->distance == 0) break;
        const auto colour = worst->colour;
        for (auto& shade : shades)
            if (const int d = distance(shade.colour, colour); d < shade.distance)
                shade.distance = d, shade.nearest = static_cast<int>(chosen.size());
        chosen << colour;
    }
    return chosen;
}

}  // namespace

Difference compare(const QImage& got, const QImage& expected, const Tolerance& tolerance) {
    Difference result{0, expected.convertToFormat(QImage::Format_RGB32)};
    if (got.size() != expected.size() || got.isNull()) return {std::numeric_limits<int>::max(), result.expected};
    const Smooth a(got), b(expected);
    QPainter painter(&result.expected);
    painter.fillRect(result.expected.rect(), QColor(255, 255, 255, 160));
    for (int y = 0; y < got.height(); y += tolerance.block)
        for (int x = 0; x < got.width(); x += tolerance.block) {
            const auto block = QRect(x, y, tolerance.block, tolerance.block).intersected(got.rect());
            if (!differs(a, b, block, tolerance.shade)) continue;
            ++result.blocks;
            painter.fillRect(block, QColor(220, 0, 0, 150));
        }
    return result;
}

QImage with_few_colours(const QImage& picture) {
    const auto full = picture.convertToFormat(QImage::Format_RGB32);
    auto shades = shades_of(full);
    QImage few(full.size(), QImage::Format_Indexed8);
    few.setColorTable(choose(shades));
    QHash<QRgb, int> nearest;
    for (const auto& shade : shades) nearest[shade.colour] = shade.nearest;
    for (int y = 0; y < full.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(full.constScanLine(y));
        auto* to = few.scanLine(y);
        for (int x = 0; x < full.width(); ++x) to[x] = static_cast<uchar>(nearest[from[x]]);
    }
    return few;
}

}  // namespace langevin::pictures
