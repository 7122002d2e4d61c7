// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/field_panel_view.h"

#include <QAccessible>
#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPointer>
#include <QStackedWidget>
#include <QToolButton>

#include "widgets/field/field_figure.h"
#include "widgets/field/field_view.h"
#include "widgets/field/flat_view.h"
#include "widgets/field/range_dialog.h"
#include "widgets/field/surface_view.h"
#include "widgets/style/elided_label.h"
#include "widgets/style/icons.h"
#include "widgets/style/text.h"

namespace langevin::field {

std::unique_ptr<views::PanelView> make_field_view(QWidget* parent) {
    return std::make_unique<FieldPanelView>(parent);
}

FieldPanelView::FieldPanelView(QWidget* parent) : PanelView(parent) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    make_actions();
    build();
    setTheme(style::make_theme(style::Scheme::light));
    if (const auto why = SurfaceView::surely_unavailable(); !why.isEmpty()) refuse_surface(why);
}

FieldPanelView::~FieldPanelView() = default;

void FieldPanelView::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    stack_ = new QStackedWidget(this);
    flat_ = new FlatView(state_, stack_);
    stack_->addWidget(flat_);
    layout->addWidget(stack_, 1);
    layout->addWidget(foot());
    show_chains();
    connect(flat_, &FlatView::shiftWanted, this, [this](QPoint shift) {
        state_.shift = shift;
        refresh();
    });
    connect(flat_, &FlatView::tileClicked, this, &FieldPanelView::follow);
    connect(flat_, &FlatView::probeChanged, this, &FieldPanelView::show_read_out);
}

/// One line of constant height: what is under the mouse, which chain, flat or surface.
QWidget* FieldPanelView::foot() {
    auto* box = new QWidget(this);
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(6, 0, 4, 2);
    layout->setSpacing(2);
    read_out_ = new style::ElidedLabel(box);
    read_out_->setTextFormat(Qt::PlainText);
    read_out_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    read_out_->setProperty("role", "note");
    layout->addWidget(read_out_, 1);
    chains_ = new QComboBox(box);
    chains_->setToolTip(tr("Which one to show (keys [ and ]); a click on a tile chooses it, too."));
    connect(chains_, &QComboBox::activated, this, [this](int index) { follow(index - 1); });
    layout->addWidget(chains_);
    const auto button = [&](QAction* action) {
        auto* result = new QToolButton(box);
        result->setDefaultAction(action);
        result->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(result);
        return result;
    };
    flat_button_ = button(flat_action_);
    surface_button_ = button(surface_action_);
    return box;
}

QAction* FieldPanelView::action(const QString& text, const QString& tip, const QKeySequence& key) {
    auto* result = new QAction(text, this);
    result->setToolTip(key.isEmpty() ? tip : tr("%1 (key %2)").arg(tip, key.toString(QKeySequence::NativeText)));
    result->setShortcut(key);
    result->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(result);
    return result;
}

