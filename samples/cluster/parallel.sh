#!/bin/sh
# parallel.sh - a folder in as many shards as there are processors, by GNU parallel
#
#     parallel.sh PHOTOS -r -o GLITCHED --seed 7 -i 4 -c
#
# SHARDS=N makes N of them. PARALLEL='--sshloginfile hosts --wd .' spreads them over
# machines that share the folders. Once more, it goes on where it was stopped.
set -eu
shards=${SHARDS:-$(getconf _NPROCESSORS_ONLN)}
seq "$shards" | parallel -q glitch "$@" -j 1 --resume --shard "{}/$shards"
