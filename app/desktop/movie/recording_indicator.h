// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace langevin::desktop {

/// In the status bar while a movie is made: a red dot while the page is filmed, how far it is, and a button that stops.
class RecordingIndicator : public QWidget {
    Q_OBJECT
  public:
    explicit RecordingIndicator(QWidget* parent = nullptr);

    void show(const QString& text, bool live);

  signals:
    void stopRequested();

  private:
    QLabel *dot_, *text_;
    QToolButton* stop_;
};

}  // namespace langevin::desktop
