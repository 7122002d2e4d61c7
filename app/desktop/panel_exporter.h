// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <functional>

namespace langevin::figures {
struct FigureOptions;
struct Sheet;
}  // namespace langevin::figures
namespace langevin::views {
class PanelGrid;
}

namespace langevin::desktop {

/// The panels that a page shows, with their newest numbers, in its order.
figures::Sheet shown_panels(views::PanelGrid& grid);

/// Takes panels away: figures and data, each file with its recipe. GUI thread only.
class PanelExporter : public QObject {
    Q_OBJECT
  public:
    /// Where panels come from, and what is said with them.
    struct Source {
        views::PanelGrid* panels = nullptr;
        std::function<bool()> open;                                 ///< whether there is anything at present
        std::function<QString()> name;                              ///< beginning of file names
        std::function<QString(const QString& panel)> title;         ///< of a figure
        std::function<QString()> heading;                           ///< of a figure of several panels
        std::function<QString()> recipe;                            ///< JSON
        std::function<void(const std::string& path)> write_recipe;  ///< may throw Failure
    };

    /// Serves the menus of the source's panels from now on.
    PanelExporter(Source source, QWidget* window);

    void saveFigure(const QString& panel);
    /// Several panels in one figure; asks which.
    void saveSheet();
    void saveData(const QString& panel);
    void copyFigure(const QString& panel);
    void copyData(const QString& panel);
    /// All visible panels as pictures and data, recipe and field, into a folder.
    void saveEverything();
    /// Without a dialog. One panel after the other between events, so that the window stays alive; ends with done() or
    /// failed().
    void saveEverythingTo(const QString& folder);

  signals:
    void done(const QString& sentence);
    void failed(const QString& sentence);

  protected:
    QString fileName(const QString& panel, const QString& suffix) const;
    /// A path, or none when the person thought better of it.
    QString ask(const QString& caption, const QString& name, const QString& filter);
    /// Calls write(path) and says how it went; does nothing without a path.
    void write(const QString& path, const std::function<void(const std::string&)>& write);
    QString recipeJson() const { return source_.recipe(); }
    QWidget* window() const { return window_; }

  private:
    void askAndSave(const figures::Sheet& sheet, const figures::FigureOptions& options, const QString& name);
    void savePanels(const QString& folder, QStringList ids, int total);
    void savePanelTo(const QString& folder, const QString& id);

    Source source_;
    QWidget* window_;
};

}  // namespace langevin::desktop
