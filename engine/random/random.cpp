// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/random/random.h"

#include <Random123/threefry.h>

#include <algorithm>
#include <cmath>

#include "engine/random/elementary.h"

namespace langevin {
namespace {

constexpr std::size_t words_per_block = 4;
constexpr std::size_t chunk = 64;  // blocks at a time: enough to fill vectors, little enough for the L1 cache

constexpr std::uint32_t low(std::uint64_t x) {
    return static_cast<std::uint32_t>(x);
}
constexpr std::uint32_t high(std::uint64_t x) {
    return static_cast<std::uint32_t>(x >> 32);
}

inline double to_uniform(std::uint32_t word) {
    return (word + 0.5) * 0x1p-32;
}

struct Pair {
    double first, second;
};

/// Two standard normal numbers (G. E. P. Box, M. E. Muller, 1958).
inline Pair box_muller(std::uint32_t radius_word, std::uint32_t angle_word) {
    const double radius = std::sqrt(-2.0 * elementary::log(to_uniform(radius_word)));
    const auto [sine, cosine] = elementary::sine_cosine_turn(angle_word * 0x1p-32);
    return {radius * cosine, radius * sine};
}

/// Words of many blocks, one array per word, so that loops over blocks are loops over neighbouring numbers.
struct Words {
    std::uint32_t word[words_per_block][chunk];
};
struct Numbers {
    double number[words_per_block][chunk];
};

void to_normals(const Words& words, Numbers& out) {
    for (std::size_t pair = 0; pair < words_per_block; pair += 2)
        for (std::size_t i = 0; i < chunk; ++i) {
            const auto normal = box_muller(words.word[pair][i], words.word[pair + 1][i]);
            out.number[pair][i] = normal.first;
            out.number[pair + 1][i] = normal.second;
        }
}

void to_exponentials(const Words& words, Numbers& out) {
    for (std::size_t k = 0; k < words_per_block; ++k)
        for (std::size_t i = 0; i < chunk; ++i) out.number[k][i] = -elementary::log(to_uniform(words.word[k][i]));
}

/// Where draws go: sites first, first + 1, ... of `lanes` neighbouring streams.
struct Target {
    std::uint64_t seed, stream, step, first_site;
    std::size_t lanes;
};

/// Blocks are numbered (block of four sites, lane), lanes fastest; `item` counts them from the first needed one.
template <class Real>
void fill(const Target& target, std::span<Real> out, void (*transform)(const Words&, Numbers&)) {
    if (out.empty()) return;
    const std::size_t sites = out.size() / target.lanes;
    const auto first_block = static_cast<std::uint32_t>(target.first_site / words_per_block);
    const auto last_block = static_cast<std::uint32_t>((target.first_site + sites - 1) / words_per_block);
    const std::size_t items = (std::size_t{last_block} - first_block + 1) * target.lanes;

    Words words;
    Numbers numbers;
    std::uint32_t block[chunk], lane[chunk];
    std::uint32_t next_block = first_block, next_lane = 0;
    for (std::size_t begin = 0; begin < items; begin += chunk) {
        for (std::size_t i = 0; i < chunk; ++i) {
            block[i] = next_block;
            lane[i] = next_lane;
            if (++next_lane < target.lanes) continue;
            next_lane = 0;
            ++next_block;
        }
        for (std::size_t i = 0; i < chunk; ++i) {
            const std::uint64_t stream = target.stream + lane[i];
            const threefry4x32_ctr_t counter = {{block[i], low(target.step), high(target.step), 0}};
            const threefry4x32_key_t key = {{low(target.seed), high(target.seed), low(stream), high(stream)}};
            const auto result = threefry4x32_R(20, counter, key);
            for (std::size_t k = 0; k < words_per_block; ++k) words.word[k][i] = result.v[k];
        }
        transform(words, numbers);

        const std::size_t count = std::min(chunk, items - begin);
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t site = std::uint64_t{block[i]} * words_per_block;
            for (std::size_t k = 0; k < words_per_block; ++k) {
                const std::uint64_t position = site + k - target.first_site;  // wraps below the first
                if (position < sites) out[position * target.lanes + lane[i]] = static_cast<Real>(numbers.number[k][i]);
            }
        }
    }
}

}  // namespace

std::array<std::uint32_t, 4> Random::words(Stream stream, std::uint64_t step, std::uint32_t block) const {
    const threefry4x32_ctr_t counter = {{block, low(step), high(step), 0}};
    const threefry4x32_key_t key = {{low(seed_), high(seed_), low(stream.id), high(stream.id)}};
    const auto result = threefry4x32_R(20, counter, key);
    return {result.v[0], result.v[1], result.v[2], result.v[3]};
}

std::uint64_t Random::bits(Stream stream, std::uint64_t step, std::uint64_t site) const {
    const auto word = words(stream, step, low(site));
    return (std::uint64_t{word[0]} << 32) | word[1];
}

double Random::uniform(Stream stream, std::uint64_t step, std::uint64_t site) const {
    return to_uniform(words(stream, step, low(site / words_per_block))[site % words_per_block]);
}

double Random::exponential(Stream stream, std::uint64_t step, std::uint64_t site) const {
    return -elementary::log(uniform(stream, step, site));
}

double Random::normal(Stream stream, std::uint64_t step, std::uint64_t site) const {
    const auto word = words(stream, step, low(site / words_per_block));
    const std::size_t pair = site % words_per_block / 2 * 2;
    const auto normal = box_muller(word[pair], word[pair + 1]);
    return site % 2 == 0 ? normal.first : normal.second;
}

template <class Real>
void Random::normals(Stream stream, std::uint64_t step, std::uint64_t first_site, int lanes,
                     std::span<Real> out) const {
    fill<Real>({seed_, stream.id, step, first_site, static_cast<std::size_t>(lanes)}, out, to_normals);
}

template <class Real>
void Random::exponentials(Stream stream, std::uint64_t step, std::uint64_t first_site, int lanes,
                          std::span<Real> out) const {
    fill<Real>({seed_, stream.id, step, first_site, static_cast<std::size_t>(lanes)}, out, to_exponentials);
}

template void Random::normals<float>(Stream, std::uint64_t, std::uint64_t, int, std::span<float>) const;
template void Random::normals<double>(Stream, std::uint64_t, std::uint64_t, int, std::span<double>) const;
template void Random::exponentials<float>(Stream, std::uint64_t, std::uint64_t, int, std::span<float>) const;
template void Random::exponentials<double>(Stream, std::uint64_t, std::uint64_t, int, std::span<double>) const;

double RandomSequence::uniform() {
    if (used_ == words_.size()) {
        words_ = random_.words(stream_, step_, next_block_++);
        used_ = 0;
    }
    return to_uniform(words_[used_++]);
}

double RandomSequence::exponential() {
    return -elementary::log(uniform());
}

double RandomSequence::normal() {
    const double radius = std::sqrt(2 * exponential());
    return radius * elementary::sine_cosine_turn(uniform()).cosine;
}

double RandomSequence::gamma(double shape) {
    if (shape < 1) return gamma(shape + 1) * std::exp(-exponential() / shape);
    const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    while (true) {
        const double x = normal(), t = 1 + c * x;
        if (t <= 0) continue;
        const double v = t * t * t;
        if (-exponential() < 0.5 * x * x + d - d * v + d * elementary::log(v)) return d * v;
    }
}

}  // namespace langevin
