// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

#include <QDir>
#include <QProcess>

namespace langevin::test {

/// A disk of a few kilobytes, for as long as this lives. Only root may have one.
class SmallDisk {
  public:
    SmallDisk(const QString& folder, int kilobytes) : folder_(folder) {
        QDir().mkpath(folder);
        const auto size = "size=" + QString::number(kilobytes) + "k";
        mounted_ = ::geteuid() == 0 && QProcess::execute("mount", {"-t", "tmpfs", "-o", size, "tmpfs", folder}) == 0;
    }
    ~SmallDisk() {
        if (mounted_) QProcess::execute("umount", {folder_});
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    bool mounted() const { return mounted_; }

  private:
    QString folder_;
    bool mounted_ = false;
};

}  // namespace langevin::test
