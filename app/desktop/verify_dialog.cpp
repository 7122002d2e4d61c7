// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/verify_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "engine/storage/recipe_file.h"
#include "widgets/style/text.h"

namespace langevin::desktop {
namespace {

constexpr QChar minus(0x2212);

enum Column {
    verdict_column,
    check_column,
    measured_column,
    expected_column,
    distance_column,
    source_column,
    column_count
};

QString word(Verdict verdict) {
    switch (verdict) {
        case Verdict::waiting:
            return QString();
        case Verdict::running:
            return QStringLiteral("…");
        case Verdict::passed:
            return VerifyDialog::tr("✓ agrees");
        case Verdict::failed:
            return VerifyDialog::tr("✗ disagrees");
        case Verdict::broken:
            return VerifyDialog::tr("! no result");
    }
    return {};
}

QString printed(double value, double error) {
    return text(with_error(value, error)).replace('-', minus);
}

QString expectation(const Check& check) {
    const bool bound = check.relation == Check::Relation::below || check.relation == Check::Relation::above;
    const auto number = printed(check.expected.value, bound ? 0 : check.expected.error);
    if (check.relation == Check::Relation::below) return QStringLiteral("< ") + number;
    if (check.relation == Check::Relation::above) return QStringLiteral("> ") + number;
    return number;
}

}  // namespace

VerifyDialog::VerifyDialog(const Lab& lab, const style::Theme& theme, QWidget* parent)
    : QDialog(parent), lab_(lab), theme_(theme) {
    setWindowTitle(tr("Verify: %1").arg(text(lab.title)));
    setModal(false);
    resize(1180, 680);

    auto* introduction = new QLabel(
        tr("Runs the lab at points where the answer is known, and compares. Distances are in combined standard "
           "errors; a check agrees within 5. Double-click a row to look at its run."));
    introduction->setWordWrap(true);
    verdict_ = new QLabel;
    auto font = verdict_->font();
    font.setPointSizeF(font.pointSizeF() * 1.2);
    font.setBold(true);
    verdict_->setFont(font);

    table_ = new QTableWidget(0, column_count);
    table_->setHorizontalHeaderLabels(
        {tr("Verdict"), tr("Check"), tr("Measured"), tr("Expected"), tr("Distance"), tr("Source")});
    table_->verticalHeader()->hide();
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);  // arrows go from cell to cell, Tab goes on
    table_->setWordWrap(false);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setToolTip(tr("A double click, or Return, opens the run of a row"));
    table_->setAccessibleName(tr("Checks of this lab with measured and expected values"));
    table_->installEventFilter(this);
    connect(table_, &QTableWidget::cellDoubleClicked, this, [this](int row, int) { openRow(row); });

    progress_ = new QProgressBar;
    progress_->setAccessibleName(tr("Share of the checks that are done"));
    progress_->setTextVisible(false);
    progress_->setRange(0, 1000);
    all_ = new QCheckBox(tr("Also those that take &minutes"));
    all_->setToolTip(tr("Adds the checks near criticality, which need long runs"));
    connect(all_, &QCheckBox::toggled, this, &VerifyDialog::listChecks);
    run_button_ = new QPushButton;
    run_button_->setDefault(true);
    run_button_->setToolTip(tr("Runs every check of the list, or stops"));
    connect(run_button_, &QPushButton::clicked, this, [this] { running() ? stop() : run(); });
    copy_button_ = new QPushButton(tr("&Copy table"));
    copy_button_->setToolTip(tr("Copies all rows, separated by tabs"));
    connect(copy_button_, &QPushButton::clicked, this, &VerifyDialog::copyTable);
    auto* close_button = new QPushButton(tr("C&lose"));
    close_button->setToolTip(tr("Ends the checks that still run (Esc)"));
    connect(close_button, &QPushButton::clicked, this, &QDialog::close);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(all_);
    buttons->addWidget(progress_, 1);
    buttons->addWidget(copy_button_);
    buttons->addWidget(run_button_);
    buttons->addWidget(close_button);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(introduction);
    layout->addWidget(table_, 1);
    layout->addWidget(verdict_);
    layout->addLayout(buttons);

    connect(&job_, &BackgroundJob::finished, this, [this] {
        updateButtons();
        int passed = 0;
        for (const auto& result : results_) passed += result.verdict == Verdict::passed;
        showEnd();
        emit finished(passed, static_cast<int>(results_.size()));
    });
    connect(&job_, &BackgroundJob::failed, this, [this](const QString& sentence) {
        verdict_->setText(sentence);
        updateButtons();
    });
    listChecks();
}

void VerifyDialog::listChecks() {
    if (running()) return;
    checks_ = select_checks(lab_, all_->isChecked() ? Cost::minutes : Cost::seconds);
    results_.clear();
    for (const auto* check : checks_) results_.push_back({.check = check, .measured = {}, .problem = {}});
    table_->setRowCount(static_cast<int>(checks_.size()));
    for (int row = 0; row < table_->rowCount(); ++row) showRow(row, results_[static_cast<std::size_t>(row)]);
    table_->resizeColumnsToContents();
    table_->setColumnWidth(check_column, std::min(430, table_->columnWidth(check_column)));
    table_->setColumnWidth(verdict_column, 110);
    table_->setColumnWidth(measured_column, 110);
    table_->setColumnWidth(distance_column, 80);
    verdict_->setText(tr("%n check(s) ready", nullptr, table_->rowCount()));
    progress_->setValue(0);
    updateButtons();
}

