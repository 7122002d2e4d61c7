// SPDX-License-Identifier: GPL-3.0-or-later
// Samplers with exact scores: variances mode by mode against the analytic recursion and the tables worked out for it.
#include <QTest>
#include <numeric>

#include "engine/diffusion/sampler.h"
#include "engine/lattice/reference.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

class TestSamplers : public QObject {
    Q_OBJECT

    const std::vector<double> table_variances = {0.05, 0.1, 0.5, 1, 5, 50, 100};

    void compare_table(const Process& process, const SamplerSettings& settings, const std::vector<double>& variances,
                       const QList<double>& expected, double tolerance) {
        const auto result = VarianceFlow(process, settings, variances).result({});
        for (std::size_t p = 0; p < variances.size(); ++p)
            VERIFY_CLOSE_AS(qPrintable(QString("C = %1").arg(variances[p])), result[p] / variances[p],
                            expected[static_cast<qsizetype>(p)], tolerance);
    }

  private slots:
    void euler_maruyama_table_data() {
        QTest::addColumn<int>("levels");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("100") << 100 << QList<double>{.7257, .8609, .9720, .9859, .9943, .8852, .7455};
        QTest::newRow("200") << 200 << QList<double>{.8709, .9350, .9869, .9933, .9959, .8846, .7438};
        QTest::newRow("500") << 500 << QList<double>{.9600, .9799, .9959, .9978, .9970, .8843, .7428};
        QTest::newRow("1000") << 1000 << QList<double>{.9900, .9950, .9990, .9994, .9974, .8843, .7425};
        QTest::newRow("2000") << 2000 << QList<double>{1.0050, 1.0025, 1.0005, 1.0001, .9976, .8842, .7423};
    }
    void euler_maruyama_table() {
        QFETCH(const int, levels);
        QFETCH(const QList<double>, expected);
        compare_table(Process(ProcessKind::variance_exploding, 25), {.levels = levels}, table_variances, expected,
                      6e-5);
    }

    void ancestral_table() {
        const Process process(ProcessKind::variance_exploding, 25);
        const double last = process.time_of(0.01);
        const QList<QPair<int, double>> expected = {{20, .711}, {50, .872}, {100, .933}, {200, .966}, {500, .986}};
        for (const auto& [levels, ratio] : expected)
            compare_table(process,
                          {.method = Method::ancestral,
                           .levels = levels,
                           .spacing = Spacing::geometric,
                           .last_time = last,
                           .last_step = LastStep::denoise},
                          {1}, {ratio}, 6e-4);
    }

    void edm_table_data() {
        QTest::addColumn<int>("levels");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("9") << 9 << QList<double>{1.907, 1.571, 1.516, 1.250};
        QTest::newRow("18") << 18 << QList<double>{1.146, 1.102, 1.091, 1.042};
        QTest::newRow("40") << 40 << QList<double>{1.0249, 1.0177, 1.0159, 1.0012};
        QTest::newRow("100") << 100 << QList<double>{1.0036, 1.0026, 1.0022, .9936};
    }
    void edm_table() {
        QFETCH(const int, levels);
        QFETCH(const QList<double>, expected);
        const Process process(ProcessKind::edm, 80);
        compare_table(process,
                      {.method = Method::edm_heun,
                       .levels = levels,
                       .spacing = Spacing::power,
                       .last_time = 0.002 / 80,
                       .last_step = LastStep::denoise},
                      {0.05, 0.5, 1, 50}, expected, levels < 40 ? 6e-4 : 6e-5);
    }

    /// Continuous time: a flow ends with sigma_T^2 / (C + sigma_T^2), the reverse equation with 1 -
    /// (C/(C+sigma_T^2))^2.
    void the_prior_of_the_slow_modes_is_lost() {
        const Process process(ProcessKind::variance_exploding, 25);
        const SamplerSettings flow = {.method = Method::flow_heun,
                                      .levels = 4000,
                                      .spacing = Spacing::geometric,
                                      .last_time = 1e-5,
                                      .last_step = LastStep::denoise};
        compare_table(process, flow, {1, 50, 100}, {.98979, .65973, .49222}, 1e-4);
        SamplerSettings reverse = {.levels = 20000, .last_time = 1e-5, .last_step = LastStep::denoise};
        compare_table(process, reverse, {1, 50, 100}, {.99990, .88422, .74214}, 3e-4);
    }

    /// With the right prior every sampler converges to the data, each at its order.
    void samplers_converge_data() {
        QTest::addColumn<SamplerSettings>("settings");
        QTest::addColumn<double>("order");
        QTest::addColumn<ProcessKind>("kind");
        const auto row = [](const char* name, SamplerSettings settings, double order, ProcessKind kind) {
            settings.last_step = LastStep::denoise;
            settings.last_time = 1e-4;
            QTest::newRow(name) << settings << order << kind;
        };
        using enum Method;
        using enum ProcessKind;
        row("flow", {.method = flow_heun}, 2, variance_exploding);
        row("flow, preserving", {.method = flow_heun}, 2, variance_preserving);
        row("ancestral", {.method = ancestral, .spacing = Spacing::geometric}, 1, variance_exploding);
        row("ancestral, linear", {.method = ancestral, .spacing = Spacing::geometric}, 1, ddpm_linear);
        row("edm", {.method = edm_heun, .spacing = Spacing::power}, 2, edm);
        row("edm, cosine", {.method = edm_heun, .spacing = Spacing::geometric}, 2, ddpm_cosine);
        row("exponential", {.method = exponential, .spacing = Spacing::geometric}, 2, variance_exploding);
        row("exponential, linear", {.method = exponential, .spacing = Spacing::geometric}, 2, ddpm_linear);
    }
    void samplers_converge() {
        QFETCH(SamplerSettings, settings);
        QFETCH(const double, order);
        QFETCH(const ProcessKind, kind);
        const Process process(kind, 10);
        const std::vector<double> c = {0.7};
        const double rest = std::pow(process.at(settings.last_time).sigma(), 2);
        const double denoised = c[0] * c[0] / (c[0] + rest);  // what the last step makes of exact samples of y
        const auto error = [&](int levels) {
            settings.levels = levels;
            return std::abs(VarianceFlow(process, settings, c).result(c)[0] / denoised - 1);
        };
        const double coarse = error(800), fine = error(1600);
        QVERIFY2(fine < 0.02, qPrintable(QString::number(fine)));
        VERIFY_CLOSE(std::log2(coarse / fine), order, 0.2);
    }

