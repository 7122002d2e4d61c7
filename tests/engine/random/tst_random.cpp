// SPDX-License-Identifier: GPL-3.0-or-later
#include <Random123/threefry.h>

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/random/elementary.h"
#include "engine/random/random.h"
#include "tests/support/close.h"

using namespace langevin;

namespace {

using Block = std::array<std::uint32_t, 4>;

Block threefry(const Block& counter, const Block& key) {
    const auto result =
        threefry4x32_R(20, {{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1], key[2], key[3]}});
    return {result.v[0], result.v[1], result.v[2], result.v[3]};
}

std::uint32_t low(std::uint64_t x) {
    return static_cast<std::uint32_t>(x);
}
std::uint32_t high(std::uint64_t x) {
    return static_cast<std::uint32_t>(x >> 32);
}

/// The documented place of every draw: counter (block of four sites, step), key (seed, stream).
double uniform_by_hand(std::uint64_t seed, std::uint64_t stream, std::uint64_t step, std::uint64_t site) {
    const auto words =
        threefry({low(site / 4), low(step), high(step), 0}, {low(seed), high(seed), low(stream), high(stream)});
    return (words[site % 4] + 0.5) / 4294967296.0;
}

struct Place {
    std::uint64_t seed, stream, step, site;
};

}  // namespace

class TestRandom : public QObject {
    Q_OBJECT

  private slots:
    void published_vectors();
    void published_vector_through_the_front_door();
    void places_of_draws();
    void golden_values();
    void uniforms_lie_inside_the_open_interval();
    void normals_are_box_muller_pairs();
    void batches_equal_single_draws_data();
    void batches_equal_single_draws();
    void streams_of_members_do_not_meet();
    void sequence_walks_through_the_sites();
    void logarithm();
    void sine_and_cosine();
};

/// kat_vectors of Random123: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC11, 2011).
void TestRandom::published_vectors() {
    const Block zeros{}, ones{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff};
    QCOMPARE(threefry(zeros, zeros), (Block{0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8}));
    QCOMPARE(threefry(ones, ones), (Block{0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732}));
    QCOMPARE(
        threefry({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89}),
        (Block{0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84}));
}

void TestRandom::published_vector_through_the_front_door() {
    const Block words{0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8};
    for (std::uint64_t site = 0; site < 4; ++site)
        VERIFY_SAME(Random(0).uniform({0}, 0, site), (words[site] + 0.5) / 4294967296.0);
}

void TestRandom::places_of_draws() {
    const Place places[] = {
        {0, 0, 0, 0},
        {1, 0, 0, 0},
        {0, 1, 0, 0},
        {0, 0, 1, 0},
        {0, 0, 0, 4},
        {7, 3, 11, 5},
        {0x0123456789abcdef, 0x0fedcba987654321, 0x1122334455667788, 0x3fffffffe},
        {~0ULL, ~0ULL, ~0ULL, (1ULL << 34) - 1},
    };
    for (const auto& p : places) {
        const Random random(p.seed);
        QCOMPARE(random.seed(), p.seed);
        const double expected = uniform_by_hand(p.seed, p.stream, p.step, p.site);
        VERIFY_SAME(random.uniform({p.stream}, p.step, p.site), expected);
        VERIFY_SAME(random.exponential({p.stream}, p.step, p.site), -elementary::log(expected));
    }
}

/// A change of any of these numbers makes every recipe, session and published run come out differently.
void TestRandom::golden_values() {
    const Random random(20230917);
    const auto stream = Stream::of(3, 5);
    const double uniforms[] = {0x1.d791bea1p-1, 0x1.aaa46013p-1, 0x1.2bc74598p-4,
                               0x1.89283a71p-1, 0x1.4ad17c93p-1, 0x1.5f5d86aep-2};
    const double normals[] = {0x1.9f1fe5cb4b707p-3,  -0x1.67c24c301cabfp-2, 0x1.0697cfb25f01cp-2,
                              -0x1.22dd286f05d32p+1, -0x1.084d6d29de805p-1, 0x1.8ee9273f328d7p-1};
    const double exponentials[] = {0x1.50ee507392908p-4, 0x1.7583342f49426p-3, 0x1.4eaf3b06fe62ep+1,
                                   0x1.0e7439cf651bbp-2, 0x1.bf3cc97916bebp-2, 0x1.11d445e4d3eecp+0};
    for (std::uint64_t i = 0; i < std::size(uniforms); ++i) {
        VERIFY_SAME(random.uniform(stream, 42, i), uniforms[i]);
        VERIFY_SAME(random.normal(stream, 42, i), normals[i]);
        VERIFY_SAME(random.exponential(stream, 42, i), exponentials[i]);
    }
}

/// Odd multiples of 2^-33 below one, and exactly so in double precision.
void TestRandom::uniforms_lie_inside_the_open_interval() {
    const Random random(99);
    for (std::uint64_t site = 0; site < 200000; ++site) {
        const double scaled = random.uniform({1}, 0, site) * 8589934592.0;
        QVERIFY(scaled > 0 && scaled < 8589934592.0);
        QVERIFY(static_cast<std::uint64_t>(scaled) % 2 == 1 && scaled == std::floor(scaled));
    }
    // The ends: what words of all zeros and all ones are turned into by the documented formula.
    QVERIFY((0u + 0.5) * 0x1p-32 > 0);
    QVERIFY((0xffffffffu + 0.5) * 0x1p-32 < 1);
}

