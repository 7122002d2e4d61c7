// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/parameters/value_editor.h"

class QButtonGroup;
class QComboBox;

namespace langevin::parameters {

/// Two or three short options side by side.
class SegmentedEditor : public ValueEditor {
    Q_OBJECT
  public:
    SegmentedEditor(const ParameterSpec& spec, QWidget* parent);
    Value value() const override;
    void setValue(const Value& value) override;
    QWidget* focusTarget() override;

  private:
    std::vector<Choice::Option> options_;
    QButtonGroup* group_;
};

/// Any number of options.
class ComboEditor : public ValueEditor {
    Q_OBJECT
  public:
    ComboEditor(const ParameterSpec& spec, QWidget* parent);
    Value value() const override;
    void setValue(const Value& value) override;
    bool isBusy() const override;
    QWidget* focusTarget() override;

  private:
    std::vector<Choice::Option> options_;
    QComboBox* box_;
};

}  // namespace langevin::parameters
