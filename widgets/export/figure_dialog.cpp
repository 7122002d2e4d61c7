// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/figure_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>

#include "widgets/controls/choose_file.h"
#include "widgets/controls/number_input.h"
#include "widgets/export/figure_preview.h"
#include "widgets/export/panel_picker.h"
#include "widgets/export/path_row.h"

namespace langevin::figures {
namespace {

controls::NumberSpinBox* make_spin(double low, double high, double step, const QString& unit, const QString& tip) {
    auto* spin = new controls::NumberSpinBox;
    spin->setRange(low, high);
    spin->setSingleStep(step);
    spin->setDecimals(1);
    spin->setSuffix(" " + unit);
    spin->setToolTip(tip);
    return spin;
}

constexpr qsizetype most_at_first = 4;  // panels of a figure

QString filter_of(Format format) {
    return QStringLiteral("%1 (*.%2)").arg(suffix(format).toUpper(), suffix(format));
}

}  // namespace

FigureDialog::FigureDialog(const Sheet& sheet, const FigureOptions& options, const QString& path, QWidget* parent)
    : QDialog(parent),
      available_(sheet),
      first_(options),
      preview_(new FigurePreview),
      preset_(new QComboBox),
      format_(new QComboBox),
      palette_(new QComboBox),
      width_(make_spin(20, 1000, 1, tr("mm"), tr("Width of the figure"))),
      height_(make_spin(20, 1000, 1, tr("mm"), tr("Height of the figure"))),
      font_(make_spin(4, 48, 0.5, tr("pt"), tr("Size of the letters; journals ask for 6 to 9 points"))),
      dpi_(new QSpinBox),
      title_(new QCheckBox(tr("&Title above the figure"))),
      transparent_(new QCheckBox(tr("Tra&nsparent background"))),
      dark_(new QCheckBox(tr("&Dark sheet"))),
      path_(new PathRow(path)),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel)) {
    setWindowTitle(options.title.isEmpty() ? tr("Save figure") : tr("Save figure: %1").arg(options.title));
    build();
    showOptions(options);
    if (const auto format = options.format ? options.format : format_of(path))
        format_->setCurrentIndex(format_->findData(static_cast<int>(*format)));
    connect(format_, &QComboBox::currentIndexChanged, this, &FigureDialog::formatChanged);
    formatChanged();
    resize(picker_ ? QSize(1020, 700) : QSize(900, 560));
}

void FigureDialog::build() {
    auto* columns = new QHBoxLayout;
    columns->addWidget(preview_, 1);
    columns->addWidget(makeForm());
    buttons_->button(QDialogButtonBox::Save)->setToolTip(tr("Writes the file (Return)"));
    buttons_->button(QDialogButtonBox::Cancel)->setToolTip(tr("Back without a file (Esc)"));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(path_);
    layout->addWidget(buttons_);

    preview_delay_.setSingleShot(true);
    preview_delay_.setInterval(60);
    connect(&preview_delay_, &QTimer::timeout, this, &FigureDialog::updatePreview);
    connect(preview_, &FigurePreview::resized, &preview_delay_, qOverload<>(&QTimer::start));
    connect(path_, &PathRow::browseRequested, this, &FigureDialog::browse);
    connect(path_, &PathRow::changed, this, &FigureDialog::pathChanged);
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QWidget* FigureDialog::makeForm() {
    for (const auto& preset : presets())
        preset_->addItem(tr("%1 (%2 × %3 mm)").arg(preset.name).arg(preset.width_mm).arg(preset.height_mm));
    preset_->addItem(tr("Own size"));
    preset_->setToolTip(tr("Sizes that journals and slides ask for"));
    format_->addItem(tr("PDF, vectors"), static_cast<int>(Format::pdf));
    format_->addItem(tr("SVG, vectors"), static_cast<int>(Format::svg));
    format_->addItem(tr("PNG, pixels"), static_cast<int>(Format::png));
    format_->setToolTip(tr("PDF for papers, SVG to edit, PNG for web pages and chats; each carries the recipe"));
    dpi_->setRange(50, 1200);
    dpi_->setSingleStep(50);
    dpi_->setSuffix(" " + tr("dpi"));
    dpi_->setToolTip(tr("Pixels an inch, for PNG"));
    for (const auto palette : style::curve_palettes())
        palette_->addItem(style::label_of(palette), static_cast<int>(palette));
    palette_->setToolTip(tr(
        "Colours of the curves. Okabe and Ito's eight can be told apart with the common colour vision deficiencies, of "
        "the window's the first four; greys are for print without colour"));
    title_->setToolTip(available_.parts.size() > 1 ? tr("Write the name of the lab above the figure")
                                                   : tr("Write the name of the panel above it"));
    transparent_->setToolTip(tr("Without the white sheet, for coloured slides"));
    auto* form = new QWidget;
    auto* layout = new QFormLayout(form);
    if (available_.parts.size() > 1) addSheetRows(*layout);
    layout->addRow(tr("&Preset"), preset_);
    layout->addRow(tr("&Format"), format_);
    layout->addRow(tr("&Width"), width_);
    layout->addRow(tr("&Height"), height_);
    layout->addRow(tr("&Letters"), font_);
    layout->addRow(tr("&Resolution"), dpi_);
    layout->addRow(tr("&Colours"), palette_);
    layout->addRow(title_);
    layout->addRow(dark_);
    layout->addRow(transparent_);
    dark_->setToolTip(tr("Light letters on dark, for dark slides"));
    connect(preset_, &QComboBox::activated, this, &FigureDialog::applyPreset);
    for (auto* spin : {width_, height_, font_})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &FigureDialog::changed);
    connect(dpi_, &QSpinBox::valueChanged, this, &FigureDialog::changed);
    connect(palette_, &QComboBox::currentIndexChanged, this, &FigureDialog::changed);
    for (auto* box : {title_, transparent_, dark_}) connect(box, &QCheckBox::toggled, this, &FigureDialog::changed);
    return form;
}

