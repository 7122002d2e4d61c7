// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/desktop/lesson/lesson_player.h"
#include "widgets/style/theme.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;
class QUrl;

namespace langevin::controls {
class PhysicsPage;
class StepDots;
}  // namespace langevin::controls

namespace langevin::desktop {

class AnswerCard;

/// The lesson beside the lab page: where one is, the text, the guess and how it turned out, and one button that is
/// always the next thing to do.
class LessonColumn : public QWidget {
    Q_OBJECT
  public:
    explicit LessonColumn(LessonPlayer& player, QWidget* parent = nullptr);

    void setTheme(const style::Theme& theme);
    /// What one step of the run is called.
    void setStepUnit(const QString& unit);
    QPushButton* primaryButton() const { return primary_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void leaveRequested();
    void linkActivated(const QUrl& link);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void showStep();
    void showProgress();
    void elideTitle();
    QString page() const;
    QWidget* head();
    QWidget* foot();

    LessonPlayer& player_;
    style::Theme theme_;
    QLabel *title_, *count_;
    QToolButton *leave_, *back_;
    controls::StepDots* dots_;
    controls::PhysicsPage* page_;
    AnswerCard* card_;
    QProgressBar* progress_;
    QPushButton* primary_;
    QString shown_page_;
    std::size_t shown_step_ = static_cast<std::size_t>(-1);
};

}  // namespace langevin::desktop
