// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSpinBox>

#include "engine/core/parameter.h"
#include "widgets/parameters/slider_scale.h"

namespace langevin::parameters {

/// A number typed or stepped. What is typed counts when Enter is pressed or the focus leaves (no
/// keyboard tracking), and is read by accept_text, as on the command line, after plain_number has
/// made a point of a comma; refused text stays, marked, with the sentence that says why.
class ValueSpinBox : public QAbstractSpinBox {
    Q_OBJECT
  public:
    ValueSpinBox(const ParameterSpec& spec, const SliderScale& scale, QWidget* parent = nullptr);

    double value() const { return value_; }
    /// Shows a value, without a signal. Text that is being typed stays.
    void setValue(double value);
    bool isTyping() const;

    void stepBy(int steps) override;
    QValidator::State validate(QString& input, int& position) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  signals:
    void finished();  ///< after edited(), once a value was typed or stepped
    void edited(double value);
    void refused(const QString& sentence);

  protected:
    StepEnabled stepEnabled() const override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void take_text();
    void show_value();
    void mark_wrong(bool wrong);

    ParameterSpec spec_;
    SliderScale scale_;
    double value_ = 0;
};

}  // namespace langevin::parameters
