// SPDX-License-Identifier: GPL-3.0-or-later
// A chain comes out the same, bit for bit, however chains are packed into blocks and blocks are
// spread over threads.
#include <QtTest>
#include <algorithm>
#include <limits>
#include <utility>

#include "engine/lattice/metropolis.h"
#include "engine/lattice/spectrum.h"
#include "engine/parallel/parallel.h"
#include "tests/engine/lattice/blocks.h"

using namespace langevin;
using namespace langevin::lattice;
using namespace langevin::test;

namespace {

constexpr int chains = 8;
constexpr Couplings couplings{0.26, 0.022};
using Split = std::vector<int>;  // lanes of each block

/// Everything that a chain leaves behind.
struct Trace {
    std::vector<std::vector<double>> fields;
    std::vector<Moments> moments;
    std::vector<double> numbers;  // what the updates returned: Delta H, accepted fractions, cluster sizes

    bool operator==(const Trace&) const = default;
};

enum class Update { leapfrog, minimum_norm, langevin, metropolis, clusters };

template <class Real>
std::vector<double> update_block(ScalarBlock<Real>& block, Update update, const Draws& draws) {
    std::vector<double> numbers(static_cast<std::size_t>(block.lanes));
    switch (update) {
        case Update::leapfrog:
        case Update::minimum_norm: {
            const auto integrator = update == Update::leapfrog ? Integrator::leapfrog : Integrator::minimum_norm;
            const auto results = hmc_update(block, couplings, {integrator, 3, 0.4}, draws);
            for (std::size_t lane = 0; lane < numbers.size(); ++lane) numbers[lane] = results[lane].energy_change;
            return numbers;
        }
        case Update::langevin:
            langevin_step(block, couplings, 0.05, draws);
            break;
        case Update::metropolis:
            numbers = metropolis_sweep(block, couplings, 1.1, draws);
            break;
        case Update::clusters:
            for (int lane = 0; lane < block.lanes; ++lane)
                numbers[static_cast<std::size_t>(lane)] = wolff_clusters(block, lane, couplings, 3, draws);
            break;
    }
    block.moments = moments_of(block);
    return numbers;
}

/// Five updates of chains 0 ... 7, one trace a chain.
template <class Real>
std::vector<Trace> run(Geometry geometry, Update update, const Split& split, int threads) {
    std::vector<ScalarBlock<Real>> blocks;
    int next = 0;
    for (const int lanes : split) {
        blocks.push_back(random_block<Real>(geometry, next, lanes));
        next += lanes;
    }
    std::vector<Trace> traces(static_cast<std::size_t>(next));
    for (std::uint64_t step = 0; step < 5; ++step)
        parallel::for_each_index(blocks.size(), threads, [&](std::size_t i) {
            auto& block = blocks[i];
            const auto numbers = update_block(block, update, {Random(77), step, 10});
            for (int lane = 0; lane < block.lanes; ++lane) {
                auto& trace = traces[static_cast<std::size_t>(block.first_chain + lane)];
                trace.fields.push_back(block.extract(lane));
                trace.moments.push_back(block.moments[static_cast<std::size_t>(lane)]);
                trace.numbers.push_back(numbers[static_cast<std::size_t>(lane)]);
            }
        });
    return traces;
}

}  // namespace

class TestLanes : public QObject {
    Q_OBJECT

  private slots:
    void packing_does_not_matter_data() { updates(); }
    void packing_does_not_matter();
    void threads_do_not_matter_data() { updates(); }
    void threads_do_not_matter();
    void a_broken_neighbour_does_not_matter_data() { updates(); }
    void a_broken_neighbour_does_not_matter();
    void spectra_do_not_depend_on_threads();

  private:
    static void updates();
    template <class Real>
    static void verify_packing();
    template <class Real>
    static void verify_neighbours();
};

