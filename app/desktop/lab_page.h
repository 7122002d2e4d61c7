// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/lab.h"
#include "widgets/style/theme.h"

class QSplitter;

namespace langevin::controls {
class PhysicsPage;
class TransportBar;
}  // namespace langevin::controls
namespace langevin::parameters {
class ParameterForm;
}
namespace langevin::views {
class PanelGrid;
}

namespace langevin::desktop {

class Session;

/// A lab: parameters at the left, panels in the middle, its page of physics at the right, transport below. Shows one
/// session; the widgets it holds know nothing of it.
class LabPage : public QWidget {
    Q_OBJECT
  public:
    explicit LabPage(Session& session, QWidget* parent = nullptr);

    /// Builds the page for the session's lab.
    void showLab();
    void setTheme(const style::Theme& theme);

    views::PanelGrid* panels() const { return panels_; }
    controls::TransportBar* transport() const { return transport_; }
    QWidget* parameterPane() const { return form_pane_; }
    QWidget* physicsPane() const { return physics_pane_; }

    /// Panels in this order, the others hidden; none: as the lab declares. Controls of these parameters, the others
    /// hidden; none: all. For lessons.
    void arrange(const std::optional<std::vector<std::string>>& panels,
                 const std::optional<std::vector<std::string>>& controls);
    /// A column at the very right, shown and hidden by its owner.
    void addColumn(QWidget* column);
    /// Brings back the controls that were hidden.
    void showHiddenControls();
    /// Nothing that leads away from the page or brings back what is hidden: no links, files or hidden controls.
    void setLocked(bool locked);

    QJsonObject saveLayout() const;
    void restoreLayout(const QJsonObject& layout);

  private:
    void showSnapshot();
    void showParameters();
    void showTransport();
    void connectTransport();

    Session& session_;
    QSplitter *columns_, *splitter_;
    QWidget *form_pane_, *physics_pane_;
    parameters::ParameterForm* form_ = nullptr;
    views::PanelGrid* panels_;
    controls::PhysicsPage* physics_;
    controls::TransportBar* transport_;
    style::Theme theme_;
    bool locked_ = false;
};

}  // namespace langevin::desktop
