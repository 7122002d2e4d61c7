// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/compare/comparison_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QTextDocument>
#include <QToolButton>
#include <algorithm>

#include "app/desktop/compare/comparison.h"
#include "widgets/parameters/names.h"
#include "widgets/style/text.h"

namespace langevin::desktop {
namespace {

/// As many of the words as fit into the label, whole ones only.
QString fitting(const QStringList& words, const QLabel& label) {
    QTextDocument measure;
    measure.setDefaultFont(label.font());
    measure.setDocumentMargin(0);
    QString text;
    for (const auto& word : words) {
        const auto longer = text.isEmpty() ? word : text + "&nbsp;&nbsp; " + word;
        measure.setHtml(longer);
        if (!text.isEmpty() && measure.idealWidth() > label.width() - 2) break;
        text = longer;
    }
    return text;
}

}  // namespace

ComparisonBar::ComparisonBar(Comparison& comparison, QWidget* parent)
    : QWidget(parent),
      comparison_(comparison),
      first_(side()),
      second_(side()),
      differences_menu_(new QMenu(this)),
      differences_(new QToolButton),
      overlay_(action(tr("Overlay"), tr("Ctrl+Shift+O"),
                      tr("Draw the curves of each side behind those of the other, on one scale"))),
      keep_(action(tr("Keep B"), tr("Ctrl+Shift+K"), tr("Go on with side B alone"))),
      end_(action(tr("Close"), tr("Ctrl+Shift+X"), tr("Go on with side A alone"))) {
    overlay_->setCheckable(true);
    connect(overlay_, &QAction::triggered, &comparison_, &Comparison::setOverlaid);
    connect(keep_, &QAction::triggered, &comparison_, &Comparison::keepSecond);
    connect(end_, &QAction::triggered, &comparison_, &Comparison::end);
    differences_->setMenu(differences_menu_);
    differences_->setPopupMode(QToolButton::InstantPopup);
    differences_->setShortcut(tr("Alt+D"));
    differences_->setToolTip(tr("Which parameters may differ; all others are linked (Alt+D)"));
    differences_->setAccessibleName(tr("Parameters that may differ"));
    differences_menu_->setToolTipsVisible(true);
    connect(differences_menu_, &QMenu::aboutToShow, this, &ComparisonBar::fillDifferences);
    first_->setAccessibleName(tr("Side A"));
    second_->setAccessibleName(tr("Side B"));
    second_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(10, 5, 10, 6);
    line->setSpacing(8);
    line->addWidget(badge("A"));
    line->addWidget(first_, 1);
    line->addWidget(differences_);
    for (auto* each : actions()) line->addWidget(button(each));
    line->addWidget(second_, 1);
    line->addWidget(badge("B"));
}

QLabel* ComparisonBar::side() {
    auto* label = new QLabel;
    label->setTextFormat(Qt::RichText);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->setToolTip(tr("What differs, how far this side has come, and its headline numbers with one standard error"));
    return label;
}

QLabel* ComparisonBar::badge(const QString& letter) {
    auto* label = new QLabel(letter);
    label->setAlignment(Qt::AlignCenter);
    badges_ << label;
    return label;
}

QAction* ComparisonBar::action(const QString& text, const QString& key, const QString& tip) {
    auto* made = new QAction(text, this);
    made->setShortcut(key);
    made->setToolTip(QStringLiteral("%1 (%2)").arg(tip, made->shortcut().toString(QKeySequence::NativeText)));
    made->setStatusTip(tip);
    return made;
}

QToolButton* ComparisonBar::button(QAction* action) {
    auto* made = new QToolButton;
    made->setDefaultAction(action);
    made->setToolButtonStyle(Qt::ToolButtonTextOnly);
    made->setAccessibleName(action->text());
    return made;
}

QList<QAction*> ComparisonBar::actions() const {
    return {overlay_, keep_, end_};
}

void ComparisonBar::fillDifferences() {
    differences_menu_->clear();
    const auto& values = comparison_.second().parameters();
    const auto& apart = comparison_.apart();
    for (const auto& spec : values.schema().specs()) {
        const bool is_apart = std::find(apart.begin(), apart.end(), spec.key) != apart.end();
        if (!values.relevant(spec) && !is_apart) continue;
        auto* item = differences_menu_->addAction(parameters::full_name(spec));
        item->setCheckable(true);
        item->setChecked(is_apart);
        item->setToolTip(text(spec.help));
        connect(item, &QAction::triggered, &comparison_,
                [this, key = spec.key](bool on) { comparison_.setApart(key, on); });
    }
    differences_menu_->addSeparator();
    auto* seed = differences_menu_->addAction(tr("Random numbers (seed)"));
    seed->setCheckable(true);
    seed->setChecked(comparison_.ownSeed());
    seed->setToolTip(
        tr("The same random numbers on both sides show what a parameter does; others show how large chance is"));
    connect(seed, &QAction::triggered, &comparison_, &Comparison::setOwnSeed);
}

void ComparisonBar::showState() {
    overlay_->setChecked(comparison_.overlaid());
    QStringList names;
    for (const auto& key : comparison_.apart()) {
        const auto& spec = *comparison_.second().parameters().schema().find(key);
        names << parameters::short_name(spec);
    }
    if (comparison_.ownSeed()) names << tr("seed");
    const int more = static_cast<int>(names.size()) - 3;
    auto list = names.mid(0, 3).join(", ");
    if (more > 0) list += tr(" and %1 more").arg(more);
    differences_->setText(names.isEmpty() ? tr("Differ in: nothing") : tr("Differ in: %1").arg(list));
}

void ComparisonBar::showNumbers(const QStringList& first, const QStringList& second) {
    first_->setText(fitting(first, *first_));
    second_->setText(fitting(second, *second_));
}

void ComparisonBar::setTheme(const style::Theme& theme) {
    theme_ = theme;
    const auto size = QFontMetrics(theme.text_font()).height() + 6;
    for (auto* badge : badges_) {
        badge->setFixedSize(size, size);
        badge->setStyleSheet(QStringLiteral("background: %1; color: %2; border-radius: %3px; font-weight: 600;")
                                 .arg(theme.accent.name(), theme.surface.name())
                                 .arg(size / 2));
    }
    update();
}

void ComparisonBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.surface);
    painter.setPen(theme_.border);
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

}  // namespace langevin::desktop
