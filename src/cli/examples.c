/* examples.c - a command for each filter, that works on the sample pictures. */
#include "examples.h"
#include <stddef.h>
#include <string.h>

const example example_table[] = {
    { "scanline-offset", "bands torn far apart, the gaps black",
        "glitch city.png -F scanline-offset:level=6,edge=blank -o "
        "scanline-offset.png" },
    { "channel-shift", "green moved down and to the right, as in a bad print",
        "glitch city.png -F channel-shift:channel=green,dx=6,dy=3 -o "
        "channel-shift.png" },
    { "color-split", "red and blue drawn apart along a diagonal",
        "glitch portrait.png -F color-split:distance=2%,angle=45 -o color-split.png" },
    { "scanlines", "every third row at half its brightness",
        "glitch flat.png -F scanlines:every=3,factor=0.5 -o scanlines.png" },
    { "classic", "the picture that glitch-this makes of the seed 42",
        "glitch city.png -F classic:level=3,seed=42,color=yes -o classic.png" },
    { "interlace", "the comb of interlaced video",
        "glitch portrait.png -F interlace:level=4 -o interlace.png" },
    { "ghost", "trails of bands that jump",
        "glitch flat.png -F scanline-offset -F ghost:level=5 -g -f 8 -o ghost.gif" },
    { "feedback", "a camera before its own screen",
        "glitch city.png -F scanline-offset -F feedback:angle=2 -g -f 8 -o "
        "feedback.gif" },
    { "vhs", "a tape that was recorded in long play, and played too often",
        "glitch portrait.png -F vhs:speed=lp -o vhs.png" },
    { "mosh", "a video without its key frames, made of one picture",
        "glitch portrait.png -F mosh:level=3 -g -f 8 -o mosh.gif" },
    { "jpeg-bend", "a JPEG some of whose bytes are wrong",
        "glitch portrait.png -F jpeg-bend:level=4,restart=2 -o jpeg-bend.png" },
    { "png-bend", "a PNG some of whose rows are read wrong",
        "glitch city.png -F png-bend:rows=12 -o png-bend.png" },
    { "jitter", "columns that tremble, four at a time",
        "glitch city.png -F jitter:axis=columns,size=4,level=4 -o jitter.png" },
    { "skew", "bands that lean over",
        "glitch portrait.png -F skew:level=5 -o skew.png" },
    { "slice-repeat", "a stutter that drifts to the right",
        "glitch city.png -F slice-repeat:slices=4,times=9,drift=0.5% -o "
        "slice-repeat.png" },
    { "blocks", "blocks that went astray",
        "glitch portrait.png -F blocks:level=6 -o blocks.png" },
    { "stretch", "columns held to the right",
        "glitch city.png -F stretch:direction=right,height=8%,level=5 -o stretch.png" },
    { "shuffle", "a third of the cells at the place of another",
        "glitch portrait.png -F shuffle:share=0.3 -o shuffle.png" },
    { "mirror", "the left half on the right, too",
        "glitch portrait.png -F mirror -o mirror.png" },
    { "kaleidoscope", "five mirrors around the sun",
        "glitch city.png -F kaleidoscope:folds=5,y=35% -o kaleidoscope.png" },
    { "pixelate", "cells that grow and shrink",
        "glitch portrait.png -F pixelate:width=1%..6%@sine -g -f 12 -o pixelate.gif" },
    { "posterize", "four steps of each colour",
        "glitch city.png -F posterize:levels=4 -o posterize.png" },
    { "bitcrush", "bits that go round",
        "glitch portrait.png -F bitcrush:operation=rotate -o bitcrush.png" },
    { "swizzle", "green for red, blue for green, red for blue",
        "glitch city.png -F swizzle:order=gbr,count=-1 -o swizzle.png" },
    { "invert", "the negative in bands",
        "glitch city.png -F invert:count=7,width=100%,height=8% -o invert.png" },
    { "pixel-sort", "light that falls down, and back",
        "glitch city.png -F pixel-sort:angle=90,skip=0..90@sine -g -f 12 -o "
        "pixel-sort.gif" },
    { "wave", "rings in the water",
        "glitch city.png -F wave:shape=radial,wavelength=8%,level=4 -g -f 10 -o "
        "wave.gif" },
    { "noise", "a film that was too slow for the night",
        "glitch city.png -F noise:mono=yes,level=4 -o noise.png" },
    { "dither", "a Macintosh of 1984",
        "glitch portrait.png -F dither:named=mono,method=atkinson -o dither.png" },
    { "palette", "six colours of its own",
        "glitch city.png -F palette:count=6 -o palette.png" },
    { "splice", "the bits of two pictures",
        "glitch city.png -F splice:picture=portrait.png,operation=xor -o splice.png" },
    { "expr", "the mean of green and blue for red, and bits of blue flipped",
        "glitch city.png -F expr:red='(g+b)/2',blue='b^(x&y)' -o expr.png" },
    { "crt", "an old television whose picture rolls",
        "glitch portrait.png -F crt:shadow=slot,roll=0%..106% -g -f 8 -o crt.gif" },
    { "aberration", "the fringes of a cheap lens",
        "glitch portrait.png -F aberration:level=5 -o aberration.png" },
    { "wind", "a storm from the right",
        "glitch city.png -F wind:direction=left,level=5 -o wind.png" },
    { "streak", "lights that rise, as on a long exposure",
        "glitch city.png -F streak:direction=up,threshold=0.4 -o streak.png" },
    { "melt", "paint that has not dried yet",
        "glitch portrait.png -F melt:mode=stretch,level=4 -o melt.png" },
    { "displace", "one picture bent by the colours of another",
        "glitch portrait.png -F displace:map=city.png -o displace.png" },
    { 0 },
};

const example *find_example(const char *filter)
{
    for (const example *e = example_table; e->filter; e++)
        if (strcmp(e->filter, filter) == 0)
            return e;
    return NULL;
}
