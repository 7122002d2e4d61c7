// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_canvas.h"

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>
#include <algorithm>

namespace langevin::charts {
namespace {

/// The series of one shape. Error bars, marks and hairlines have none: Qt Charts lacks the
/// first, and makes an item of each of the second.
struct Item {
    QLineSeries* line = nullptr;
    QLineSeries* lower = nullptr;
    QAreaSeries* area = nullptr;
};

/// Of a large family, or of many points. For each series Qt Charts strokes an outline to find the pointer with; that
/// alone would take tens of milliseconds.
bool is_hairline(const Shape& shape) {
    const auto* line = std::get_if<LineShape>(&shape);
    return line && line->pen.isCosmetic();
}

bool in_chart(const Shape& shape) {
    return (std::holds_alternative<LineShape>(shape) && !is_hairline(shape)) ||
           std::holds_alternative<AreaShape>(shape);
}

}  // namespace

struct ChartCanvas::Chart {
    Chart() {
        chart->setAnimationOptions(QChart::NoAnimation);
        chart->setBackgroundVisible(false);
        chart->setPlotAreaBackgroundVisible(false);
        chart->legend()->hide();
        chart->setMargins({0, 0, 0, 0});
        chart->layout()->setContentsMargins(0, 0, 0, 0);
        for (auto [axis, side] : {std::pair{x, Qt::AlignBottom}, std::pair{y, Qt::AlignLeft}}) {
            axis->setRange(0, 1);
            axis->setVisible(false);
            chart->addAxis(axis, side);
        }
        scene.setItemIndexMethod(QGraphicsScene::NoIndex);
        scene.addItem(chart);
    }

    void resize(const QSizeF& size) {
        if (chart->size() == size) return;
        const QRectF rect({0, 0}, size);
        scene.setSceneRect(rect);
        chart->resize(size);
        chart->setPlotArea(rect);
    }

    bool fits(const Shapes& shapes) const {
        auto item = items.begin();
        for (const auto& shape : shapes) {
            if (!in_chart(shape)) continue;
            if (item == items.end() || (item->area != nullptr) != std::holds_alternative<AreaShape>(shape))
                return false;
            ++item;
        }
        return item == items.end();
    }

    void add(QAbstractSeries* series) {
        chart->addSeries(series);
        series->attachAxis(x);
        series->attachAxis(y);
    }

    void rebuild(const Shapes& shapes) {
        ++rebuilds;
        chart->removeAllSeries();
        items.clear();
        for (const auto& shape : shapes) {
            if (!in_chart(shape)) continue;
            Item item;
            item.line = new QLineSeries;
            if (std::holds_alternative<AreaShape>(shape)) {
                item.lower = new QLineSeries;
                item.area = new QAreaSeries(item.line, item.lower);
                item.area->setPen(Qt::NoPen);
                item.line->setParent(item.area);
                item.lower->setParent(item.area);
                add(item.area);
            } else {
                add(item.line);
            }
            items.push_back(item);
        }
    }

    static void fill(const Item& item, const Shape& shape) {
        if (const auto* line = std::get_if<LineShape>(&shape)) {
            item.line->setPen(line->pen);
            item.line->replace(line->points);
        } else if (const auto* area = std::get_if<AreaShape>(&shape)) {
            item.area->setBrush(area->fill);
            item.line->replace(area->upper);
            item.lower->replace(area->lower);
        }
    }

    QGraphicsScene scene;
    QChart* chart = new QChart;  // the scene owns it
    QValueAxis* x = new QValueAxis;
    QValueAxis* y = new QValueAxis;
    std::vector<Item> items;
    int rebuilds = 0;
};

ChartCanvas::ChartCanvas() = default;
ChartCanvas::~ChartCanvas() = default;

void ChartCanvas::draw(QPainter& painter, const QRectF& area, const Shapes& shapes) {
    if (!chart_)
        chart_ = std::make_unique<Chart>();  // not before something is seen: it costs a millisecond
                                             // or two
    chart_->resize(area.size());
    if (!chart_->fits(shapes)) chart_->rebuild(shapes);
    auto item = chart_->items.begin();
    for (const auto& shape : shapes)
        if (in_chart(shape)) Chart::fill(*item++, shape);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area);
    for (const auto& shape : shapes)
        if (is_hairline(shape)) paint_shape(painter, area, shape);
    chart_->scene.render(&painter, area, QRectF({0, 0}, area.size()), Qt::IgnoreAspectRatio);
    painter.restore();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& shape : shapes) {
        if (!is_mark(shape)) continue;
        painter.save();
        if (std::holds_alternative<BarsShape>(shape))
            painter.setClipRect(area);  // dots on the border are drawn in full
        paint_shape(painter, area, shape);
        painter.restore();
    }
}

int ChartCanvas::rebuilds() const {
    return chart_ ? chart_->rebuilds : 0;
}

}  // namespace langevin::charts
