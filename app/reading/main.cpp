// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "engine/storage/hdf5/reading.h"

int main(int argc, char** argv) {
    if (argc == 2) langevin::storage::hdf5::answer_request(argv[1]);
    std::fputs("langevin-read is a part of langevin-lab and langevin-run, which read HDF5 files with it.\n", stderr);
    return 2;
}
