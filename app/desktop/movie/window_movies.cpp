// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with movies.
#include <QStackedWidget>
#include <QStatusBar>

#include "app/desktop/lab_page.h"
#include "app/desktop/main_window.h"
#include "app/desktop/movie/movie_recorder.h"
#include "app/desktop/movie/recording_indicator.h"
#include "widgets/views/panel_grid.h"
#include "widgets/views/panel_tile.h"

namespace langevin::desktop {

void MainWindow::connectMovies() {
    statusBar()->addPermanentWidget(movies_->indicator());
    connect(movies_, &MovieRecorder::done, this, &MainWindow::say);
    connect(movies_, &MovieRecorder::failed, this, &MainWindow::complain);
    connect(movies_, &MovieRecorder::changed, this, &MainWindow::updateActions);
    page_->panels()->setMoviesOffered(true);
    connect(page_->panels(), &views::PanelGrid::movieRequested, this,
            [this](const QString& panel) { movies_->ask(page_->panels()->tile(panel), panel); });
}

void MainWindow::askForMovie() {
    movies_->ask(pages_->currentWidget());
}

}  // namespace langevin::desktop