void TestLanes::updates() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("update");
    const std::pair<Update, const char*> named[] = {{Update::leapfrog, "leapfrog"},
                                                    {Update::minimum_norm, "minimum norm"},
                                                    {Update::langevin, "Langevin"},
                                                    {Update::metropolis, "Metropolis"},
                                                    {Update::clusters, "Wolff"}};
    for (const auto& g : {Geometry{1, 8}, {2, 2}, {6, 4}, {8, 8}})
        for (const auto& [update, name] : named)
            QTest::addRow("%s, %d x %d", name, g.rows, g.columns) << g.rows << g.columns << static_cast<int>(update);
}

template <class Real>
void TestLanes::verify_packing() {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, update);
    const Geometry g{rows, columns};
    const auto alone = run<Real>(g, static_cast<Update>(update), Split(chains, 1), 1);
    for (int chain = 1; chain < chains; ++chain) QVERIFY(alone[chain].fields[4] != alone[chain - 1].fields[4]);
    QVERIFY(std::any_of(alone[0].fields.begin(), alone[0].fields.end(),
                        [&](const auto& field) { return field != alone[0].fields[0]; }));
    for (const auto& split : {Split{8}, Split{4, 4}, Split{3, 5}, Split{2, 6}, Split{7, 1}})
        QVERIFY(run<Real>(g, static_cast<Update>(update), split, 1) == alone);
}

void TestLanes::packing_does_not_matter() {
    verify_packing<double>();
    verify_packing<float>();
}

void TestLanes::threads_do_not_matter() {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, update);
    const auto once = run<float>({rows, columns}, static_cast<Update>(update), {3, 1, 2, 2}, 1);
    for (const int threads : {2, 3, 4})
        QVERIFY(run<float>({rows, columns}, static_cast<Update>(update), {3, 1, 2, 2}, threads) == once);
}

/// A chain of NaN or of huge numbers between two others.
template <class Real>
void TestLanes::verify_neighbours() {
    QFETCH(const int, rows);
    QFETCH(const int, columns);
    QFETCH(const int, update);
    const Geometry g{rows, columns};
    auto healthy = random_block<Real>(g, 0, 3);
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), 1e15}) {
        auto broken = healthy, reference = healthy;
        broken.insert(1, std::vector<double>(g.sites(), bad));
        broken.moments = moments_of(broken);
        for (std::uint64_t step = 0; step < 3; ++step) {
            const auto a = update_block(broken, static_cast<Update>(update), {Random(5), step, 10});
            const auto b = update_block(reference, static_cast<Update>(update), {Random(5), step, 10});
            for (const int lane : {0, 2}) {
                QVERIFY(broken.extract(lane) == reference.extract(lane));
                QVERIFY(broken.moments[static_cast<std::size_t>(lane)] ==
                        reference.moments[static_cast<std::size_t>(lane)]);
                QVERIFY(a[static_cast<std::size_t>(lane)] == b[static_cast<std::size_t>(lane)]);
            }
        }
    }
}

void TestLanes::a_broken_neighbour_does_not_matter() {
    verify_neighbours<double>();
    verify_neighbours<float>();
}

/// Analysers are made and used by several threads at once, as a simulation does.
void TestLanes::spectra_do_not_depend_on_threads() {
    std::vector<ScalarBlock<double>> blocks;
    for (int i = 0; i < 6; ++i) blocks.push_back(random_block<double>({8, 8}, 2 * i, 2));
    const auto spectra = [&](int threads) {
        std::vector<std::vector<double>> result(blocks.size());
        parallel::for_each_index(blocks.size(), threads, [&](std::size_t i) {
            SpectrumAnalyser analyser(8);
            for (const auto& s : analyser.analyse(blocks[i]))
                result[i].insert(result[i].end(), s.line.begin(), s.line.end());
        });
        return result;
    };
    const auto once = spectra(1);
    for (const int threads : {2, 4}) QVERIFY(spectra(threads) == once);
}

QTEST_GUILESS_MAIN(TestLanes)
#include "tst_lanes.moc"
