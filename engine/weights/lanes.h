// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "engine/random/random.h"

/// Eight independent seeds side by side, so that one instruction serves several of them.
namespace langevin::weights {

constexpr int lanes = 8;

/// A real matrix of every lane; element (i, k) of all lanes is contiguous. Value type.
class LaneMatrix {
  public:
    LaneMatrix() = default;
    /// All zero.
    LaneMatrix(std::size_t rows, std::size_t columns)
        : rows_(rows), columns_(columns), values_(rows * columns * lanes) {}

    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    double* at(std::size_t i, std::size_t k) { return &values_[(i * columns_ + k) * lanes]; }
    const double* at(std::size_t i, std::size_t k) const { return &values_[(i * columns_ + k) * lanes]; }
    double value(std::size_t i, std::size_t k, int lane) const { return at(i, k)[lane]; }
    /// Of one lane, row after row.
    std::vector<double> of(int lane) const;
    std::vector<double>& values() { return values_; }
    const std::vector<double>& values() const { return values_; }

    /// false, and nothing is changed, if their number does not fit.
    bool set_values(const std::vector<double>& values);
    /// Whether all elements are finite and of at most this absolute value.
    bool within(double limit) const;

  private:
    std::size_t rows_ = 0, columns_ = 0;
    std::vector<double> values_;  // [row][column][lane]
};

/// A matrix or its transpose, as a factor of a product.
class Factor {
  public:
    Factor(const LaneMatrix& m) : Factor(m.at(0, 0), m.rows(), m.columns(), m.columns() * lanes, lanes) {}
    Factor transposed() const { return {data_, columns_, rows_, column_stride_, row_stride_}; }

    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    const double* at(std::size_t i, std::size_t k) const { return data_ + i * row_stride_ + k * column_stride_; }

  private:
    Factor(const double* data, std::size_t rows, std::size_t columns, std::size_t row_stride, std::size_t column_stride)
        : data_(data), rows_(rows), columns_(columns), row_stride_(row_stride), column_stride_(column_stride) {}

    const double* data_;
    std::size_t rows_, columns_, row_stride_, column_stride_;
};

inline Factor transposed(const LaneMatrix& m) {
    return Factor(m).transposed();
}

/// out += scale a b, lane by lane. `out` is neither factor.
void add_product(LaneMatrix& out, double scale, Factor a, Factor b);

/// Frobenius norm squared, of every lane.
std::vector<double> squared_norms(const LaneMatrix& m);

/// Standard deviations of the elements of a symmetric random matrix.
struct NoiseWidths {
    double diagonal = 0, off_diagonal = 0;
};
/// m += a, symmetric with normal elements of these widths: draws of the stream, lane by lane, in the order of the upper
/// triangle's rows.
void add_symmetric_noise(LaneMatrix& m, const NoiseWidths& widths, Random random, Stream stream, std::uint64_t step);

}  // namespace langevin::weights
