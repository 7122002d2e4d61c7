// SPDX-License-Identifier: GPL-3.0-or-later
// Samples and a network that learns beside them: the same for any number of threads, after a checkpoint, and what an
// edit gives up.
#include <QTest>

#include "engine/core/error.h"
#include "engine/diffusion/site/single_site.h"
#include "engine/diffusion/site/site_sampling.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

class TestSiteSampling : public QObject {
    Q_OBJECT

    const std::shared_ptr<const SiteLaw> law = std::make_shared<SingleSite>(-1, 0.4);

    static SiteParameters parameters(ScoreSource source) {
        SiteParameters p;
        p.sigma_base = 25;
        p.levels = 10;
        p.last_time = 1e-3;
        p.samples = 512;
        p.score = source;
        p.training_samples = 1024;
        p.training_steps = 100;
        p.training_pace = 4;
        p.width = 16;
        p.depth = 2;
        p.learning_rate = 3e-3;
        p.batch = 128;
        return p;
    }
    static void advance(SiteSampling& sampling, int steps, int threads = 1) {
        for (int i = 0; i < steps; ++i) {
            sampling.begin_batch_if_finished();
            QVERIFY(sampling.advance(threads, {}));
        }
    }
    static std::uint64_t hash(const SiteSampling& sampling) {
        Archive archive;
        sampling.save(archive);
        return archive.hash();
    }

  private slots:
    void threads_change_nothing() {
        SiteSampling one(law, parameters(ScoreSource::learnt), Random(4)), four = one;
        advance(one, 15);
        advance(four, 15, 4);
        QCOMPARE(hash(four), hash(one));
    }

    void a_checkpoint_goes_on() {
        SiteSampling straight(law, parameters(ScoreSource::learnt), Random(4));
        advance(straight, 13);
        Archive archive;
        straight.save(archive);
        SiteSampling other(law, parameters(ScoreSource::learnt), Random(4));
        other.load(archive);
        QCOMPARE(hash(other), hash(straight));
        advance(straight, 20);
        advance(other, 20);
        QCOMPARE(hash(other), hash(straight));
        QVERIFY_THROWS_EXCEPTION(Failure, SiteSampling(law, parameters(ScoreSource::exact), Random(4)).load(archive));
    }

    /// Batches use the network as it was when they began, and are settled from the one after its end.
    void batches_and_learning() {
        SiteSampling sampling(law, parameters(ScoreSource::learnt), Random(4));
        QVERIFY(!sampling.settled() && sampling.is_learning());
        const double before = sampling.newest_score()->divergence(1, std::vector{0.5});
        advance(sampling, 10);
        QCOMPARE(sampling.training()->steps(), std::uint64_t{40});
        QVERIFY(sampling.newest_score()->divergence(1, std::vector{0.5}) != before);
        VERIFY_SAME(sampling.score().divergence(1, std::vector{0.5}), before);
        advance(sampling, 15);
        QVERIFY(!sampling.settled() && !sampling.is_learning());
        QCOMPARE(sampling.training()->steps(), std::uint64_t{100});
        advance(sampling, 10);
        QVERIFY(sampling.settled());
    }

    void edits() {
        auto p = parameters(ScoreSource::learnt);
        SiteSampling sampling(law, p, Random(4));
        advance(sampling, 5);
        p.train = false;
        p.learning_rate = 1e-3;
        sampling.edit(p);
        QCOMPARE(sampling.sampler().position(), 5);  // goes on
        advance(sampling, 5);
        QCOMPARE(sampling.training()->steps(), std::uint64_t{20});
        p.score = ScoreSource::exact;
        sampling.edit(p);
        QCOMPARE(sampling.sampler().position(), 0);
        QVERIFY(!sampling.training() && sampling.settled());
        VERIFY_SAME(sampling.score().divergence(1, std::vector{0.5}), law->divergence(1, std::vector{0.5}));
        p.score = ScoreSource::learnt;
        p.process = ProcessKind::variance_preserving;
        p.sigma_base = 10;
        sampling.edit(p);  // what was learnt is still there
        QCOMPARE(sampling.training()->steps(), std::uint64_t{20});
        VERIFY_CLOSE(sampling.training()->references().back().sigma, Process(p.process, 10).at(1).sigma(), 1e-3);
    }

    /// Stopped on the way, a copy is thrown away and nothing has happened.
    void stops() {
        SiteSampling sampling(law, parameters(ScoreSource::learnt), Random(4));
        advance(sampling, 3);
        const auto before = hash(sampling);
        std::stop_source stop;
        stop.request_stop();
        auto copy = sampling;
        QVERIFY(!copy.advance(1, stop.get_token()));
        QCOMPARE(hash(sampling), before);
    }

    void exact_prior() {
        auto p = parameters(ScoreSource::exact);
        p.samples = 32768;
        p.prior = SitePrior::exact;
        const SiteSampling sampling(law, p, Random(4));
        const double sigma = sampling.sampler().sigma();
        double square = 0, fourth = 0;
        for (const double y : sampling.sampler().samples()) {
            square += y * y / p.samples;
            fourth += y * y * y * y / p.samples;
        }
        const double expected = law->moment(2) + sigma * sigma;
        VERIFY_CLOSE(square, expected, 5 * std::sqrt((fourth - square * square) / p.samples));
        const auto table = sampling.prior_table();
        VERIFY_CLOSE(table.below(-7), 1 - table.below(7), 1e-12);
    }

    void impossible_networks_are_refused() {
        auto p = parameters(ScoreSource::learnt);
        QVERIFY(!find_problem(p));
        p.odd = true;
        QVERIFY(!find_problem(p));
        p.activation = SiteActivation::relu;
        QVERIFY(find_problem(p));
    }

    /// The loss of a network against its exact minimum: what training measures is what the references say.
    void the_loss_is_the_least_one_and_the_error() {
        auto p = parameters(ScoreSource::learnt);
        p.training_steps = 1500;
        p.training_samples = 65536;
        p.training_pace = 1500;
        p.batch = 512;
        SiteTraining training(law, p, Random(4));
        QVERIFY(training.advance(1500, 1, {}));
        QVERIFY(training.finished());
        const LearntScore score(training.model(), 1, 1);
        const double scale = std::sqrt(law->moment(2));
        std::vector<double> phi(65536);
        law->draw(Random(5), Stream::of(9, 0), 0, phi);
        TrainingData data;
        for (const double x : phi) data.samples.push_back(static_cast<float>(x / scale));
        for (const double sigma : {0.1, 0.5, 2.0}) {
            const ScoreReference reference(*law, sigma);
            const auto loss = mean_loss(training.model(), data, sigma / scale, phi.size(), Random(6), 1);
            VERIFY_CLOSE(loss.value, reference.least_loss() + reference.error(score), 5 * loss.error);
        }
        const auto& losses = training.losses();
        const auto blocks = losses.series(0, 0);
        double last = 0;
        const std::size_t half = blocks.size() / 2;
        for (std::size_t i = half; i < blocks.size(); ++i)
            last += blocks[i] / static_cast<double>(blocks.size() - half);
        VERIFY_CLOSE(last / training.least_loss(), 1.005, 0.015);
    }
};

QTEST_GUILESS_MAIN(TestSiteSampling)
#include "tst_site_sampling.moc"
