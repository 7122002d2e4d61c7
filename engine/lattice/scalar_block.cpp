// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lattice/scalar_block.h"

#include <algorithm>

namespace langevin::lattice {

template <class Real>
ScalarBlock<Real>::ScalarBlock(Geometry shape, int first_chain_, int lanes_)
    : geometry(shape),
      first_chain(first_chain_),
      lanes(lanes_),
      field(shape.sites() * static_cast<std::size_t>(lanes_)),
      momentum(field.size()),
      previous(field.size()),
      moments(static_cast<std::size_t>(lanes_)),
      previous_moments(moments.size()) {}

template <class Real>
std::vector<double> ScalarBlock<Real>::extract(int lane) const {
    std::vector<double> values(geometry.sites());
    for (std::size_t x = 0; x < values.size(); ++x) values[x] = field[x * lanes + lane];
    return values;
}

template <class Real>
void ScalarBlock<Real>::insert(int lane, std::span<const double> values) {
    for (std::size_t x = 0; x < values.size(); ++x) field[x * lanes + lane] = static_cast<Real>(values[x]);
}

template <class Real>
void ScalarBlock<Real>::remember() {
    std::copy(field.begin(), field.end(), previous.begin());
    previous_moments = moments;
}

template <class Real>
void ScalarBlock<Real>::restore() {
    std::copy(previous.begin(), previous.end(), field.begin());
    moments = previous_moments;
}

template <class Real>
void ScalarBlock<Real>::restore(int lane) {
    for (std::size_t i = lane; i < field.size(); i += lanes) field[i] = previous[i];
    moments[lane] = previous_moments[lane];
}

template struct ScalarBlock<float>;
template struct ScalarBlock<double>;

}  // namespace langevin::lattice
