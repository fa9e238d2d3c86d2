/*
 * preset_table.c - the presets that are built in. Each is tuned for intensity 2 on a
 * photograph, and goes with the intensity by `auto` and by numbers that end in *i.
 */
#include "presets.h"

const preset preset_table[] = {
    { "anaglyph", "red and blue apart, as without the glasses",
        "color-split:distance=0.6%*i\n" },
    { "broadcast", "a station that is hardly received",
        "color-split:distance=0.15%*i\n"
        "scanline-offset:level=0.5*i,bands=4*i,height=3%\n"
        "interlace\n" },
    { "corrupted-jpeg", "a photograph with wrong bytes in it", "jpeg-bend\n" },
    { "corrupted-png", "rows that were read as what they are not", "png-bend\n" },
    { "datamosh", "a film whose key frames are lost", "mosh\n" },
    { "interlaced", "two fields that miss each other", "interlace:lines=2\n" },
    { "print", "plates that were laid askew",
        "channel-shift:channel=red,dx=0,dy=0\n"
        "channel-shift:channel=green\n"
        "channel-shift:channel=blue\n" },
    { "subtle", "hardly to be seen",
        "color-split:distance=0.2%*i\ninterlace:mix=0.15*i\n" },
    { "torn", "bands far apart, and their colours, too",
        "scanline-offset:level=1.5*i\ncolor-split\n" },
    { "trails", "what moves leaves light behind",
        "channel-shift\nghost:decay=0.09*i\n" },
    { "tunnel", "a camera before its own screen",
        "color-split\nfeedback:angle=1deg*i\n" },
    { "vhs", "a tape played too often", "vhs\nghost:decay=0.06*i\n" },
    { 0 },
};
