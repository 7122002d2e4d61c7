// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/contours.h"

#include <algorithm>
#include <list>
#include <map>
#include <utility>

namespace langevin {
namespace {

using Name = std::array<int, 2>;
using Edge = std::pair<Name, Name>;

struct Crossing {
    Edge edge;
    double x, y;
};
struct Segment {
    Crossing from, to;
    bool used = false;
};

Crossing crossing(const ContourCorner& a, const ContourCorner& b, double level) {
    const auto& [first, second] = a.name < b.name ? std::pair(a, b) : std::pair(b, a);  // the same bits for both tiles
    const double t = (level - first.value) / (second.value - first.value);
    return {{first.name, second.name}, first.x + t * (second.x - first.x), first.y + t * (second.y - first.y)};
}

void add_segments(const ContourTile& tile, double level, std::vector<Segment>& segments) {
    std::vector<Crossing> crossings;
    for (std::size_t k = 0; k < 4; ++k) {
        const auto &a = tile[k], &b = tile[(k + 1) % 4];
        if ((a.value < level) != (b.value < level)) crossings.push_back(crossing(a, b, level));
    }
    if (crossings.size() == 2) segments.push_back({crossings[0], crossings[1]});
    if (crossings.size() != 4) return;
    const double middle = (tile[0].value + tile[1].value + tile[2].value + tile[3].value) / 4;
    const bool around_first = (tile[0].value < level) != (middle < level);  // the line cuts off corners 0 and 2
    const std::size_t shift = around_first ? 3 : 0;
    segments.push_back({crossings[shift], crossings[(shift + 1) % 4]});
    segments.push_back({crossings[(shift + 2) % 4], crossings[(shift + 3) % 4]});
}

class Joiner {
  public:
    explicit Joiner(std::vector<Segment> segments) : segments_(std::move(segments)) {
        for (std::size_t s = 0; s < segments_.size(); ++s) {
            at_[segments_[s].from.edge].push_back(s);
            at_[segments_[s].to.edge].push_back(s);
        }
    }

    std::vector<ContourLine> lines() {
        std::vector<ContourLine> result;
        for (auto& segment : segments_) {
            if (segment.used) continue;
            segment.used = true;
            std::list<Crossing> line{segment.from, segment.to};
            while (const auto next = following(line.back().edge)) line.push_back(*next);
            while (const auto next = following(line.front().edge)) line.push_front(*next);
            result.emplace_back();
            for (const auto& point : line) {
                result.back().x.push_back(point.x);
                result.back().y.push_back(point.y);
            }
        }
        return result;
    }

  private:
    const Crossing* following(const Edge& edge) {
        for (const auto s : at_[edge]) {
            auto& segment = segments_[s];
            if (segment.used) continue;
            segment.used = true;
            return segment.from.edge == edge ? &segment.to : &segment.from;
        }
        return nullptr;
    }

    std::vector<Segment> segments_;
    std::map<Edge, std::vector<std::size_t>> at_;
};

}  // namespace

std::vector<ContourLine> contours(const std::vector<ContourTile>& tiles, double level) {
    std::vector<Segment> segments;
    for (const auto& tile : tiles) add_segments(tile, level, segments);
    return Joiner(std::move(segments)).lines();
}

}  // namespace langevin
