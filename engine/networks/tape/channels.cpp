// SPDX-License-Identifier: GPL-3.0-or-later
// Operations with numbers of each channel: modulation, group normalisation. Their rules are written out, so that each
// pass over the fields does all there is to do with them.
#include <algorithm>

#include "engine/networks/tape/operations.h"

namespace langevin::tape {
namespace {

template <class T>
const T* data(const Variable<T>& v) {
    return v ? v.values().data() : nullptr;
}

/// Left out, or a number for each channel of x.
template <class T>
bool of_channels(const Variable<T>& v, const Variable<T>& x) {
    return !v || v.shape() == Shape::samples(x.shape().channels);
}

template <class T>
std::vector<Variable<T>> present(std::initializer_list<Variable<T>> variables) {
    std::vector<Variable<T>> result;
    std::ranges::copy_if(variables, std::back_inserter(result), [](const auto& v) { return static_cast<bool>(v); });
    return result;
}

// ----- Modulation ----------------------------------------------------------------------------------------------------

/// a f^(order)(scale x + shift), and its channel_sums with x in the same pass.
template <class T>
struct Modulated {
    Variable<T> u, sums;
};

template <class T>
JointRule<T> product_rule(const Variable<T>& a, const Variable<T>& x, const Variable<T>& scale,
                          const Variable<T>& shift, Function f, int order);

template <class T>
Variable<T> product_node(const Variable<T>& a, const Variable<T>& x, const Variable<T>& scale, const Variable<T>& shift,
                         Function f, int order) {
    demand(x.shape().in_lanes() && a.shape() == x.shape() && scale && of_channels(scale, x) && of_channels(shift, x) &&
               order <= 3,
           "multiply_modulate");
    return x.tape().result(x.shape(), present({a, x, scale, shift}), product_rule(a, x, scale, shift, f, order));
}

template <class T>
JointRule<T> sums_rule(const Variable<T>& u, const Variable<T>& x) {
    return [u, x](const Variable<T>& g, const std::vector<bool>& wanted) {
        const int channels = x.shape().channels;
        const auto of_u = slice(g, 0, channels), of_product = slice(g, channels, channels);
        std::vector<Variable<T>> parts(2);
        if (wanted[0]) parts[0] = blend(x, of_product, {}, {}, of_u);
        if (wanted[1]) parts[1] = multiply(u, of_product);
        return parts;
    };
}

template <class T>
Variable<T> sums_node(const Variable<T>& u, const Variable<T>& x) {
    demand(x.shape().in_lanes() && u.shape() == x.shape(), "channel_sums");
    return x.tape().result(Shape::samples(2 * x.shape().channels), {u, x}, sums_rule(u, x));
}

template <class T>
Modulated<T> modulated(const Variable<T>& a, const Variable<T>& x, const Variable<T>& scale, const Variable<T>& shift,
                       Function f, int order) {
    if (f == Function::identity && order == 1) return {a, channel_sums(a, x)};
    const auto u = product_node(a, x, scale, shift, f, order);
    const auto sums = sums_node(u, x);
    kernels<T>().modulate(f, order, data(x), data(a), data(scale), data(shift), u.fill().data(), sums.fill().data(),
                          x.shape().channels, x.shape().sites());
    return {u, sums};
}

/// Of x, scale and shift, given u = g times the derivative at scale x + shift; x is input number `first`.
template <class T>
std::vector<Variable<T>> modulation_parts(const Modulated<T>& m, const Variable<T>& scale,
                                          const std::vector<bool>& wanted, std::size_t first) {
    const int channels = m.u.shape().channels;
    std::vector<Variable<T>> parts(wanted.size());
    if (wanted[first]) parts[first] = multiply(m.u, scale);
    if (wanted[first + 1]) parts[first + 1] = slice(m.sums, channels, channels);
    if (first + 2 < wanted.size() && wanted[first + 2]) parts[first + 2] = slice(m.sums, 0, channels);
    return parts;
}

template <class T>
JointRule<T> product_rule(const Variable<T>& a, const Variable<T>& x, const Variable<T>& scale,
                          const Variable<T>& shift, Function f, int order) {
    return [=](const Variable<T>& g, const std::vector<bool>& wanted) {
        std::vector<Variable<T>> parts(wanted.size());
        if (std::any_of(wanted.begin() + 1, wanted.end(), [](bool w) { return w; }))
            parts = modulation_parts(modulated(multiply(g, a), x, scale, shift, f, order + 1), scale, wanted, 1);
        if (wanted[0]) parts[0] = multiply_modulate(g, x, scale, shift, f, order);
        return parts;
    };
}

// ----- Groups --------------------------------------------------------------------------------------------------------

/// [groups] to [channels], and sums the other way.
template <class T>
Variable<T> to_channels(const Variable<T>& of_groups, int channels) {
    const int groups = of_groups.shape().channels;
    return reshape(repeat(of_groups, Shape::samples(groups, channels / groups)), Shape::samples(channels));
}
template <class T>
Variable<T> group_sums(const Variable<T>& of_channels, int groups) {
    const int channels = of_channels.shape().channels;
    return reduce(reshape(of_channels, Shape::samples(groups, channels / groups)), Shape::samples(groups));
}

template <class T>
struct ChannelMoments {
    Variable<T> mean, inverse_deviation;  // [channels]
};
template <class T>
ChannelMoments<T> channel_moments(const Variable<T>& moments, int channels) {
    const int groups = moments.shape().channels / 2;
    return {to_channels(slice(moments, 0, groups), channels), to_channels(slice(moments, groups, groups), channels)};
}

}  // namespace

template <class T>
Variable<T> modulate(const Variable<T>& x, const Variable<T>& scale, const Variable<T>& shift, Function f, int order) {
    demand(x.shape().in_lanes() && scale && of_channels(scale, x) && of_channels(shift, x) && order <= 3, "modulate");
    const auto rule = [=](const Variable<T>& g, const std::vector<bool>& wanted) {
        return modulation_parts(modulated(g, x, scale, shift, f, order + 1), scale, wanted, 0);
    };
    auto y = x.tape().result(x.shape(), present({x, scale, shift}), rule);
    kernels<T>().modulate(f, order, data(x), nullptr, data(scale), data(shift), y.fill().data(), nullptr,
                          x.shape().channels, x.shape().sites());
    return y;
}

template <class T>
Variable<T> multiply_modulate(const Variable<T>& a, const Variable<T>& x, const Variable<T>& scale,
                              const Variable<T>& shift, Function f, int order) {
    const auto u = product_node(a, x, scale, shift, f, order);
    kernels<T>().modulate(f, order, data(x), data(a), data(scale), data(shift), u.fill().data(), nullptr,
                          x.shape().channels, x.shape().sites());
    return u;
}

template <class T>
Variable<T> channel_sums(const Variable<T>& u, const Variable<T>& x) {
    const auto sums = sums_node(u, x);
    kernels<T>().channel_sums(data(u), data(x), sums.fill().data(), x.shape().channels, x.shape().sites());
    return sums;
}

template <class T>
Variable<T> blend(const Variable<T>& u, const Variable<T>& a, const Variable<T>& x, const Variable<T>& b,
                  const Variable<T>& c) {
    demand(u.shape().in_lanes() && (!x || x.shape() == u.shape()) && (x || !b) && of_channels(a, u) &&
               of_channels(b, u) && of_channels(c, u),
           "blend");
    const auto rule = [=](const Variable<T>& g, const std::vector<bool>& wanted) {
        std::vector<Variable<T>> parts(wanted.size());
        std::size_t next = 0;
        const auto part = [&](const Variable<T>& input, auto derivative) {
            if (!input) return;
            if (wanted[next]) parts[next] = derivative();
            ++next;
        };
        const auto per_channel = Shape::samples(u.shape().channels);
        part(u, [&] { return a ? multiply(g, a) : g; });
        part(a, [&] { return contract(g, u, per_channel); });
        part(x, [&] { return b ? multiply(g, b) : g; });
        part(b, [&] { return contract(g, x, per_channel); });
        part(c, [&] { return reduce(g, per_channel); });
        return parts;
    };
    auto y = u.tape().result(u.shape(), present({u, a, x, b, c}), rule);
    kernels<T>().blend(data(u), data(a), data(x), data(b), data(c), y.fill().data(), u.shape().channels,
                       u.shape().sites());
    return y;
}

template <class T>
Variable<T> moments(const Variable<T>& x, int groups) {
    const auto& s = x.shape();
    demand(s.in_lanes() && groups > 0 && s.channels % groups == 0, "moments");
    const std::size_t count = static_cast<std::size_t>(s.channels / groups) * s.sites();
    // dm = sum_i dx_i / n and dr = -r^3 sum_i (x_i - m) dx_i / n.
    const auto rule = [x, groups, count](std::size_t, const Variable<T>& g) {
        const int channels = x.shape().channels;
        const auto [m, r] = channel_moments(moments(x, groups), channels);
        const auto [of_m, of_r] = channel_moments(affine(g, 1 / static_cast<double>(count)), channels);
        const auto slope = affine(multiply(of_r, multiply(r, multiply(r, r))), -1);
        return blend(x, slope, {}, {}, subtract(of_m, multiply(slope, m)));
    };
    auto y = x.tape().result(Shape::samples(2 * groups), {x}, rule);
    for (std::size_t g = 0; g < static_cast<std::size_t>(groups); ++g)
        kernels<T>().moments(data(x) + g * count * lanes, count, y.fill().data() + g * lanes,
                             y.fill().data() + (static_cast<std::size_t>(groups) + g) * lanes);
    return y;
}

template <class T>
Variable<T> normalise(const Variable<T>& x, const Variable<T>& weight, const Variable<T>& bias, int groups,
                      Function f) {
    demand(weight && bias && of_channels(weight, x) && of_channels(bias, x), "normalise");
    const int channels = x.shape().channels;
    const auto statistics = moments(x, groups);
    const auto [mean, inverse_deviation] = channel_moments(statistics, channels);
    const auto scale = multiply(weight, inverse_deviation), shift = subtract(bias, multiply(mean, scale));
    const auto rule = [=, m = mean, r = inverse_deviation](const Variable<T>& g, const std::vector<bool>& wanted) {
        // With z = (x - m) r, u = g f'(weight z + bias) and averages over a group:
        // dx = weight r u - r <weight u> - r z <weight u z>.
        const auto [u, sums] = modulated(g, x, scale, shift, f, 1);
        const auto of_u = slice(sums, 0, channels);
        const auto of_uz = multiply(r, subtract(slice(sums, channels, channels), multiply(m, of_u)));
        std::vector<Variable<T>> parts{{}, of_uz, of_u};
        if (!wanted[0]) return parts;
        const double count = static_cast<double>(channels / groups) * static_cast<double>(x.shape().sites());
        const auto average = [&](const Variable<T>& sum) {
            return to_channels(affine(group_sums(multiply(weight, sum), groups), 1 / count), channels);
        };
        const auto slope = affine(multiply(multiply(r, r), average(of_uz)), -1);
        const auto rest = affine(add(multiply(r, average(of_u)), multiply(slope, m)), -1);
        parts[0] = blend(u, scale, x, slope, rest);
        return parts;
    };
    auto y = x.tape().result(x.shape(), {x, weight, bias}, rule);
    kernels<T>().modulate(f, 0, data(x), nullptr, data(scale), data(shift), y.fill().data(), nullptr, channels,
                          x.shape().sites());
    return y;
}

#define LANGEVIN_CHANNEL_OPERATIONS(T)                                                                         \
    template Variable<T> modulate(const Variable<T>&, const Variable<T>&, const Variable<T>&, Function, int);  \
    template Variable<T> multiply_modulate(const Variable<T>&, const Variable<T>&, const Variable<T>&,         \
                                           const Variable<T>&, Function, int);                                 \
    template Variable<T> channel_sums(const Variable<T>&, const Variable<T>&);                                 \
    template Variable<T> blend(const Variable<T>&, const Variable<T>&, const Variable<T>&, const Variable<T>&, \
                               const Variable<T>&);                                                            \
    template Variable<T> moments(const Variable<T>&, int);                                                     \
    template Variable<T> normalise(const Variable<T>&, const Variable<T>&, const Variable<T>&, int, Function);
LANGEVIN_CHANNEL_OPERATIONS(float)
LANGEVIN_CHANNEL_OPERATIONS(double)

}  // namespace langevin::tape
