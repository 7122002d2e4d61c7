// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <map>
#include <string>

#include "app/desktop/background_job.h"
#include "engine/core/snapshot.h"

class QWidget;

namespace langevin::desktop {

class LabPage;
class Session;

/// Takes things away: figures, data, fields, ensembles. Every file carries the recipe.
class Exporter : public QObject {
    Q_OBJECT
  public:
    Exporter(Session& session, LabPage& page, QWidget* window);

    void saveFigure(const QString& panel);
    void saveData(const QString& panel);
    void copyFigure(const QString& panel);
    void copyData(const QString& panel);
    /// All visible panels as pictures and data, recipe and field, into a folder.
    void saveEverything();
    /// Without a dialog; returns the sentence of what went wrong, or nothing.
    QString saveEverythingTo(const QString& folder);
    void saveField();
    /// Goes on from the present moment in the background and writes configurations to HDF5.
    void recordEnsemble();
    struct Recording {
        QString path;
        std::uint64_t configurations = 100, every = 10;
    };
    void record(const Recording& recording);

  signals:
    void done(const QString& sentence);
    void failed(const QString& sentence);

  private:
    QString recipeJson() const;
    QString title(const QString& panel) const;
    QString fileName(const QString& panel, const QString& suffix) const;
    QString ask(const QString& caption, const QString& name, const QString& filter);
    template <class Write>
    void write(const QString& path, Write write);

    Session& session_;
    LabPage& page_;
    QWidget* window_;
    BackgroundJob recorder_;
};

}  // namespace langevin::desktop
