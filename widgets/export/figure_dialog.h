// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>

#include "widgets/export/figure.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace langevin::figures {

class FigurePreview;

/// Asks how and where to save a figure, and shows what it will look like. Saves nothing itself.
class FigureDialog : public QDialog {
    Q_OBJECT
  public:
    /// Begins with these options, which carry recipe and title, and with this file name.
    FigureDialog(const views::PanelView& view, const FigureOptions& options, const QString& path,
                 QWidget* parent = nullptr);

    FigureOptions options() const;
    QString path() const;

  private:
    void build();
    QWidget* makeForm();
    void showOptions(const FigureOptions& options);
    void applyPreset(int index);
    void changed();
    void formatChanged();
    void pathChanged();
    void browse();
    void updatePreview();

    const views::PanelView& view_;
    FigureOptions first_;
    FigurePreview* preview_;
    QComboBox *preset_, *format_;
    QDoubleSpinBox *width_, *height_, *font_;
    QSpinBox* dpi_;
    QCheckBox *title_, *transparent_;
    QLineEdit* path_;
    QLabel* remark_;
    QDialogButtonBox* buttons_;
    QTimer preview_delay_;
};

}  // namespace langevin::figures
