// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <vector>

#include "app/desktop/background_job.h"
#include "engine/run/verify.h"
#include "widgets/style/theme.h"

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace langevin::desktop {

/// "Is this right?": runs a lab's checks beside what is on screen and shows measured, expected and distance as they
/// come in. Stays open while one goes on working.
class VerifyDialog : public QDialog {
    Q_OBJECT
  public:
    VerifyDialog(const Lab& lab, const style::Theme& theme, QWidget* parent = nullptr);

    void run();
    void stop();
    bool running() const { return job_.running(); }

  signals:
    /// A check was activated: its recipe can be looked at live.
    void openRequested(const langevin::Recipe& recipe);
    void finished(int passed, int total);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void listChecks();
    void showResults(const std::vector<CheckResult>& results, double done);
    void showRow(int row, const CheckResult& result);
    void showEnd();
    void openRow(int row);
    void copyTable() const;
    void updateButtons();
    QString verdictText(const std::vector<CheckResult>& results) const;

    const Lab& lab_;
    style::Theme theme_;
    std::vector<const Check*> checks_;
    std::vector<CheckResult> results_;
    QTableWidget* table_;
    QLabel* verdict_;
    QProgressBar* progress_;
    QCheckBox* all_;
    QPushButton *run_button_, *copy_button_;
    BackgroundJob job_;  // last: stopped before the widgets it reports to are gone
};

}  // namespace langevin::desktop
