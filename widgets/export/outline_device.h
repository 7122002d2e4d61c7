// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPaintDevice>
#include <QSizeF>
#include <memory>

class QPainter;

namespace langevin::figures {

/// Passes everything painted on it to another painter, with text turned into outlines. 72 dots an
/// inch.
class OutlineDevice : public QPaintDevice {
  public:
    /// The target must be active for as long as this is painted on.
    OutlineDevice(QPainter& target, const QSizeF& size);
    ~OutlineDevice() override;

    QPaintEngine* paintEngine() const override;

  protected:
    int metric(PaintDeviceMetric metric) const override;

  private:
    class Engine;
    std::unique_ptr<Engine> engine_;
    QSizeF size_;
};

}  // namespace langevin::figures
