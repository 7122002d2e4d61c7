// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spin_glass/tempering.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/parallel/half_lane.h"

namespace langevin::spin_glass {
namespace {

/// Streams of random numbers.
enum Purpose : std::uint16_t { coupling = 0, start = 1, flips = 2, swaps = 3 };

}  // namespace

std::vector<double> geometric_temperatures(double lowest, double highest, int count) {
    std::vector<double> t(static_cast<std::size_t>(count));
    for (std::size_t k = 0; k < t.size(); ++k)
        t[k] = lowest * std::pow(highest / lowest, static_cast<double>(k) / std::max(1.0, count - 1.0));
    return t;
}

TemperingSample::TemperingSample(const TemperingModel& model, std::uint32_t number, Random random)
    : number_(number), size_(static_cast<std::size_t>(model.spins)), couplings_(size_ * size_) {
    const std::size_t n = size_, temperatures = model.temperatures.size();
    std::vector<double> normals(n * (n - 1) / 2);
    random.normals<double>(Stream::of(coupling, number), 0, 0, 1, normals);
    const double mean = model.mean_coupling / static_cast<double>(n), width = 1 / std::sqrt(static_cast<double>(n));
    auto next = normals.begin();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = i + 1; j < n; ++j)
            couplings_[i * n + j] = couplings_[j * n + i] = static_cast<float>(mean + width * *next++);
    place_.resize(2 * temperatures);
    std::iota(place_.begin(), place_.end(), 0u);
    exchanges_.resize(temperatures - 1);
    attempts_.resize(temperatures - 1);
    spins_.resize(groups() * n);
    fields_.resize(groups() * n);
    draws_.resize(n);
    for (std::size_t i = 0; i < spins_.size(); ++i)
        for (std::size_t l = 0; l < lanes; ++l)
            spins_[i].value[l] = random.uniform(Stream::of(start, number), 0, i * lanes + l) < 0.5 ? -1 : 1;
    make_fields(model);
}

void TemperingSample::make_fields(const TemperingModel& model) {
    for (std::size_t g = 0; g < groups(); ++g)
        for (std::size_t i = 0; i < size_; ++i) {
            Lane sum;
            std::fill_n(sum.value, lanes, model.field);
            for (std::size_t j = 0; j < size_; ++j)
                for (std::size_t l = 0; l < lanes; ++l)
                    sum.value[l] += couplings_[i * size_ + j] * spins(g)[j].value[l];
            fields(g)[i] = sum;
        }
}

/// A flip changes the energy by 2 S_i H_i; it is accepted if that, over T, is less than an exponential draw.
void TemperingSample::sweep(const TemperingModel& model, std::size_t group, Random random, std::uint64_t step) {
    Lane inverse{};  // of the temperatures
    for (std::size_t p = 0; p < place_.size(); ++p)
        if (place_[p] / lanes == group)
            inverse.value[place_[p] % lanes] = 1 / model.temperatures[p % model.temperatures.size()];
    const auto member = static_cast<std::uint32_t>((number_ * groups() + group) * lanes);
    random.exponentials<double>(Stream::of(flips, member), step, 0, lanes,
                                std::span(draws_.front().value, size_ * lanes));
    Lane *s = spins(group), *h = fields(group);
    for (std::size_t i = 0; i < size_; ++i) {
        Lane change;
        double flipped = 0;
        for (std::size_t l = 0; l < lanes; ++l) {
            const double cost = 2 * s[i].value[l] * h[i].value[l] * inverse.value[l];
            change.value[l] = cost < draws_[i].value[l] ? -2 * s[i].value[l] : 0.0;
            flipped += std::abs(change.value[l]);
        }
        if (flipped == 0) continue;
        for (std::size_t l = 0; l < lanes; ++l) s[i].value[l] += change.value[l];
        const float* row = &couplings_[i * size_];
        const auto low = parallel::load(change.value), high = parallel::load(change.value + 4);
        for (std::size_t j = 0; j < size_; ++j) {
            const double coupling_ij = row[j];
            parallel::store(h[j].value, parallel::load(h[j].value) + low * coupling_ij);
            parallel::store(h[j].value + 4, parallel::load(h[j].value + 4) + high * coupling_ij);
        }
    }
}