void FieldPanelView::make_actions() {
    auto* kinds = new QActionGroup(this);
    flat_action_ = action(tr("Flat map"), tr("The field as a flat colour map"), Qt::Key_2);
    surface_action_ = action(tr("Surface"), tr("The field as a lit surface in space"), Qt::Key_3);
    for (auto* each : {flat_action_, surface_action_}) {
        each->setCheckable(true);
        kinds->addAction(each);
    }
    flat_action_->setChecked(true);
    connect(surface_action_, &QAction::toggled, this, &FieldPanelView::show_surface);
    mosaic_action_ = action({}, tr("All of them side by side"), Qt::Key_0);
    previous_ = action({}, tr("Show the one before"), Qt::Key_BracketLeft);
    next_ = action({}, tr("Show the next one"), Qt::Key_BracketRight);
    connect(mosaic_action_, &QAction::triggered, this, [this] { follow(-1); });
    connect(previous_, &QAction::triggered, this, [this] { follow(std::max(0, state_.followed - 1)); });
    connect(next_, &QAction::triggered, this,
            [this] { follow(std::min(state_.field.available - 1, state_.followed + 1)); });
    reset_shift_ = action(tr("Shift back"), tr("Take the periodic shift back (Home)"), {});
    connect(reset_shift_, &QAction::triggered, this, [this] {
        state_.shift = {};
        refresh();
    });
    reset_camera_ = action(tr("Reset the camera"), tr("Look at the surface as at first"), Qt::Key_R);
    walls_ = action(tr("Show domain walls"), tr("A line where the surface crosses the middle of the scale"), Qt::Key_W);
    walls_->setCheckable(true);
    walls_->setChecked(true);
    higher_ = action(tr("Higher"), tr("Make the surface higher"), Qt::Key_Plus);
    flatter_ = action(tr("Flatter"), tr("Make the surface flatter"), Qt::Key_Minus);
    connect(reset_camera_, &QAction::triggered, this, [this] { surface_->resetCamera(); });
    connect(walls_, &QAction::toggled, this, [this](bool on) {
        if (surface_) surface_->setWalls(on);
    });
    connect(higher_, &QAction::triggered, this, [this] { surface_->setHeight(surface_->height_scale() * 1.25); });
    connect(flatter_, &QAction::triggered, this, [this] { surface_->setHeight(surface_->height_scale() / 1.25); });
    map_action_ = action(tr("Colours"), tr("Colour map"), {});
    map_action_->setMenu(colour_menu());
    range_action_ = action(tr("Range"), tr("Which values the colours span"), {});
    range_action_->setMenu(range_menu());
}

QMenu* FieldPanelView::colour_menu() {
    auto* menu = new QMenu(this);
    maps_ = new QActionGroup(this);
    const auto add = [&](const QString& text, const QString& name) {
        auto* each = menu->addAction(text);
        each->setCheckable(true);
        each->setData(name);
        maps_->addAction(each);
    };
    add(tr("Automatic"), {});
    menu->addSeparator();
    for (const auto& name : style::ColourMap::names()) add(style::ColourMap::label(name), name);
    maps_->actions().front()->setChecked(true);
    connect(maps_, &QActionGroup::triggered, this, [this](QAction* chosen) { choose_map(chosen->data().toString()); });
    return menu;
}

QMenu* FieldPanelView::range_menu() {
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    ranges_ = new QActionGroup(this);
    add_range(menu, tr("Automatic"), tr("All values; follows them up at once and down slowly"), RangeMode::automatic);
    add_range(menu, tr("Symmetric about zero"), tr("All values, zero in the middle"), RangeMode::symmetric);
    add_range(menu, tr("Without outliers"), tr("From the first to the ninety-ninth percentile"), RangeMode::percentile);
    add_range(menu, tr("Fixed …"), tr("Two numbers of your choice"), RangeMode::fixed);
    ranges_->actions().front()->setChecked(true);
    connect(ranges_, &QActionGroup::triggered, this,
            [this](QAction* chosen) { choose_range(static_cast<RangeMode>(chosen->data().toInt())); });
    return menu;
}

void FieldPanelView::add_range(QMenu* menu, const QString& text, const QString& tip, RangeMode mode) {
    auto* each = menu->addAction(text);
    each->setCheckable(true);
    each->setToolTip(tip);
    each->setData(static_cast<int>(mode));
    ranges_->addAction(each);
}

void FieldPanelView::setPanel(const Panel& panel) {
    const auto* field = std::get_if<Field>(&panel);
    if (!field) return;
    const bool other_quantity = field->symmetric != state_.field.symmetric;
    state_.field = *field;
    if (!chosen_follow_ && field->available > 1 && field->tiles.size() == 1) state_.followed = field->tiles.front();
    if (state_.followed >= field->available) state_.followed = -1;
    if (other_quantity) choose_map(map_name_);
    // A surface that takes long is drawn every other time: everything else stays quick.
    skipped_ = shows_surface() && surface_->isSlow() && !skipped_;
    if (!skipped_) refresh();
}

