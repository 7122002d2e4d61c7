// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/networks/tape/variable.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "engine/networks/tape/operations.h"

namespace langevin::tape {
namespace {

/// All that y was made from, as far as it can be differentiated, inputs before results.
template <class T>
std::vector<Variable<T>> history(const Variable<T>& y) {
    std::vector<Variable<T>> found, waiting;
    std::unordered_set<const Node<T>*> seen;
    const auto meet = [&](const Variable<T>& v) {
        if (v.differentiable() && seen.insert(&v.node()).second) waiting.push_back(v);
    };
    meet(y);
    while (!waiting.empty()) {
        found.push_back(waiting.back());
        waiting.pop_back();
        for (const auto& input : found.back().node().inputs) meet(input);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.node().order < b.node().order; });
    return found;
}

}  // namespace

void demand(bool fits, const char* operation) {
    if (!fits) throw std::logic_error(std::string("shapes that do not fit in ") + operation);
}

template <class T>
parallel::AlignedVector<T> Pool<T>::take(std::size_t size) {
    auto& same = free_[size];
    if (same.empty()) return parallel::AlignedVector<T>(size);
    auto memory = std::move(same.back());
    same.pop_back();
    return memory;
}

template <class T>
void Pool<T>::give_back(parallel::AlignedVector<T>&& memory) {
    if (!memory.empty()) free_[memory.size()].push_back(std::move(memory));
}

template <class T>
std::shared_ptr<Node<T>> Tape<T>::node(const Shape& shape, T* data) {
    auto node = std::make_shared<Node<T>>();
    node->tape = this;
    node->shape = shape;
    node->data = data;
    node->order = next_++;
    return node;
}

template <class T>
std::shared_ptr<Node<T>> Tape<T>::allocate(const Shape& shape) {
    auto memory = pool_->take(shape.size());
    auto result = node(shape, memory.data());
    result->memory = std::move(memory);
    result->pool = pool_;
    return result;
}

template <class T>
Variable<T> Tape<T>::constant(const Shape& shape, std::span<const T> values) {
    if (values.size() != shape.size()) throw std::logic_error("numbers that do not fill the shape");
    const auto node = allocate(shape);
    std::copy(values.begin(), values.end(), node->data);
    return Variable<T>(node);
}

template <class T>
Variable<T> Tape<T>::constant(const Shape& shape, T value) {
    const auto node = allocate(shape);
    std::fill_n(node->data, shape.size(), value);
    return Variable<T>(node);
}

template <class T>
Variable<T> Tape<T>::variable(const Shape& shape, std::span<const T> values) {
    auto v = constant(shape, values);
    v.node().differentiable = recording_;
    return v;
}

template <class T>
Variable<T> Tape<T>::refer(const Shape& shape, std::span<const T> values) {
    if (values.size() != shape.size()) throw std::logic_error("numbers that do not fill the shape");
    auto result = node(shape, const_cast<T*>(values.data()));  // read only: only results are filled
    result->differentiable = recording_;
    return Variable<T>(result);
}

template <class T>
bool Tape<T>::remembers(const std::vector<Variable<T>>& inputs) const {
    return recording_ && std::any_of(inputs.begin(), inputs.end(), [](const auto& v) { return v.differentiable(); });
}

template <class T>
Variable<T> Tape<T>::result(const Shape& shape, std::vector<Variable<T>> inputs, Rule<T> rule) {
    if (stop_.stop_requested()) throw Stopped();
    const auto result = allocate(shape);
    result->differentiable = remembers(inputs);
    if (result->differentiable) {
        result->inputs = std::move(inputs);
        result->rule = std::move(rule);
    }
    return Variable<T>(result);
}

template <class T>
Variable<T> Tape<T>::result(const Shape& shape, std::vector<Variable<T>> inputs, JointRule<T> rule) {
    auto v = result(shape, std::move(inputs), Rule<T>());
    if (v.differentiable()) v.node().joint_rule = std::move(rule);
    return v;
}

template <class T>
Variable<T> Tape<T>::view(const Shape& shape, const Variable<T>& input, std::size_t first, Rule<T> rule) {
    const auto result = node(shape, input.node().data + first);
    result->owner = input;
    result->differentiable = remembers({input});
    if (result->differentiable) {
        result->inputs = {input};
        result->rule = std::move(rule);
    }
    return Variable<T>(result);
}

namespace {

/// What the derivative of a node means for its inputs that are wanted.
template <class T>
std::vector<Variable<T>> parts_of(const Node<T>& node, const Variable<T>& gradient, const std::vector<bool>& wanted) {
    if (node.joint_rule) return node.joint_rule(gradient, wanted);
    std::vector<Variable<T>> parts(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i]) parts[i] = node.rule(i, gradient);
    return parts;
}

/// sum += part; in its place where nobody will ask for the sum so far.
template <class T>
void accumulate(Variable<T>& sum, Variable<T> part, bool in_place) {
    if (!sum) {
        sum = std::move(part);
    } else if (in_place && sum.unique()) {
        const auto from = part.values();
        std::transform(from.begin(), from.end(), sum.values().begin(), sum.fill().begin(),
                       [](T p, T s) { return s + p; });
    } else {
        sum = add(sum, part);
    }
}

}  // namespace

template <class T>
std::vector<Variable<T>> gradients(const Variable<T>& y, const std::vector<Variable<T>>& x, bool again,
                                   Variable<T> seed) {
    std::optional<typename Tape<T>::Forgetful> forgetful;
    if (!again) forgetful.emplace(y.tape());

    const auto nodes = history(y);
    std::unordered_set<const Node<T>*> wanted, on_the_way;
    for (const auto& v : x) wanted.insert(&v.node());
    for (const auto& v : nodes) {
        const auto& inputs = v.node().inputs;
        if (wanted.contains(&v.node()) || std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) {
                return on_the_way.contains(&input.node());
            }))
            on_the_way.insert(&v.node());
    }

    std::unordered_map<const Node<T>*, Variable<T>> gradient;
    gradient[&y.node()] = seed ? seed : y.tape().constant(y.shape(), T{1});
    for (auto it = nodes.rbegin(); it != nodes.rend(); ++it) {
        const auto& node = it->node();
        const auto found = gradient.find(&node);
        if (found == gradient.end() || !on_the_way.contains(&node)) continue;
        const auto g = found->second;
        if (!wanted.contains(&node)) gradient.erase(found);
        std::vector<bool> asked;
        for (const auto& input : node.inputs) asked.push_back(on_the_way.contains(&input.node()));
        auto parts = parts_of(node, g, asked);
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (asked[i]) accumulate(gradient[&node.inputs[i].node()], std::move(parts[i]), !again);
    }
    std::vector<Variable<T>> result;
    for (const auto& v : x) {
        const auto found = gradient.find(&v.node());
        result.push_back(found == gradient.end() ? y.tape().constant(v.shape(), T{0}) : found->second);
    }
    return result;
}

template class Pool<float>;
template class Pool<double>;
template class Tape<float>;
template class Tape<double>;
template std::vector<Variable<float>> gradients(const Variable<float>&, const std::vector<Variable<float>>&, bool,
                                                Variable<float>);
template std::vector<Variable<double>> gradients(const Variable<double>&, const std::vector<Variable<double>>&, bool,
                                                 Variable<double>);

}  // namespace langevin::tape
