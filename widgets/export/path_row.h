// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace langevin::figures {

/// Where a file goes: a line to type in, a button that asks for folder and name, and below it a remark about the path.
class PathRow : public QWidget {
    Q_OBJECT
  public:
    explicit PathRow(const QString& path, QWidget* parent = nullptr);

    /// With slashes, without spaces around.
    QString path() const;
    void setPath(const QString& path);
    void setRemark(const QString& remark);

  signals:
    void changed();
    void browseRequested();

  private:
    QLineEdit* line_;
    QLabel* remark_;
};

}  // namespace langevin::figures
