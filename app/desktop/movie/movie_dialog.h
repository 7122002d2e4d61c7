// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>

#include "app/desktop/movie/film.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QRadioButton;
class QSpinBox;

namespace langevin::figures {
class FigurePreview;
class PanelPicker;
class PathRow;
}  // namespace langevin::figures

namespace langevin::desktop {

/// Asks which movie to make, and shows what a frame will look like. Makes nothing itself.
class MovieDialog : public QDialog {
    Q_OBJECT
  public:
    /// What can be filmed.
    struct Subject {
        QString name;                  ///< of the lab
        QString step_unit;             ///< "update"
        QList<figures::Part> parts;    ///< panels that can be rendered; none: only live
        QWidget* on_screen = nullptr;  ///< what is filmed live
        QString live = {};             ///< what that is: "the page", "the panel"
    };

    MovieDialog(Subject subject, const QString& path, QWidget* parent = nullptr);

    /// Only these panels, in this order.
    void choose(const QStringList& panels);

    bool live() const;
    MoviePlan plan() const;
    QString path() const;

  private:
    QWidget* makeForm();
    void addKinds(QFormLayout& form);
    void addRendering(QFormLayout& form);
    void changed();
    void applySize(int index);
    void browse();
    void updatePreview();
    qint64 steps() const;
    QString remark() const;

    Subject subject_;
    figures::FigurePreview* preview_;
    QFormLayout* form_ = nullptr;
    QRadioButton *rendered_, *live_;
    figures::PanelPicker* picker_;
    QComboBox *sizes_, *palette_;
    QSpinBox *width_, *height_, *every_, *frames_, *rate_;
    QDoubleSpinBox* font_;
    QCheckBox* dark_;
    figures::PathRow* path_;
    QDialogButtonBox* buttons_;
    QTimer preview_delay_;
};

}  // namespace langevin::desktop
