// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/field/field_state.h"
#include "widgets/views/panel_view.h"

class QActionGroup;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace langevin::field {

class FlatView;
class SurfaceView;

/// See make_field_view(): joins the flat map, the surface, the read-out and the choices.
class FieldPanelView : public views::PanelView {
    Q_OBJECT
  public:
    explicit FieldPanelView(QWidget* parent);
    ~FieldPanelView() override;

    void setPanel(const Panel& panel) override;
    void setTheme(const style::Theme& theme) override;
    void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const override;
    QList<QAction*> viewActions() const override;
    QVariantMap choices() const override;
    void restoreChoices(const QVariantMap& choices) override;
    QSize sizeHint() const override { return {460, 420}; }

  private:
    void build();
    void make_actions();
    QAction* action(const QString& text, const QString& tip, const QKeySequence& key);
    QMenu* colour_menu();
    QMenu* range_menu();
    void add_range(QMenu* menu, const QString& text, const QString& tip, RangeMode mode);
    QWidget* foot();

    void refresh();
    void follow(int tile);
    void show_chains();
    void show_surface(bool surface);
    bool shows_surface() const;
    void choose_map(const QString& name);
    void choose_range(RangeMode mode);
    void show_read_out();
    void show_menus();
    void refuse_surface(const QString& why);
    QString note() const;

    FieldState state_;
    QString map_name_;  ///< chosen by the person; empty: what suits the quantity and the theme
    bool chosen_follow_ = false;
    int followed_before_surface_ = -1;
    bool skipped_ = false;  ///< the last panel was not drawn, because the surface is slow

    QStackedWidget* stack_ = nullptr;
    FlatView* flat_ = nullptr;
    SurfaceView* surface_ = nullptr;  ///< made when first asked for
    QLabel* read_out_ = nullptr;
    QComboBox* chains_ = nullptr;
    QToolButton* flat_button_ = nullptr;
    QToolButton* surface_button_ = nullptr;

    QAction *flat_action_ = nullptr, *surface_action_ = nullptr, *mosaic_action_ = nullptr, *next_ = nullptr,
            *previous_ = nullptr, *reset_shift_ = nullptr, *reset_camera_ = nullptr, *walls_ = nullptr,
            *higher_ = nullptr, *flatter_ = nullptr, *map_action_ = nullptr, *range_action_ = nullptr;
    QActionGroup *maps_ = nullptr, *ranges_ = nullptr;
};

}  // namespace langevin::field
