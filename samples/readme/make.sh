#!/bin/sh
# make.sh - the README's pictures: make.sh GLITCH SAMPLES [OUTDIR]
# A test runs this and compares the pixels with those that are committed.
set -eu
glitch=$1 images=$2/images out=${3:-$2/readme}

make() { # NAME INPUT OPTION...
    name=$1 input=$2
    shift 2
    "$glitch" "$images/$input" "$@" --png-level 9 -y -o "$out/$name"
}

make city.png city.png --seed 9 -F scanline-offset:level=4,bands=10 \
    -F color-split:distance=8,angle=10
make flat.gif flat.png --seed 5 -i 4 -c -g -f 12 -d 120
make badge.gif badge.png --seed 2 -i 5 -F scanline-offset -F color-split -g -f 8 -d 120
make scanline-offset.png portrait.png --seed 3 -i 5
make channel-shift.png portrait.png -F channel-shift:channel=green,dx=14,dy=-9
make color-split.png portrait.png -F color-split:distance=6%,angle=30
make scanlines.png portrait.png -F scanlines:every=3,factor=0.35

# Their title is the input's name as it was given.
case $glitch in /*) ;; */*) glitch=$PWD/$glitch ;; esac
case $out in /*) ;; *) out=$PWD/$out ;; esac
(cd "$images" && "$glitch" city.png --seed 17 --vary intensity=2..8:2 -q -y \
    --vary filter=scanline-offset,color-split,channel-shift --sheet "$out/sheet.png" &&
    "$glitch" portrait.png --seed 5 -i 4 -q -y --sheet "$out/presets.png" --vary \
        preset=broken-lcd,vhs,gameboy,neon,melt,corrupted-png,torn,sorted,crt,print,shattered,poster,acid,datamosh,mirrors)
