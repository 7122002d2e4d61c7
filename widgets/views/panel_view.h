// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include "engine/core/panel.h"
#include "widgets/style/theme.h"

class QAction;
class QPainter;

namespace langevin::views {

/// Shows one panel. GUI thread only. Knows the panel's value type, never where it came from.
class PanelView : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;

    /// New numbers of the kind that the view was made for. Cheap; painting happens later.
    virtual void setPanel(const Panel& panel) = 0;
    virtual void setTheme(const style::Theme& theme) = 0;
    /// Paints the panel as a figure into the rectangle (in the painter's units, 1 unit = 1/72 inch times the painter's
    /// own transform), as vectors where that makes sense. For files: independent of size and state of the widget.
    virtual void paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const = 0;
    /// For the frames of a movie: axes of figures keep still while the numbers move, as they do on screen.
    virtual void setSteady(bool) {}
    /// What can be chosen in this view (colour map, logarithmic axis, keep as ghost, ...), for the tile's menu.
    virtual QList<QAction*> viewActions() const { return {}; }
    /// The state of those choices as a value that restoreChoices understands, for the remembered layout.
    virtual QVariantMap choices() const { return {}; }
    virtual void restoreChoices(const QVariantMap&) {}
    /// Whether points can be activated and regions marked (maps of a sweep); otherwise the mouse only reads off.
    virtual void setSelectable(bool) {}
    /// Whether other numbers can be drawn behind the own ones.
    virtual bool takesGhosts() const { return false; }
    /// Draws what another run or an earlier moment shows of this panel, pale behind the own numbers, in the place of
    /// what had this mark. The mark is one letter at the curve, the name stands in the legend.
    virtual void setGhost(const QString& /*mark*/, const QString& /*name*/, const Panel&) {}
    virtual void removeGhost(const QString& /*mark*/) {}
    /// What the last painting took: the panel grid serves slow views less often.
    virtual double lastPaintMilliseconds() const { return 0; }

  signals:
    /// A field view wants one tile in full, or the mosaic (-1): see Attention::followed.
    void followedChanged(int tile);
    /// A cell of a heat map was clicked: where it was measured.
    void cellActivated(double x, double y);
    /// A rectangle was marked, in units of the axes, x0 < x1 and y0 < y1.
    void regionSelected(double x0, double x1, double y0, double y1);
};

}  // namespace langevin::views
