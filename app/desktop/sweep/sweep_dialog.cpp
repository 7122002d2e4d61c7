// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sweep/sweep_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/run/sweep_grid.h"
#include "engine/storage/sweep_file.h"
#include "widgets/controls/choose_file.h"
#include "widgets/controls/number_input.h"
#include "widgets/controls/number_text.h"
#include "widgets/parameters/names.h"
#include "widgets/style/text.h"

namespace langevin::desktop {
namespace {

QString number(double value) {
    return QString::number(value, 'g', 10);
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double value_of(const ParameterSet& set, const std::string& key) {
    const auto& value = set.value(key);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::get<double>(value);
}

ParameterSet present_values(const Lab& lab, const Recipe& recipe) {
    ParameterSet set(lab.parameters);
    for (const auto& [key, value] : recipe.parameters) set.set(key, value);
    return set;
}

/// Parameters with a range, those that matter at present and are live (they are physics, not sizes) first.
std::vector<const ParameterSpec*> sweepable(const Lab& lab, const ParameterSet& present) {
    std::vector<const ParameterSpec*> result;
    for (const auto& spec : lab.parameters->specs())
        if (std::holds_alternative<Range>(spec.domain) && present.relevant(spec)) result.push_back(&spec);
    std::stable_sort(result.begin(), result.end(), [](const auto* a, const auto* b) {
        const auto rank = [](const ParameterSpec& s) {
            return (s.apply == Apply::live ? 0 : 4) + (std::holds_alternative<double>(s.initial) ? 0 : 2) +
                   (s.level == Level::basic ? 0 : 1);
        };
        return rank(*a) < rank(*b);
    });
    return result;
}

QLineEdit* number_field(const QString& name, const QString& tip) {
    auto* field = new QLineEdit;
    field->setAccessibleName(name);
    field->setToolTip(tip + ". " + controls::number_rule());
    field->setMaximumWidth(130);
    return field;
}

}  // namespace

SweepDialog::SweepDialog(const Lab& lab, const SweepPlan& plan, const QString& path, QWidget* parent)
    : QDialog(parent),
      lab_(lab),
      first_(plan),
      present_(present_values(lab, plan.recipe)),
      repeats_(new QSpinBox),
      steps_(new QLineEdit),
      seed_(new QLineEdit),
      path_(new QLineEdit(path)),
      summary_(new QLabel),
      problem_(new QLabel) {
    setWindowTitle(tr("Sweep: %1").arg(text(lab.title)));
    auto* introduction =
        new QLabel(tr("Runs the lab at every point of a plane of two of its parameters; the others stay as they are. "
                      "The map fills in from coarse to fine while it runs, and every result is kept at once."));
    introduction->setWordWrap(true);
    x_ = makeAxis(tr("Across"));
    y_ = makeAxis(tr("Upwards"));

    const auto unit = text(lab.step_unit) + "s";
    repeats_->setRange(1, 10000);
    repeats_->setToolTip(tr("Independent runs at every point; four or more give errors from their scatter"));
    repeats_->setValue(plan.repeats);
    steps_->setText(QString::number(plan.recipe.steps > 0 ? plan.recipe.steps : 1000));
    steps_->setAccessibleName(tr("Length"));
    steps_->setToolTip(tr("Length of every run in %1, thermalisation included").arg(unit));
    seed_->setText(QString::number(plan.recipe.seed));
    seed_->setAccessibleName(tr("Seed"));
    seed_->setToolTip(tr("Seed of the whole sweep: the same plan and seed give the same map, bit for bit"));
    path_->setToolTip(tr("File to which results are appended as they come; open it to go on after a break"));
    auto* browse = new QPushButton(tr("&Choose…"));
    browse->setToolTip(tr("Another place for the file"));
    browse->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &SweepDialog::choosePath);

