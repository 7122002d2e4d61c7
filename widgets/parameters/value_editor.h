// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "engine/core/parameter.h"

class QCheckBox;

namespace langevin::parameters {

/// Edits one value. setValue() never emits; what a person does emits edited() once per change and
/// finished() when the gesture is over.
class ValueEditor : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;

    virtual Value value() const = 0;
    /// Does nothing while a person is in the middle of a gesture (see isBusy).
    virtual void setValue(const Value& value) = 0;
    /// Forgets text that was refused, and shows the value in force.
    virtual void discard() {}
    /// A slider is held down or text is being typed.
    virtual bool isBusy() const { return false; }
    /// The widget that belongs on the line of the label (a spin box), or null.
    virtual QWidget* companion() const { return nullptr; }
    /// Whether the editor carries the label itself (a check box).
    virtual bool hasLabel() const { return false; }
    /// What the label's mnemonic and a search should focus.
    virtual QWidget* focusTarget() = 0;

  signals:
    void edited(const langevin::Value& value);
    void finished();
    void refused(const QString& sentence);  ///< empty: no longer; further lines show the place
};

}  // namespace langevin::parameters