double TemperingSample::energy(const TemperingModel& model, std::size_t lane) const {
    double sum = 0;
    for (std::size_t i = 0; i < size_; ++i) {
        const double s = spin(lane, i), h = fields_[lane / lanes * size_ + i].value[lane % lanes];
        sum -= s * (h + model.field) / 2;
    }
    return sum;
}

void TemperingSample::exchange(const TemperingModel& model, Random random, std::uint64_t step) {
    const std::size_t count = model.temperatures.size();
    std::vector<double> energies(place_.size());
    for (std::size_t p = 0; p < place_.size(); ++p) energies[p] = energy(model, place_[p]);
    for (std::size_t replica = 0; replica < 2; ++replica)
        for (std::size_t k = step % 2; k + 1 < count; k += 2) {
            const std::size_t a = replica * count + k, b = a + 1;
            const double gain =
                (1 / model.temperatures[k] - 1 / model.temperatures[k + 1]) * (energies[a] - energies[b]);
            ++attempts_[k];
            if (-gain >= random.exponential(Stream::of(swaps, number_), step, a)) continue;
            std::swap(place_[a], place_[b]);
            ++exchanges_[k];
        }
}

void TemperingSample::change_field(double change) {
    for (auto& lane : fields_)
        for (double& field : lane.value) field += change;
}

void TemperingSample::update(const TemperingModel& model, Random random, std::uint64_t step) {
    for (std::size_t g = 0; g < groups(); ++g) sweep(model, g, random, step);
    exchange(model, random, step);
}

TemperingSample::State TemperingSample::state(const TemperingModel& model, std::size_t temperature) const {
    const std::size_t count = model.temperatures.size();
    const std::size_t a = place_[temperature], b = place_[count + temperature];
    const double n = static_cast<double>(size_);
    State result{};
    for (std::size_t i = 0; i < size_; ++i) {
        result.magnetisation[0] += spin(a, i) / n;
        result.magnetisation[1] += spin(b, i) / n;
        result.overlap += spin(a, i) * spin(b, i) / n;
    }
    result.energy[0] = energy(model, a) / n;
    result.energy[1] = energy(model, b) / n;
    return result;
}

void TemperingSample::save(std::vector<double>& values, std::vector<std::uint64_t>& counters) const {
    for (const auto* part : {&spins_, &fields_})
        for (const auto& lane : *part) values.insert(values.end(), lane.value, lane.value + lanes);
    counters.insert(counters.end(), place_.begin(), place_.end());
    counters.insert(counters.end(), exchanges_.begin(), exchanges_.end());
    counters.insert(counters.end(), attempts_.begin(), attempts_.end());
}

void TemperingSample::load(std::span<const double>& values, std::span<const std::uint64_t>& counters) {
    Archive::demand(
        values.size() >= 2 * spins_.size() * lanes && counters.size() >= place_.size() + 2 * exchanges_.size(),
        "samples");
    std::vector<bool> taken(place_.size());
    for (auto& place : place_) {
        const auto lane = counters.front();
        Archive::demand(lane < taken.size() && !taken[lane], "samples");
        taken[lane] = true;
        place = static_cast<std::uint32_t>(lane);
        counters = counters.subspan(1);
    }
    for (auto* part : {&exchanges_, &attempts_}) {
        std::copy_n(counters.begin(), part->size(), part->begin());
        counters = counters.subspan(part->size());
    }
    for (auto* part : {&spins_, &fields_})
        for (auto& lane : *part) {
            std::copy_n(values.begin(), lanes, lane.value);
            values = values.subspan(lanes);
        }
}

}  // namespace langevin::spin_glass
