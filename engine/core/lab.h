// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/archive.h"
#include "engine/core/phase_diagram.h"
#include "engine/core/recipe.h"
#include "engine/core/snapshot.h"
#include "engine/random/random.h"

namespace langevin {

struct StepContext {
    std::uint64_t step = 0;  ///< number of this step, from 0: the counter of its random draws
    std::stop_token stop = {};
    int threads = 1;  ///< how many the step may use; never changes a result
};

/// One physical system in motion. Called from one thread at a time; may use `threads` threads inside a step.
class Simulation {
  public:
    virtual ~Simulation() = default;

    /// One update; aim below 5 ms. If a stop is requested meanwhile and much is left to do, gives up within 50 ms,
    /// returns false and leaves the state as it was before the step. Throws Failure when the physics blows up.
    virtual bool step(const StepContext& context) = 0;
    /// Takes over live parameters, between two steps.
    virtual void apply(const ParameterSet& parameters) = 0;
    /// Fills panels and scalars (those that attention wants), message and progress. Gives up long estimates within 50
    /// ms of attention.stop: nobody will see them.
    virtual void observe(Snapshot& snapshot, const Attention& attention) const = 0;
    /// The whole state, so that load, then go on, equals not having stopped, bit for bit.
    virtual void save(Archive& archive) const = 0;
    /// Throws Failure for a checkpoint that does not fit.
    virtual void load(const Archive& archive) = 0;
    /// True once nothing is left to do.
    virtual bool finished() const { return false; }
};

/// Several independent simulations of one lab advanced together because that is faster (the lanes of one vector
/// register), each with parameters and random numbers of its own. The numbers of a member are those of a Simulation of
/// its own with the same parameters and random numbers, bit for bit, whatever its neighbours. Called from one thread.
class Ensemble {
  public:
    virtual ~Ensemble() = default;
    /// One step of every member; as Simulation::step, on one thread.
    virtual bool step(const StepContext& context) = 0;
    /// What Simulation::observe would put into Snapshot::scalars. Throws Failure for a member that blew up.
    virtual std::vector<Measurement> scalars(std::size_t member) const = 0;
};

enum class Cost { seconds, minutes };  // of a check, on one core

/// "Is this right?", declared by the lab: run the recipe, read a scalar, compare. The Verify button,
/// `langevin-run verify` and the test suite run the same declarations.
struct Check {
    enum class Relation { equal, below, above };  // to the expected value, within the tolerance

    std::string id;     ///< "free_field_susceptibility"
    std::string title;  ///< "Free field: susceptibility is 1/(2(1-4κ))"
    Recipe recipe;
    std::string scalar;  ///< key of the measurement to compare
    Expectation expected;
    double tolerance = 5;  ///< in combined standard errors of the measurement and the expected value
    Relation relation = Relation::equal;
    Cost cost = Cost::seconds;
};

/// One row of the table of labs. A value type with a function pointer: labs are data, not a class hierarchy.
struct Lab {
    std::string id;       ///< "phi4": recipes, command line, folder of engine/labs
    std::string title;    ///< "φ⁴ lattice field theory"
    std::string summary;  ///< one line, for the gallery and `list`
    std::string page;     ///< the page of physics: Markdown with formulas between dollar signs; added by engine/labs
    std::vector<std::string> keywords;  ///< what else people may search for
    std::string step_unit;              ///< what one step is called: "update"
    std::shared_ptr<const ParameterSchema> parameters;
    std::vector<PanelSpec> panels;
    std::vector<std::string> headline;  ///< keys of a few scalars for the status line
    std::vector<Check> checks;
    std::vector<Recipe> presets;  ///< each with title and summary, the default first; added by engine/labs
    /// A combination of values that cannot be run (each value is valid by itself), and what to do; may be null.
    std::optional<Problem> (*validate)(const ParameterSet&) = nullptr;
    std::unique_ptr<Simulation> (*create)(const ParameterSet&, Random) = nullptr;
    /// How a sweep over two parameters is pooled, named and compared with theory.
    PhaseDiagram diagram = {};
    /// How many simulations with these parameters make one Ensemble of best speed; null: sweeps create simulations.
    /// Members of one ensemble may differ in every parameter that is an axis of a sweep.
    int (*ensemble_size)(const ParameterSet&) = nullptr;
    /// One element of each span per member; null where ensemble_size is.
    std::unique_ptr<Ensemble> (*create_ensemble)(std::span<const ParameterSet>, std::span<const Random>) = nullptr;
};

/// The parameters of a recipe for this lab; throws Failure for an unknown key, a bad value or a bad combination.
ParameterSet resolve(const Lab& lab, const Recipe& recipe);
/// The same, returning the problem. Checks single values and their combination.
std::optional<Problem> validate(const Lab& lab, const ParameterSet& parameters);

/// The labs of this build, in order. Made once in engine/labs, passed to whoever needs it.
class Registry {
  public:
    explicit Registry(std::vector<Lab> labs) : labs_(std::move(labs)) {}
    std::span<const Lab> labs() const { return labs_; }
    /// Throws Failure that names the labs there are.
    const Lab& find(const std::string& id) const;

  private:
    std::vector<Lab> labs_;
};

}  // namespace langevin
