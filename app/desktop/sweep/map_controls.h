// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <map>
#include <string>
#include <vector>

#include "engine/run/sweep_data.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace langevin::desktop {

/// How each map of a sweep is drawn: scale and range of its colours, contours, boundaries from theory.
class MapControls : public QWidget {
    Q_OBJECT
  public:
    explicit MapControls(QWidget* parent = nullptr);

    /// The quantities there are; choices made for those that stay are kept.
    void setQuantities(const std::vector<SweepQuantity>& quantities);
    /// Whether there are boundaries from theory in this plane.
    void setTheoryKnown(bool known);
    void select(const std::string& key);
    /// As chosen; the first time as given.
    MapOptions options(const std::string& key) const;
    void setDefaults(std::map<std::string, MapOptions> defaults);
    void setOptions(const std::string& key, const MapOptions& options);

  signals:
    void changed();

  private:
    void showOptions();
    void takeOptions();
    std::string key() const;

    QComboBox* quantity_;
    QCheckBox *logarithmic_, *theory_;
    QLineEdit *low_, *high_, *contours_;
    std::map<std::string, MapOptions> options_, defaults_;
    std::vector<SweepQuantity> quantities_;
    bool showing_ = false;
};

}  // namespace langevin::desktop
