// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/parameters/number_editor.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace langevin::parameters {
namespace {

double as_number(const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::get<double>(value);
}

}  // namespace

/// A slider whose keys and wheel move by the parameter's own step, which jumps to where it is
/// clicked, and which leaves the wheel to the form unless it has the focus.
class ValueSlider : public QSlider {
    Q_OBJECT
  public:
    explicit ValueSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) { setFocusPolicy(Qt::StrongFocus); }

  signals:
    void stepped(int steps);
    void jumped(bool to_end);

  protected:
    void wheelEvent(QWheelEvent* event) override {
        if (!hasFocus()) return event->ignore();
        const int turned = event->angleDelta().y();
        if (turned != 0) emit stepped(turned > 0 ? 1 : -1);
        event->accept();
    }

    void keyPressEvent(QKeyEvent* event) override {
        switch (event->key()) {
            case Qt::Key_Right:
            case Qt::Key_Up:
                return emit stepped(1);
            case Qt::Key_Left:
            case Qt::Key_Down:
                return emit stepped(-1);
            case Qt::Key_PageUp:
                return emit stepped(10);
            case Qt::Key_PageDown:
                return emit stepped(-10);
            case Qt::Key_Home:
                return emit jumped(false);
            case Qt::Key_End:
                return emit jumped(true);
            default:
                event->ignore();
        }
    }

    void mousePressEvent(QMouseEvent* event) override {
        QStyleOptionSlider option;
        initStyleOption(&option);
        const auto handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
        if (event->button() == Qt::LeftButton && !handle.contains(event->position().toPoint())) {
            const int span = width() - handle.width();
            const int at = static_cast<int>(event->position().x()) - handle.width() / 2;
            setValue(QStyle::sliderValueFromPosition(minimum(), maximum(), at, span));
        }
        QSlider::mousePressEvent(event);  // the handle is under the mouse now, and can be dragged on
    }
};

NumberEditor::NumberEditor(const ParameterSpec& spec, QWidget* parent)
    : ValueEditor(parent),
      integer_(std::holds_alternative<std::int64_t>(spec.initial)),
      scale_(std::get<Range>(spec.domain), integer_),
      number_(as_number(spec.initial)),
      slider_(new ValueSlider(this)),
      spin_(new ValueSpinBox(spec, scale_, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(slider_);
    slider_->setRange(0, scale_.positions());
    slider_->setAccessibleName(QString::fromStdString(spec.label));
    spin_->setAccessibleName(QString::fromStdString(spec.label));
    show_number();

    const auto range = std::get<Range>(spec.domain);
    connect(slider_, &QSlider::valueChanged, this, [this](int position) { take(scale_.value(position)); });
    connect(slider_, &QSlider::sliderReleased, this, &ValueEditor::finished);
    connect(slider_, &ValueSlider::stepped, this, [this](int steps) {
        take(scale_.stepped(number_, steps));
        emit finished();
    });
    connect(slider_, &ValueSlider::jumped, this, [this, range](bool to_end) {
        take(to_end ? scale_.value(scale_.positions()) : range.low);
        emit finished();
    });
    connect(spin_, &ValueSpinBox::edited, this, &NumberEditor::take);
    connect(spin_, &ValueSpinBox::finished, this, &ValueEditor::finished);
    connect(spin_, &ValueSpinBox::refused, this, &ValueEditor::refused);
}

Value NumberEditor::as_value(double number) const {
    return integer_ ? Value(static_cast<std::int64_t>(number)) : Value(number);
}

Value NumberEditor::value() const {
    return as_value(number_);
}

void NumberEditor::setValue(const Value& value) {
    if (slider_->isSliderDown()) return;
    number_ = as_number(value);
    show_number();
}

bool NumberEditor::isBusy() const {
    return slider_->isSliderDown() || spin_->isTyping();
}

void NumberEditor::take(double number) {
    if (number == number_) return;
    number_ = number;
    show_number();
    emit edited(as_value(number));
}

void NumberEditor::show_number() {
    const QSignalBlocker quiet(slider_);
    // While dragging, the handle follows the hand; several positions may stand for one value.
    if (!slider_->isSliderDown()) slider_->setValue(scale_.position(number_));
    spin_->setValue(number_);
}

}  // namespace langevin::parameters

#include "number_editor.moc"