    auto* axes = new QGridLayout;
    const QStringList heads = {QString(), tr("Parameter"), tr("From"), tr("To"), tr("Points"), QString()};
    for (int c = 0; c < heads.size(); ++c) axes->addWidget(new QLabel(heads[c]), 0, c);
    int row = 1;
    for (const auto& [name, fields] : {std::pair(tr("A&cross"), &x_), std::pair(tr("&Upwards"), &y_)}) {
        auto* label = new QLabel(name);
        label->setBuddy(fields->parameter);
        axes->addWidget(label, row, 0);
        axes->addWidget(fields->parameter, row, 1);
        axes->addWidget(fields->low, row, 2);
        axes->addWidget(fields->high, row, 3);
        axes->addWidget(fields->points, row, 4);
        axes->addWidget(fields->logarithmic, row++, 5);
    }
    axes->setColumnStretch(1, 1);
    auto* runs = new QGridLayout;
    auto add = [&, line = 0](const QString& name, QWidget* field, QWidget* behind) mutable {
        auto* label = new QLabel(name);
        label->setBuddy(field);
        runs->addWidget(label, line, 0);
        runs->addWidget(field, line, 1);
        if (behind) runs->addWidget(behind, line, 2);
        ++line;
    };
    QString thermalisation = unit;
    if (const auto* spec = lab.parameters->find("thermalisation"))  // not in updates everywhere
        thermalisation = tr("%1; %2: %3")
                             .arg(unit, text(spec->label),
                                  (text(to_text(present_.value(spec->key))) + " " + text(spec->unit)).trimmed());
    add(tr("&Repeats"), repeats_, new QLabel(tr("runs at every point")));
    add(tr("&Length"), steps_, new QLabel(thermalisation));
    add(tr("See&d"), seed_, nullptr);
    add(tr("&File"), path_, browse);
    runs->setColumnStretch(1, 1);

