// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "engine/core/lab.h"
#include "engine/core/sweep.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace langevin::desktop {

/// Asks for the plan of a sweep: two parameters with their ranges, how often and how long, and where to keep it. Says
/// at once why a plan cannot be carried out.
class SweepDialog : public QDialog {
    Q_OBJECT
  public:
    /// Begins with this plan; one without axes gets the lab's first two parameters that can be swept, around their
    /// present values.
    SweepDialog(const Lab& lab, const SweepPlan& plan, const QString& path, QWidget* parent = nullptr);

    SweepPlan plan() const;
    QString path() const;
    /// Why the plan cannot be carried out; empty if it can.
    QString problem() const;

  private:
    struct AxisFields {
        QComboBox* parameter;
        QLineEdit *low, *high;
        QSpinBox* points;
        QCheckBox* logarithmic;
    };

    AxisFields makeAxis(const QString& name);
    void showAxis(const AxisFields& fields, const SweepAxis& axis);
    SweepAxis axis(const AxisFields& fields) const;
    /// A sensible range for a parameter that was just chosen.
    SweepAxis proposal(const std::string& key) const;
    void choosePath();
    void refresh();

    const Lab& lab_;
    SweepPlan first_;
    ParameterSet present_;
    AxisFields x_, y_;
    QSpinBox* repeats_;
    QLineEdit *steps_, *seed_, *path_;
    QLabel *summary_, *problem_;
    QPushButton* start_ = nullptr;
};

}  // namespace langevin::desktop