void FieldPanelView::refresh() {
    state_.scale.update(state_.field);
    if (shows_surface()) {
        surface_->refresh();
    } else {
        flat_->refresh();
    }
    show_chains();
    show_read_out();
}

void FieldPanelView::setTheme(const style::Theme& theme) {
    state_.theme = theme;
    choose_map(map_name_);
    const QSize icon(qRound(17 * theme.scale), qRound(17 * theme.scale));
    const std::pair<QAction*, const char*> icons[] = {
        {flat_action_, "flat"},      {surface_action_, "surface"}, {mosaic_action_, "mosaic"}, {map_action_, "palette"},
        {range_action_, "settings"}, {reset_camera_, "reset"},     {reset_shift_, "undo"}};
    for (const auto& [each, name] : icons) each->setIcon(style::icon(name, theme));
    for (auto* each : {flat_button_, surface_button_}) each->setIconSize(icon);
    if (surface_) surface_->refresh();
}

void FieldPanelView::follow(int tile) {
    if (tile == state_.followed || tile >= state_.field.available) return;
    chosen_follow_ = true;
    state_.followed = tile;
    refresh();
    emit followedChanged(tile);
}

void FieldPanelView::show_chains() {
    const int available = state_.field.available;
    const bool several = available > 1;
    chains_->setVisible(several);
    for (auto* each : {mosaic_action_, previous_, next_}) each->setEnabled(several);
    const auto tile = text(state_.field.tile), capitalised = tile.left(1).toUpper() + tile.mid(1);
    const int entries = several ? available + 1 : 0;
    if (chains_->count() != entries || chains_->accessibleName() != capitalised) {
        chains_->setAccessibleName(capitalised);
        mosaic_action_->setText(tr("All %1s").arg(tile));
        previous_->setText(tr("Previous %1").arg(tile));
        next_->setText(tr("Next %1").arg(tile));
        chains_->clear();
        if (several) chains_->addItem(mosaic_action_->text());
        for (int i = 1; i < entries; ++i) chains_->addItem(capitalised + " " + QString::number(i));
    }
    if (several) chains_->setCurrentIndex(state_.followed + 1);
    show_menus();
}

void FieldPanelView::show_menus() {
    const bool surface = shows_surface();
    for (auto* each : {reset_camera_, walls_, higher_, flatter_}) each->setEnabled(surface);
    reset_shift_->setEnabled(!state_.shift.isNull());
}

bool FieldPanelView::shows_surface() const {
    return surface_ && stack_->currentWidget() == surface_;
}

void FieldPanelView::show_surface(bool surface) {
    if (surface && !surface_) {
        QString why;
        surface_ = SurfaceView::create(state_, stack_, why);
        if (!surface_) return refuse_surface(why);
        stack_->addWidget(surface_);
        setTabOrder(flat_, surface_);  // before the buttons, as what it takes the place of
        surface_->setWalls(walls_->isChecked());
        connect(surface_, &SurfaceView::shiftWanted, this, [this](QPoint shift) {
            state_.shift = shift;
            refresh();
        });
        connect(surface_, &SurfaceView::noteChanged, this, &FieldPanelView::show_read_out);
    }
    stack_->setCurrentWidget(surface ? static_cast<QWidget*>(surface_) : flat_);
    if (surface) {  // one chain, with every site
        followed_before_surface_ = state_.followed;
        if (state_.followed < 0 && state_.field.available > 1) follow(0);
    } else if (followed_before_surface_ < 0 && state_.field.available > 1) {
        follow(-1);
    }
    refresh();
}

void FieldPanelView::refuse_surface(const QString& why) {
    flat_action_->setChecked(true);
    surface_action_->setEnabled(false);
    surface_action_->setToolTip(why);
    surface_action_->setStatusTip(why);
    show_read_out();
}

void FieldPanelView::choose_map(const QString& name) {
    map_name_ = style::ColourMap::exists(name) ? name : QString();
    state_.map = style::ColourMap(map_name_.isEmpty() ? style::default_colour_map(state_.field.symmetric, state_.theme)
                                                      : map_name_);
    for (auto* each : maps_->actions()) each->setChecked(each->data().toString() == map_name_);
    refresh();
}