    problem_->setWordWrap(true);
    problem_->setAccessibleName(tr("What is wrong"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    start_ = buttons->addButton(tr("&Start"), QDialogButtonBox::AcceptRole);
    start_->setDefault(true);
    start_->setToolTip(tr("Runs the sweep and shows its maps"));
    buttons->button(QDialogButtonBox::Cancel)->setToolTip(tr("Back without a sweep (Esc)"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(14);
    layout->addWidget(introduction);
    layout->addLayout(axes);
    layout->addLayout(runs);
    layout->addWidget(summary_);
    layout->addWidget(problem_);
    layout->addStretch();
    layout->addWidget(buttons);
    resize(760, 420);

    const auto choices = sweepable(lab, present_);
    const auto key_or = [&](const std::string& key, std::size_t otherwise) {
        if (!key.empty()) return key;
        return choices.size() > otherwise ? choices[otherwise]->key : std::string();
    };
    showAxis(x_, plan.x.key.empty() ? proposal(key_or({}, 0)) : plan.x);
    showAxis(y_, plan.y.key.empty() ? proposal(key_or({}, 1)) : plan.y);
    for (auto* field : {steps_, seed_, path_}) connect(field, &QLineEdit::textChanged, this, &SweepDialog::refresh);
    connect(repeats_, &QSpinBox::valueChanged, this, &SweepDialog::refresh);
    refresh();
}

SweepDialog::AxisFields SweepDialog::makeAxis(const QString& name) {
    AxisFields fields{new QComboBox, number_field(tr("%1: from").arg(name), tr("Lowest value of the parameter")),
                      number_field(tr("%1: to").arg(name), tr("Highest value of the parameter")), new QSpinBox,
                      new QCheckBox(tr("logarithmic"))};
    for (const auto* spec : sweepable(lab_, present_))
        fields.parameter->addItem(parameters::full_name(*spec), text(spec->key));
    fields.parameter->setAccessibleName(tr("%1: parameter").arg(name));
    fields.parameter->setToolTip(tr("The parameter that changes along this axis"));
    fields.points->setRange(2, 512);
    fields.points->setAccessibleName(tr("%1: points").arg(name));
    fields.points->setToolTip(tr("How many values; regions can be refined later"));
    fields.logarithmic->setAccessibleName(tr("%1: logarithmic").arg(name));
    fields.logarithmic->setToolTip(tr("Values in equal ratios instead of at equal distances"));
    connect(fields.parameter, &QComboBox::activated, this,
            [this, fields] { showAxis(fields, proposal(fields.parameter->currentData().toString().toStdString())); });
    connect(fields.low, &QLineEdit::textChanged, this, &SweepDialog::refresh);
    connect(fields.high, &QLineEdit::textChanged, this, &SweepDialog::refresh);
    connect(fields.points, &QSpinBox::valueChanged, this, &SweepDialog::refresh);
    connect(fields.logarithmic, &QCheckBox::toggled, this, &SweepDialog::refresh);
    return fields;
}

void SweepDialog::showAxis(const AxisFields& fields, const SweepAxis& axis) {
    fields.parameter->setCurrentIndex(fields.parameter->findData(text(axis.key)));
    fields.low->setText(number(axis.low));
    fields.high->setText(number(axis.high));
    fields.points->setValue(axis.points);
    fields.logarithmic->setChecked(axis.logarithmic);
    refresh();
}

SweepAxis SweepDialog::proposal(const std::string& key) const {
    const auto* spec = lab_.parameters->find(key);
    if (!spec) return {};
    const auto& range = std::get<Range>(spec->domain);
    const double value = value_of(present_, key);
    const bool whole = std::holds_alternative<std::int64_t>(spec->initial);
    SweepAxis axis{.key = spec->key, .points = 11, .logarithmic = range.logarithmic && range.low > 0};
    axis.low = std::max(range.low, axis.logarithmic ? value / 4 : value - std::abs(value) / 2);
    axis.high = std::min(range.high, axis.logarithmic ? value * 4 : value + std::abs(value) / 2);
    if (!(axis.low < axis.high) || value == 0) {
        axis.low = range.low;
        axis.high = range.high;
    }
    if (!whole) return axis;
    const auto on_grid = [&](double x) { return range.low + std::round((x - range.low) / range.step) * range.step; };
    axis.low = on_grid(axis.low);
    axis.high = std::max(axis.low + range.step, on_grid(axis.high));
    axis.points = static_cast<int>(std::clamp((axis.high - axis.low) / range.step + 1, 2.0, 6.0));
    return axis;
}

SweepAxis SweepDialog::axis(const AxisFields& fields) const {
    return {.key = fields.parameter->currentData().toString().toStdString(),
            .low = controls::read_number(fields.low->text()).value_or(not_a_number),
            .high = controls::read_number(fields.high->text()).value_or(not_a_number),
            .points = fields.points->value(),
            .logarithmic = fields.logarithmic->isChecked()};
}

SweepPlan SweepDialog::plan() const {
    auto plan = first_;
    plan.x = axis(x_);
    plan.y = axis(y_);
    plan.repeats = repeats_->value();
    plan.recipe.steps = controls::read_count(steps_->text()).value_or(0);
    plan.recipe.seed = controls::read_count(seed_->text()).value_or(0);
    if (!(plan.x == first_.x) || !(plan.y == first_.y)) plan.refinements.clear();
    return plan;
}

QString SweepDialog::path() const {
    return path_->text().trimmed();
}

QString SweepDialog::problem() const {
    for (const auto* field : {x_.low, x_.high, y_.low, y_.high})
        if (!controls::read_number(field->text()))
            return tr("%1: \"%2\" is no number. Write it like 0.25 or 1e-3.")
                .arg(field->accessibleName(), field->text().left(30));
    for (const auto* field : {steps_, seed_})
        if (!controls::read_count(field->text()))
            return tr("%1: \"%2\" is no whole number. Write it like 1000.")
                .arg(field->accessibleName(), field->text().left(30));
    if (const auto found = find_problem(lab_, plan())) return text(sentence(*found));
    if (path().isEmpty()) return tr("Name a file for the results.");
    if (const QFileInfo file(path()); file.exists() && file.size() > 0)
        return tr("%1 is there already. Open it to go on with it, or choose another name.").arg(path());
    return {};
}

void SweepDialog::choosePath() {
    const auto chosen = controls::choose_file_to_write(this, tr("Keep the sweep in"), path(), tr("Sweeps (*.sweep)"));
    if (!chosen.isEmpty()) path_->setText(chosen);
}

void SweepDialog::refresh() {
    if (!start_) return;  // still being built
    const auto what = problem();
    problem_->setText(what);
    start_->setEnabled(what.isEmpty());
    const auto plan = this->plan();
    const auto points = static_cast<qint64>(plan.x.points) * plan.y.points;
    summary_->setText(tr("%1 points, %2 runs of %3 %4s")
                          .arg(controls::count_text(static_cast<quint64>(points)),
                               controls::count_text(static_cast<quint64>(points * plan.repeats)),
                               controls::count_text(plan.recipe.steps), text(lab_.step_unit)));
}

}  // namespace langevin::desktop
