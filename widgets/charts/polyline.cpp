// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/polyline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace langevin::charts {
namespace {

bool finite(const QPointF& point) {
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

/// Where the segment crosses the four lines that bound the rectangle, as shares of its length,
/// ascending.
class Crossings {
  public:
    Crossings(const QPointF& a, const QPointF& b, const QRectF& bounds) {
        add(a.x(), b.x(), bounds.left());
        add(a.x(), b.x(), bounds.right());
        add(a.y(), b.y(), bounds.top());
        add(a.y(), b.y(), bounds.bottom());
    }
    const double* begin() const { return shares_.data(); }
    const double* end() const { return shares_.data() + count_; }

  private:
    void add(double from, double to, double border) {
        if ((from < border) == (to < border)) return;
        std::size_t place = count_++;
        const double share = (border - from) / (to - from);
        for (; place > 0 && shares_[place - 1] > share; --place) shares_[place] = shares_[place - 1];
        shares_[place] = share;
    }
    std::array<double, 4> shares_{};
    std::size_t count_ = 0;
};

}  // namespace

std::vector<QList<QPointF>> finite_pieces(const QList<QPointF>& points) {
    std::vector<QList<QPointF>> pieces;
    if (std::all_of(points.begin(), points.end(), finite)) {
        if (!points.empty()) pieces.push_back(points);
        return pieces;
    }
    QList<QPointF> piece;
    for (const auto& point : points) {
        if (finite(point)) {
            piece << point;
        } else if (!piece.empty()) {
            pieces.push_back(std::move(piece));
            piece = {};
        }
    }
    if (!piece.empty()) pieces.push_back(std::move(piece));
    return pieces;
}

QList<QPointF> thinned(const QList<QPointF>& points, int columns) {
    if (columns < 1 || points.size() <= 2 * columns) return points;
    QList<QPointF> result;
    result.reserve(2 * columns + 4);
    const auto column = [columns](const QPointF& point) { return std::floor(point.x() * columns); };
    result << points.front();
    for (qsizetype begin = 0; begin < points.size();) {
        const double present = column(points[begin]);
        qsizetype lowest = begin, highest = begin, end = begin + 1;
        for (; end < points.size() && column(points[end]) == present; ++end) {
            if (points[end].y() < points[lowest].y()) lowest = end;
            if (points[end].y() > points[highest].y()) highest = end;
        }
        const auto [first, second] = std::minmax(lowest, highest);
        if (first > 0) result << points[first];
        if (second != first) result << points[second];
        begin = end;
    }
    if (result.back() != points.back()) result << points.back();
    return result;
}

QList<QPointF> clamped(const QList<QPointF>& points, const QRectF& bounds) {
    const auto inside = [&](const QPointF& p) {
        return p.x() >= bounds.left() && p.x() <= bounds.right() && p.y() >= bounds.top() && p.y() <= bounds.bottom();
    };
    if (std::all_of(points.begin(), points.end(), inside)) return points;
    const auto moved = [&](const QPointF& p) {
        return QPointF(std::clamp(p.x(), bounds.left(), bounds.right()),
                       std::clamp(p.y(), bounds.top(), bounds.bottom()));
    };
    QList<QPointF> result;
    result.reserve(points.size());
    const auto append = [&](const QPointF& point) {
        if (result.empty() || result.back() != point) result << point;
    };
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (i > 0) {
            const auto &a = points[i - 1], &b = points[i];
            for (const double share : Crossings(a, b, bounds)) append(moved(a + (b - a) * share));
        }
        append(moved(points[i]));
    }
    return result;
}

std::vector<QList<QPointF>> clipped(const QList<QPointF>& points, const QRectF& bounds) {
    const auto inside = [&](const QPointF& p) {
        return p.x() >= bounds.left() && p.x() <= bounds.right() && p.y() >= bounds.top() && p.y() <= bounds.bottom();
    };
    if (std::all_of(points.begin(), points.end(), inside)) return {points};
    std::vector<QList<QPointF>> pieces;
    QList<QPointF> piece;
    const auto finish = [&] {
        if (piece.size() > 1) pieces.push_back(piece);
        piece.clear();
    };
    for (qsizetype i = 1; i < points.size(); ++i) {
        const auto &a = points[i - 1], &b = points[i];
        QPointF from = a;
        const auto go_to = [&](const QPointF& to) {
            if (inside((from + to) / 2)) {
                if (piece.empty()) piece << from;
                piece << to;
            } else {
                finish();
            }
            from = to;
        };
        for (const double share : Crossings(a, b, bounds)) go_to(a + (b - a) * share);
        go_to(b);
    }
    finish();
    return pieces;
}

}  // namespace langevin::charts
