// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/networks/tape/shape.h"
#include "engine/parallel/aligned_vector.h"

namespace langevin::tape {

template <class T>
class Tape;
template <class T>
struct Node;

/// Throws std::logic_error, "shapes that do not fit in <operation>", unless they do.
void demand(bool fits, const char* operation);

/// A handle on numbers and on how they came about; T is float or double. Copies share them; numbers nobody needs any
/// more give their memory back to the tape. Use the variables of one tape from one thread at a time, and not beyond it.
template <class T>
class Variable {
  public:
    Variable() = default;
    explicit Variable(std::shared_ptr<Node<T>> node) : node_(std::move(node)) {}

    explicit operator bool() const { return node_ != nullptr; }
    const Shape& shape() const { return node_->shape; }
    std::span<const T> values() const { return {node_->data, node_->shape.size()}; }
    /// Whether anything can be differentiated with respect to it, or through it.
    bool differentiable() const { return node_->differentiable; }
    Tape<T>& tape() const { return *node_->tape; }
    Node<T>& node() const { return *node_; }
    /// Whether nobody else has it or its numbers.
    bool unique() const { return node_.use_count() == 1 && !node_->memory.empty(); }
    /// For whoever makes it: to be filled before it is used.
    std::span<T> fill() const { return {node_->data, node_->shape.size()}; }

  private:
    std::shared_ptr<Node<T>> node_;
};

/// What the derivative of the result, `gradient`, means for one of the inputs.
template <class T>
using Rule = std::function<Variable<T>(std::size_t input, const Variable<T>& gradient)>;

/// The same for all inputs at once, where they have work in common; those that are not `wanted` may be left empty.
template <class T>
using JointRule = std::function<std::vector<Variable<T>>(const Variable<T>& gradient, const std::vector<bool>& wanted)>;

/// Memory that goes round.
template <class T>
class Pool {
  public:
    parallel::AlignedVector<T> take(std::size_t size);
    void give_back(parallel::AlignedVector<T>&& memory);

  private:
    std::map<std::size_t, std::vector<parallel::AlignedVector<T>>> free_;
};

template <class T>
struct Node {
    Tape<T>* tape = nullptr;
    Shape shape;
    T* data = nullptr;
    std::uint64_t order = 0;  ///< nodes come after their inputs
    bool differentiable = false;
    std::vector<Variable<T>> inputs = {};  ///< empty unless differentiable
    Rule<T> rule = {};
    JointRule<T> joint_rule = {};  ///< in place of `rule`
    Variable<T> owner = {};        ///< of the memory, where it is another's
    parallel::AlignedVector<T> memory = {};
    std::shared_ptr<Pool<T>> pool = {};

    Node() = default;
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    ~Node() {
        if (pool) pool->give_back(std::move(memory));
    }
};

/// Thrown by the next operation on a tape that was asked to stop.
struct Stopped {};

/// Where variables live. Not copyable, not for several threads at a time; variables must not outlive it.
template <class T>
class Tape {
  public:
    Tape() : pool_(std::make_shared<Pool<T>>()) {}
    Tape(const Tape&) = delete;
    Tape& operator=(const Tape&) = delete;

    /// Numbers to differentiate with respect to: a copy, or where they lie (they must stay there, unchanged, as long
    /// as the variable).
    Variable<T> variable(const Shape& shape, std::span<const T> values);
    Variable<T> refer(const Shape& shape, std::span<const T> values);
    /// Numbers that are given.
    Variable<T> constant(const Shape& shape, std::span<const T> values);
    Variable<T> constant(const Shape& shape, T value);

    /// The result of an operation; its numbers are still to be filled in.
    Variable<T> result(const Shape& shape, std::vector<Variable<T>> inputs, Rule<T> rule);
    Variable<T> result(const Shape& shape, std::vector<Variable<T>> inputs, JointRule<T> rule);
    /// A result whose numbers are some of the input's, from `first` on: no copy.
    Variable<T> view(const Shape& shape, const Variable<T>& input, std::size_t first, Rule<T> rule);

    /// As long as one lives, operations end with Stopped once a stop is requested.
    class Interruptible {
      public:
        Interruptible(Tape& tape, const std::stop_token& stop) : tape_(tape) { tape.stop_ = stop; }
        ~Interruptible() { tape_.stop_ = {}; }
        Interruptible(const Interruptible&) = delete;
        Interruptible& operator=(const Interruptible&) = delete;

      private:
        Tape& tape_;
    };

    /// While one lives, nothing is remembered: results are constants.
    class Forgetful {
      public:
        explicit Forgetful(Tape& tape) : tape_(tape), before_(tape.recording_) { tape.recording_ = false; }
        ~Forgetful() { tape_.recording_ = before_; }
        Forgetful(const Forgetful&) = delete;
        Forgetful& operator=(const Forgetful&) = delete;

      private:
        Tape& tape_;
        bool before_;
    };

  private:
    std::shared_ptr<Node<T>> node(const Shape& shape, T* data);
    std::shared_ptr<Node<T>> allocate(const Shape& shape);
    /// Whether a result of these is to be remembered.
    bool remembers(const std::vector<Variable<T>>& inputs) const;

    std::shared_ptr<Pool<T>> pool_;
    std::uint64_t next_ = 0;
    bool recording_ = true;
    std::stop_token stop_;
};

/// Derivatives of sum_i seed_i y_i with respect to each x (zeros where y does not depend on it); without a seed of
/// ones. `again`: whether the derivatives themselves can be differentiated.
template <class T>
std::vector<Variable<T>> gradients(const Variable<T>& y, const std::vector<Variable<T>>& x, bool again = false,
                                   Variable<T> seed = {});

}  // namespace langevin::tape
