// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/field_raster.h"

#include <cmath>
#include <cstring>

namespace langevin::field {
namespace {

int wrapped(int value, int period) {
    const int rest = value % period;
    return rest < 0 ? rest + period : rest;
}

/// For every pixel of a line, the stored site shown there.
std::vector<int> sites_of_pixels(int pixels, int sites, int shift) {
    std::vector<int> result(static_cast<std::size_t>(pixels));
    for (int i = 0; i < pixels; ++i)
        result[static_cast<std::size_t>(i)] =
            wrapped(static_cast<int>(static_cast<std::int64_t>(i) * sites / pixels) - shift, sites);
    return result;
}

QRgb* line_of(QImage& image, int y) {
    return reinterpret_cast<QRgb*>(image.scanLine(y));
}

void paint_crisp(QImage& target, const QRect& area, const Tile& tile, const Colours& colours, QPoint shift) {
    const auto columns = sites_of_pixels(area.width(), tile.columns, shift.x());
    const auto rows = sites_of_pixels(area.height(), tile.rows, shift.y());
    std::vector<QRgb> site_colours(static_cast<std::size_t>(tile.columns));
    int painted_row = -1;
    for (int i = 0; i < area.height(); ++i) {
        const int y = area.bottom() - i;
        QRgb* line = line_of(target, y) + area.left();
        const int row = rows[static_cast<std::size_t>(i)];
        if (row == painted_row) {
            std::memcpy(line, line_of(target, y + 1) + area.left(),
                        sizeof(QRgb) * static_cast<std::size_t>(area.width()));
            continue;
        }
        const double* values = &tile.values[static_cast<std::size_t>(row) * tile.columns];
        for (int x = 0; x < tile.columns; ++x) site_colours[static_cast<std::size_t>(x)] = colours.colour(values[x]);
        for (int x = 0; x < area.width(); ++x)
            line[x] = site_colours[static_cast<std::size_t>(columns[static_cast<std::size_t>(x)])];
        painted_row = row;
    }
}

/// Every pixel shows the mean of the sites under it.
void paint_averaged(QImage& target, const QRect& area, const Tile& tile, const Colours& colours, QPoint shift) {
    const auto begin = [](int pixel, int pixels, int sites) {
        return static_cast<int>(static_cast<std::int64_t>(pixel) * sites / pixels);
    };
    std::vector<double> sums(static_cast<std::size_t>(area.width()));
    for (int i = 0; i < area.height(); ++i) {
        const int first = begin(i, area.height(), tile.rows);
        const int last = std::max(first + 1, begin(i + 1, area.height(), tile.rows));
        std::fill(sums.begin(), sums.end(), 0.0);
        for (int y = first; y < last; ++y) {
            const double* values =
                &tile.values[static_cast<std::size_t>(wrapped(y - shift.y(), tile.rows)) * tile.columns];
            for (int x = 0; x < area.width(); ++x) {
                const int from = begin(x, area.width(), tile.columns);
                const int to = std::max(from + 1, begin(x + 1, area.width(), tile.columns));
                double sum = 0;
                for (int c = from; c < to; ++c) sum += values[wrapped(c - shift.x(), tile.columns)];
                sums[static_cast<std::size_t>(x)] += sum / (to - from);
            }
        }
        QRgb* line = line_of(target, area.bottom() - i) + area.left();
        for (int x = 0; x < area.width(); ++x)
            line[x] = colours.colour(sums[static_cast<std::size_t>(x)] / (last - first));
    }
}

}  // namespace

Colours::Colours(const style::ColourMap& map, const Interval& interval)
    : low_(interval.low), levels_per_unit_(levels / (interval.high - interval.low)) {
    for (int i = 0; i < levels; ++i) table_[static_cast<std::size_t>(i)] = map.at((i + 0.5) / levels);
    table_[below] = map.under();
    table_[above] = map.over();
    table_[missing] = map.nan();
}

Tile tile_of(const Field& field, std::size_t index) {
    const auto sites = static_cast<std::size_t>(field.rows) * static_cast<std::size_t>(field.columns);
    return {std::span(field.values).subspan(index * sites, sites), field.rows, field.columns};
}

bool averages(const Tile& tile, QSize area) {
    return tile.columns > area.width() || tile.rows > area.height();
}

void paint_tile(QImage& target, const QRect& area, const Tile& tile, const Colours& colours, QPoint shift) {
    if (area.isEmpty() || tile.rows < 1 || tile.columns < 1) return;
    if (averages(tile, area.size())) {
        paint_averaged(target, area, tile, colours, shift);
    } else {
        paint_crisp(target, area, tile, colours, shift);
    }
}

}  // namespace langevin::field
