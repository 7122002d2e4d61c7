// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

/// The arithmetic of training many small networks at once: independent runs stand side by side in the lanes of vector
/// registers, single precision, every operation lane by lane. What happens in one lane never depends on another.
///
/// Compiled several times, for the instruction sets of the processors there may be, and chosen when the program runs.
/// With fused multiply-add (AVX2 and AVX-512) a run comes out the same to the last bit whatever the width; without it
/// (old processors) it rounds differently.
namespace langevin::networks {

enum class Activation { tanh, relu, linear };

/// y = Z a(W a(M x)), without biases: x in R^inputs, M hidden x inputs, W features x hidden, Z 1 x features.
struct NetworkShape {
    int inputs = 3, hidden = 32, features = 16;
    Activation activation = Activation::tanh;

    bool operator==(const NetworkShape&) const = default;
};

/// A block of runs. Element e of an array with `width` lanes stands at [e * width + lane]; rows of matrices lie one
/// after the other. All arrays are aligned to 64 bytes.
struct TrainingArrays {
    NetworkShape shape;
    int samples = 0, batch = 0;      ///< samples: a multiple of batch
    bool train_all = false;          ///< all three matrices, or the middle one alone
    float* first = nullptr;          ///< M [hidden][inputs]
    float* middle = nullptr;         ///< W [features][hidden]
    float* last = nullptr;           ///< Z [features]
    const float* inputs = nullptr;   ///< x [samples][inputs]; needed when all are trained
    const float* hidden = nullptr;   ///< a(M x) [samples][hidden]; needed when M stays
    const float* targets = nullptr;  ///< y* [samples]
    float* rates = nullptr;          ///< learning rate over batch size, one per lane; 0 from the batch on whose loss
                                     ///< passed the limit
    float loss_limit = 100;          ///< of 1/2 <(y* - y)^2> over a batch
    float* steps = nullptr;          ///< [features][hidden]: where to add the steps of W, which then stays; null: to W
    double* squares = nullptr;       ///< out: sum of (y* - y)^2 over the epoch, one per lane
    float* workspace = nullptr;      ///< workspace_size() x width
};

/// Floats per lane that train() needs for itself.
std::size_t workspace_size(const NetworkShape& shape, int batch);

struct Kernels {
    const char* name;  ///< "AVX-512"
    int width;         ///< lanes of a block
    /// One pass over all samples in their order: gradient descent on 1/2 <(y* - y)^2> over each batch.
    void (*train)(const TrainingArrays& arrays);
    /// out [samples][rows] = a(matrix [rows][columns] in [samples][columns]).
    void (*layer)(const float* matrix, const float* in, float* out, int samples, int rows, int columns,
                  Activation activation);
    /// out[i] = tanh(in[i]); count a multiple of width. Relative error below 4e-7, |out| <= 1.
    void (*tanh)(const float* in, float* out, std::size_t count);
    /// Squared singular values of matrix [rows][columns], not in order, to 1e-6 of the largest: the eigenvalues of
    /// matrix matrix^T by Jacobi's rotations. levels [rows]; workspace [rows][rows].
    void (*levels)(const float* matrix, float* levels, float* workspace, int rows, int columns);
};

/// The best for this processor.
const Kernels& best_kernels();
/// All that this processor can run, the best first: for tests and benchmarks.
std::span<const Kernels> available_kernels();

}  // namespace langevin::networks
