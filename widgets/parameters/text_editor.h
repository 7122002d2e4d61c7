// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/parameters/value_editor.h"

class QLineEdit;

namespace langevin::parameters {

/// A line of text with a rule, a formula for instance. While typing it says what is wrong; Enter, or leaving the field,
/// puts a good text in force, and Escape brings the last good one back. Refused text stays, marked, until it is mended,
/// discarded, or another value comes.
class TextEditor : public ValueEditor {
    Q_OBJECT
  public:
    TextEditor(const ParameterSpec& spec, QWidget* parent);
    Value value() const override { return good_; }
    void setValue(const Value& value) override;
    bool isBusy() const override;
    void discard() override;
    QWidget* focusTarget() override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    std::string typed() const;
    /// Shows the problem of what is typed; true if there is none.
    bool check();
    void commit();
    void mark_wrong(bool wrong);

    ParameterSpec spec_;
    std::string good_;
    QLineEdit* line_;
    bool wrong_ = false;
};

}  // namespace langevin::parameters
