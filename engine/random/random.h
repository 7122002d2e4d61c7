// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

/// Counter-based random numbers: a draw is a pure function of (seed, stream, step, site), the same on any thread, in
/// any order, on any machine. Threefry4x32-20 of J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3" (SC11, 2011), from the Random123 library; it has no multiplications, so that compilers
/// vectorise it and it is four times as fast here as Philox. Logarithm and sine are our own, so that the last bit does
/// not depend on the machine's libm.
namespace langevin {

/// A family of independent draws: one number per (stream, step, site).
/// Any stream and step; site < 2^34. Two kinds of draw must not share a stream.
struct Stream {
    std::uint64_t id = 0;

    /// `purpose` says what is drawn (momenta, proposals, ...), `member` for whom (the chain).
    static constexpr Stream of(std::uint16_t purpose, std::uint32_t member) {
        return {(std::uint64_t{purpose} << 32) | member};
    }
};

/// Value type, 8 bytes, no state: copy freely, use from any thread.
class Random {
  public:
    explicit Random(std::uint64_t seed) : seed_(seed) {}
    std::uint64_t seed() const { return seed_; }

    /// Sixty-four random bits: seeds for what is run with random numbers of its own. site < 2^32.
    std::uint64_t bits(Stream stream, std::uint64_t step, std::uint64_t site) const;
    /// In the open interval (0, 1), a multiple of 2^-33; never 0 and never 1.
    double uniform(Stream stream, std::uint64_t step, std::uint64_t site) const;
    /// Exponential with mean 1: compare with an energy instead of comparing exp(-energy) with a uniform number.
    double exponential(Stream stream, std::uint64_t step, std::uint64_t site) const;
    /// Standard normal by Box-Muller. 32-bit resolution: |x| <= 6.77 (the tail beyond has probability 1.3e-11).
    double normal(Stream stream, std::uint64_t step, std::uint64_t site) const;

    /// Draws for sites first_site, first_site + 1, ... of several streams that differ by consecutive ids, in the layout
    /// of a block of chains: out[(site - first_site) * lanes + lane] belongs to stream.id + lane.
    /// out.size() must be a multiple of lanes. Equal to the single draws above, several times faster.
    template <class Real>
    void normals(Stream stream, std::uint64_t step, std::uint64_t first_site, int lanes, std::span<Real> out) const;
    template <class Real>
    void exponentials(Stream stream, std::uint64_t step, std::uint64_t first_site, int lanes,
                      std::span<Real> out) const;

  private:
    friend class RandomSequence;
    std::array<std::uint32_t, 4> words(Stream stream, std::uint64_t step, std::uint32_t block) const;

    std::uint64_t seed_;
};

/// Draws one after the other where the number of draws is not known beforehand (growing a cluster).
class RandomSequence {
  public:
    RandomSequence(Random random, Stream stream, std::uint64_t step) : random_(random), stream_(stream), step_(step) {}
    double uniform();
    double exponential();
    double normal();
    /// Gamma distribution of this shape > 0 and scale 1: G. Marsaglia, W. W. Tsang, "A simple method for generating
    /// gamma variables", ACM Trans. Math. Softw. 26 (2000) 363, shapes below 1 by their section 6.
    double gamma(double shape);

  private:
    Random random_;
    Stream stream_;
    std::uint64_t step_;
    std::uint32_t next_block_ = 0;
    std::array<std::uint32_t, 4> words_ = {};
    std::size_t used_ = 4;
};

}  // namespace langevin
