// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <functional>
#include <memory>
#include <random>

#include "app/desktop/main_window.h"

namespace langevin::test {

/// Somebody who clicks, drags, types and opens things without a plan. The same seed makes the same choices; what they
/// meet also depends on how fast the machine is.
class RandomUser : public QObject {
  public:
    /// What is said while a window that is closed already is taken apart: its user waits for nothing.
    static constexpr auto farewell = "is gone";

    /// Files are read and written in `folder` alone. `told` hears what is done next.
    RandomUser(const Registry& registry, std::vector<Lesson> lessons, std::uint64_t seed, const QDir& folder,
               std::function<void(const QString&)> told);
    ~RandomUser() override;

    /// Does one thing, and waits for a moment.
    void act();
    /// Back to the gallery, with nothing else open.
    void tidy();
    /// The last thirty actions.
    const QStringList& history() const { return history_; }

  private:
    struct Habit {
        int weight;
        void (RandomUser::*act)();
    };
    static const std::vector<Habit>& habits();

    void openPreset();
    void openLesson();
    void startSweep();
    void openFile();
    void saveSession();
    void trigger();
    void editParameter();
    void click();
    void doubleClick();
    void rightClick();
    void drag();
    void wheel();
    void press();
    void type();
    void resize();
    void closeWindow();

    void makeWindow();
    void meetDialogs();
    void answer(QDialog& dialog);
    void choose(QWidget& popup);
    void say(const QString& action);
    QWidget* target();
    QPoint placeIn(const QWidget& widget);
    Qt::KeyboardModifiers modifiers();
    QString word();
    const Lab& anyLab();
    int below(int most);
    double share();
    template <class List>
    auto& oneOf(List& list) {
        return list[static_cast<typename List::size_type>(below(static_cast<int>(list.size())))];
    }

    const Registry& registry_;
    const std::vector<Lesson> lessons_;
    std::mt19937_64 random_;
    const QDir folder_;
    std::function<void(const QString&)> told_;
    std::unique_ptr<desktop::MainWindow> window_;
    QTimer watchdog_;
    QStringList history_;
};

}  // namespace langevin::test
