// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_canvas.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QLineSeries>
#include <QPainter>
#include <QScatterSeries>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/charts/chart_overlay.h"

namespace langevin::charts {
namespace {

/// The axis coordinate of a value; none where it cannot be shown.
std::optional<double> coordinate(double value, bool logarithmic) {
    if (!std::isfinite(value)) return std::nullopt;
    if (!logarithmic) return value;
    return value > 0 ? std::optional(std::log10(value)) : std::nullopt;
}

/// One series of the model as Qt Charts draws it.
struct Drawn {
    QXYSeries* line = nullptr;
    QScatterSeries* points = nullptr;
    QAreaSeries* area = nullptr;           // stairs, or the band of errors
    QLineSeries *upper = nullptr, *lower = nullptr;
};

bool same_structure(const PlotModel& a, const PlotModel& b) {
    if (a.series.size() != b.series.size()) return false;
    for (std::size_t i = 0; i < a.series.size(); ++i) {
        const auto &s = a.series[i], &t = b.series[i];
        if (s.shape != t.shape || s.role != t.role || s.ghost != t.ghost || s.band != t.band || s.colour != t.colour) return false;
    }
    return true;
}

class Extent {
  public:
    void add(double value) {
        low_ = std::min(low_, value);
        high_ = std::max(high_, value);
    }
    std::optional<Interval> interval() const { return low_ <= high_ ? std::optional(Interval{low_, high_}) : std::nullopt; }

  private:
    double low_ = std::numeric_limits<double>::infinity(), high_ = -low_;
};

}  // namespace

/// The chart in its scene: on the screen inside a view, or by itself for a figure.
class ChartCanvas::Chart {
  public:
    /// unit: scene units per logical pixel (screen) or per point (figure).
    Chart(bool figure, double unit) : figure_(figure), unit_(unit), chart_(new QChart), overlay_(new ChartOverlay(chart_)) {
        scene_.addItem(chart_);
        chart_->legend()->hide();
        chart_->setAnimationOptions(QChart::NoAnimation);
        chart_->setBackgroundVisible(false);
        const int right = static_cast<int>(12 * unit), top = static_cast<int>(6 * unit);
        chart_->setMargins(QMargins(0, top, right, 0));  // room for half a tick label
        chart_->layout()->setContentsMargins(0, 0, 0, 0);
        for (auto* axis : {&x_, &y_}) {
            *axis = new QCategoryAxis;
            (*axis)->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
            (*axis)->setMinorGridLineVisible(false);
        }
        chart_->addAxis(x_, Qt::AlignBottom);
        chart_->addAxis(y_, Qt::AlignLeft);
        anchor_ = new QLineSeries;
        attach(anchor_);
        overlay_->setZValue(1000);
    }

    QGraphicsScene* scene() { return &scene_; }
    QRectF plotArea() const { return chart_->plotArea(); }

    void setTheme(const style::Theme& theme) {
        theme_ = theme;
        const auto font = scaled(theme.small_font());
        for (auto* axis : {x_, y_}) {
            axis->setLabelsFont(font);
            axis->setTitleFont(font);
            axis->setLabelsBrush(theme.mutedText);
            axis->setTitleBrush(theme.text);
            axis->setLinePen(QPen(theme.mutedText, unit_));
            axis->setGridLinePen(QPen(theme.grid, 0.8 * unit_));
        }
        overlay_->setLook({theme, unit_, font});
        for (std::size_t i = 0; i < drawn_.size(); ++i) paint(drawn_[i], model_->series[i]);
    }

    void resize(const QSizeF& size) {
        chart_->resize(size);
        scene_.setSceneRect(QRectF(QPointF(), size));
        overlay_->setPlotArea(chart_->plotArea());
    }

    /// Makes room for labels that were set since the last resize; on the screen the event loop does that.
    void layOut() {
        const auto size = chart_->size();
        chart_->resize(size + QSizeF(unit_, unit_));
        QCoreApplication::sendPostedEvents(chart_);
        chart_->layout()->activate();
        resize(size);
        chart_->layout()->activate();
        overlay_->setPlotArea(chart_->plotArea());
    }

    void setModel(const PlotModel& model, bool rebuild) {
        model_ = &model;
        if (rebuild) build(model);
    }

    void setRanges(Interval x, Interval y, bool log_x, bool log_y) {
        log_x_ = log_x;
        log_y_ = log_y;
        setAxis(x_, x, log_x, static_cast<int>(chart_->size().width() / (55 * unit_ * theme_.scale)), shown_x_);
        setAxis(y_, y, log_y, static_cast<int>(chart_->size().height() / (42 * unit_ * theme_.scale)), shown_y_);
        setTitle(x_, model_->x);
        setTitle(y_, model_->y);
    }

