// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>

#include "widgets/export/figure.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace langevin::figures {

class FigurePreview;
class PanelPicker;
class PathRow;

/// Asks how and where to save a figure, and shows what it will look like. Of several panels it asks which, too. Saves
/// nothing itself.
class FigureDialog : public QDialog {
    Q_OBJECT
  public:
    /// Begins with these options, which carry recipe and title, and with this file name.
    /// Of a sheet with several parts the first four are chosen at first.
    FigureDialog(const Sheet& sheet, const FigureOptions& options, const QString& path, QWidget* parent = nullptr);

    /// With the parts that were chosen.
    Sheet sheet() const;
    FigureOptions options() const;
    QString path() const;

  private:
    void build();
    QWidget* makeForm();
    void addSheetRows(QFormLayout& layout);
    void showOptions(const FigureOptions& options);
    void applyPreset(int index);
    void changed();
    void formatChanged();
    void pathChanged();
    void checkPath();
    void browse();
    void updatePreview();

    Sheet available_;
    FigureOptions first_;
    FigurePreview* preview_;
    PanelPicker* picker_ = nullptr;  // this and the next three: of several panels only
    QSpinBox* columns_ = nullptr;
    QCheckBox *letters_ = nullptr, *names_ = nullptr;
    QComboBox *preset_, *format_, *palette_;
    QDoubleSpinBox *width_, *height_, *font_;
    QSpinBox* dpi_;
    QCheckBox *title_, *transparent_, *dark_;
    PathRow* path_;
    QDialogButtonBox* buttons_;
    QTimer preview_delay_;
};

}  // namespace langevin::figures
