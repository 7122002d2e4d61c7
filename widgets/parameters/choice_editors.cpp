// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/choice_editors.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QWheelEvent>

namespace langevin::parameters {
namespace {

int index_of(const std::vector<Choice::Option>& options, const Value& value) {
    const auto& name = std::get<std::string>(value);
    for (std::size_t i = 0; i < options.size(); ++i)
        if (options[i].name == name) return static_cast<int>(i);
    return 0;
}

/// Scrolls the form, not its own choice, unless it has the focus.
class CalmComboBox : public QComboBox {
  public:
    using QComboBox::QComboBox;

  protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus()) return QComboBox::wheelEvent(event);
        event->ignore();
    }
};

}  // namespace

SegmentedEditor::SegmentedEditor(const ParameterSpec& spec, QWidget* parent)
    : ValueEditor(parent), options_(std::get<Choice>(spec.domain).options), group_(new QButtonGroup(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (std::size_t i = 0; i < options_.size(); ++i) {
        auto* button = new QPushButton(QString::fromStdString(options_[i].label), this);
        button->setCheckable(true);
        button->setProperty("segment", i == 0 ? "first" : i + 1 == options_.size() ? "last" : "middle");
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setAutoDefault(false);
        // Tab stops at the one that is checked. A click leaves the focus: Space still plays and pauses.
        button->setFocusPolicy(Qt::NoFocus);
        connect(button, &QPushButton::toggled, button,
                [button](bool on) { button->setFocusPolicy(on ? Qt::TabFocus : Qt::NoFocus); });
        button->setAccessibleName(QString::fromStdString(spec.label + ": " + options_[i].label));
        group_->addButton(button, static_cast<int>(i));
        layout->addWidget(button);
    }
    setValue(spec.initial);
    // The group's own arrow keys and clicks both end here, once, for the button that is now
    // checked.
    connect(group_, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (!on) return;
        emit edited(Value(options_[static_cast<std::size_t>(id)].name));
        emit finished();
    });
}

Value SegmentedEditor::value() const {
    return options_[static_cast<std::size_t>(std::max(0, group_->checkedId()))].name;
}

void SegmentedEditor::setValue(const Value& value) {
    const QSignalBlocker quiet(group_);
    group_->button(index_of(options_, value))->setChecked(true);
}

QWidget* SegmentedEditor::focusTarget() {
    return group_->checkedButton();
}

ComboEditor::ComboEditor(const ParameterSpec& spec, QWidget* parent)
    : ValueEditor(parent), options_(std::get<Choice>(spec.domain).options), box_(new CalmComboBox(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(box_);
    for (const auto& option : options_) box_->addItem(QString::fromStdString(option.label));
    box_->setFocusPolicy(Qt::StrongFocus);
    box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box_->setMinimumContentsLength(8);
    setValue(spec.initial);
    connect(box_, &QComboBox::currentIndexChanged, this, [this](int index) {
        emit edited(Value(options_[static_cast<std::size_t>(index)].name));
        emit finished();
    });
}

Value ComboEditor::value() const {
    return options_[static_cast<std::size_t>(std::max(0, box_->currentIndex()))].name;
}

void ComboEditor::setValue(const Value& value) {
    const QSignalBlocker quiet(box_);
    box_->setCurrentIndex(index_of(options_, value));
}

bool ComboEditor::isBusy() const {
    return box_->view()->isVisible();
}

QWidget* ComboEditor::focusTarget() {
    return box_;
}

}  // namespace langevin::parameters
