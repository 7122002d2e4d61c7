// SPDX-License-Identifier: GPL-3.0-or-later
// The equivariant denoiser commutes with the symmetries of lattice and field, on lattices of any extent with the same
// weights; and the score's divergence is that of the score.
#include <QtTest>
#include <cmath>
#include <functional>

#include "engine/diffusion/learnt/score_model.h"
#include "engine/networks/tape/operations.h"
#include "tests/engine/diffusion/learnt/free_field_data.h"
#include "tests/support/close.h"

using namespace langevin;
using namespace langevin::diffusion;
using namespace langevin::networks;
using namespace langevin::tape;
using namespace langevin::test;

namespace {

/// Where the number at a site goes.
struct Site {
    int row, column;
};
using Map = std::function<Site(Site)>;

std::vector<float> mapped(const std::vector<float>& field, int rows, int columns, const Map& map) {
    std::vector<float> result(field.size());
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) {
            const auto to = map({r, c});
            const int row = (to.row % rows + rows) % rows, column = (to.column % columns + columns) % columns;
            std::copy_n(&field[static_cast<std::size_t>(r * columns + c) * lanes], lanes,
                        &result[static_cast<std::size_t>(row * columns + column) * lanes]);
        }
    return result;
}

/// The eight symmetries of the square, and where they are not.
const std::vector<Map> square = {[](Site s) { return s; },
                                 [](Site s) {
                                     return Site{s.column, -s.row};
                                 },
                                 [](Site s) {
                                     return Site{-s.row, -s.column};
                                 },
                                 [](Site s) {
                                     return Site{-s.column, s.row};
                                 },
                                 [](Site s) {
                                     return Site{s.row, -s.column};
                                 },
                                 [](Site s) {
                                     return Site{-s.row, s.column};
                                 },
                                 [](Site s) {
                                     return Site{s.column, s.row};
                                 },
                                 [](Site s) {
                                     return Site{-s.column, -s.row};
                                 }};

/// Every number away from zero, where networks begin.
parallel::AlignedVector<float> some_parameters(const Denoiser& denoiser) {
    auto values = denoiser.network().layout().initial<float>(Random(21));
    std::vector<double> noise(values.size());
    Random(22).normals<double>(Stream::of(1, 0), 0, 0, 1, noise);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += static_cast<float>(0.1 * noise[i]);
    return values;
}

ScoreModel model(const NetworkDescription& network, Preconditioning preconditioning) {
    auto denoiser = std::make_shared<Denoiser>(ScoreDescription{network, preconditioning, 1.3, free_field_spectrum(8)});
    auto parameters = some_parameters(*denoiser);
    return {std::move(denoiser), std::move(parameters)};
}

/// Sixteen fields at noises from 0.05 to about 20.
std::vector<float> noisy_fields(int rows, int columns) {
    std::vector<double> z(static_cast<std::size_t>(rows * columns) * lanes);
    Random(23).normals<double>(Stream::of(2, 0), 0, 0, 1, z);
    std::vector<float> y;
    for (std::size_t i = 0; i < z.size(); ++i)
        y.push_back(static_cast<float>(z[i] * (1 + 0.05 * std::pow(1.5, static_cast<double>(i % lanes)))));
    return y;
}

std::vector<float> denoised(const ScoreModel& model, int rows, int columns, const std::vector<float>& y) {
    std::vector<double> sigma;
    for (std::size_t l = 0; l < lanes; ++l) sigma.push_back(0.05 * std::pow(1.5, static_cast<double>(l)));
    Tape<float> tape;
    const Tape<float>::Forgetful forgetful(tape);
    const BoundParameters<float> parameters(tape, model.denoiser->network().layout(), model.parameters);
    const auto setting = model.denoiser->setting<float>(tape, rows, columns, sigma);
    const auto d = model.denoiser->denoise(parameters, setting, tape.constant(Shape::samples(1, rows, columns), y));
    return {d.values().begin(), d.values().end()};
}

/// The largest difference, in units of the largest number.
double difference(const std::vector<float>& a, const std::vector<float>& b) {
    double largest = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
        size = std::max(size, std::abs(static_cast<double>(a[i])));
    }
    return largest / size;
}

double broken_by(const ScoreModel& model, int rows, int columns, const Map& map) {
    const auto y = noisy_fields(rows, columns);
    return difference(mapped(denoised(model, rows, columns, y), rows, columns, map),
                      denoised(model, rows, columns, mapped(y, rows, columns, map)));
}

Map shifted(int rows, int columns) {
    return [=](Site s) { return Site{s.row + rows, s.column + columns}; };
}

}  // namespace

class TestSymmetries : public QObject {
    Q_OBJECT

