// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spectra/special_functions.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_airy.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_ellint.h>
#include <gsl/gsl_sf_expint.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>

#include <cmath>
#include <limits>

namespace langevin::spectra {
namespace {

/// Value of call(result), where GSL reports errors by status.
template <class Call>
double value(Call call) {
    [[maybe_unused]] static const auto former = gsl_set_error_handler_off();
    gsl_sf_result result{};
    const int status = call(&result);
    if (status == GSL_EUNDRFLW) return 0;
    // Loss of accuracy still leaves the best value there is.
    return status == GSL_SUCCESS || status == GSL_ELOSS ? result.val : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double airy(double x) {
    return value([x](gsl_sf_result* r) { return gsl_sf_airy_Ai_e(x, GSL_PREC_DOUBLE, r); });
}

double sine_integral(double x) {
    return value([x](gsl_sf_result* r) { return gsl_sf_Si_e(x, r); });
}

double cosine_integral(double x) {
    return value([x](gsl_sf_result* r) { return gsl_sf_Ci_e(x, r); });
}

double digamma(double x) {
    return value([x](gsl_sf_result* r) { return gsl_sf_psi_e(x, r); });
}

double incomplete_gamma(double a, double x) {
    // Where 1 - P is below the last digit; GSL's continued fraction fails far out.
    if (x > 750 + a + 50 * std::sqrt(a)) return 1;
    return value([a, x](gsl_sf_result* r) { return gsl_sf_gamma_inc_P_e(a, x, r); });
}

double scaled_bessel_i0(double x) {
    return value([x](gsl_sf_result* r) { return gsl_sf_bessel_I0_scaled_e(x, r); });
}

double elliptic_e(double k) {
    if (k == 1) return 1;
    return value([k](gsl_sf_result* r) { return gsl_sf_ellint_Ecomp_e(k, GSL_PREC_DOUBLE, r); });
}

}  // namespace langevin::spectra