/// Words 0 and 1 of a block give two normal numbers, words 2 and 3 the next two.
void TestRandom::normals_are_box_muller_pairs() {
    const Random random(5);
    for (std::uint64_t site = 0; site < 40000; site += 2) {
        const double radius = std::sqrt(-2 * std::log(uniform_by_hand(5, 9, 3, site)));
        const double turn = uniform_by_hand(5, 9, 3, site + 1) - 0x1p-33;  // the angle starts at zero
        const double angle = 2 * std::numbers::pi * turn;
        VERIFY_CLOSE(random.normal({9}, 3, site), radius * std::cos(angle), 1e-10);
        VERIFY_CLOSE(random.normal({9}, 3, site + 1), radius * std::sin(angle), 1e-10);
        QVERIFY(std::abs(random.normal({9}, 3, site)) <= 6.77);
    }
}

void TestRandom::batches_equal_single_draws_data() {
    QTest::addColumn<int>("lanes");
    QTest::addColumn<quint64>("first_site");
    for (const int lanes : {1, 2, 3, 4, 5, 7, 8, 16, 64, 65})
        for (const quint64 first : {0ULL, 1ULL, 2ULL, 3ULL, 5ULL, 255ULL, (1ULL << 34) - 300})
            QTest::addRow("%d lanes from site %llu", lanes, static_cast<unsigned long long>(first)) << lanes << first;
}

void TestRandom::batches_equal_single_draws() {
    QFETCH(const int, lanes);
    QFETCH(const quint64, first_site);
    const Random random(0xfeedface12345678);
    const std::uint64_t step = (1ULL << 40) + 3;
    const auto stream = Stream::of(2, 0xfffffff0);  // the lanes' ids carry into the upper half of the id
    for (const std::size_t sites : {0, 1, 2, 3, 4, 5, 63, 64, 65, 257, 300}) {
        std::vector<double> normals(sites * lanes), exponentials(sites * lanes);
        std::vector<float> single(sites * lanes), single_exponentials(sites * lanes);
        random.normals<double>(stream, step, first_site, lanes, normals);
        random.normals<float>(stream, step, first_site, lanes, single);
        random.exponentials<double>(stream, step, first_site, lanes, exponentials);
        random.exponentials<float>(stream, step, first_site, lanes, single_exponentials);
        for (std::size_t i = 0; i < normals.size(); ++i) {
            const Stream own{stream.id + i % lanes};
            const auto site = first_site + i / lanes;
            const double normal = random.normal(own, step, site), exponential = random.exponential(own, step, site);
            QVERIFY(normals[i] == normal && exponentials[i] == exponential);
            QVERIFY(single[i] == static_cast<float>(normal) &&
                    single_exponentials[i] == static_cast<float>(exponential));
        }
    }
}

void TestRandom::streams_of_members_do_not_meet() {
    QCOMPARE(Stream::of(0, 0).id, 0u);
    QCOMPARE(Stream::of(1, 2).id, (1ULL << 32) + 2);
    QCOMPARE(Stream::of(0xffff, 0xffffffff).id, 0x0000ffffffffffffULL);
    QVERIFY(Stream::of(0, 0xffffffff).id < Stream::of(1, 0).id);
}

void TestRandom::sequence_walks_through_the_sites() {
    const Random random(8);
    RandomSequence sequence(random, {4}, 17);
    for (std::uint64_t site = 0; site < 1000; ++site) {
        if (site % 3 == 0)
            QVERIFY(sequence.exponential() == random.exponential({4}, 17, site));
        else
            QVERIFY(sequence.uniform() == random.uniform({4}, 17, site));
    }
}

void TestRandom::logarithm() {
    double worst = 0;
    for (const double scale : {0x1p-33, 0x1p-20, 0x1p-3, 0.5, 1.0, 2.0, 1e10, 1e300, 1e-300})
        for (int i = 0; i < 20000; ++i) {
            const double x = scale * (0.5 + i * 1e-4);
            worst = std::max(worst, std::abs(elementary::log(x) - std::log(x)));
        }
    const double root = std::sqrt(0.5);  // where the exponent changes
    for (const double x : {root, std::nextafter(root, 0.0), std::nextafter(root, 1.0), 2 * root, 0x1p-33, 1 - 0x1p-33})
        worst = std::max(worst, std::abs(elementary::log(x) - std::log(x)));
    qInfo("worst error of the logarithm %.2e", worst);
    QVERIFY(worst < 1e-11);
    VERIFY_SAME(elementary::log(1.0), 0.0);
    // Exponential numbers near zero keep their relative precision.
    const double nearly_one = 1 - 0x1p-33;
    VERIFY_CLOSE(elementary::log(nearly_one) / std::log(nearly_one), 1, 1e-11);
}

void TestRandom::sine_and_cosine() {
    double worst = 0;
    const auto look = [&worst](std::uint32_t word) {
        const double turn = word * 0x1p-32, angle = 2 * std::numbers::pi * turn;
        const auto [sine, cosine] = elementary::sine_cosine_turn(turn);
        worst = std::max({worst, std::abs(sine - std::sin(angle)), std::abs(cosine - std::cos(angle))});
    };
    for (std::uint64_t word = 0; word < (1ULL << 32); word += 4099) look(static_cast<std::uint32_t>(word));
    for (std::uint32_t eighth = 0; eighth < 8; ++eighth)  // where the quadrant changes
        for (const std::uint32_t offset : {0u, 1u, 2u, ~0u, ~1u}) look((eighth << 29) + offset);
    qInfo("worst error of sine and cosine %.2e", worst);
    QVERIFY(worst < 1e-11);
    for (int quarter = 0; quarter < 4; ++quarter) {
        const auto [sine, cosine] = elementary::sine_cosine_turn(quarter / 4.0);
        QVERIFY(sine == (quarter % 2 == 0 ? 0 : 2 - quarter) && cosine == (quarter % 2 == 1 ? 0 : 1 - quarter));
    }
}

QTEST_GUILESS_MAIN(TestRandom)
#include "tst_random.moc"
