// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/desktop/lesson/lesson_player.h"

/// What is said about a guess, in words with honest statistics.
namespace langevin::desktop {

/// "Right", "Not this time", "Too close to call", "No guess", as a headline.
QString headline(Grade grade);
/// How far the guess is from what was measured, in its own units and in standard errors; for options, which one is
/// right. Empty where there is nothing to say.
QString verdict(const Question& question, const LessonAnswer& answer);
/// How what was measured compares with what is expected; empty where nothing is.
QString remark(const Measurement& measured);
/// "1.19(2)", with the unit.
QString number(const Question& question, double value, double error);
/// The guess as it was committed; empty where there was none.
QString guessed(const Question& question, const LessonAnswer& answer);
/// All predictions of a lesson, as Markdown.
QString summary(const LessonPlayer& player);

}  // namespace langevin::desktop
