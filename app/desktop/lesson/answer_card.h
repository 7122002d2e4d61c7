// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "app/desktop/lesson/lesson_player.h"
#include "widgets/style/theme.h"

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace langevin::controls {
class ComparisonLine;
class OptionButton;
}  // namespace langevin::controls

namespace langevin::desktop {

/// Below the text of a step: the field or the options for a guess, and afterwards the guess beside what was measured
/// and what is expected, with a verdict.
class AnswerCard : public QWidget {
    Q_OBJECT
  public:
    explicit AnswerCard(LessonPlayer& player, QWidget* parent = nullptr);

    void setTheme(const style::Theme& theme);
    /// Shows the player's present step.
    void showStep();
    /// Puts the cursor into the field, if a number is asked for.
    void takeFocus();
    void setStepUnit(const QString& unit) { unit_ = unit; }

  private:
    void build();
    void buildField();
    void buildOptions();
    void showField();
    void showOptions();
    void showComparison();
    void readField();
    QLabel* addLabel(const char* role);

    LessonPlayer& player_;
    style::Theme theme_;
    QString unit_ = "step";
    std::size_t built_for_ = static_cast<std::size_t>(-1);
    QWidget* content_ = nullptr;  // rebuilt for every step
    QVBoxLayout* layout_ = nullptr;
    QLineEdit* field_ = nullptr;
    QLabel *problem_ = nullptr, *numbers_ = nullptr, *verdict_ = nullptr, *remark_ = nullptr;
    controls::ComparisonLine* line_ = nullptr;
    std::vector<controls::OptionButton*> options_;
};

}  // namespace langevin::desktop
