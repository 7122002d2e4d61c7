// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/movie/movie_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "app/desktop/movie/encoder.h"
#include "widgets/controls/choose_file.h"
#include "widgets/export/figure_preview.h"
#include "widgets/export/panel_picker.h"
#include "widgets/export/path_row.h"

namespace langevin::desktop {
namespace {

struct Size {
    const char* name;
    int width, height;
};
constexpr Size sizes[] = {
    {"HD", 1280, 720}, {"Full HD", 1920, 1080}, {"4K", 3840, 2160}, {"Square", 1080, 1080}, {"Upright", 1080, 1920}};

constexpr qsizetype most_at_first = 3;  // panels

QSpinBox* make_spin(int low, int high, int value, const QString& suffix, const QString& tip) {
    auto* spin = new QSpinBox;
    spin->setRange(low, high);
    spin->setValue(value);
    spin->setSuffix(suffix);
    spin->setToolTip(tip);
    return spin;
}

}  // namespace

MovieDialog::MovieDialog(Subject subject, const QString& path, QWidget* parent)
    : QDialog(parent),
      subject_(std::move(subject)),
      preview_(new figures::FigurePreview),
      rendered_(new QRadioButton(tr("&Rendered in the background"))),
      live_(new QRadioButton(tr("&Live, %1 as it looks").arg(subject_.live))),
      picker_(new figures::PanelPicker(subject_.parts, most_at_first)),
      sizes_(new QComboBox),
      palette_(new QComboBox),
      width_(make_spin(64, 7680, sizes[0].width, " px", tr("Width of the movie"))),
      height_(make_spin(64, 7680, sizes[0].height, " px", tr("Height of the movie"))),
      every_(make_spin(1, 1000000, 10, " " + subject_.step_unit + "s", tr("From one frame to the next"))),
      frames_(make_spin(1, 1000000, 300, {}, tr("How many frames"))),
      rate_(make_spin(1, 120, 30, tr(" a second"), tr("Frames a second"))),
      font_(new QDoubleSpinBox),
      dark_(new QCheckBox(tr("&Dark"))),
      path_(new figures::PathRow(path)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel)) {
    setWindowTitle(tr("Movie"));
    auto* columns = new QHBoxLayout;
    columns->addWidget(preview_, 1);
    columns->addWidget(makeForm());
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(path_);
    layout->addWidget(buttons_);
    buttons_->button(QDialogButtonBox::Save)->setText(tr("&Start"));

    preview_delay_.setSingleShot(true);
    preview_delay_.setInterval(60);
    connect(&preview_delay_, &QTimer::timeout, this, &MovieDialog::updatePreview);
    connect(preview_, &figures::FigurePreview::resized, &preview_delay_, qOverload<>(&QTimer::start));
    connect(path_, &figures::PathRow::changed, this, &MovieDialog::changed);
    connect(path_, &figures::PathRow::browseRequested, this, &MovieDialog::browse);
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    (subject_.parts.isEmpty() ? live_ : rendered_)->setChecked(true);
    rendered_->setEnabled(!subject_.parts.isEmpty());
    changed();
    resize(1020, 680);
}

QWidget* MovieDialog::makeForm() {
    auto* widget = new QWidget;
    form_ = new QFormLayout(widget);
    addKinds(*form_);
    addRendering(*form_);
    form_->addRow(tr("Frames a se&cond"), rate_);
    connect(rate_, &QSpinBox::valueChanged, this, &MovieDialog::changed);
    return widget;
}

void MovieDialog::addKinds(QFormLayout& form) {
    rendered_->setToolTip(
        tr("Goes on from the present moment in the background, with the present parameters. What is on screen is not "
           "disturbed"));
    live_->setToolTip(tr("Films what is on screen, with all that you do, until you stop it"));
    form.addRow(rendered_);
    form.addRow(live_);
    for (auto* button : {rendered_, live_}) connect(button, &QRadioButton::toggled, this, &MovieDialog::changed);
}

