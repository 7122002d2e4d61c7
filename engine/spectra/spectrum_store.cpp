// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/spectrum_store.h"

#include <algorithm>
#include <cmath>

namespace langevin::spectra {
namespace {

constexpr std::size_t fewest_times = 32;

}  // namespace

SpectrumStore::SpectrumStore(std::size_t levels, std::size_t copies, std::size_t capacity)
    : levels_(levels),
      copies_(std::clamp<std::size_t>(capacity / (levels * fewest_times), 1, copies)),
      capacity_(std::max(fewest_times, capacity / (levels * copies_)) / 2 * 2) {}

void SpectrumStore::push(std::span<const double> spectra) {
    if (pushed_++ % stride_ != 0) return;
    values_.insert(values_.end(), spectra.begin(), spectra.begin() + static_cast<std::ptrdiff_t>(row()));
    if (++times_ < capacity_) return;
    for (std::size_t t = 1; 2 * t < times_; ++t) std::copy_n(&values_[2 * t * row()], row(), &values_[t * row()]);
    times_ /= 2;
    values_.resize(times_ * row());
    stride_ *= 2;
}

void SpectrumStore::clear() {
    values_.clear();
    times_ = 0;
    stride_ = 1;
    pushed_ = 0;
}

std::span<const double> SpectrumStore::spectrum(std::size_t time, std::size_t copy) const {
    return {&values_[(time * copies_ + copy) * levels_], levels_};
}

void SpectrumStore::save(Archive& archive, const std::string& prefix) const {
    archive.put(prefix + "counts", std::vector<std::uint64_t>{stride_, pushed_});
    archive.put(prefix + "values", values_);
}

void SpectrumStore::load(const Archive& archive, const std::string& prefix) {
    const auto& counts = archive.get<std::uint64_t>(prefix + "counts", 2);
    const auto& values = archive.get<double>(prefix + "values");
    Archive::demand(values.size() % row() == 0 && values.size() / row() < capacity_, prefix + "values");
    Archive::demand(counts[0] > 0, prefix + "counts");
    stride_ = counts[0];
    pushed_ = counts[1];
    values_ = values;
    times_ = values.size() / row();
}

}  // namespace langevin::spectra
