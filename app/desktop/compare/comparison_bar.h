// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/style/theme.h"

class QAction;
class QLabel;
class QMenu;
class QToolButton;

namespace langevin::desktop {

class Comparison;

/// The strip over two pages side by side: what each side is, what may differ, and what to do with them.
class ComparisonBar : public QWidget {
    Q_OBJECT
  public:
    explicit ComparisonBar(Comparison& comparison, QWidget* parent = nullptr);

    void setTheme(const style::Theme& theme);
    /// Rich texts for each side, the most important first; shows as many as there is room for.
    void showNumbers(const QStringList& first, const QStringList& second);
    /// Links and overlay as they are.
    void showState();
    /// Parameters that may differ; filled when it opens.
    QMenu* differencesMenu() const { return differences_menu_; }
    /// With their keys, for the window.
    QList<QAction*> actions() const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QLabel* side();
    QLabel* badge(const QString& letter);
    QToolButton* button(QAction* action);
    QAction* action(const QString& text, const QString& key, const QString& tip);
    void fillDifferences();

    Comparison& comparison_;
    style::Theme theme_;
    QList<QLabel*> badges_;
    QLabel *first_, *second_;
    QMenu* differences_menu_;
    QToolButton* differences_;
    QAction *overlay_, *keep_, *end_;
};

}  // namespace langevin::desktop
