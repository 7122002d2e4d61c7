// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/spectrum.h"

#include <fftw3.h>

#include <cmath>
#include <mutex>
#include <numbers>

namespace langevin::lattice {
namespace {

std::mutex& planner() {  // FFTW's planner is the one part of it that is not thread safe
    static std::mutex mutex;
    return mutex;
}

}  // namespace

struct SpectrumAnalyser::Transform {
    explicit Transform(int extent)
        : input(fftw_alloc_real(static_cast<std::size_t>(extent) * extent)),
          output(fftw_alloc_complex(static_cast<std::size_t>(extent) * (extent / 2 + 1))) {
        const std::lock_guard lock(planner());
        plan = fftw_plan_dft_r2c_2d(extent, extent, input, output, FFTW_ESTIMATE);  // the same plan every time
    }
    ~Transform() {
        const std::lock_guard lock(planner());
        fftw_destroy_plan(plan);
        fftw_free(input);
        fftw_free(output);
    }
    Transform(const Transform&) = delete;
    Transform& operator=(const Transform&) = delete;

    double* input;
    fftw_complex* output;
    fftw_plan plan;
};

SpectrumAnalyser::SpectrumAnalyser(int extent) : extent_(extent), transform_(std::make_unique<Transform>(extent)) {}
SpectrumAnalyser::~SpectrumAnalyser() = default;

template <class Real>
std::vector<Spectrum> SpectrumAnalyser::analyse(const ScalarBlock<Real>& block) {
    const std::size_t sites = block.geometry.sites();
    std::vector<Spectrum> result;
    for (int lane = 0; lane < block.lanes; ++lane) {
        for (std::size_t x = 0; x < sites; ++x) transform_->input[x] = block.field[x * block.lanes + lane];
        fftw_execute(transform_->plan);
        result.push_back(reduce());
    }
    return result;
}

Spectrum SpectrumAnalyser::reduce() const {
    const int half = extent_ / 2;
    const std::size_t width = static_cast<std::size_t>(half) + 1;
    const double volume = static_cast<double>(extent_) * extent_;
    const auto power = [&](int row, int column) {  // column <= L/2; the rest follows from phi being real
        const auto& z = transform_->output[static_cast<std::size_t>(row) * width + column];
        return (z[0] * z[0] + z[1] * z[1]) / volume;
    };
    Spectrum s{std::vector<double>(width), std::vector<double>(width), std::vector<double>(width)};
    for (int k = 0; k <= half; ++k) {
        const int back = (extent_ - k) % extent_;
        s.axis[k] = 0.5 * (power(0, k) + power(k, 0));
        s.diagonal[k] = 0.5 * (power(k, k) + power(back, k));
        for (int q = 0; q < extent_; ++q) {
            const double down = power(q, k);
            const double across = q <= half ? power(k, q) : power(back, extent_ - q);
            s.line[k] += 0.5 * (down + across) / extent_;
        }
    }
    return s;
}

std::vector<double> two_point_function(const std::vector<double>& line, int extent) {
    std::vector<double> result(static_cast<std::size_t>(extent / 2) + 1);
    for (std::size_t r = 0; r < result.size(); ++r)
        for (int k = 0; k < extent; ++k) {
            const double angle = 2 * std::numbers::pi * k * static_cast<double>(r) / extent;
            result[r] += std::cos(angle) * line[k <= extent / 2 ? k : extent - k] / extent;
        }
    return result;
}

std::vector<double> lattice_momentum_squared(int extent) {
    std::vector<double> result(static_cast<std::size_t>(extent / 2) + 1);
    for (std::size_t k = 0; k < result.size(); ++k) {
        const double s = 2 * std::sin(std::numbers::pi * static_cast<double>(k) / extent);
        result[k] = s * s;
    }
    return result;
}

template std::vector<Spectrum> SpectrumAnalyser::analyse(const ScalarBlock<float>&);
template std::vector<Spectrum> SpectrumAnalyser::analyse(const ScalarBlock<double>&);

}  // namespace langevin::lattice
