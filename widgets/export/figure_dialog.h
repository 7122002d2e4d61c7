// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "widgets/export/figure.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace langevin::figures {

/// Size, type and file of a figure, with a preview of exactly what will be written.
class FigureDialog : public QDialog {
    Q_OBJECT
  public:
    /// The view must outlive the dialog.
    FigureDialog(const views::PanelView& view, const FigureOptions& options, const QString& path, QWidget* parent = nullptr);

    FigureOptions options() const;
    QString path() const;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void choosePreset(int index);
    void chooseFile();
    void changeFormat();
    void preview();

    const views::PanelView& view_;
    FigureOptions options_;
    QComboBox *preset_, *format_;
    QDoubleSpinBox *width_, *height_, *font_;
    QSpinBox* dpi_;
    QLineEdit* path_;
    QLabel *picture_, *size_;
    QPushButton* save_;
};

}  // namespace langevin::figures