void FieldPanelView::choose_range(RangeMode mode) {
    if (mode == RangeMode::fixed) {
        const QPointer still_here(this);
        const auto chosen = ask_for_interval(this, state_.scale.interval());
        if (!still_here) return;
        if (chosen) state_.scale.setFixed(*chosen);
    } else {
        state_.scale.setMode(mode);
    }
    for (auto* each : ranges_->actions())
        each->setChecked(each->data().toInt() == static_cast<int>(state_.scale.mode()));
    refresh();
}

void FieldPanelView::show_read_out() {
    const auto probe = shows_surface() || state_.empty() ? std::nullopt : flat_->probe();
    const auto text = probe ? read_out(state_, *probe) : note();
    if (text == read_out_->text()) return;
    read_out_->setText(text);
    read_out_->setToolTip(text);
    auto* view = stack_->currentWidget();
    view->setAccessibleDescription(probe ? text : QString::fromStdString(summary(state_.field)));
    if (!probe) return;
    QAccessibleEvent spoken(view, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&spoken);
}

QString FieldPanelView::note() const {
    QStringList notes;
    if (!state_.field.note.empty()) notes << QString::fromStdString(state_.field.note);
    if (state_.field.stride > 1) notes << tr("one site of %1 × %1 shown").arg(state_.field.stride);
    if (shows_surface()) notes << surface_->note();
    notes.removeAll({});
    return notes.join(" · ");
}

void FieldPanelView::paintFigure(QPainter& painter, const QRectF& area, const style::Theme& theme) const {
    auto state = state_;
    if (map_name_.isEmpty() || theme.grey)
        state.map = style::ColourMap(style::default_colour_map(state.field.symmetric, theme));
    if (shows_surface()) {
        surface_->paintFigure(painter, area, state, theme);
    } else {
        paint_flat_figure(painter, area, state, theme);
    }
}

QList<QAction*> FieldPanelView::viewActions() const {
    return {flat_action_,  surface_action_, mosaic_action_, previous_, next_,        map_action_,
            range_action_, walls_,          higher_,        flatter_,  reset_shift_, reset_camera_};
}

QVariantMap FieldPanelView::choices() const {
    static const QStringList modes = {"automatic", "symmetric", "percentile", "fixed"};
    QVariantMap result{{"map", map_name_},
                       {"range", modes[static_cast<int>(state_.scale.mode())]},
                       {"followed", state_.followed},
                       {"surface", shows_surface()},
                       {"walls", walls_->isChecked()}};
    if (state_.scale.mode() == RangeMode::fixed) {
        result["low"] = state_.scale.fixed().low;
        result["high"] = state_.scale.fixed().high;
    }
    if (surface_) result["camera"] = surface_->camera_choices();
    return result;
}

void FieldPanelView::restoreChoices(const QVariantMap& choices) {
    choose_map(choices.value("map").toString());
    const auto range = choices.value("range").toString();
    if (range == "fixed") {
        state_.scale.setFixed({choices.value("low", -1).toDouble(), choices.value("high", 1).toDouble()});
    } else {
        state_.scale.setMode(range == "symmetric"    ? RangeMode::symmetric
                             : range == "percentile" ? RangeMode::percentile
                                                     : RangeMode::automatic);
    }
    for (auto* each : ranges_->actions())
        each->setChecked(each->data().toInt() == static_cast<int>(state_.scale.mode()));
    walls_->setChecked(choices.value("walls", true).toBool());
    if (choices.contains("followed")) {
        chosen_follow_ = true;
        state_.followed = std::max(-1, choices.value("followed").toInt());
        emit followedChanged(state_.followed);
    }
    if (choices.value("surface").toBool() && surface_action_->isEnabled()) surface_action_->setChecked(true);
    if (surface_ && choices.contains("camera")) surface_->restore_camera(choices.value("camera").toMap());
    refresh();
}

}  // namespace langevin::field
