// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/level_density.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <stdexcept>

#include "engine/spectra/quadrature.h"

namespace langevin::spectra {
namespace {

using std::numbers::pi;
using Function = std::function<double(double)>;

/// Cumulative function of a density on intervals, tabulated in the angle x = middle - half cos(theta), in which
/// densities with square-root edges are smooth.
class Tabulated {
  public:
    Tabulated(const Function& density, const std::vector<double>& support) {
        double total = 0;
        for (std::size_t i = 0; i + 1 < support.size(); i += 2) {
            Part part{(support[i] + support[i + 1]) / 2, (support[i + 1] - support[i]) / 2, {total}};
            for (int k = 0; k < cells; ++k) {
                const auto integrand = [&](double theta) {
                    return density(part.middle - part.half * std::cos(theta)) * part.half * std::sin(theta);
                };
                // Simpson's rule in each small cell.
                const double a = pi * k / cells, b = pi * (k + 1) / cells;
                total += (b - a) / 6 * (integrand(a) + 4 * integrand((a + b) / 2) + integrand(b));
                part.sums.push_back(total);
            }
            parts_.push_back(std::move(part));
        }
        for (auto& part : parts_)
            for (double& sum : part.sums) sum /= total;
    }

    double operator()(double x) const {
        double below = 0;
        for (const auto& part : parts_) {
            if (x <= part.middle - part.half) return below;
            below = part.sums.back();
            if (x >= part.middle + part.half) continue;
            const double theta = std::acos((part.middle - x) / part.half) / pi * cells;
            const auto k = std::min(static_cast<std::size_t>(theta), static_cast<std::size_t>(cells - 1));
            const double t = theta - static_cast<double>(k);
            return interpolate(part.sums, k, t);
        }
        return below;
    }

  private:
    static constexpr int cells = 4096;
    struct Part {
        double middle, half;
        std::vector<double> sums;
    };

    /// Cubic through four neighbouring sums; linear at the ends.
    static double interpolate(const std::vector<double>& s, std::size_t k, double t) {
        if (k == 0 || k + 2 >= s.size()) return s[k] + t * (s[k + 1] - s[k]);
        const double a = s[k - 1], b = s[k], c = s[k + 1], d = s[k + 2];
        return b + t * ((c - a) / 2 + t * (a - 2.5 * b + 2 * c - d / 2 + t * ((d - a) / 2 + 1.5 * (b - c))));
    }

    std::vector<Part> parts_;
};

LevelDensity tabulated(std::string source, std::vector<double> support, Function density) {
    const auto table = std::make_shared<const Tabulated>(density, support);
    return {std::move(source), std::move(support), std::move(density), [table](double x) { return (*table)(x); }};
}

double root(double x) {
    return std::sqrt(std::max(0.0, x));
}

}  // namespace

LevelDensity LevelDensity::semicircle(double beta, double levels, double variance) {
    const double radius = std::sqrt(2 * beta * levels * variance);
    return {"E. P. Wigner (1955), semicircle",
            {-radius, radius},
            [radius](double x) { return 2 / (pi * radius * radius) * root(radius * radius - x * x); },
            [radius](double x) {
                const double u = std::clamp(x / radius, -1.0, 1.0);
                return 0.5 + (u * std::sqrt(1 - u * u) + std::asin(u)) / pi;
            }};
}

LevelDensity LevelDensity::quartic(double beta, double levels, double temperature, double mu, double lambda) {
    const double c = 2 / (beta * levels * temperature);
    if (mu < -2 * std::sqrt(lambda / c)) {
        const double sum = -2 * mu / lambda, difference = 4 / std::sqrt(c * lambda);
        const double inner = std::max(0.0, sum - difference) / 2,
                     outer = (sum + difference) / 2;  // squares of the edges
        const double a = std::sqrt(inner), b = std::sqrt(outer);
        return tabulated("Y. Shimamune, Phys. Lett. B 108 (1982) 407, two intervals", {-b, -a, a, b}, [=](double x) {
            return c * lambda / (2 * pi) * std::abs(x) * root((x * x - inner) * (outer - x * x));
        });
    }
    // 3 c lambda R^4/16 + c mu R^2/4 = 1
    const double p = 3 * c * lambda / 16, q = c * mu / 4;
    const double root_part = std::sqrt(q * q + 4 * p);
    const double square = q > 0 ? 2 / (q + root_part) : (root_part - q) / (2 * p);  // neither subtracts
    const double radius = std::sqrt(square);
    return tabulated("E. Brezin, C. Itzykson, G. Parisi, J.-B. Zuber, Commun. Math. Phys. 59 (1978) 35, eq. (29)",
                     {-radius, radius}, [=](double x) {
                         return (c * lambda * x * x + c * mu + c * lambda * square / 2) * root(square - x * x) /
                                (2 * pi);
                     });
}

LevelDensity LevelDensity::marchenko_pastur(double beta, double levels, double rows, double variance) {
    const double r = levels / rows, scale = beta * rows * variance;
    const double low = scale * (1 - std::sqrt(r)) * (1 - std::sqrt(r));
    const double high = scale * (1 + std::sqrt(r)) * (1 + std::sqrt(r));
    const auto density = [=](double x) {
        return x > 0 ? root((high - x) * (x - low)) / (2 * pi * r * scale * x) : 0.0;
    };
    // For M = N the density diverges at zero as 1/sqrt(x): tabulate in y = sqrt(x).
    const auto of_root = [=](double y) { return y > 0 ? 2 * y * density(y * y) : std::sqrt(high) / (pi * scale); };
    const auto table = std::make_shared<const Tabulated>(of_root, std::vector<double>{std::sqrt(low), std::sqrt(high)});
    return {"V. A. Marchenko, L. A. Pastur (1967)", {low, high}, density, [table](double x) {
                return (*table)(std::sqrt(std::max(0.0, x)));
            }};
}

LevelDensity LevelDensity::from_levels(std::span<const double> levels) {
    if (levels.size() < 2) throw std::invalid_argument("a staircase needs at least two levels");
    auto x = std::make_shared<std::vector<double>>();
    x->push_back(levels[0] - (levels[1] - levels[0]) / 2);
    x->insert(x->end(), levels.begin(), levels.end());
    x->push_back(levels.back() + (levels.back() - levels[levels.size() - 2]) / 2);
    const double n = static_cast<double>(levels.size());
    // Cumulative values: 0, 1/2, 3/2, ..., n - 1/2, n, in units of 1/n.
    const auto value = [n](std::size_t k, std::size_t last) {
        return k == 0 ? 0.0 : k == last ? 1.0 : (static_cast<double>(k) - 0.5) / n;
    };
    const auto cell = [x](double at) {
        const auto above = std::upper_bound(x->begin() + 1, x->end() - 1, at);
        return static_cast<std::size_t>(above - x->begin()) - 1;
    };
    const auto inside = [x](double at) { return at > x->front() && at < x->back(); };
    return {"most probable configuration",
            {x->front(), x->back()},
            [=](double at) {
                if (!inside(at)) return 0.0;
                const std::size_t k = cell(at), last = x->size() - 1;
                return (value(k + 1, last) - value(k, last)) / ((*x)[k + 1] - (*x)[k]);
            },
            [=](double at) {
                if (!inside(at)) return at <= x->front() ? 0.0 : 1.0;
                const std::size_t k = cell(at), last = x->size() - 1;
                const double part = (at - (*x)[k]) / ((*x)[k + 1] - (*x)[k]);
                return value(k, last) + part * (value(k + 1, last) - value(k, last));
            }};
}

}  // namespace langevin::spectra