void MovieDialog::addRendering(QFormLayout& form) {
    for (const auto& size : sizes)
        sizes_->addItem(tr("%1 (%2 × %3)").arg(tr(size.name)).arg(size.width).arg(size.height));
    sizes_->addItem(tr("Own size"));
    sizes_->setToolTip(tr("Usual sizes of movies"));
    for (const auto palette : style::curve_palettes())
        palette_->addItem(style::label_of(palette), static_cast<int>(palette));
    palette_->setToolTip(tr("Colours of the curves"));
    font_->setRange(4, 48);
    font_->setSingleStep(0.5);
    font_->setDecimals(1);
    font_->setSuffix(tr(" pt"));
    font_->setValue(MoviePlan().font_points);
    font_->setToolTip(tr("Size of the letters on a sheet whose shorter side is 143 mm, as a slide's"));
    dark_->setToolTip(tr("Light letters on dark"));
    form.addRow(tr("P&anels"), picker_);
    form.addRow(tr("Si&ze"), sizes_);
    form.addRow(tr("&Width"), width_);
    form.addRow(tr("&Height"), height_);
    form.addRow(tr("Le&tters"), font_);
    form.addRow(tr("C&olours"), palette_);
    form.addRow(dark_);
    form.addRow(tr("Fra&mes"), frames_);
    form.addRow(tr("&Every"), every_);
    connect(sizes_, &QComboBox::activated, this, &MovieDialog::applySize);
    connect(palette_, &QComboBox::currentIndexChanged, this, &MovieDialog::changed);
    connect(picker_, &figures::PanelPicker::changed, this, &MovieDialog::changed);
    connect(dark_, &QCheckBox::toggled, this, &MovieDialog::changed);
    connect(font_, &QDoubleSpinBox::valueChanged, this, &MovieDialog::changed);
    for (auto* spin : {width_, height_, every_, frames_})
        connect(spin, &QSpinBox::valueChanged, this, &MovieDialog::changed);
}

void MovieDialog::choose(const QStringList& panels) {
    picker_->choose(panels);
}

void MovieDialog::applySize(int index) {
    if (index >= static_cast<int>(std::size(sizes))) return;
    width_->setValue(sizes[index].width);
    height_->setValue(sizes[index].height);
}

qint64 MovieDialog::steps() const {
    return static_cast<qint64>(frames_->value()) * every_->value();
}

QString MovieDialog::remark() const {
    if (const auto problem = find_problem({.path = path()})) return QString::fromStdString(sentence(*problem));
    QStringList words;
    if (QFileInfo(path()).isFile()) words << tr("A file of this name exists and will be replaced.");
    const auto format = movie_format(path());
    if (format == MovieFormat::pictures) words << tr("A folder of PNG pictures, one for each frame.");
    if (live()) return words.join(' ');
    const double seconds = static_cast<double>(frames_->value()) / rate_->value();
    words << tr("%1 seconds, %2 %3s.").arg(seconds, 0, 'f', 1).arg(steps()).arg(subject_.step_unit);
    return words.join(' ');
}

void MovieDialog::changed() {
    int index = static_cast<int>(std::size(sizes));
    for (int i = 0; i < static_cast<int>(std::size(sizes)); ++i)
        if (sizes[i].width == width_->value() && sizes[i].height == height_->value()) index = i;
    sizes_->setCurrentIndex(index);
    for (QWidget* row :
         std::initializer_list<QWidget*>{picker_, sizes_, width_, height_, font_, palette_, dark_, frames_, every_})
        row->setEnabled(!live());
    const bool something = live() || !picker_->parts().isEmpty();
    path_->setRemark(something ? remark() : tr("No panel is chosen."));
    buttons_->button(QDialogButtonBox::Save)
        ->setEnabled(something && !path().isEmpty() && !find_problem({.path = path()}));
    preview_delay_.start();
}

void MovieDialog::browse() {
    const auto filters = tr("MP4 (*.mp4);;WebM (*.webm);;GIF (*.gif);;Folder of PNG pictures (*)");
    QString chosen;
    auto name = controls::choose_file_to_write(this, tr("Movie"), path(), filters, &chosen);
    if (name.isEmpty()) return;
    const auto ending = chosen.section("*.", 1).chopped(chosen.contains("*.") ? 1 : 0);
    if (!ending.isEmpty() && movie_format(name) == MovieFormat::pictures) name += "." + ending;
    path_->setPath(name);
}

bool MovieDialog::live() const {
    return live_->isChecked();
}

MoviePlan MovieDialog::plan() const {
    MoviePlan plan;
    for (const auto& part : picker_->parts()) plan.panels.push_back(part.id.toStdString());
    plan.every = static_cast<std::uint64_t>(every_->value());
    plan.frames = static_cast<std::uint64_t>(frames_->value());
    plan.frames_per_second = rate_->value();
    plan.size = {width_->value(), height_->value()};
    plan.font_points = font_->value();
    plan.dark = dark_->isChecked();
    plan.palette = static_cast<style::CurvePalette>(palette_->currentData().toInt());
    return plan;
}

QString MovieDialog::path() const {
    return path_->path();
}

void MovieDialog::updatePreview() {
    if (live()) return preview_->setImage(subject_.on_screen ? subject_.on_screen->grab().toImage() : QImage());
    auto options = frame_options(plan());
    options.dpi = static_cast<int>(preview_->dotsPerInchFor(options.width_mm, options.height_mm));
    options.title = subject_.name;
    figures::Sheet sheet;
    sheet.parts = picker_->parts();
    sheet.titles = true;
    sheet.remark = subject_.step_unit + " " + QString::number(steps());  // the last frame's
    preview_->setImage(figures::render_image(sheet, options));
}

}  // namespace langevin::desktop
