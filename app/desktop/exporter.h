// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/background_job.h"
#include "app/desktop/panel_exporter.h"

namespace langevin::desktop {

class LabPage;
class Session;

/// Takes away what a lab shows: panels, fields, ensembles, trained models. Every file carries the recipe.
class Exporter : public PanelExporter {
    Q_OBJECT
  public:
    Exporter(Session& session, LabPage& page, QWidget* window);

    void saveField();
    void saveModel();
    /// Goes on from the present moment in the background and writes configurations to HDF5.
    void recordEnsemble();
    struct Recording {
        QString path;
        std::uint64_t configurations = 100, every = 10;
    };
    void record(const Recording& recording);

  private:
    Session& session_;
    BackgroundJob recorder_;
};

}  // namespace langevin::desktop
