// SPDX-License-Identifier: GPL-3.0-or-later
// Fields out of noise with the probability of their whole path: exact laws, exact weights for any model.
#include <QTest>
#include <algorithm>

#include "engine/diffusion/learnt/path_sampler.h"
#include "engine/diffusion/likelihood.h"
#include "engine/lattice/reference.h"
#include "engine/lattice/scalar_action.h"
#include "tests/engine/diffusion/learnt/free_field_data.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;

namespace {

/// A network that says nothing (its last layer is zero) or, with `noise`, something at random.
ScoreModel model_with(const ModeSpectrum& spectrum, double scale, float noise = 0) {
    ScoreDescription d;
    d.network = {.width = 8, .depth = 1, .propagated = 2};
    d.scale = scale;
    d.spectrum = spectrum;
    ScoreModel model{std::make_shared<Denoiser>(d), {}};
    const auto& layout = model.denoiser->network().layout();
    model.parameters = layout.initial<float>(Random(7));
    for (std::size_t i = 0; i < layout.size(); ++i)
        model.parameters[i] += noise * static_cast<float>(std::cos(static_cast<double>(3 * i)));
    return model;
}

struct Drawn {
    std::vector<double> fields, log_weights;
};

/// Fields of the action with these couplings, and ln of their weights.
Drawn draw(const ScoreModel& model, int extent, const lattice::Couplings& couplings, int levels, std::size_t samples) {
    PathSampler sampler(model, extent, extent, levels, 30, 0.02);
    sampler.start(samples, Random(5), Stream::of(3, 0), 0);
    while (!sampler.finished()) sampler.step(2);
    Drawn drawn{sampler.fields(), {}};
    const auto volume = static_cast<std::size_t>(extent) * static_cast<std::size_t>(extent);
    for (std::size_t n = 0; n < samples; ++n) {
        lattice::ScalarBlock<double> block({extent, extent}, 0, 1);
        block.insert(0, std::span(drawn.fields).subspan(n * volume, volume));
        drawn.log_weights.push_back(-lattice::action(lattice::moments_of(block).front(), couplings) -
                                    sampler.log_path()[n]);
    }
    return drawn;
}

double mean_power(const Drawn& drawn, std::size_t volume, std::size_t n, int power) {
    double sum = 0;
    for (std::size_t x = 0; x < volume; ++x) sum += std::pow(drawn.fields[n * volume + x], power);
    return sum / static_cast<double>(volume);
}

/// sum w f / sum w and its error.
void verify_weighted(const Drawn& drawn, std::size_t volume, int power, double expected, double error) {
    const double largest = *std::ranges::max_element(drawn.log_weights);
    double sum = 0, weighted = 0, spread = 0;
    std::vector<double> values;
    for (std::size_t n = 0; n < drawn.log_weights.size(); ++n) {
        values.push_back(mean_power(drawn, volume, n, power));
        const double w = std::exp(drawn.log_weights[n] - largest);
        sum += w;
        weighted += w * values.back();
    }
    const double mean = weighted / sum;
    for (std::size_t n = 0; n < values.size(); ++n)
        spread += std::pow(std::exp(drawn.log_weights[n] - largest) * (values[n] - mean), 2);
    const double own = std::sqrt(spread) / sum;
    QVERIFY2(own < 0.02 * expected, "not enough statistics to notice 2 %");
    VERIFY_CLOSE(mean, expected, 4 * std::hypot(own, error));
}

}  // namespace

class TestPathSampler : public QObject {
    Q_OBJECT

