// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <memory>

#include "app/desktop/session.h"
#include "app/desktop/settings.h"
#include "engine/core/lab.h"
#include "engine/core/lesson.h"
#include "engine/core/sweep.h"
#include "widgets/style/theme.h"

class QLabel;
class QStackedWidget;

namespace langevin::desktop {

class BackgroundJob;
class Comparison;
class Exporter;
class Gallery;
class Kiosk;
class LastRuns;
class LabPage;
class LessonColumn;
class LessonPlayer;
class MovieRecorder;
class PanelExporter;
class SweepPage;
class SweepSession;
class VerifyDialog;
struct SavedPage;

/// The window: gallery and lab page, menus with keys, status line, themes, presentation. The work is done by the
/// session, the exporter and the pages.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    /// lessons: what the gallery offers; any other can be opened from a file.
    explicit MainWindow(const Registry& registry, std::vector<Lesson> lessons = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return *session_; }
    LabPage& page() { return *page_; }
    SweepSession& sweepSession() { return *sweep_session_; }
    SweepPage& sweepPage() { return *sweep_page_; }
    LessonPlayer& lessonPlayer() { return *lesson_player_; }
    LessonColumn& lessonColumn() { return *lesson_column_; }
    MovieRecorder& movies() { return *movies_; }
    Kiosk* kiosk() { return kiosk_; }

    void showGallery();
    /// A lab with a recipe. False if it cannot be opened; then a sentence says why, see message().
    bool openRecipe(const Recipe& recipe);
    /// A recipe, a session, the plan of a sweep, its results or a lesson, told by the content; or the id of a lesson
    /// that is shipped. False as above. Sessions and results are read on another thread: their page comes when they
    /// are there, and what is wrong inside them is said then.
    bool openFile(const QString& path);
    /// What the status bar says.
    QString message() const;
    /// A lesson beside its lab; problems are shown as a sentence.
    void openLesson(const Lesson& lesson);
    /// Ends the lesson; its lab stays, with all panels and controls.
    void leaveLesson();
    void saveLesson(const QString& path);
    /// For visitors: see Kiosk. start: what openFile() takes, a recipe in one line, or nothing for the gallery.
    void enterKiosk(const QString& start, double idle_minutes);
    void saveSession(const QString& path);
    /// A second page of the lab beside the first, or only the first again: see Comparison.
    void setComparing(bool comparing);
    bool comparing() const;
    /// The second page with a recipe of the same lab. False if it cannot be opened; see message().
    bool compareWith(const Recipe& recipe);
    Comparison& comparison();
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
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Actions;

    void makeActions();
    void makeMenus();
    void makeButtons();
    void fitToScreen();
    void connectSession();
    void showStatus();
    void updateActions();
    void chooseFile();
    void chooseSessionFile();
    void pasteRecipe();
    void fillRecentFiles();
    void rememberLayout();
    void leaveRun();
    void say(const QString& sentence);
    void complain(const QString& sentence);
    /// The program keeps runs that were left, too: "Save session" asks for a name then.
    enum class SessionFile { of_the_user, of_the_program };
    void openSessionFile(const QString& path, SessionFile file);
    void showSession(const SavedPage& saved, const QString& path, SessionFile file);
    void openLastRun(const QString& path);
    void connectSweeps();
    void askForSweep(const Lab& lab, const SweepPlan& plan, const QString& path);
    void showSweepProgress();
    void saveSweepTables();
    bool sweepShown() const;
    void connectMovies();
    void askForMovie();
    void connectLessons();
    bool openLessonFile(const QString& path);
    void chooseLessonFile();
    void showAbout();
    void showKeys();

    friend class Kiosk;

    const Registry& registry_;
    const std::vector<Lesson> lessons_;
    Settings settings_;
    style::Theme theme_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<Actions> actions_;
    QStackedWidget* pages_;
    QWidget* buttons_ = nullptr;
    Gallery* gallery_;
    LabPage* page_;
    Exporter* exporter_;
    MovieRecorder* movies_;
    SweepSession* sweep_session_;
    SweepPage* sweep_page_;
    PanelExporter* sweep_exporter_;
    LessonPlayer* lesson_player_;
    LessonColumn* lesson_column_;
    Kiosk* kiosk_ = nullptr;
    Comparison* comparison_ = nullptr;
    BackgroundJob* saver_;
    LastRuns* last_runs_;
    QMenu* recent_menu_ = nullptr;
    QLabel *message_, *sweep_progress_, *headline_;
    VerifyDialog* verify_ = nullptr;
    QString awaited_session_;  ///< is being read; empty once another page was chosen
    QString session_path_, snapshot_message_, opened_message_;
    bool kept_run_ = false;   ///< whether the run that was left last can be continued
    bool check_run_ = false;  ///< opened from a check: it takes no other run's place among those that were left
    bool presenting_ = false;
    Qt::WindowStates state_before_presenting_;
    double scale_before_presenting_ = 1;
};

}  // namespace langevin::desktop
