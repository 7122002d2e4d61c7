// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace langevin::desktop {
namespace {

constexpr int most_recent_files = 10;

}  // namespace

style::Scheme Settings::scheme() const {
    return store_.value("theme").toString() == "dark" ? style::Scheme::dark : style::Scheme::light;
}
void Settings::setScheme(style::Scheme scheme) {
    store_.setValue("theme", scheme == style::Scheme::dark ? "dark" : "light");
}

double Settings::scale() const {
    return qBound(0.8, store_.value("scale", 1.0).toDouble(), 2.0);
}
void Settings::setScale(double scale) {
    store_.setValue("scale", scale);
}

QByteArray Settings::windowGeometry() const {
    return store_.value("window").toByteArray();
}
void Settings::setWindowGeometry(const QByteArray& geometry) {
    store_.setValue("window", geometry);
}

QJsonObject Settings::layout(const QString& lab) const {
    return QJsonDocument::fromJson(store_.value("layout/" + lab).toByteArray()).object();
}
void Settings::setLayout(const QString& lab, const QJsonObject& layout) {
    store_.setValue("layout/" + lab, QJsonDocument(layout).toJson(QJsonDocument::Compact));
}

QStringList Settings::recentFiles() const {
    return store_.value("recent").toStringList();
}

void Settings::addRecentFile(const QString& path) {
    const auto absolute = QFileInfo(path).absoluteFilePath();
    auto files = recentFiles();
    files.removeAll(absolute);
    files.prepend(absolute);
    store_.setValue("recent", files.mid(0, most_recent_files));
    setLastFolder(QFileInfo(absolute).absolutePath());
}

void Settings::forgetRecentFile(const QString& path) {
    auto files = recentFiles();
    files.removeAll(path);
    store_.setValue("recent", files);
}

QString Settings::lastFolder() const {
    return store_.value("folder", QDir::homePath()).toString();
}
void Settings::setLastFolder(const QString& folder) {
    store_.setValue("folder", folder);
}

}  // namespace langevin::desktop
