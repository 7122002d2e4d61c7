// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRectF>
#include <QString>

#include "widgets/style/theme.h"

class QPainter;

namespace langevin::views {
class PanelView;
}

namespace langevin::figures {

/// One panel of a figure. The view belongs to somebody else.
struct Part {
    const views::PanelView* view = nullptr;
    QString id, title;
};

/// What a figure or a frame of a movie shows: one panel, or several in rows, read from left to right. Value type.
struct Sheet {
    Sheet() = default;
    /// One panel alone; implicit, so that a view can be saved as it is.
    Sheet(const views::PanelView& view) : parts{{&view, {}, {}}} {}

    QList<Part> parts;
    int columns = 0;        ///< 0: as many as leave the panels well shaped
    bool letters = false;   ///< (a), (b), ... at the corners, as journals want them
    bool titles = false;    ///< the name of each panel above it
    QString remark = {};    ///< at the right of the title of the whole: the step of a frame
    QString subtitle = {};  ///< below that title, in small letters
};

/// "(a)", "(b)", ... "(z)", "(aa)"
QString letter(qsizetype index);

/// Where `count` panels go: as many columns as asked for, or so many that the panels are nearest to 4:3; the last row
/// fills the width.
QList<QRectF> places(const QRectF& area, qsizetype count, int columns, double gap);

/// Panels, letters and titles into the area; the painter's unit is 1/72 inch. GUI thread.
void paint_sheet(QPainter& painter, const QRectF& area, const Sheet& sheet, const style::Theme& theme);

/// Title at the left, remark of the sheet at the right, in a line, and its subtitle below; returns what is left of the
/// area.
QRectF paint_heading(QPainter& painter, const QRectF& area, const QString& title, const Sheet& sheet,
                     const style::Theme& theme);

}  // namespace langevin::figures