  private slots:
    /// Eight levels and a free field: the law of every mode, and weights that are all the same.
    void a_free_field_is_exact() {
        constexpr int extent = 8;
        constexpr std::size_t samples = 8192, volume = extent * extent;
        const FreeField field(extent, test::kappa);
        const auto drawn = draw(model_with(test::free_field_spectrum(extent), test::free_field_scale(field)), extent,
                                {test::kappa, 0}, 8, samples);
        QVERIFY(effective_sample_fraction(drawn.log_weights) > 0.9999);
        // exp(-S) = its normalised density times Z = prod sqrt(2 pi C): the weights know Z too.
        double log_z = 0;
        for (const double c : field.variances()) log_z += std::log(2 * std::numbers::pi * c) / 2;
        for (const double w : drawn.log_weights) VERIFY_CLOSE(w, log_z, 0.02);
        std::vector<double> modes(volume), squares(volume);
        for (std::size_t n = 0; n < samples; ++n) {
            field.transform(std::span(drawn.fields).subspan(n * volume, volume), modes);
            for (std::size_t p = 0; p < volume; ++p) squares[p] += modes[p] * modes[p] / samples;
        }
        for (std::size_t p = 0; p < volume; ++p)
            VERIFY_CLOSE_AS(qPrintable(QString("mode %1").arg(p)), squares[p] / field.variances()[p], 1,
                            5 * std::sqrt(2.0 / samples));
    }

    void weights_correct_any_model_data() {
        QTest::addColumn<double>("off");
        QTest::addColumn<float>("noise");
        QTest::newRow("too stiff") << 1.15 << 0.0f;
        QTest::newRow("too soft") << 0.85 << 0.0f;
        QTest::newRow("a network at random") << 1.0 << 0.02f;
    }
    /// <phi^2> of a free field by a model of another: far off as drawn, right when weighted.
    void weights_correct_any_model() {
        QFETCH(double, off);
        QFETCH(float, noise);
        constexpr int extent = 4;
        const FreeField field(extent, test::kappa);
        auto spectrum = test::free_field_spectrum(extent);
        for (double& a : spectrum.inverse) a *= off;
        spectrum.zero_mode /= off;
        const auto drawn = draw(model_with(spectrum, test::free_field_scale(field), noise), extent, {test::kappa, 0},
                                24, 65536);
        const double fraction = effective_sample_fraction(drawn.log_weights);
        QVERIFY2(fraction < 0.98 && fraction > 0.05, qPrintable(QString::number(fraction)));
        verify_weighted(drawn, extent * extent, 2, std::pow(test::free_field_scale(field), 2), 0);
    }

    /// Independent sites with a quartic term, by the best free field: known to all digits (quadrature).
    void weights_bring_in_the_interaction() {
        constexpr int extent = 4;
        constexpr double lambda = 0.3;
        const double square = lattice::single_site_moment(lambda, 2);
        const ModeSpectrum flat{.inverse = {1, 0, 0, 0}, .zero_mode = 1, .zero_mode_exponent = 0, .extent = extent};
        const auto drawn = draw(model_with(flat, std::sqrt(square)), extent, {0, lambda}, 24, 32768);
        QVERIFY(effective_sample_fraction(drawn.log_weights) < 0.95);
        verify_weighted(drawn, extent * extent, 2, square, 0);
        verify_weighted(drawn, extent * extent, 4, lattice::single_site_moment(lambda, 4), 0);
    }

    void threads_stops_and_checkpoints() {
        const auto model = model_with(test::free_field_spectrum(8), 1, 0.1f);
        const auto sampler = [&] {
            PathSampler s(model, 8, 8, 12, 30, 0.02);
            s.start(40, Random(9), Stream::of(3, 0), 4);
            return s;
        };
        auto one = sampler(), two = sampler();
        for (int k = 0; k < 5; ++k) {
            one.step(1);
            two.step(3);
        }
        std::stop_source stopped;
        stopped.request_stop();
        const auto before = two.fields();
        QVERIFY(!two.step(2, stopped.get_token()));
        QVERIFY(two.fields() == before && two.position() == 5);
        Archive archive;
        two.save(archive, "s.");
        auto other = sampler();
        other.load(archive, "s.");
        while (!one.finished()) one.step(1);
        while (!other.finished()) other.step(2);
        QVERIFY(one.fields() == other.fields());
        QVERIFY(one.log_path() == other.log_path());
        QCOMPARE(one.sigma(), 0.0);
        QCOMPARE(one.fields().size(), std::size_t{40 * 64});
    }
};

QTEST_GUILESS_MAIN(TestPathSampler)
#include "tst_path_sampler.moc"
