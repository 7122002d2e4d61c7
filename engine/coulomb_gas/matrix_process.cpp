// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/coulomb_gas/matrix_process.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "engine/spectra/eigenvalues.h"

namespace langevin::coulomb_gas {
namespace {

using Complex = std::complex<double>;

int components(double beta) {
    return static_cast<int>(beta);
}
int rows_of(const Ensemble& e) {
    return e.laguerre() ? static_cast<int>(e.potential.rows) : e.levels;
}

/// Components 1, i, j, k of one matrix element; the components missing for beta < 4 are zero.
struct Quaternion {
    double one = 0, i = 0, j = 0, k = 0;
    Complex a() const { return {one, i}; }  // the 2 x 2 representation is ((a, b), (-conj b, conj a))
    Complex b() const { return {j, k}; }
};

}  // namespace

MatrixProcess::MatrixProcess(const Ensemble& ensemble, std::span<const double> levels)
    : beta_(components(ensemble.beta)),
      rows_(rows_of(ensemble)),
      columns_(ensemble.levels),
      laguerre_(ensemble.laguerre()),
      values_(entries(ensemble)) {
    for (std::size_t i = 0; i < levels.size(); ++i)
        values_[i * static_cast<std::size_t>(rows_) + i] = coordinate_of(ensemble, levels[i]);
}

bool MatrixProcess::fits(const Ensemble& e) {
    const bool division_algebra = e.beta == 1 || e.beta == 2 || e.beta == 4;
    return division_algebra && can_be_sampled(e) && (!e.laguerre() || e.potential.rows == std::floor(e.potential.rows));
}

std::size_t MatrixProcess::entries(const Ensemble& e) {
    return static_cast<std::size_t>(components(e.beta)) * static_cast<std::size_t>(rows_of(e)) *
           static_cast<std::size_t>(e.levels);
}

void MatrixProcess::set_values(std::span<const double> values) {
    std::copy(values.begin(), values.end(), values_.begin());
}

void MatrixProcess::step(const Ensemble& ensemble, double h, std::span<const double> noise) {
    const double decay = std::exp(-ensemble.potential.kappa * h);
    const double width = std::sqrt(ensemble.variance() * (1 - decay * decay));
    if (laguerre_) {
        for (std::size_t i = 0; i < values_.size(); ++i) values_[i] = decay * values_[i] + width * noise[i];
        return;
    }
    // Self-adjoint noise: component 1 symmetric with variance 1 (diagonal) and 1/2, the others antisymmetric with 1/2.
    const auto n = static_cast<std::size_t>(rows_);
    for (int c = 0; c < beta_; ++c) {
        double* a = &values_[static_cast<std::size_t>(c) * n * n];
        const double* g = &noise[static_cast<std::size_t>(c) * n * n];
        const double sign = c == 0 ? 1 : -1;
        for (std::size_t j = 0; j < n; ++j) {
            if (c == 0) a[j * n + j] = decay * a[j * n + j] + width * g[j * n + j];
            for (std::size_t i = j + 1; i < n; ++i) {
                a[j * n + i] = decay * a[j * n + i] + width * g[j * n + i] / std::sqrt(2.0);
                a[i * n + j] = sign * a[j * n + i];
            }
        }
    }
}

std::vector<double> MatrixProcess::levels() const {
    const auto rows = static_cast<std::size_t>(rows_), n = static_cast<std::size_t>(columns_);
    const std::size_t size = rows * n;
    const auto element = [&](std::size_t row, std::size_t column) {
        const std::size_t at = column * rows + row;
        Quaternion q;
        q.one = values_[at];
        if (beta_ > 1) q.i = values_[size + at];
        if (beta_ > 2) {
            q.j = values_[2 * size + at];
            q.k = values_[3 * size + at];
        }
        return q;
    };
    if (beta_ == 1) {
        std::vector<double> real(n * n);
        for (std::size_t c = 0; c < n; ++c)
            for (std::size_t r = c; r < n; ++r) {
                double sum = laguerre_ ? 0 : values_[c * rows + r];
                if (laguerre_)
                    for (std::size_t m = 0; m < rows; ++m) sum += values_[c * rows + m] * values_[r * rows + m];
                real[c * n + r] = sum;
            }
        return spectra::symmetric_eigenvalues(real, columns_);
    }
    // Complex representation; quaternions as 2 x 2 blocks, whose eigenvalues come in equal pairs.
    const std::size_t block = beta_ == 4 ? 2 : 1;
    const std::size_t height = block * rows, order = block * n;
    std::vector<Complex> full(height * order);
    for (std::size_t c = 0; c < n; ++c)
        for (std::size_t r = 0; r < rows; ++r) {
            const auto q = element(r, c);
            full[block * c * height + block * r] = q.a();
            if (block == 1) continue;
            full[(2 * c + 1) * height + 2 * r] = q.b();
            full[2 * c * height + 2 * r + 1] = -std::conj(q.b());
            full[(2 * c + 1) * height + 2 * r + 1] = std::conj(q.a());
        }
    if (laguerre_) {
        std::vector<Complex> product(order * order);
        for (std::size_t c = 0; c < order; ++c)
            for (std::size_t r = c; r < order; ++r) {
                Complex sum = 0;
                for (std::size_t m = 0; m < height; ++m) sum += std::conj(full[r * height + m]) * full[c * height + m];
                product[c * order + r] = sum;
            }
        full.swap(product);
    }
    const auto all = spectra::hermitian_eigenvalues(full, static_cast<int>(order));
    std::vector<double> result;
    for (std::size_t i = 0; i < all.size(); i += block) result.push_back(all[i]);
    return result;
}

}  // namespace langevin::coulomb_gas
