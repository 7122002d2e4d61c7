// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sweep/map_controls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <algorithm>

#include "widgets/controls/number_input.h"
#include "widgets/style/text.h"

namespace langevin::desktop {
namespace {

QLineEdit* field(const QString& name, const QString& hint, const QString& tip) {
    auto* edit = new QLineEdit;
    edit->setAccessibleName(name);
    edit->setPlaceholderText(hint);
    edit->setToolTip(tip);
    return edit;
}

/// Numbers between semicolons, blanks, or commas that are no decimal marks; what is none is left out.
std::vector<double> numbers(const QString& list) {
    std::vector<double> result;
    for (const auto& part : list.split(QRegularExpression("[\\s;]+"), Qt::SkipEmptyParts)) {
        const auto words = controls::read_number(part) ? QStringList(part) : part.split(',');
        for (const auto& word : words)
            if (const auto value = controls::read_number(word)) result.push_back(*value);
    }
    return result;
}

}  // namespace

MapControls::MapControls(QWidget* parent)
    : QWidget(parent),
      quantity_(new QComboBox),
      logarithmic_(new QCheckBox(tr("&Logarithmic colours"))),
      theory_(new QCheckBox(tr("&Boundaries from theory"))),
      low_(field(tr("Lowest colour"), tr("lowest"), tr("Value of the first colour; empty: the lowest value there is"))),
      high_(field(tr("Highest colour"), tr("highest"),
                  tr("Value of the last colour; empty: the highest value there is"))),
      contours_(field(tr("Contours"), tr("such as 0.2; 0.4"), tr("Values at which lines of equal value are drawn"))) {
    quantity_->setToolTip(tr("The map that the choices below are for"));
    quantity_->setAccessibleName(tr("Map"));
    quantity_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    logarithmic_->setToolTip(tr("Colours by the logarithm of the value; values that are not positive stand out"));
    theory_->setEnabled(false);
    auto* range = new QHBoxLayout;
    range->addWidget(low_);
    range->addWidget(new QLabel(tr("to")));
    range->addWidget(high_);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("&Map"), quantity_);
    form->addRow(logarithmic_);
    auto* range_label = new QLabel(tr("&Range of the colours"));
    range_label->setBuddy(low_);
    form->addRow(range_label, range);
    form->addRow(tr("&Contours at"), contours_);
    form->addRow(theory_);
    connect(quantity_, &QComboBox::currentIndexChanged, this, &MapControls::showOptions);
    for (auto* box : {logarithmic_, theory_}) connect(box, &QCheckBox::toggled, this, &MapControls::takeOptions);
    for (auto* edit : {low_, high_, contours_})
        connect(edit, &QLineEdit::editingFinished, this, &MapControls::takeOptions);
}

void MapControls::setQuantities(const std::vector<SweepQuantity>& quantities) {
    const auto before = key();
    showing_ = true;
    quantities_ = quantities;
    quantity_->clear();
    for (const auto& q : quantities) quantity_->addItem(text(q.name.label), text(q.name.key));
    showing_ = false;
    select(before);
    showOptions();
}

void MapControls::setTheoryKnown(bool known) {
    theory_->setEnabled(known);
    theory_->setToolTip(known ? tr("Draws the boundaries that theory or earlier work gives for this plane")
                              : tr("The lab knows no boundaries in this plane"));
    showOptions();
}

void MapControls::select(const std::string& wanted) {
    if (const int index = quantity_->findData(text(wanted)); index >= 0) quantity_->setCurrentIndex(index);
}

std::string MapControls::key() const {
    return quantity_->currentData().toString().toStdString();
}

MapOptions MapControls::options(const std::string& wanted) const {
    for (const auto* known : {&options_, &defaults_})
        if (const auto found = known->find(wanted); found != known->end()) return found->second;
    return {};
}

void MapControls::setDefaults(std::map<std::string, MapOptions> defaults) {
    defaults_ = std::move(defaults);
    showOptions();
}

void MapControls::setOptions(const std::string& wanted, const MapOptions& options) {
    options_[wanted] = options;
    showOptions();
    emit changed();
}

void MapControls::showOptions() {
    const auto options = this->options(key());
    const auto same = [&](const SweepQuantity& q) { return q.name.key == key(); };
    const auto quantity = std::find_if(quantities_.begin(), quantities_.end(), same);
    const bool phases = quantity != quantities_.end() && !quantity->categories.empty();
    for (QWidget* widget : {static_cast<QWidget*>(logarithmic_), static_cast<QWidget*>(low_),
                            static_cast<QWidget*>(high_), static_cast<QWidget*>(contours_)})
        widget->setEnabled(!phases);
    showing_ = true;
    logarithmic_->setChecked(options.logarithmic);
    theory_->setChecked(options.theory && theory_->isEnabled());
    low_->setText(options.range ? QString::number(options.range->first) : QString());
    high_->setText(options.range ? QString::number(options.range->second) : QString());
    QStringList levels;
    for (const double level : options.contours) levels << QString::number(level);
    contours_->setText(levels.join("; "));
    showing_ = false;
}

void MapControls::takeOptions() {
    if (showing_) return;
    MapOptions options{.logarithmic = logarithmic_->isChecked(),
                       .theory = theory_->isChecked() || !theory_->isEnabled()};
    const auto low = controls::read_number(low_->text()), high = controls::read_number(high_->text());
    if (low && high && *low < *high) options.range = std::pair(*low, *high);
    options.contours = numbers(contours_->text());
    options_[key()] = options;
    emit changed();
}

}  // namespace langevin::desktop
