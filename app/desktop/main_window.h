// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <memory>

#include "app/desktop/session.h"
#include "app/desktop/settings.h"
#include "engine/core/lab.h"
#include "engine/core/sweep.h"
#include "widgets/style/theme.h"

class QLabel;
class QStackedWidget;

namespace langevin::desktop {

class BackgroundJob;
class Exporter;
class Gallery;
class LabPage;
class PanelExporter;
class SweepPage;
class SweepSession;
class VerifyDialog;

/// The window: gallery and lab page, menus with keys, status line, themes, presentation. The work is done by the
/// session, the exporter and the pages.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(const Registry& registry, QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return *session_; }
    LabPage& page() { return *page_; }
    SweepSession& sweepSession() { return *sweep_session_; }
    SweepPage& sweepPage() { return *sweep_page_; }

    void showGallery();
    /// A lab with a recipe. False if it cannot be opened; then a sentence says why, see message().
    bool openRecipe(const Recipe& recipe);
    /// A recipe, a session, the plan of a sweep or its results, told by the content. False as above.
    bool openFile(const QString& path);
    /// What the status bar says.
    QString message() const;
    void saveSession(const QString& path);
    void setTheme(style::Scheme scheme, double scale);
    void setPresenting(bool presenting);
    VerifyDialog* verify();
    /// Asks for a plan that sweeps what is on screen.
    void planSweep();
    /// Carries out a plan and keeps it in a file; problems are shown as a sentence.
    void startSweep(const SweepPlan& plan, const QString& path);
    void showSweep();

  protected:
    void closeEvent(QCloseEvent* event) override;

  private:
    struct Actions;

    void makeActions();
    void makeMenus();
    void connectSession();
    void showStatus();
    void updateActions();
    void chooseFile();
    void chooseSessionFile();
    void pasteRecipe();
    void fillRecentFiles();
    void rememberLayout();
    void say(const QString& sentence);
    void complain(const QString& sentence);
    void openSessionFile(const QString& path);
    void connectSweeps();
    void askForSweep(const Lab& lab, const SweepPlan& plan, const QString& path);
    void showSweepProgress();
    void saveSweepTables();
    bool sweepShown() const;
    void showAbout();
    void showKeys();

    const Registry& registry_;
    Settings settings_;
    style::Theme theme_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<Actions> actions_;
    QStackedWidget* pages_;
    Gallery* gallery_;
    LabPage* page_;
    Exporter* exporter_;
    SweepSession* sweep_session_;
    SweepPage* sweep_page_;
    PanelExporter* sweep_exporter_;
    BackgroundJob* saver_;
    QMenu* recent_menu_ = nullptr;
    QLabel *message_, *sweep_progress_, *headline_;
    VerifyDialog* verify_ = nullptr;
    QString session_path_, snapshot_message_;
    bool presenting_ = false;
    Qt::WindowStates state_before_presenting_;
    double scale_before_presenting_ = 1;
};

}  // namespace langevin::desktop
