// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/figure_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace langevin::figures {
namespace {

constexpr double preview_dpi = 96;

QDoubleSpinBox* millimetres(double value, const QString& tip) {
    auto* box = new QDoubleSpinBox;
    box->setRange(20, 1000);
    box->setDecimals(1);
    box->setSuffix(QStringLiteral(" mm"));
    box->setValue(value);
    box->setToolTip(tip);
    return box;
}

}  // namespace

FigureDialog::FigureDialog(const views::PanelView& view, const FigureOptions& options, const QString& path, QWidget* parent)
    : QDialog(parent), view_(view), options_(options) {
    setWindowTitle(tr("Save figure"));
    preset_ = new QComboBox;
    for (const auto& preset : size_presets()) preset_->addItem(preset.name);
    preset_->addItem(tr("Other size"));
    preset_->setToolTip(tr("Usual sizes of figures"));
    format_ = new QComboBox;
    format_->addItem(tr("PDF – vectors, fonts embedded"), "pdf");
    format_->addItem(tr("SVG – vectors, for editing"), "svg");
    format_->addItem(tr("PNG – pixels"), "png");
    format_->setToolTip(tr("All three carry the recipe"));
    width_ = millimetres(options.width_mm, tr("Width of the figure in print"));
    height_ = millimetres(options.height_mm, tr("Height of the figure in print"));
    font_ = new QDoubleSpinBox;
    font_->setRange(4, 40);
    font_->setDecimals(1);
    font_->setSuffix(QStringLiteral(" pt"));
    font_->setValue(options.font_points);
    font_->setToolTip(tr("Size of the numbers at the axes"));
    dpi_ = new QSpinBox;
    dpi_->setRange(72, 1200);
    dpi_->setSuffix(tr(" dpi"));
    dpi_->setValue(static_cast<int>(options.dpi));
    dpi_->setToolTip(tr("Resolution of PNG figures"));
    path_ = new QLineEdit(path);
    path_->setMinimumWidth(260);
    path_->setToolTip(tr("File to write; an old one is replaced as a whole"));
    auto* browse = new QToolButton;
    browse->setText(QStringLiteral("…"));
    browse->setToolTip(tr("Choose a place"));
    auto* file = new QHBoxLayout;
    file->addWidget(path_, 1);
    file->addWidget(browse);
    size_ = new QLabel;
    size_->setProperty("role", "note");
    picture_ = new QLabel;
    picture_->setMinimumSize(480, 340);
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setAccessibleName(tr("Preview of the figure"));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    save_ = buttons->button(QDialogButtonBox::Save);
    auto* form = new QFormLayout;
    form->addRow(tr("&Size"), preset_);
    form->addRow(tr("&Width"), width_);
    form->addRow(tr("&Height"), height_);
    form->addRow(tr("&Type size"), font_);
    form->addRow(tr("&Format"), format_);
    form->addRow(tr("&Resolution"), dpi_);
    form->addRow(tr("F&ile"), file);
    form->addRow(size_);
    auto* columns = new QHBoxLayout;
    columns->addLayout(form);
    columns->addWidget(picture_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(browse, &QToolButton::clicked, this, &FigureDialog::chooseFile);
    connect(preset_, &QComboBox::activated, this, &FigureDialog::choosePreset);
    connect(format_, &QComboBox::currentIndexChanged, this, &FigureDialog::changeFormat);
    for (auto* box : {width_, height_, font_}) connect(box, &QDoubleSpinBox::valueChanged, this, &FigureDialog::preview);
    connect(dpi_, &QSpinBox::valueChanged, this, &FigureDialog::preview);
    connect(path_, &QLineEdit::textChanged, this, [this] { save_->setEnabled(format_of(path_->text()).has_value()); });
    preset_->setCurrentIndex(1);
    format_->setCurrentIndex(std::max(0, format_->findData(QFileInfo(path).suffix().toLower())));
    resize(860, 440);
    preview();
}

FigureOptions FigureDialog::options() const {
    auto options = options_;
    options.width_mm = width_->value();
    options.height_mm = height_->value();
    options.font_points = font_->value();
    options.dpi = dpi_->value();
    return options;
}

QString FigureDialog::path() const { return path_->text(); }

void FigureDialog::choosePreset(int index) {
    const auto presets = size_presets();
    if (index >= static_cast<int>(presets.size())) return;
    const auto& preset = presets[static_cast<std::size_t>(index)];
    width_->setValue(preset.width_mm);
    height_->setValue(preset.height_mm);
    font_->setValue(preset.font_points);
}

void FigureDialog::chooseFile() {
    const auto chosen = QFileDialog::getSaveFileName(this, tr("Save figure"), path_->text(), tr("Figures (*.pdf *.svg *.png)"), nullptr,
                                                     QFileDialog::DontConfirmOverwrite);
    if (!chosen.isEmpty()) path_->setText(chosen);
}

void FigureDialog::changeFormat() {
    const QFileInfo file(path_->text());
    path_->setText(file.path() + "/" + file.completeBaseName() + "." + format_->currentData().toString());
    dpi_->setEnabled(format_->currentData() == "png");
}

void FigureDialog::preview() {
    auto small = options();
    small.dpi = preview_dpi * devicePixelRatioF();
    auto image = render_image(view_, small);
    image.setDevicePixelRatio(devicePixelRatioF());
    auto pixmap = QPixmap::fromImage(image);
    const auto room = picture_->size() * devicePixelRatioF();
    if (pixmap.width() > room.width() || pixmap.height() > room.height())
        pixmap = pixmap.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    picture_->setPixmap(pixmap);
    const auto pixels = options();
    size_->setText(tr("%1 × %2 pixels as PNG").arg(qRound(pixels.width_mm / 25.4 * pixels.dpi)).arg(qRound(pixels.height_mm / 25.4 * pixels.dpi)));
}

void FigureDialog::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    preview();
}

}  // namespace langevin::figures
