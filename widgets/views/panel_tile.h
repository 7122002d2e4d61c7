// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <memory>

#include "engine/core/panel.h"
#include "widgets/style/theme.h"

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace langevin::views {

class PanelView;

/// Frame and header around a view: title, maximise, menu. Dragged by its header; all of it works from the keyboard too.
class PanelTile : public QFrame {
    Q_OBJECT
  public:
    explicit PanelTile(const PanelSpec& spec, QWidget* parent = nullptr);
    ~PanelTile() override;

    const PanelSpec& spec() const { return spec_; }
    QString id() const;
    /// Made when first asked for.
    PanelView* view();
    bool hasView() const { return view_ != nullptr; }

    void setTheme(const style::Theme& theme);
    void setMaximised(bool maximised);
    void setPending(bool pending);
    /// A discreet remark in the header, such as "half rate"; empty: none.
    void setRemark(const QString& remark);

    int columns() const { return columns_; }
    int rows() const { return rows_; }
    void setSpan(int columns, int rows);

  signals:
    void viewMade(langevin::views::PanelView* view);
    void maximiseRequested();
    void hideRequested();
    void spanChanged();
    /// The header is dragged: global position, and whether it was let go there.
    void dragged(const QPoint& global, bool dropped);
    /// By keyboard: -1 before, +1 behind the neighbour.
    void moveRequested(int by);
    void saveFigureRequested();
    void saveDataRequested();
    void copyFigureRequested();
    void copyDataRequested();

  protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void makeHeader();
    void fillMenu();
    void grow(int columns, int rows);

    PanelSpec spec_;
    style::Theme theme_;
    QVBoxLayout* layout_;
    QWidget* header_;
    QLabel *title_, *remark_;
    QToolButton *maximise_, *menu_button_;
    QMenu* menu_;
    PanelView* view_ = nullptr;
    QPoint pressed_;
    bool dragging_ = false, maximised_ = false;
    int columns_, rows_;
};

}  // namespace langevin::views
