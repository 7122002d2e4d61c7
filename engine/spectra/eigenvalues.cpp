// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/eigenvalues.h"

#include "engine/core/error.h"

// Fortran interface of LAPACK and the one function of OpenBLAS that keeps it on the calling thread.
extern "C" {
void dsterf_(const int* n, double* d, double* e, int* info);
void dsyevd_(const char* jobz, const char* uplo, const int* n, double* a, const int* lda, double* w, double* work,
             const int* lwork, int* iwork, const int* liwork, int* info);
void zheevd_(const char* jobz, const char* uplo, const int* n, std::complex<double>* a, const int* lda, double* w,
             std::complex<double>* work, const int* lwork, double* rwork, const int* lrwork, int* iwork,
             const int* liwork, int* info);
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

}  // namespace

std::vector<double> tridiagonal_eigenvalues(std::vector<double> diagonal, std::vector<double> off_diagonal) {
    const int n = static_cast<int>(diagonal.size());
    int info = 0;
    dsterf_(&n, diagonal.data(), off_diagonal.data(), &info);
    demand_convergence(info);
    return diagonal;
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

}  // namespace langevin::spectra
