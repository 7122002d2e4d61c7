// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/mount.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <fstream>
#include <string>

namespace langevin::test {

/// A file system of 256 kB in a temporary folder, for as long as this lives. Needs root: see
/// mounted().
class SmallDisk {
  public:
    SmallDisk() {
        if (::geteuid() == 0)
            mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=256k") == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }
    std::string path() const { return folder_.path().toStdString(); }

  private:
    QTemporaryDir folder_;
    bool mounted_ = false;
};

}  // namespace langevin::test