    void annealed_langevin_forgets_the_prior() {
        const Process process(ProcessKind::variance_exploding, 25);
        const SamplerSettings settings = {.method = Method::annealed_langevin,
                                          .levels = 60,
                                          .spacing = Spacing::geometric,
                                          .last_time = 1e-4,
                                          .last_step = LastStep::denoise,
                                          .inner_steps = 100,
                                          .inner_step_size = 0.1};
        compare_table(process, settings, {0.05, 1}, {1, 1}, 0.06);
    }

    /// 4000 samples of the free field, L = 8, kappa = 0.24: each of the modes within five standard errors of the
    /// recursion, for every method.
    void samples_follow_the_recursion_data() {
        QTest::addColumn<SamplerSettings>("settings");
        using enum Method;
        QTest::newRow("euler_maruyama") << SamplerSettings{.levels = 500};
        QTest::newRow("predictor_corrector") << SamplerSettings{.method = predictor_corrector, .levels = 100};
        QTest::newRow("flow") << SamplerSettings{.method = flow_heun, .levels = 50};
        QTest::newRow("ancestral") << SamplerSettings{
            .method = ancestral, .levels = 100, .spacing = Spacing::geometric, .last_step = LastStep::denoise};
        QTest::newRow("edm with churn") << SamplerSettings{
            .method = edm_heun, .levels = 40, .spacing = Spacing::power, .last_step = LastStep::denoise, .churn = 10};
        QTest::newRow("exponential") << SamplerSettings{
            .method = exponential, .levels = 20, .spacing = Spacing::geometric, .last_step = LastStep::denoise};
        QTest::newRow("annealed") << SamplerSettings{.method = annealed_langevin,
                                                     .levels = 20,
                                                     .spacing = Spacing::geometric,
                                                     .last_step = LastStep::none,
                                                     .inner_steps = 5,
                                                     .inner_step_size = 0.1};
    }
    void samples_follow_the_recursion() {
        QFETCH(const SamplerSettings, settings);
        constexpr int extent = 8;
        constexpr std::size_t count = 4000;
        std::vector<double> c;
        for (int a = 0; a < extent; ++a)
            for (int b = 0; b < extent; ++b)
                c.push_back(
                    lattice::free_propagator(0.24, std::cos(2 * M_PI * a / extent) + std::cos(2 * M_PI * b / extent)));
        const Process process(ProcessKind::variance_exploding, 25);
        const GaussianScore score(c);
        Sampler sampler(process, settings, score);
        sampler.start(count, c, Random(230917), Stream::of(1, 0), 3);
        while (!sampler.finished()) QVERIFY(sampler.step(2));
        const auto expected = VarianceFlow(process, settings, c).result(c);
        double chi_squared = 0;
        for (std::size_t p = 0; p < c.size(); ++p) {
            double sum = 0;
            for (std::size_t n = 0; n < count; ++n) sum += std::pow(sampler.samples()[n * c.size() + p], 2);
            const double deviation = (sum / count / expected[p] - 1) / std::sqrt(2.0 / count);
            QVERIFY2(std::abs(deviation) < 5, qPrintable(QString("mode %1: %2").arg(p).arg(deviation)));
            chi_squared += deviation * deviation;
        }
        VERIFY_CLOSE(chi_squared / 64, 1, 5 * std::sqrt(2.0 / 64));
    }

    void threads_change_nothing() {
        const std::vector<double> c(50, 2.0);
        const GaussianScore score(c);
        const auto run = [&](int threads) {
            Sampler sampler(Process(ProcessKind::variance_exploding, 25),
                            {.method = Method::predictor_corrector, .levels = 10}, score);
            sampler.start(1000, {}, Random(5), Stream::of(1, 0), 0);
            while (!sampler.finished()) sampler.step(threads);
            return sampler.samples();
        };
        QVERIFY(run(1) == run(3));
    }

    void a_stop_leaves_all_as_it_was() {
        const GaussianScore score({1.0});
        Sampler sampler(Process(ProcessKind::variance_exploding, 25), {}, score);
        sampler.start(10, {}, Random(5), Stream::of(1, 0), 0);
        const auto before = sampler.samples();
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!sampler.step(1, stop.get_token()));
        QVERIFY(sampler.samples() == before && sampler.position() == 0);
    }
};

QTEST_GUILESS_MAIN(TestSamplers)
#include "tst_diffusion_samplers.moc"