void FigureDialog::addSheetRows(QFormLayout& layout) {
    picker_ = new PanelPicker(available_.parts, most_at_first);
    columns_ = new QSpinBox;
    letters_ = new QCheckBox(tr("(a), (&b), (c) at the panels"));
    names_ = new QCheckBox(tr("Na&mes above the panels"));
    columns_->setRange(0, 6);
    columns_->setSpecialValueText(tr("as they fit"));
    columns_->setToolTip(tr("Panels side by side"));
    letters_->setToolTip(tr("Letters that a caption can name"));
    letters_->setChecked(true);
    names_->setToolTip(tr("The name of each panel above it"));
    layout.addRow(tr("P&anels"), picker_);
    layout.addRow(tr("Col&umns"), columns_);
    layout.addRow(letters_);
    layout.addRow(names_);
    connect(picker_, &PanelPicker::changed, this, &FigureDialog::changed);
    connect(columns_, &QSpinBox::valueChanged, this, &FigureDialog::changed);
    for (auto* box : {letters_, names_}) connect(box, &QCheckBox::toggled, this, &FigureDialog::changed);
}

void FigureDialog::showOptions(const FigureOptions& options) {
    width_->setValue(options.width_mm);
    height_->setValue(options.height_mm);
    font_->setValue(options.font_points);
    dpi_->setValue(options.dpi);
    title_->setChecked(options.draw_title);
    transparent_->setChecked(options.transparent);
    dark_->setChecked(options.dark);
    palette_->setCurrentIndex(palette_->findData(static_cast<int>(options.palette)));
    changed();
}

void FigureDialog::applyPreset(int index) {
    if (index >= presets().size()) return;
    auto options = this->options();
    presets()[index].apply(options);
    showOptions(options);
}

/// The list of presets shows whether the size is one of them.
void FigureDialog::changed() {
    const auto all = presets();
    int index = static_cast<int>(all.size());
    for (int i = 0; i < all.size(); ++i) {
        const auto close = [](double a, double b) { return std::abs(a - b) < 0.05; };
        if (close(all[i].width_mm, width_->value()) && close(all[i].height_mm, height_->value()) &&
            close(all[i].font_points, font_->value()))
            index = i;
    }
    preset_->setCurrentIndex(index);
    preview_delay_.start();
    checkPath();
}

void FigureDialog::formatChanged() {
    const auto format = static_cast<Format>(format_->currentData().toInt());
    dpi_->setEnabled(format == Format::png);
    const auto text = path();
    if (format_of(text) != format) {
        const QFileInfo file(text);
        const bool known = format_of(text).has_value();
        const auto base = known ? text.chopped(file.suffix().size() + 1) : text;
        path_->setPath(base + "." + suffix(format));
    }
    pathChanged();
    changed();
}

/// A name that ends in another suffix chooses that format; a problem is said before Save is
/// pressed.
void FigureDialog::pathChanged() {
    if (const auto format = format_of(path())) format_->setCurrentIndex(format_->findData(static_cast<int>(*format)));
    checkPath();
}

void FigureDialog::checkPath() {
    const QFileInfo file(path());
    const QFileInfo folder(file.absolutePath());
    QString remark;
    bool possible = true;
    if (sheet().parts.isEmpty()) {
        remark = tr("No panel is chosen.");
        possible = false;
    } else if (path().isEmpty()) {
        possible = false;
    } else if (!folder.isDir()) {
        remark = tr("There is no folder %1.").arg(folder.absoluteFilePath());
        possible = false;
    } else if (!folder.isWritable()) {
        remark = tr("The folder %1 cannot be written to. Choose another.").arg(folder.absoluteFilePath());
        possible = false;
    } else if (file.exists()) {
        remark = tr("A file of this name exists and will be replaced.");
    }
    path_->setRemark(remark);
    buttons_->button(QDialogButtonBox::Save)->setEnabled(possible);
}

void FigureDialog::browse() {
    QStringList filters;
    for (const auto format : {Format::pdf, Format::svg, Format::png}) filters << filter_of(format);
    auto chosen = filter_of(static_cast<Format>(format_->currentData().toInt()));
    auto name = controls::choose_file_to_write(this, tr("Save figure"), path(), filters.join(";;"), &chosen);
    if (name.isEmpty()) return;
    if (!format_of(name)) name += "." + chosen.section('.', 1).chopped(1);
    path_->setPath(name);
}

FigureOptions FigureDialog::options() const {
    auto options = first_;
    options.format = static_cast<Format>(format_->currentData().toInt());
    options.width_mm = width_->value();
    options.height_mm = height_->value();
    options.font_points = font_->value();
    options.dpi = dpi_->value();
    options.draw_title = title_->isChecked();
    options.transparent = transparent_->isChecked();
    options.dark = dark_->isChecked();
    options.palette = static_cast<style::CurvePalette>(palette_->currentData().toInt());
    return options;
}

Sheet FigureDialog::sheet() const {
    auto sheet = available_;
    if (!picker_) return sheet;
    sheet.parts = picker_->parts();
    sheet.columns = columns_->value();
    sheet.letters = letters_->isChecked();
    sheet.titles = names_->isChecked();
    return sheet;
}

QString FigureDialog::path() const {
    return path_->path();
}

void FigureDialog::updatePreview() {
    auto options = this->options();
    options.dpi = static_cast<int>(preview_->dotsPerInchFor(options.width_mm, options.height_mm));
    preview_->setImage(render_image(sheet(), options));
}

}  // namespace langevin::figures