    void setData(bool legend) {
        const double pixels = chart_->plotArea().width() / unit_;
        const auto buckets = static_cast<std::size_t>(std::max(50.0, crowded() ? 0.5 * pixels : pixels));
        for (std::size_t i = 0; i < drawn_.size(); ++i) fill(drawn_[i], model_->series[i], buckets);
        overlay_->setPlotArea(chart_->plotArea());
        overlay_->setContent(model_, legend, [this](double x, double y) { return position(x, y); });
    }

    std::optional<QPointF> position(double x, double y) const {
        const auto cx = coordinate(x, log_x_), cy = coordinate(y, log_y_);
        if (!cx || !cy) return std::nullopt;
        return chart_->mapToPosition(QPointF(*cx, *cy), anchor_);
    }

    ChartOverlay* overlay() { return overlay_; }

  private:
    /// Many lines: thin them, or they hide one another.
    bool crowded() const {
        return std::count_if(model_->series.begin(), model_->series.end(), [](const PlotSeries& s) { return s.shape == Shape::line; }) > 4;
    }

    QFont scaled(QFont font) const {
        if (figure_) font.setPixelSize(std::max(1, static_cast<int>(std::lround(font.pointSizeF() * unit_))));
        return font;
    }

    void attach(QAbstractSeries* series) {
        chart_->addSeries(series);
        series->attachAxis(x_);
        series->attachAxis(y_);
    }

    void build(const PlotModel& model) {
        for (auto& d : drawn_) {
            for (auto* series : {static_cast<QAbstractSeries*>(d.line), static_cast<QAbstractSeries*>(d.points), static_cast<QAbstractSeries*>(d.area)})
                if (series) {
                    chart_->removeSeries(series);
                    delete series;
                }
            delete d.upper;
            delete d.lower;
        }
        drawn_.clear();
        // Ghosts lie behind, then areas and guides, then what was measured.
        for (const auto& s : model.series) {
            Drawn d;
            if (s.shape == Shape::stairs || s.band) {
                d.upper = new QLineSeries;
                d.lower = new QLineSeries;
                d.area = new QAreaSeries(d.upper, d.lower);
                attach(d.area);
            }
            if (s.shape == Shape::line || s.shape == Shape::line_and_points) attach(d.line = new QLineSeries);
            if (s.shape == Shape::points || s.shape == Shape::line_and_points) attach(d.points = new QScatterSeries);
            drawn_.push_back(d);
            paint(drawn_.back(), s);
        }
    }

    void paint(const Drawn& d, const PlotSeries& s) const {
        const auto colour = colour_of(s, theme_);
        const double weight = (s.role == Role::measured && s.ghost == 0 && !crowded() ? 1.8 : 1.1) * unit_ * theme_.scale;
        QPen pen(colour, weight);
        pen.setCosmetic(false);
        pen.setJoinStyle(Qt::RoundJoin);
        if (s.role == Role::guide) pen.setDashPattern({5, 4});
        if (d.line) d.line->setPen(pen);
        if (d.points) {
            const double size = (s.role == Role::measured ? 6.0 : 5.0) * unit_ * theme_.scale;
            d.points->setMarkerSize(size);
            d.points->setColor(colour);
            d.points->setBorderColor(Qt::transparent);
            d.points->setMarkerShape(s.role == Role::theory ? QScatterSeries::MarkerShapeRectangle : QScatterSeries::MarkerShapeCircle);
        }
        if (d.area) {
            QColor fill = colour;
            fill.setAlphaF(s.ghost > 0 ? 0.12F : s.band ? 0.22F : 0.32F);
            d.area->setBrush(fill);
            d.area->setPen(s.shape == Shape::stairs ? pen : QPen(Qt::NoPen));
        }
    }

    void fill(const Drawn& d, const PlotSeries& s, std::size_t buckets) const {
        if (s.shape == Shape::stairs) return fillStairs(d, s);
        if (s.band) fillBand(d, s, buckets);
        const auto points = curve(s.x, s.y, buckets);
        if (d.line) d.line->replace(points);
        if (d.points) d.points->replace(points);
    }

    QList<QPointF> curve(const std::vector<double>& x, const std::vector<double>& y, std::size_t buckets) const {
        const auto thin = thinned(x, y, buckets);
        QList<QPointF> points;
        points.reserve(static_cast<qsizetype>(thin.x.size()));
        for (std::size_t i = 0; i < thin.x.size(); ++i) {
            const auto cx = coordinate(thin.x[i], log_x_), cy = coordinate(thin.y[i], log_y_);
            if (cx && cy) points.append({*cx, *cy});
        }
        return points;
    }

