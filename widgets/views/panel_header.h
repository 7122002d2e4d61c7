// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include "widgets/style/theme.h"

class QLabel;
class QMenu;
class QToolButton;

namespace langevin::views {

/// The head of a panel: title, buttons, and the handle by which the panel is dragged. Takes the
/// focus, so that panels are moved by keys as well: Ctrl with an arrow.
class PanelHeader : public QWidget {
    Q_OBJECT
  public:
    PanelHeader(const QString& title, const QString& help, QMenu* menu, QWidget* parent);

    void setTheme(const style::Theme& theme);
    void setMaximised(bool maximised);
    /// What takes the focus, in order.
    QList<QWidget*> tabChain();
    /// A few words at the right of the title ("½ rate"), and what they mean.
    void setRemark(const QString& remark, const QString& help);

  signals:
    void maximiseRequested();
    void moveRequested(int steps);  ///< in the order of panels: -1 to the front
    void dragged(const QPoint& global_position);
    void dropped(const QPoint& global_position);
    void dragCancelled();

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void elideTitle();
    void endDrag(bool keep, const QPoint& position);

    QString full_title_;
    QLabel *title_, *remark_;
    QToolButton *maximise_, *more_;
    QMenu* menu_;
    style::Theme theme_;
    QPoint press_;
    bool pressed_ = false, dragging_ = false, maximised_ = false;
};

}  // namespace langevin::views
