// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/movie/recording_indicator.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace langevin::desktop {

RecordingIndicator::RecordingIndicator(QWidget* parent)
    : QWidget(parent), dot_(new QLabel(QStringLiteral("●"))), text_(new QLabel), stop_(new QToolButton) {
    dot_->setStyleSheet(QStringLiteral("color: #E5352B;"));
    dot_->setAccessibleName(tr("The page is being filmed"));
    text_->setAccessibleName(tr("Progress of the movie"));
    stop_->setText(tr("Stop"));
    stop_->setToolTip(tr("Stop recording (Ctrl+.): what was filmed live is kept, an unfinished rendering is not"));
    stop_->setAccessibleName(tr("Stop recording"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->addWidget(dot_);
    layout->addWidget(text_);
    layout->addWidget(stop_);
    connect(stop_, &QToolButton::clicked, this, &RecordingIndicator::stopRequested);
    hide();
}

void RecordingIndicator::show(const QString& text, bool live) {
    dot_->setVisible(live);
    text_->setText(text);
    setVisible(true);
}

}  // namespace langevin::desktop
