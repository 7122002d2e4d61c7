// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/figure_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "widgets/controls/number_input.h"
#include "widgets/export/figure_preview.h"

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

QString filter_of(Format format) {
    return QStringLiteral("%1 (*.%2)").arg(suffix(format).toUpper(), suffix(format));
}

}  // namespace

FigureDialog::FigureDialog(const views::PanelView& view, const FigureOptions& options, const QString& path,
                           QWidget* parent)
    : QDialog(parent),
      view_(view),
      first_(options),
      preview_(new FigurePreview),
      preset_(new QComboBox),
      format_(new QComboBox),
      width_(make_spin(20, 1000, 1, tr("mm"), tr("Width of the figure"))),
      height_(make_spin(20, 1000, 1, tr("mm"), tr("Height of the figure"))),
      font_(make_spin(4, 48, 0.5, tr("pt"), tr("Size of the letters; journals ask for 6 to 9 points"))),
      dpi_(new QSpinBox),
      title_(new QCheckBox(tr("&Title above the figure"))),
      transparent_(new QCheckBox(tr("T&ransparent background"))),
      path_(new QLineEdit(QDir::toNativeSeparators(path))),
      remark_(new QLabel),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel)) {
    setWindowTitle(options.title.isEmpty() ? tr("Save figure") : tr("Save figure: %1").arg(options.title));
    build();
    showOptions(options);
    if (const auto format = options.format ? options.format : format_of(path))
        format_->setCurrentIndex(format_->findData(static_cast<int>(*format)));
    connect(format_, &QComboBox::currentIndexChanged, this, &FigureDialog::formatChanged);
    formatChanged();
    resize(900, 520);
}

void FigureDialog::build() {
    auto* columns = new QHBoxLayout;
    columns->addWidget(preview_, 1);
    columns->addWidget(makeForm());
    auto* line = new QHBoxLayout;
    auto* browse_button = new QToolButton;
    browse_button->setText(QStringLiteral("…"));
    browse_button->setToolTip(tr("Choose folder and name"));
    browse_button->setAccessibleName(tr("Choose folder and name"));
    auto* label = new QLabel(tr("F&ile"));
    label->setBuddy(path_);
    path_->setToolTip(tr("Where the figure goes"));
    line->addWidget(label);
    line->addWidget(path_, 1);
    line->addWidget(browse_button);
    remark_->setWordWrap(true);
    remark_->setProperty("role", "note");
    for (auto* button : buttons_->buttons()) button->setIcon({});
    buttons_->button(QDialogButtonBox::Save)->setToolTip(tr("Writes the file (Return)"));
    buttons_->button(QDialogButtonBox::Cancel)->setToolTip(tr("Back without a file (Esc)"));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addLayout(line);
    layout->addWidget(remark_);
    layout->addWidget(buttons_);

    preview_delay_.setSingleShot(true);
    preview_delay_.setInterval(60);
    connect(&preview_delay_, &QTimer::timeout, this, &FigureDialog::updatePreview);
    connect(preview_, &FigurePreview::resized, &preview_delay_, qOverload<>(&QTimer::start));
    connect(browse_button, &QToolButton::clicked, this, &FigureDialog::browse);
    connect(path_, &QLineEdit::textChanged, this, &FigureDialog::pathChanged);
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
    title_->setToolTip(tr("Write the name of the panel above it"));
    transparent_->setToolTip(tr("Without the white sheet, for coloured slides"));
    auto* form = new QWidget;
    auto* layout = new QFormLayout(form);
    layout->addRow(tr("&Preset"), preset_);
    layout->addRow(tr("&Format"), format_);
    layout->addRow(tr("&Width"), width_);
    layout->addRow(tr("&Height"), height_);
    layout->addRow(tr("&Letters"), font_);
    layout->addRow(tr("&Resolution"), dpi_);
    layout->addRow(title_);
    layout->addRow(transparent_);
    connect(preset_, &QComboBox::activated, this, &FigureDialog::applyPreset);
    for (auto* spin : {width_, height_, font_})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &FigureDialog::changed);
    connect(dpi_, &QSpinBox::valueChanged, this, &FigureDialog::changed);
    for (auto* box : {title_, transparent_}) connect(box, &QCheckBox::toggled, this, &FigureDialog::changed);
    return form;
}

void FigureDialog::showOptions(const FigureOptions& options) {
    width_->setValue(options.width_mm);
    height_->setValue(options.height_mm);
    font_->setValue(options.font_points);
    dpi_->setValue(options.dpi);
    title_->setChecked(options.draw_title);
    transparent_->setChecked(options.transparent);
    changed();
}

void FigureDialog::applyPreset(int index) {
    if (index >= presets().size()) return;
    const auto preset = presets()[index];
    auto options = this->options();
    options.width_mm = preset.width_mm;
    options.height_mm = preset.height_mm;
    options.font_points = preset.font_points;
    options.draw_title = preset.draw_title;
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
}

void FigureDialog::formatChanged() {
    const auto format = static_cast<Format>(format_->currentData().toInt());
    dpi_->setEnabled(format == Format::png);
    const auto text = path_->text();
    if (format_of(text) != format) {
        const QFileInfo file(text);
        const bool known = format_of(text).has_value();
        const auto base = known ? text.chopped(file.suffix().size() + 1) : text;
        path_->setText(base + "." + suffix(format));
    }
    pathChanged();
    changed();
}

/// A name that ends in another suffix chooses that format; a problem is said before Save is
/// pressed.
void FigureDialog::pathChanged() {
    if (const auto format = format_of(path_->text()))
        format_->setCurrentIndex(format_->findData(static_cast<int>(*format)));
    const QFileInfo file(path());
    const QFileInfo folder(file.absolutePath());
    QString remark;
    bool possible = true;
    if (path_->text().trimmed().isEmpty()) {
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
    remark_->setText(remark);
    buttons_->button(QDialogButtonBox::Save)->setEnabled(possible);
}

void FigureDialog::browse() {
    QStringList filters;
    for (const auto format : {Format::pdf, Format::svg, Format::png}) filters << filter_of(format);
    auto chosen = filter_of(static_cast<Format>(format_->currentData().toInt()));
    auto name = QFileDialog::getSaveFileName(this, tr("Save figure"), path(), filters.join(";;"), &chosen);
    if (name.isEmpty()) return;
    if (!format_of(name)) name += "." + chosen.section('.', 1).chopped(1);
    path_->setText(QDir::toNativeSeparators(name));
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
    return options;
}

QString FigureDialog::path() const {
    return QDir::fromNativeSeparators(path_->text().trimmed());
}

void FigureDialog::updatePreview() {
    auto options = this->options();
    options.dpi = static_cast<int>(preview_->dotsPerInchFor(options.width_mm, options.height_mm));
    preview_->setImage(render_image(view_, options));
}

}  // namespace langevin::figures
