// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/lesson/verdict.h"
#include "widgets/charts/axis_scale.h"

#include <QCoreApplication>
#include <cmath>

#include "widgets/style/text.h"

namespace langevin::desktop {
namespace {

/// Under the name that lupdate gives to words outside a class.
QString tr(const char* words) {
    return QCoreApplication::translate("langevin::desktop", words);
}

QString plain(double value) {
    return QString::number(value, 'g', 3);
}

QString letter(std::size_t option) {
    return QString(QChar('A' + static_cast<int>(option)));
}

QString verdictOnOption(const Question& question, const LessonAnswer& answer) {
    std::size_t right = 0;
    while (right + 1 < question.options.size() && !question.options[right].right) ++right;
    if (answer.grade == Grade::right) return tr("It is %1.").arg(letter(right));
    if (!answer.chosen) return tr("The answer is %1.").arg(letter(right));
    return tr("It is %1, not %2.").arg(letter(right), letter(*answer.chosen));
}

}  // namespace

QString headline(Grade grade) {
    switch (grade) {
        case Grade::right:
            return tr("Right");
        case Grade::wrong:
            return tr("Not this time");
        case Grade::undecided:
            return tr("Too close to call");
        case Grade::skipped:
            return tr("No guess");
    }
    return {};
}

QString verdict(const Question& question, const LessonAnswer& answer) {
    if (!question.options.empty()) return verdictOnOption(question, answer);
    if (!answer.guess || !answer.measured) return {};
    const double away = std::abs(*answer.guess - answer.measured->value), error = answer.measured->error;
    const auto sigmas =
        error > 0 && std::isfinite(error) ? tr(" (%1 σ of the run)").arg(plain(away / error)) : QString();
    switch (answer.grade) {
        case Grade::right:
            return tr("Your guess is %1 away%2; up to %3 counts as right.")
                .arg(plain(away), sigmas, plain(question.tolerance));
        case Grade::wrong:
            return tr("Your guess is %1 away%2; up to %3 would have been right.")
                .arg(plain(away), sigmas, plain(question.tolerance));
        case Grade::undecided:
            return tr("Your guess is %1 away, at the edge of the %2 that count as right, and the run knows its result "
                      "to "
                      "±%3 only.")
                .arg(plain(away), plain(question.tolerance), plain(error));
        case Grade::skipped:
            return {};
    }
    return {};
}

QString remark(const Measurement& measured) {
    if (!measured.expected) return {};
    const auto distance = measured.distance();
    if (!distance) {
        const double away = std::abs(measured.value - measured.expected->value);
        return away <= 1e-3 * std::abs(measured.expected->value)
                   ? tr("This number has no statistical error: it agrees to three digits.")
                   : QString();
    }
    const double sigmas = std::abs(*distance);
    const auto said = tr("The run and the expected value are %1 σ apart").arg(QString::number(sigmas, 'f', 1));
    if (sigmas <= 2) return said + tr(": they agree.");
    if (sigmas <= 3.5) return said + tr(", which happens by chance now and then. A longer run would tell.");
    return said + tr(", more than chance allows: the expected value is an approximation, or something is left out.");
}

QString number(const Question& question, double value, double error) {
    const auto unit = question.unit.empty() ? QString() : " " + text(question.unit);
    return charts::number_text(value, error) + unit;
}

QString guessed(const Question& question, const LessonAnswer& answer) {
    if (answer.chosen) return letter(*answer.chosen) + ": " + text(question.options[*answer.chosen].text).simplified();
    if (!answer.guess) return {};
    return QString::number(*answer.guess, 'g', 6) + (question.unit.empty() ? QString() : " " + text(question.unit));
}

QString summary(const LessonPlayer& player) {
    int asked = 0, committed = 0, right = 0;
    QString rows;
    for (std::size_t i = 0; i < player.lesson().steps.size(); ++i) {
        const auto& step = player.lesson().steps[i];
        if (!step.question) continue;
        const auto& answer = player.answers()[i];
        const bool done = answer.stage == LessonStage::compared;
        const bool guess = done && (answer.guess || answer.chosen);
        ++asked;
        committed += guess;
        right += done && answer.grade == Grade::right;
        const char* sign = !guess ? "·" : answer.grade == Grade::right ? "✓" : answer.grade == Grade::wrong ? "✗" : "≈";
        rows += QStringLiteral("- **%1 %2**").arg(QString::fromUtf8(sign), text(step.title));
        if (guess) rows += " – " + tr("you said %1").arg(guessed(*step.question, answer));
        if (done && answer.measured)
            rows += (guess ? ", " : " – ") +
                    tr("measured %1").arg(number(*step.question, answer.measured->value, answer.measured->error));
        if (!done) rows += " – " + tr("not played");
        rows += "\n";
    }
    auto page = "## " + tr("What you predicted") + "\n\n";
    page +=
        committed == 0
            ? tr("You made no predictions of %1. Next time, guess: what surprises us is what we learn from.").arg(asked)
            : tr("**%1 right** of %2 predictions made; the lesson asks for %3.").arg(right).arg(committed).arg(asked);
    return page + "\n\n" + rows;
}

}  // namespace langevin::desktop
