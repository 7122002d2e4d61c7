// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QSettings>
#include <QStringList>

#include "widgets/style/theme.h"

namespace langevin::desktop {

/// What the program remembers between two starts; every key stands here once.
class Settings {
  public:
    style::Scheme scheme() const;
    void setScheme(style::Scheme scheme);
    double scale() const;
    void setScale(double scale);

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);
    QJsonObject layout(const QString& lab) const;
    void setLayout(const QString& lab, const QJsonObject& layout);

    QStringList recentFiles() const;
    void addRecentFile(const QString& path);
    void forgetRecentFile(const QString& path);
    QString lastFolder() const;
    void setLastFolder(const QString& folder);

  private:
    QSettings store_;
};

}  // namespace langevin::desktop
