#!/bin/sh
# slurm.sh - a folder as an array of jobs of Slurm
#
#     sbatch --array=1-16 --cpus-per-task=4 slurm.sh PHOTOS -r -o GLITCHED --seed 7 -i 4 -c
#
# Each task does one shard. Requeued or submitted once more, it goes on.
#SBATCH --job-name=glitch
#SBATCH --requeue
shard=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
exec glitch "$@" -j "${SLURM_CPUS_PER_TASK:-1}" --resume --shard "$shard/$SLURM_ARRAY_TASK_COUNT"