    void fillStairs(const Drawn& d, const PlotSeries& s) const {
        QList<QPointF> top, bottom;
        const double floor = shown_y_.low;
        for (std::size_t i = 0; i < s.y.size() && i + 1 < s.x.size(); ++i) {
            const double height = coordinate(s.y[i], log_y_).value_or(floor);
            for (const double edge : {s.x[i], s.x[i + 1]})
                if (const auto cx = coordinate(edge, log_x_)) {
                    top.append({*cx, height});
                    bottom.append({*cx, log_y_ ? floor : 0.0});
                }
        }
        d.upper->replace(top);
        d.lower->replace(bottom);
    }

    void fillBand(const Drawn& d, const PlotSeries& s, std::size_t buckets) const {
        std::vector<double> above(s.y), below(s.y);
        for (std::size_t i = 0; i < std::min(s.y.size(), s.error.size()); ++i) {
            const double error = std::isfinite(s.error[i]) ? s.error[i] : 0;
            above[i] += error;
            below[i] -= error;
        }
        d.upper->replace(curve(s.x, above, buckets));
        d.lower->replace(curve(s.x, below, buckets));
    }

    void setTitle(QCategoryAxis* axis, const Axis& declared) const {
        const auto title = QString::fromStdString(declared.title());
        if (axis->titleText() != title) axis->setTitleText(title);
    }

    void setAxis(QCategoryAxis* axis, Interval range, bool logarithmic, int wanted, Interval& shown) const {
        const auto ticks = logarithmic ? logarithmic_ticks(range, wanted) : linear_ticks(range, wanted);
        QStringList labels;
        for (const auto& tick : ticks) labels << unique(tick.label, labels);
        const bool same = range == shown && labels == axis->categoriesLabels();
        shown = range;
        if (same) return;
        for (const auto& label : axis->categoriesLabels()) axis->remove(label);
        axis->setStartValue(range.low - range.width());
        for (std::size_t i = 0; i < ticks.size(); ++i) axis->append(labels[static_cast<qsizetype>(i)], ticks[i].position);
        axis->setRange(range.low, range.high);
    }

    /// Labels name the categories, so two must not be equal.
    static QString unique(QString label, const QStringList& others) {
        while (others.contains(label)) label += QChar(0x200b);
        return label;
    }

    bool figure_;
    double unit_;
    QGraphicsScene scene_;
    QChart* chart_;
    QCategoryAxis *x_ = nullptr, *y_ = nullptr;
    QLineSeries* anchor_ = nullptr;
    ChartOverlay* overlay_;
    std::vector<Drawn> drawn_;
    const PlotModel* model_ = nullptr;
    style::Theme theme_;
    Interval shown_x_{0, 0}, shown_y_{0, 0};
    bool log_x_ = false, log_y_ = false;

    friend class ChartCanvas;
};

ChartCanvas::ChartCanvas(QWidget* parent) : QWidget(parent), chart_(std::make_unique<Chart>(false, 1.0)) {
    auto* view = new QGraphicsView(chart_->scene());
    view->setFrameShape(QFrame::NoFrame);
    view->setRenderHint(QPainter::Antialiasing);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    view->setBackgroundBrush(Qt::transparent);
    view->setStyleSheet("background: transparent");
    view->setAttribute(Qt::WA_TransparentForMouseEvents);  // the view of the panel does all interaction
    view->setFocusPolicy(Qt::NoFocus);
    view->setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view);
    setTheme(style::make_theme(style::Scheme::light));
}

ChartCanvas::~ChartCanvas() = default;

void ChartCanvas::setTheme(const style::Theme& theme) {
    chart_->setTheme(theme);
    if (chart_->model_) setModel(PlotModel(model_), choices_);
}

void ChartCanvas::setModel(const PlotModel& model, const PlotChoices& choices) {
    const bool rebuild = !chart_->model_ || !same_structure(model, model_);
    const bool other_axes = model.x.label != model_.x.label || model.y.label != model_.y.label;
    model_ = model;
    choices_ = choices;
    const bool log_x = choices.logarithmic_x.value_or(model.x.logarithmic), log_y = choices.logarithmic_y.value_or(model.y.logarithmic);
    if (log_x != logarithmic_x_ || log_y != logarithmic_y_ || other_axes) has_range_ = false;
    logarithmic_x_ = log_x;
    logarithmic_y_ = log_y;
    chart_->setModel(model_, rebuild);
    chooseRanges();
    chart_->setRanges(range_x_, range_y_, log_x, log_y);
    chart_->setData(choices.legend);
}

