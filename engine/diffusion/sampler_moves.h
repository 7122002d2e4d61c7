// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/diffusion/sampler.h"

/// The samplers, written once for whatever can be moved: an Ensemble has a type Vector and
///   score(sigma, y) -> Vector     add(y, a, v): y += a v     scale(y, a)     noise(y, a): y += a N(0, 1)
///   mean_square(v)                of a component             settle(y): this was the end of an independent step
namespace langevin::diffusion::moves {

/// An Euler step of the reverse equation over dt, in y: x = m y and s_x = s_y / m.
template <class Ensemble, class Vector>
void euler(Ensemble& e, Vector& y, const Process& process, const NoiseLevel& from, double dt, double mean_after,
           bool noisy) {
    const double g2 = process.diffusion_squared(from.t);
    const auto s = e.score(from.sigma(), y);
    const double ratio = from.mean / mean_after;
    e.scale(y, ratio * (1 - process.drift(from.t) * dt));
    e.add(y, ratio * g2 * dt / (from.mean * from.mean), s);
    if (noisy) e.noise(y, std::sqrt(g2 * dt) / mean_after);
}

template <class Ensemble, class Vector>
void correct(Ensemble& e, Vector& y, double sigma, double signal_to_noise) {
    const auto s = e.score(sigma, y);
    const double step = 2 * signal_to_noise * signal_to_noise / e.mean_square(s);
    e.add(y, step, s);
    e.noise(y, std::sqrt(2 * step));
}

/// Heun's rule for dy/dt = -(g / m)^2 s / 2: the drift of x is undone by y = x / m.
template <class Ensemble, class Vector>
void flow(Ensemble& e, Vector& y, const Process& process, const NoiseLevel& from, const NoiseLevel& to) {
    const double dt = from.t - to.t;
    const auto slope = [&](const NoiseLevel& l) { return process.diffusion_squared(l.t) / (2 * l.mean * l.mean); };
    const auto s = e.score(from.sigma(), y);
    auto guess = y;
    e.add(guess, slope(from) * dt, s);
    const auto after = e.score(to.sigma(), guess);
    e.add(y, slope(from) * dt / 2, s);
    e.add(y, slope(to) * dt / 2, after);
}

template <class Ensemble, class Vector>
void ancestral(Ensemble& e, Vector& y, double sigma, double next) {
    const double drop = sigma * sigma - next * next;
    const auto s = e.score(sigma, y);
    e.add(y, drop, s);
    e.noise(y, next / sigma * std::sqrt(drop));
}

/// With D = y + sigma^2 s the slope (y - D) / sigma is -sigma s.
template <class Ensemble, class Vector>
void edm(Ensemble& e, Vector& y, double sigma, double next, double gamma) {
    const double raised = sigma * (1 + gamma);
    if (gamma > 0) e.noise(y, std::sqrt(raised * raised - sigma * sigma));
    const double h = next - raised;
    const auto s = e.score(raised, y);
    auto guess = y;
    e.add(guess, -h * raised, s);
    const auto after = e.score(next, guess);
    e.add(y, -h * raised / 2, s);
    e.add(y, -h * next / 2, after);
}

/// y' = r y + (1 - r) D with r = sigma' / sigma is exact for constant D; D is taken at the geometric mean of both.
template <class Ensemble, class Vector>
void exponential(Ensemble& e, Vector& y, double sigma, double next) {
    const double middle = std::sqrt(sigma * next);
    auto half = y;
    e.add(half, (1 - middle / sigma) * sigma * sigma, e.score(sigma, y));
    const auto s = e.score(middle, half);
    const double r = next / sigma;
    e.scale(y, r);
    e.add(y, 1 - r, half);
    e.add(y, (1 - r) * middle * middle, s);
}

template <class Ensemble, class Vector>
void anneal(Ensemble& e, Vector& y, double sigma, const SamplerSettings& settings) {
    const double step = settings.inner_step_size * sigma * sigma;
    for (int k = 0; k < settings.inner_steps; ++k) {
        e.add(y, step, e.score(sigma, y));
        e.noise(y, std::sqrt(2 * step));
        e.settle(y);
    }
}

/// The step from one level to the next; after the last level the last step.
template <class Ensemble, class Vector>
void advance(Ensemble& e, Vector& y, const Process& process, const SamplerSettings& settings,
             const std::vector<NoiseLevel>& levels, std::size_t position) {
    const auto& from = levels[position];
    const bool last = position + 1 == levels.size();
    if (settings.method == Method::annealed_langevin) anneal(e, y, from.sigma(), settings);
    if (settings.method == Method::predictor_corrector) correct(e, y, from.sigma(), settings.signal_to_noise);
    if (last) {
        if (settings.last_step == LastStep::denoise) e.add(y, from.sigma() * from.sigma(), e.score(from.sigma(), y));
        if (settings.last_step == LastStep::mean_only)
            euler(e, y, process, from, levels[position - 1].t - from.t, from.mean, false);
        e.settle(y);
        return;
    }
    const auto& to = levels[position + 1];
    switch (settings.method) {
        case Method::euler_maruyama:
        case Method::predictor_corrector:
            euler(e, y, process, from, from.t - to.t, to.mean, true);
            break;
        case Method::flow_heun:
            flow(e, y, process, from, to);
            break;
        case Method::ancestral:
            ancestral(e, y, from.sigma(), to.sigma());
            break;
        case Method::edm_heun:
            edm(e, y, from.sigma(), to.sigma(),
                std::min(settings.churn / static_cast<double>(levels.size()), std::sqrt(2.0) - 1));
            break;
        case Method::exponential:
            exponential(e, y, from.sigma(), to.sigma());
            break;
        case Method::annealed_langevin:
            break;
    }
    e.settle(y);
}

}  // namespace langevin::diffusion::moves
