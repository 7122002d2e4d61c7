// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/core/panel.h"

namespace langevin::storage {

/// Field configurations as HDF5, for h5py and everything else:
///   /configurations  float64 [configuration, chain, row, column]; C order, chunked by configuration,
///                    with a checksum after every chunk (fletcher32)
///   /steps           uint64 [configuration], update after which each was taken
///   attributes of the root: format ("langevin-lab ensemble 1"), lab, recipe (JSON), quantity, version
/// The file appears under its name only when finish() was called; until then it is "name.h5.part".
class EnsembleWriter {
  public:
    struct Description {
        std::string lab, recipe, quantity;
    };
    /// Throws Failure when the place cannot be written.
    EnsembleWriter(std::filesystem::path path, const Description& description);
    ~EnsembleWriter();  ///< without finish(): removes what was written
    EnsembleWriter(const EnsembleWriter&) = delete;
    EnsembleWriter& operator=(const EnsembleWriter&) = delete;

    /// All tiles of a field in full resolution (Attention::complete); all fields must have one shape.
    void add(const Field& field, std::uint64_t step);
    void finish();

  private:
    struct File;
    void begin(const Description& description);
    void abandon();
    void named(const std::function<void()>& work) const;

    std::filesystem::path path_, part_;
    std::unique_ptr<File> file_;
};

}  // namespace langevin::storage
