// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace langevin::controls {

/// Ask for a file or folder; empty if none is chosen, or if `parent` went away meanwhile (with whoever asks: touch
/// nothing of yours then). QFileDialog's own functions crash where that happens: what they show is a child of the
/// parent, and would be destroyed twice. `path` is proposed; `filter` is the one chosen of `filters`, "PDF (*.pdf);;SVG
/// (*.svg)", before and after.
QString choose_file_to_write(QWidget* parent, const QString& caption, const QString& path, const QString& filters,
                             QString* filter = nullptr);
QString choose_file_to_read(QWidget* parent, const QString& caption, const QString& folder, const QString& filters);
QString choose_folder(QWidget* parent, const QString& caption, const QString& folder);

}  // namespace langevin::controls
