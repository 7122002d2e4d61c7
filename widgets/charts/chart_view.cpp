// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_view.h"

#include <QAccessible>
#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <cmath>

#include "widgets/style/figure.h"

namespace langevin::charts {
namespace {

constexpr double reach = 40;  // pixels within which a point is read out

double abscissa(const PlotSeries& s, std::size_t i) { return s.shape == Shape::stairs ? 0.5 * (s.x[i] + s.x[i + 1]) : s.x[i]; }

Interval zoomed(Interval range, double centre, double factor) {
    return {centre - (centre - range.low) * factor, centre + (range.high - centre) * factor};
}

struct ToModel {
    PlotModel operator()(const Curves& curves) const { return model_of(curves); }
    PlotModel operator()(const Histogram& histogram) const { return model_of(histogram); }
    template <class Other>
    PlotModel operator()(const Other&) const {
        return {};
    }
};

}  // namespace

ChartView::ChartView(QWidget* parent) : PanelView(parent), canvas_(new ChartCanvas(this)), note_(new QLabel(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    canvas_->setAttribute(Qt::WA_TransparentForMouseEvents);
    note_->setProperty("role", "note");
    note_->setTextInteractionFlags(Qt::NoTextInteraction);
    note_->setAttribute(Qt::WA_TransparentForMouseEvents);
    note_->setMinimumWidth(1);
    note_->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 0, 6, 2);
    layout->setSpacing(0);
    layout->addWidget(note_);
    layout->addWidget(canvas_, 1);
    makeActions();
}

void ChartView::makeActions() {
    const auto add = [this](const QString& text, const QKeySequence& key, const QString& tip, auto slot) {
        auto* action = new QAction(text, this);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setToolTip(tip);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
        actions_ << action;
        return action;
    };
    add(tr("Keep as &ghost"), Qt::Key_K, tr("Keep these curves, pale, to compare with later ones"), [this] { keepGhost(); });
    clear_ = add(tr("&Clear ghosts"), tr("Shift+K"), tr("Take the kept curves away"), [this] { clearGhosts(); });
    clear_->setEnabled(false);
    add(tr("&Reset zoom"), Qt::Key_Home, tr("Show all data; a double click does the same"), [this] { resetZoom(); });
    log_x_ = add(tr("Logarithmic &x axis"), Qt::Key_X, tr("Values of zero and below are left out"), [this](bool on) {
        choices_.logarithmic_x = on;
        resetZoom();
    });
    log_y_ = add(tr("Logarithmic &y axis"), Qt::Key_Y, tr("Values of zero and below are left out"), [this](bool on) {
        choices_.logarithmic_y = on;
        resetZoom();
    });
    legend_ = add(tr("&Legend"), Qt::Key_L, tr("Name the curves"), [this](bool on) {
        choices_.legend = on;
        refresh();
    });
    for (auto* action : {log_x_, log_y_, legend_}) action->setCheckable(true);
    legend_->setChecked(true);
}

void ChartView::setPanel(const Panel& panel) {
    live_ = std::visit(ToModel{}, panel);
    setAccessibleDescription(QString::fromStdString(summary(panel)));
    log_x_->setChecked(choices_.logarithmic_x.value_or(live_.x.logarithmic));
    log_y_->setChecked(choices_.logarithmic_y.value_or(live_.y.logarithmic));
    isVisible() ? refresh() : void(stale_ = true);
}

void ChartView::refresh() {
    stale_ = false;
    if (note_->text() != live_.note) {
        note_->setText(live_.note);
        note_->setToolTip(live_.note);
        note_->setVisible(!live_.note.isEmpty());
    }
    auto model = live_;
    model.series.insert(model.series.begin(), ghosts_.begin(), ghosts_.end());
    canvas_->setModel(model, choices_);
    if (read_out_ && read_out_->series >= model.series.size()) showReadOut(std::nullopt, false);
}

void ChartView::setTheme(const style::Theme& theme) { canvas_->setTheme(theme); }

void ChartView::showEvent(QShowEvent* event) {
    PanelView::showEvent(event);
    if (stale_) refresh();
}

void ChartView::paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const {
    auto chart_area = area;
    if (!live_.note.isEmpty()) {
        painter.save();
        painter.setFont(style::figure_font(theme.small_font(), painter));
        painter.setPen(theme.mutedText);
        const double height = 1.4 * theme.small_font().pointSizeF();
        painter.drawText(QRectF(area.left(), area.top(), area.width(), height), Qt::AlignLeft | Qt::AlignVCenter, live_.note);
        chart_area.setTop(area.top() + height);
        painter.restore();
    }
    if (stale_) {  // never shown: draw what would be shown
        ChartCanvas fresh;
        auto model = live_;
        model.series.insert(model.series.begin(), ghosts_.begin(), ghosts_.end());
        fresh.setModel(model, choices_);
        return fresh.paintFigure(painter, chart_area, theme);
    }
    canvas_->paintFigure(painter, chart_area, theme);
}

QVariantMap ChartView::choices() const {
    QVariantMap map{{"legend", choices_.legend}};
    if (choices_.logarithmic_x) map["logarithmic_x"] = *choices_.logarithmic_x;
    if (choices_.logarithmic_y) map["logarithmic_y"] = *choices_.logarithmic_y;
    return map;
}

void ChartView::restoreChoices(const QVariantMap& map) {
    const auto flag = [&](const char* key) { return map.contains(key) ? std::optional(map[key].toBool()) : std::nullopt; };
    choices_.logarithmic_x = flag("logarithmic_x");
    choices_.logarithmic_y = flag("logarithmic_y");
    choices_.legend = flag("legend").value_or(true);
    legend_->setChecked(choices_.legend);
    refresh();
}

void ChartView::keepGhost() {
    const auto kept = ghosts_of(live_, ghosts_kept_ + 1);
    if (kept.empty()) return;
    ++ghosts_kept_;
    ghosts_.insert(ghosts_.end(), kept.begin(), kept.end());
    clear_->setEnabled(true);
    refresh();
}

void ChartView::clearGhosts() {
    ghosts_.clear();
    ghosts_kept_ = 0;
    clear_->setEnabled(false);
    refresh();
}

void ChartView::resetZoom() {
    choices_.zoom_x.reset();
    choices_.zoom_y.reset();
    canvas_->forgetRanges();
    refresh();
}

void ChartView::zoom(double factor, const QPointF& centre, bool in_x, bool in_y) {
    const auto area = canvas_->plotArea();
    if (area.isEmpty()) return;
    const auto range_x = canvas_->rangeX(), range_y = canvas_->rangeY();
    const double x = range_x.low + (centre.x() - area.left()) / area.width() * range_x.width();
    const double y = range_y.high - (centre.y() - area.top()) / area.height() * range_y.width();
    if (in_x) choices_.zoom_x = zoomed(range_x, x, factor);
    if (in_y) choices_.zoom_y = zoomed(range_y, y, factor);
    refresh();
}

void ChartView::pan(const QPointF& by) {
    const auto area = canvas_->plotArea();
    if (area.isEmpty()) return;
    const auto x = canvas_->rangeX(), y = canvas_->rangeY();
    const double dx = -by.x() / area.width() * x.width(), dy = by.y() / area.height() * y.width();
    choices_.zoom_x = Interval{x.low + dx, x.high + dx};
    choices_.zoom_y = Interval{y.low + dy, y.high + dy};
    refresh();
}

std::optional<ReadOut> ChartView::nearest(const QPointF& place) const {
    std::optional<ReadOut> best;
    double least = reach * reach;
    const auto& series = canvas_->model().series;
    for (std::size_t s = 0; s < series.size(); ++s)
        for (std::size_t i = 0; i < series[s].y.size(); ++i) {
            const auto p = canvas_->position(abscissa(series[s], i), series[s].y[i]);
            if (!p || !canvas_->plotArea().contains(*p)) continue;
            // Measured points win over theory that runs through them.
            const double bias = series[s].role == Role::measured ? 1.0 : 1.5;
            const double distance = bias * (std::pow(p->x() - place.x(), 2) + std::pow(p->y() - place.y(), 2));
            if (distance >= least) continue;
            least = distance;
            best = ReadOut{s, i};
        }
    return best;
}

void ChartView::showReadOut(std::optional<ReadOut> point, bool spoken) {
    read_out_ = point;
    canvas_->setReadOut(point);
    if (!point || !spoken) return;
    const auto& s = canvas_->model().series[point->series];
    const bool has_error = point->point < s.error.size();
    setAccessibleName(QStringLiteral("%1: x %2, y %3")
                          .arg(s.name, number_text(abscissa(s, point->point), 6),
                               QString::fromStdString(with_error(s.y[point->point], has_error ? s.error[point->point] : 0))));
    QAccessibleEvent event(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void ChartView::moveReadOut(int points, int series) {
    const auto& all = canvas_->model().series;
    if (all.empty()) return;
    ReadOut next = read_out_.value_or(ReadOut{0, 0});
    if (read_out_ && series != 0)
        next.series = (next.series + all.size() + static_cast<std::size_t>(series + static_cast<int>(all.size()))) % all.size();
    const auto count = static_cast<long>(all[next.series].y.size());
    if (count == 0) return;
    next.point = static_cast<std::size_t>(std::clamp<long>(static_cast<long>(next.point) + (read_out_ ? points : 0), 0, count - 1));
    showReadOut(next, true);
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_from_) {
        pan(event->position() - *dragged_from_);
        dragged_from_ = event->position();
        return;
    }
    showReadOut(nearest(event->position() - canvas_->pos()), false);
}

void ChartView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return PanelView::mousePressEvent(event);
    dragged_from_ = event->position();
    showReadOut(std::nullopt, false);
}

void ChartView::mouseReleaseEvent(QMouseEvent*) { dragged_from_.reset(); }

void ChartView::mouseDoubleClickEvent(QMouseEvent*) { resetZoom(); }

void ChartView::wheelEvent(QWheelEvent* event) {
    if (!hasFocus()) return event->ignore();  // the wheel scrolls the page until the plot was clicked
    const double factor = std::pow(0.999, event->angleDelta().y() + event->angleDelta().x());
    const bool only_x = event->modifiers() & Qt::ControlModifier, only_y = event->modifiers() & Qt::ShiftModifier;
    zoom(factor, event->position() - canvas_->pos(), !only_y, !only_x);
}

void ChartView::leaveEvent(QEvent*) { showReadOut(std::nullopt, false); }

void ChartView::keyPressEvent(QKeyEvent* event) {
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
        case Qt::Key_Left: return moveReadOut(shift ? -10 : -1, 0);
        case Qt::Key_Right: return moveReadOut(shift ? 10 : 1, 0);
        case Qt::Key_Up: return moveReadOut(0, -1);
        case Qt::Key_Down: return moveReadOut(0, 1);
        case Qt::Key_Escape:
            if (!read_out_) break;
            return showReadOut(std::nullopt, false);
        default: break;
    }
    PanelView::keyPressEvent(event);
}

std::unique_ptr<views::PanelView> make_curves_view(QWidget* parent) { return std::make_unique<ChartView>(parent); }
std::unique_ptr<views::PanelView> make_histogram_view(QWidget* parent) { return std::make_unique<ChartView>(parent); }

}  // namespace langevin::charts