void VerifyDialog::run() {
    if (running()) return;
    listChecks();
    job_.start(
        [this, &lab = lab_, checks = checks_](const std::stop_token& stop, const BackgroundJob::Reporter& reporter) {
            const auto report = [&](std::span<const CheckResult> results, double done) {
                reporter.onGuiThread(
                    [this, copy = std::vector(results.begin(), results.end()), done] { showResults(copy, done); });
            };
            langevin::verify(lab, checks, {.threads = 1, .stop = stop, .progress = report});
        });
    updateButtons();
}

void VerifyDialog::stop() {
    job_.stop();
}

void VerifyDialog::showResults(const std::vector<CheckResult>& results, double done) {
    std::size_t settled = 0, running = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto verdict = results[i].verdict;
        running += verdict == Verdict::running;
        settled += verdict != Verdict::running && verdict != Verdict::waiting;
        if (verdict != results_[i].verdict) showRow(static_cast<int>(i), results[i]);
    }
    results_ = results;
    const double share =
        (static_cast<double>(settled) + static_cast<double>(running) * done) / static_cast<double>(results.size());
    progress_->setValue(static_cast<int>(1000 * share));
    verdict_->setText(verdictText(results));
}

/// After a stop: what was not run says so.
void VerifyDialog::showEnd() {
    int left = 0;
    for (std::size_t i = 0; i < results_.size(); ++i) {
        const auto verdict = results_[i].verdict;
        if (verdict != Verdict::waiting && verdict != Verdict::running) continue;
        ++left;
        if (auto* item = table_->item(static_cast<int>(i), verdict_column)) item->setText(tr("not run"));
    }
    if (left > 0) verdict_->setText(tr("Stopped: %1; %2 not run").arg(verdictText(results_)).arg(left));
}

void VerifyDialog::openRow(int row) {
    if (row >= 0) emit openRequested(checks_[static_cast<std::size_t>(row)]->recipe);
}

/// Return in the table means the row, not the button that the dialog has for it.
bool VerifyDialog::eventFilter(QObject* watched, QEvent* event) {
    if (watched != table_ || event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    const auto key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter) return QDialog::eventFilter(watched, event);
    openRow(table_->currentRow());
    return true;
}

QString VerifyDialog::verdictText(const std::vector<CheckResult>& results) const {
    int passed = 0, failed = 0;
    for (const auto& result : results) {
        passed += result.verdict == Verdict::passed;
        failed += result.verdict == Verdict::failed || result.verdict == Verdict::broken;
    }
    if (failed > 0) return tr("%1 of %2 checks agree, %3 do not").arg(passed).arg(results.size()).arg(failed);
    if (passed == static_cast<int>(results.size())) return tr("All %1 checks agree").arg(passed);
    const auto words = running() ? tr("%1 of %2 checks agree so far") : tr("%1 of %2 checks agree");
    return words.arg(passed).arg(results.size());
}

void VerifyDialog::showRow(int row, const CheckResult& result) {
    const auto& check = *result.check;
    const bool known = result.verdict == Verdict::passed || result.verdict == Verdict::failed;
    const QString cells[column_count] = {
        word(result.verdict),
        text(check.title),
        known ? printed(result.measured.value, result.measured.error) : text(result.problem),
        expectation(check),
        known ? QStringLiteral("%1 σ").arg(result.distance, 0, 'f', 1).replace('-', minus) : QString(),
        text(check.expected.source)};
    for (int column = 0; column < column_count; ++column) {
        auto* item = table_->item(row, column);
        if (!item) table_->setItem(row, column, item = new QTableWidgetItem);
        item->setText(cells[column]);
        item->setToolTip(text(check.title + "\n" + storage::to_line(check.recipe)));
    }
    auto* verdict = table_->item(row, verdict_column);
    verdict->setForeground(result.verdict == Verdict::passed                                        ? theme_.good
                           : result.verdict == Verdict::failed || result.verdict == Verdict::broken ? theme_.bad
                                                                                                    : theme_.mutedText);
    if (result.verdict == Verdict::running) table_->scrollToItem(verdict);
}

void VerifyDialog::copyTable() const {
    QStringList lines;
    for (int row = -1; row < table_->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < column_count; ++column)
            cells << (row < 0 ? table_->horizontalHeaderItem(column)->text() : table_->item(row, column)->text());
        lines << cells.join('\t');
    }
    QApplication::clipboard()->setText(lines.join('\n').replace(minus, '-'));  // for programs
}

void VerifyDialog::updateButtons() {
    run_button_->setText(running() ? tr("&Stop") : tr("&Run checks"));
    run_button_->setToolTip(running() ? tr("Ends after the present step; results so far stay")
                                      : tr("Runs all listed checks on one core"));
    all_->setEnabled(!running());
}

}  // namespace langevin::desktop
