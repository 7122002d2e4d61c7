// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/editors.h"

#include <QCheckBox>
#include <QVBoxLayout>

#include "widgets/parameters/choice_editors.h"
#include "widgets/parameters/number_editor.h"
#include "widgets/parameters/text_editor.h"

namespace langevin::parameters {
namespace {

class SwitchEditor : public ValueEditor {
  public:
    SwitchEditor(const ParameterSpec& spec, QWidget* parent)
        : ValueEditor(parent), box_(new QCheckBox(QString::fromStdString(spec.label), this)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(box_);
        box_->setChecked(std::get<bool>(spec.initial));
        box_->setFocusPolicy(Qt::TabFocus);  // after a click, Space still plays and pauses
        connect(box_, &QCheckBox::toggled, this, [this](bool on) {
            emit edited(Value(on));
            emit finished();
        });
    }

    Value value() const override { return box_->isChecked(); }
    void setValue(const Value& value) override {
        const QSignalBlocker quiet(box_);
        box_->setChecked(std::get<bool>(value));
    }
    bool hasLabel() const override { return true; }
    QWidget* focusTarget() override { return box_; }

  private:
    QCheckBox* box_;
};

/// Two or three words fit side by side, where all of them can be seen and reached with one click.
bool fits_segments(const Choice& choice) {
    if (choice.options.size() < 2 || choice.options.size() > 3) return false;
    qsizetype total = 0;
    for (const auto& option : choice.options) {
        const auto length = QString::fromStdString(option.label).size();
        if (length > 13) return false;
        total += length;
    }
    return total <= 26;
}

}  // namespace

ValueEditor* make_editor(const ParameterSpec& spec, QWidget* parent) {
    if (std::holds_alternative<Switch>(spec.domain)) return new SwitchEditor(spec, parent);
    if (std::holds_alternative<Range>(spec.domain)) return new NumberEditor(spec, parent);
    if (std::holds_alternative<Text>(spec.domain)) return new TextEditor(spec, parent);
    if (fits_segments(std::get<Choice>(spec.domain))) return new SegmentedEditor(spec, parent);
    return new ComboEditor(spec, parent);
}

}  // namespace langevin::parameters
