#pragma once
#include <string_view>
#include <variant>
#include "engine/core/error.h"
namespace langevin::spectra {
struct Jet {
    double value = 0, first = 0, second = 0;
};
class Formula {
  public:
    static std::variant<Formula, Problem> parse(std::string_view) { return Formula{}; }
    Jet evaluate(double x) const { return {x * x / 2, x, 1}; }
};
}  // namespace langevin::spectra
