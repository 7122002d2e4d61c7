// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/parameters/slider_scale.h"
#include "widgets/parameters/value_editor.h"
#include "widgets/parameters/value_spin_box.h"

namespace langevin::parameters {

class ValueSlider;

/// A slider over the whole width, and a spin box for the line of the label.
class NumberEditor : public ValueEditor {
    Q_OBJECT
  public:
    NumberEditor(const ParameterSpec& spec, QWidget* parent);
    Value value() const override;
    void setValue(const Value& value) override;
    bool isBusy() const override;
    QWidget* companion() const override { return spin_; }
    QWidget* focusTarget() override { return spin_; }

  private:
    Value as_value(double number) const;
    void take(double number);
    void show_number();

    bool integer_;
    SliderScale scale_;
    double number_;
    ValueSlider* slider_;
    ValueSpinBox* spin_;
};

}  // namespace langevin::parameters