void ChartCanvas::chooseRanges() {
    Extent x, y;
    const auto add = [&](const PlotSeries& s, bool only_x_in_range) {
        for (std::size_t i = 0; i < s.y.size(); ++i) {
            const auto cx = coordinate(s.x[i], logarithmic_x_);
            if (!cx) continue;
            if (only_x_in_range && !range_x_.contains(*cx)) continue;
            if (!only_x_in_range) x.add(*cx);
            if (s.shape == Shape::stairs && !only_x_in_range)
                if (const auto right = coordinate(s.x[i + 1], logarithmic_x_)) x.add(*right);
            const double error = i < s.error.size() && std::isfinite(s.error[i]) ? s.error[i] : 0;
            for (const double value : {s.y[i], s.y[i] + error, s.y[i] - error})
                if (const auto cy = coordinate(value, logarithmic_y_)) y.add(*cy);
        }
    };
    // What was measured decides the range of x; theory and guides may be longer than that.
    bool measured = false;
    for (const auto& s : model_.series)
        if (s.role == Role::measured && !s.y.empty()) measured = true;
    for (const auto& s : model_.series)
        if (!measured || s.role == Role::measured) add(s, false);
    const auto fixed = [](const Axis& axis, bool logarithmic) -> std::optional<Interval> {
        if (!axis.range) return std::nullopt;
        const auto low = coordinate(axis.range->first, logarithmic), high = coordinate(axis.range->second, logarithmic);
        return low && high ? std::optional(Interval{*low, *high}) : std::nullopt;
    };
    const bool points_only = std::all_of(model_.series.begin(), model_.series.end(), [](const PlotSeries& s) { return s.shape != Shape::line || s.role != Role::measured; });
    const Interval data_x = with_margin(x.interval().value_or(Interval{0, 1}), points_only && !model_.from_zero ? 0.03 : 0.0);
    const auto wanted_x = fixed(model_.x, logarithmic_x_).value_or(data_x);
    range_x_ = choices_.zoom_x.value_or(fixed(model_.x, logarithmic_x_) || !has_range_ ? wanted_x : settled(range_x_, wanted_x));
    if (!model_.x.range && !choices_.zoom_x && !model_.from_zero) {
        // Histories end at the last point, not somewhere behind it.
        range_x_.low = wanted_x.low;
        if (!points_only) range_x_.high = wanted_x.high;
    }
    for (const auto& s : model_.series)
        if (s.role != Role::measured && measured) add(s, true);
    const bool log_or_free = logarithmic_y_ || !model_.from_zero;
    auto wanted_y = with_margin(y.interval().value_or(Interval{0, 1}), 0.06);
    if (!log_or_free) wanted_y = {0, y.interval().value_or(Interval{0, 1}).high * 1.08};
    if (const auto given = fixed(model_.y, logarithmic_y_)) wanted_y = *given;
    const bool given_y = fixed(model_.y, logarithmic_y_).has_value();
    range_y_ = choices_.zoom_y.value_or(given_y || !has_range_ ? wanted_y : settled(range_y_, wanted_y));
    if (!log_or_free && !choices_.zoom_y) range_y_.low = 0;
    has_range_ = !model_.empty();
}

void ChartCanvas::setReadOut(std::optional<ReadOut> point) { chart_->overlay()->setReadOut(point); }

std::optional<QPointF> ChartCanvas::position(double x, double y) const { return chart_->position(x, y); }

QRectF ChartCanvas::plotArea() const { return chart_->plotArea(); }

void ChartCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    chart_->resize(size());
    if (!chart_->model_) return;
    chart_->setRanges(range_x_, range_y_, logarithmic_x_, logarithmic_y_);
    chart_->setData(choices_.legend);
}

void ChartCanvas::paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const {
    constexpr double unit = 8;  // fonts have whole pixel sizes: draw large, scale down
    Chart figure(true, unit);
    figure.setTheme(theme);
    figure.resize(area.size() * unit);
    figure.setModel(model_, true);
    figure.setRanges(range_x_, range_y_, logarithmic_x_, logarithmic_y_);
    figure.layOut();
    figure.setData(choices_.legend);
    figure.scene()->render(&painter, area, figure.scene()->sceneRect(), Qt::IgnoreAspectRatio);
}

}  // namespace langevin::charts
