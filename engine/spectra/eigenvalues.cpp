// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/eigenvalues.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/error.h"

// Fortran interface of LAPACK and the one function of OpenBLAS that keeps it on the calling thread.
extern "C" {
void dsyevd_(const char* jobz, const char* uplo, const int* n, double* a, const int* lda, double* w, double* work,
             const int* lwork, int* iwork, const int* liwork, int* info);
void zheevd_(const char* jobz, const char* uplo, const int* n, std::complex<double>* a, const int* lda, double* w,
             std::complex<double>* work, const int* lwork, double* rwork, const int* lrwork, int* iwork,
             const int* liwork, int* info);
void dgesdd_(const char* jobz, const int* m, const int* n, double* a, const int* lda, double* s, double* u,
             const int* ldu, double* vt, const int* ldvt, double* work, const int* lwork, int* iwork, int* info);
void openblas_set_num_threads(int threads);
}

namespace langevin::spectra {
namespace {

void demand_convergence(int info) {
    if (info != 0)
        throw Failure({"the eigenvalues of a matrix could not be computed", "",
                       "The dynamics has probably run away: "
                       "choose a smaller step"});
}

/// Threads belong to engine/parallel; the result must not depend on their number.
void stay_on_this_thread() {
    static const bool once = [] {
        openblas_set_num_threads(1);
        return true;
    }();
    static_cast<void>(once);
}

/// Last row of the unreduced block that begins at row l.
std::size_t end_of_block(const std::vector<double>& d, std::vector<double>& e, std::size_t l) {
    constexpr double epsilon = std::numeric_limits<double>::epsilon() / 2;
    std::size_t m = l;
    while (m + 1 < d.size() && e[m] > epsilon * epsilon * std::abs(d[m] * d[m + 1])) ++m;
    if (m + 1 < d.size()) e[m] = 0;
    return m;
}

/// One QL sweep over rows l to m with the shift of the upper 2 x 2 block; e holds squares.
void sweep(std::vector<double>& d, std::vector<double>& e, std::size_t l, std::size_t m) {
    const double root = std::sqrt(e[l]);
    double shift = (d[l + 1] - d[l]) / (2 * root);
    shift = d[l] - root / (shift + std::copysign(std::hypot(shift, 1.0), shift));
    double cosine = 1, sine = 0, gamma = d[m] - shift, p = gamma * gamma;
    for (std::size_t i = m; i-- > l;) {
        const double r = p + e[i];
        if (i + 1 != m) e[i + 1] = sine * r;
        const double old_cosine = cosine, old_gamma = gamma;
        cosine = p / r;
        sine = e[i] / r;
        gamma = cosine * (d[i] - shift) - sine * old_gamma;
        d[i + 1] = old_gamma + (d[i] - gamma);
        p = cosine != 0 ? gamma * gamma / cosine : old_cosine * e[i];
    }
    e[l] = sine * p;
    d[l] = shift + gamma;
}

}  // namespace

std::vector<double> tridiagonal_eigenvalues(std::vector<double> d, std::vector<double> off_diagonal,
                                            const std::stop_token& stop) {
    const std::size_t n = d.size();
    auto& e = off_diagonal;  // squared from here on
    const auto finite = [](double value) { return std::isfinite(value); };
    if (!std::all_of(d.begin(), d.end(), finite) || !std::all_of(e.begin(), e.end(), finite)) demand_convergence(1);
    for (double& value : e) value *= value;
    e.push_back(0);
    constexpr int most_iterations = 60;
    for (std::size_t l = 0; l < n; ++l) {
        if (stop.stop_requested()) return {};
        int iteration = 0;
        while (true) {
            const std::size_t m = end_of_block(d, e, l);
            if (m == l) break;
            if (++iteration > most_iterations) demand_convergence(1);
            sweep(d, e, l, m);
        }
    }
    std::sort(d.begin(), d.end());
    return d;
}

double largest_tridiagonal_eigenvalue(std::span<const double> diagonal, std::span<const double> off_diagonal) {
    const std::size_t n = diagonal.size();
    const auto coupling = [&](std::size_t i) { return i + 1 < n ? std::abs(off_diagonal[i]) : 0; };
    double low = diagonal[0], high = diagonal[0];  // a diagonal element, and the largest end of a Gershgorin disc
    for (std::size_t i = 0; i < n; ++i) {
        low = std::max(low, diagonal[i]);
        high = std::max(high, diagonal[i] + coupling(i) + (i > 0 ? coupling(i - 1) : 0));
    }
    // x is above all eigenvalues if every pivot of T - x is negative.
    const auto above_all = [&](double x) {
        double pivot = diagonal[0] - x;
        for (std::size_t i = 1; i < n && pivot < 0; ++i)
            pivot = diagonal[i] - x - off_diagonal[i - 1] * off_diagonal[i - 1] / pivot;
        return pivot < 0;
    };
    while (true) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) return high;
        (above_all(middle) ? high : low) = middle;
    }
}

std::vector<double> symmetric_eigenvalues(std::span<double> matrix, int n) {
    stay_on_this_thread();
    std::vector<double> values(static_cast<std::size_t>(n));
    int info = 0, integers = 1, query = -1, wanted_integers = 0;
    double wanted = 0;
    dsyevd_("N", "L", &n, matrix.data(), &n, values.data(), &wanted, &query, &wanted_integers, &query, &info);
    int size = static_cast<int>(wanted);
    integers = wanted_integers;
    std::vector<double> work(static_cast<std::size_t>(size));
    std::vector<int> integer_work(static_cast<std::size_t>(integers));
    dsyevd_("N", "L", &n, matrix.data(), &n, values.data(), work.data(), &size, integer_work.data(), &integers, &info);
    demand_convergence(info);
    return values;
}

std::vector<double> hermitian_eigenvalues(std::span<std::complex<double>> matrix, int n) {
    stay_on_this_thread();
    std::vector<double> values(static_cast<std::size_t>(n));
    int info = 0, query = -1, integers = 0;
    std::complex<double> wanted;
    double wanted_reals = 0;
    zheevd_("N", "L", &n, matrix.data(), &n, values.data(), &wanted, &query, &wanted_reals, &query, &integers, &query,
            &info);
    int size = static_cast<int>(wanted.real()), reals = static_cast<int>(wanted_reals);
    std::vector<std::complex<double>> work(static_cast<std::size_t>(size));
    std::vector<double> real_work(static_cast<std::size_t>(reals));
    std::vector<int> integer_work(static_cast<std::size_t>(integers));
    zheevd_("N", "L", &n, matrix.data(), &n, values.data(), work.data(), &size, real_work.data(), &reals,
            integer_work.data(), &integers, &info);
    demand_convergence(info);
    return values;
}

std::vector<double> singular_values(std::span<double> matrix, int n) {
    stay_on_this_thread();
    std::vector<double> values(static_cast<std::size_t>(n));
    int info = 0, query = -1, unused = 1;
    double wanted = 0, none = 0;
    std::vector<int> integer_work(static_cast<std::size_t>(8 * n));
    dgesdd_("N", &n, &n, matrix.data(), &n, values.data(), &none, &unused, &none, &unused, &wanted, &query,
            integer_work.data(), &info);
    const int size = static_cast<int>(wanted);
    std::vector<double> work(static_cast<std::size_t>(size));
    dgesdd_("N", &n, &n, matrix.data(), &n, values.data(), &none, &unused, &none, &unused, work.data(), &size,
            integer_work.data(), &info);
    demand_convergence(info);
    std::reverse(values.begin(), values.end());
    return values;
}

}  // namespace langevin::spectra
