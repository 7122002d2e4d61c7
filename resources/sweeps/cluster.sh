#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A sweep under a batch system (here Slurm; other systems differ in these lines alone): 4 nodes of 32 cores for two hours.
#   sbatch resources/sweeps/cluster.sh resources/sweeps/training_phases_long.json results.sweep
# Submitted again, it goes on where the time ran out.
#SBATCH --job-name=langevin-sweep
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=32
#SBATCH --cpus-per-task=1
#SBATCH --time=02:00:00
#SBATCH --signal=TERM@120
set -euo pipefail
plan=${1:?plan of a sweep} store=${2:?file for the results}

# A rank is one worker; rank 0 keeps the store, which therefore may lie on any file system.
mpirun --bind-to core langevin-run sweep "$plan" --store "$store"
langevin-run sweep export "$store" --out "${store%.sweep}.h5"