  private slots:
    void extents_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("8") << 8 << 8;
        QTest::newRow("16") << 16 << 16;
        QTest::newRow("oblong") << 8 << 12;
    }

    void translations_data() { extents_data(); }
    void translations() {
        QFETCH(const int, rows);
        QFETCH(const int, columns);
        for (const bool square_kernels : {true, false}) {
            const auto m = model({.width = 8, .square = square_kernels}, Preconditioning::modes);
            for (const auto& shift : {shifted(1, 0), shifted(0, 1), shifted(3, 5)})
                VERIFY_CLOSE(broken_by(m, rows, columns, shift), 0, 1e-5);
        }
        // The U-Net halves the lattice: only even shifts.
        const auto unet = model({.architecture = Architecture::unet, .width = 8, .depth = 1}, Preconditioning::modes);
        VERIFY_CLOSE(broken_by(unet, rows, columns, shifted(2, 4)), 0, 1e-5);
        QVERIFY(broken_by(unet, rows, columns, shifted(1, 0)) > 1e-3);
    }

    void the_square_data() {
        QTest::addColumn<int>("extent");
        QTest::newRow("8") << 8;
        QTest::newRow("16") << 16;
    }
    void the_square() {
        QFETCH(const int, extent);
        const auto with = model({.width = 8, .square = true}, Preconditioning::modes),
                   without = model({.width = 8, .square = false}, Preconditioning::modes);
        for (std::size_t g = 1; g < ::square.size(); ++g) {
            VERIFY_CLOSE(broken_by(with, extent, extent, ::square[g]), 0, 1e-5);
            QVERIFY(broken_by(without, extent, extent, ::square[g]) > 1e-3);
        }
    }

    void the_sign_to_the_last_bit_data() { extents_data(); }
    void the_sign_to_the_last_bit() {
        QFETCH(const int, rows);
        QFETCH(const int, columns);
        for (const auto preconditioning : {Preconditioning::none, Preconditioning::scalar, Preconditioning::modes}) {
            const auto m = model({.width = 8}, preconditioning);
            auto y = noisy_fields(rows, columns);
            const auto d = denoised(m, rows, columns, y);
            for (float& v : y) v = -v;
            const auto negative = denoised(m, rows, columns, y);
            for (std::size_t i = 0; i < d.size(); ++i) QVERIFY(negative[i] == -d[i]);
        }
    }

    /// Every network is surrounded by the exact solution of the free field, and starts as it.
    void untrained_it_is_the_exact_denoiser_data() { extents_data(); }
    void untrained_it_is_the_exact_denoiser() {
        QFETCH(const int, rows);
        QFETCH(const int, columns);
        auto m = model({.width = 8}, Preconditioning::modes);
        m.parameters = m.denoiser->network().layout().initial<float>(Random(1));
        const auto y = noisy_fields(rows, columns);
        const auto d = denoised(m, rows, columns, y);
        const auto variances = m.denoiser->description().spectrum.variances(rows, columns);
        Tape<double> tape;
        const auto shape = Shape::samples(1, rows, columns);
        auto modes = hartley(tape.constant(shape, std::vector<double>(y.begin(), y.end())));
        for (std::size_t p = 0; p < variances.size(); ++p)
            for (std::size_t l = 0; l < lanes; ++l) {
                const double sigma = 0.05 * std::pow(1.5, static_cast<double>(l));
                modes.fill()[p * lanes + l] *= variances[p] / (variances[p] + sigma * sigma);
            }
        const auto back = hartley(modes);
        const auto exact = back.values();
        VERIFY_CLOSE(difference(d, std::vector<float>(exact.begin(), exact.end())), 0, 2e-6);
    }

    void scores_and_their_divergence() {
        constexpr int extent = 4;
        constexpr std::size_t volume = extent * extent;
        for (const auto preconditioning : {Preconditioning::none, Preconditioning::scalar, Preconditioning::modes}) {
            const LearntScore score(model({.width = 8}, preconditioning), extent, extent);
            QCOMPARE(score.dimension(), volume);
            std::vector<double> y(volume), s(volume), shifted(volume);
            Random(7).normals<double>(Stream::of(3, 0), 0, 0, 1, y);
            // Few fields or many: the same.
            std::vector<double> many, scores(20 * volume);
            for (int n = 0; n < 20; ++n) many.insert(many.end(), y.begin(), y.end());
            score.evaluate(0.7, y, s);
            score.evaluate(0.7, many, scores);
            for (std::size_t i = 0; i < scores.size(); ++i) VERIFY_SAME(scores[i], s[i % volume]);

            double trace = 0;
            constexpr double h = 0.02;
            for (std::size_t i = 0; i < volume; ++i) {
                double slope[2];
                for (const int k : {1, 2}) {  // with the error of third order extrapolated away
                    shifted = y;
                    shifted[i] += k * h;
                    score.evaluate(0.7, shifted, s);
                    slope[k - 1] = s[i];
                    shifted[i] -= 2 * k * h;
                    score.evaluate(0.7, shifted, s);
                    slope[k - 1] = (slope[k - 1] - s[i]) / (2 * k * h);
                }
                trace += (4 * slope[0] - slope[1]) / 3;
            }
            VERIFY_CLOSE(score.divergence(0.7, y), trace, 1e-3 * std::abs(trace));
        }
    }

    /// Samples on a single site: each by itself.
    void single_sites() {
        const LearntScore score(model({.architecture = Architecture::sites, .width = 8}, Preconditioning::scalar), 1,
                                1);
        std::vector<double> y(37), s(37), one(1), low(1), high(1);
        Random(7).normals<double>(Stream::of(3, 0), 0, 0, 1, y);
        score.evaluate(0.7, y, s);
        for (std::size_t i = 0; i < y.size(); ++i) {
            score.evaluate(0.7, std::span(y).subspan(i, 1), one);
            VERIFY_SAME(one[0], s[i]);
            const double at[] = {y[i] - 0.02, y[i] + 0.02};
            score.evaluate(0.7, std::span(at).first(1), low);
            score.evaluate(0.7, std::span(at).last(1), high);
            VERIFY_CLOSE(score.divergence(0.7, std::span(y).subspan(i, 1)), (high[0] - low[0]) / 0.04, 2e-3);
        }
    }
};

QTEST_GUILESS_MAIN(TestSymmetries)
#include "tst_symmetries.moc"
