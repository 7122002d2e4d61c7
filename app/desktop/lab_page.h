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

/// "κ = 0.26", for a legend or a heading.
QString short_text(const ParameterSet& values, const std::string& key);

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
    /// Gives a column as much width as the panels have.
    void balanceColumn(QWidget* column);
    /// A strip over the whole page, and a part below the parameters; shown and hidden by their owner.
    void addBanner(QWidget* banner);
    void addParameters(QWidget* part);
    /// Controls of these parameters, the others hidden; none: all.
    void showControls(const std::optional<std::vector<std::string>>& controls);
    /// While on, every edit keeps what was shown before it as a ghost, in the place of the last such ghost.
    void setBeforeAfter(bool on);
    /// Brings back the controls that were hidden.
    void showHiddenControls();
    /// The second of two pages: neither transport nor physics; as parameters those of showControls(), which a person
    /// can neither hide nor bring back, for another place.
    void makeSecond();
    /// Nothing that leads away from the page or brings back what is hidden: no links, files or hidden controls.
    void setLocked(bool locked);

    QJsonObject saveLayout() const;
    void restoreLayout(const QJsonObject& layout);

  private:
    void showSnapshot();
    void showParameters();
    void showTransport();
    void connectTransport();
    void edit(const QString& key, const Value& value);
    void finishEdit();

    Session& session_;
    QSplitter *columns_, *splitter_;
    QWidget *form_pane_, *physics_pane_;
    parameters::ParameterForm* form_ = nullptr;
    views::PanelGrid* panels_;
    controls::PhysicsPage* physics_;
    controls::TransportBar* transport_;
    style::Theme theme_;
    bool locked_ = false, second_ = false, before_after_ = false, editing_ = false;
};

}  // namespace langevin::desktop
