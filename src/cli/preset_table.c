/*
 * preset_table.c - the presets that are built in. Each is tuned for intensity 2 on a
 * photograph, and goes with the intensity by `auto` and by numbers that end in *i.
 */
#include "presets.h"

const preset preset_table[] = {
    { "acid", "colours that swim, and a picture that breathes",
        "expr:mix=0.12*i\n"
        "wave:shape=radial,wavelength=30%,amplitude=0.5%*i\n" },
    { "anaglyph", "red and blue apart, as without the glasses",
        "color-split:distance=0.6%*i\n" },
    { "broadcast", "a station that can hardly be received",
        "scanline-offset:level=0.6*i,bands=3*i,height=4%\n"
        "jitter:distance=0.12%*i\n"
        "color-split:distance=0.25%*i\n"
        "noise:kind=gaussian,mono=yes,amount=0.04*i\n"
        "scanlines:every=2,factor=0.75\n" },
    { "broken-lcd", "a panel that fell down",
        "stretch:count=2*i,width=60%,height=3%,direction=right\n"
        "swizzle:count=1*i,width=18%,height=100%\n"
        "invert:count=1.5*i,width=0.7%,height=1000%\n"
        "stretch:count=1.5*i,width=1.5%,height=100%,direction=down\n"
        "scanlines:every=3,factor=0.85\n" },
    { "cctv", "a camera above a car park, at night",
        "expr:red=0.3*r+0.6*g+0.1*b,green=0.32*r+0.64*g+0.12*b,blue=0.3*r+0.6*g+0.1*b\n"
        "jitter:distance=0.08%*i\n"
        "noise:mono=yes,amount=0.07*i\n"
        "interlace:distance=0.15%*i\n"
        "crt:level=0.6*i,curvature=0,shadow=none\n" },
    { "corrupted-jpeg", "a photograph with wrong bytes in it",
        "jpeg-bend:mix=0.7*i\n" },
    { "corrupted-png", "rows that were read as what they are not",
        "png-bend:mix=0.7*i\n" },
    { "crt", "a television of the eighties",
        "aberration:distance=0.15%*i\n"
        "noise:mono=yes,amount=0.012*i\n"
        "crt\n" },
    { "datamosh", "a film whose key frames are lost", "mosh:drift=0.5%*i\n" },
    { "gameboy", "four greens, and pixels to count",
        "pixelate:width=0.3%*i\n"
        "expr:red=0.3*r+0.6*g,green=0.3*r+0.6*g,blue=0.1*r+0.2*g\n"
        "dither:named=gameboy,method=bayer4\n" },
    { "interlaced", "two fields that miss each other",
        "interlace:distance=0.5%*i\n"
        "color-split:distance=0.2%*i\n" },
    { "melt", "paint that has not dried",
        "melt\n"
        "streak:threshold=0.6,length=3%*i\n" },
    { "mirrors", "a tube with mirrors, held to the eye",
        "kaleidoscope\n"
        "aberration:distance=0.3%*i\n" },
    { "neon", "a street at night, in the rain",
        "expr:red=clamp((r-(r+g+b)/3)*(1.5+level/4)+(r+g+b)/"
        "4,0,255),green=clamp((g-(r+g+b)/3)*(1.5+level/4)+(r+g+b)/"
        "4,0,255),blue=clamp((b-(r+g+b)/3)*(1.5+level/4)+(r+g+b)/3,0,255)\n"
        "streak:direction=down,threshold=0.45,length=4%*i\n"
        "aberration:distance=0.35%*i\n"
        "crt:level=0.5*i,curvature=0,scan=0,shadow=none,hum=0,bloom=0.25*i\n" },
    { "poster", "four inks on cheap paper",
        "posterize\n"
        "palette:count=6\n"
        "channel-shift:level=0.8*i\n" },
    { "print", "plates that were laid askew",
        "channel-shift:channel=red,level=0.8*i\n"
        "channel-shift:channel=green,level=0.8*i\n"
        "dither:method=bayer8,levels=4,mix=0.12*i\n"
        "noise:mono=yes,amount=0.02*i,still=yes\n" },
    { "shattered", "blocks that went astray",
        "blocks\n"
        "shuffle:share=0.015*i\n"
        "color-split:distance=0.15%*i\n" },
    { "sorted", "light that runs down",
        "pixel-sort:angle=90,low=0.3,skip=auto\n"
        "color-split:distance=0.1%*i\n" },
    { "storm", "wind, and what it takes along",
        "wind\n"
        "streak:direction=right,length=2%*i,threshold=0.6\n"
        "jitter:distance=0.2%*i\n" },
    { "subtle", "hardly to be seen",
        "color-split:distance=0.12%*i\n"
        "interlace:mix=0.12*i\n"
        "noise:amount=0.012*i\n" },
    { "torn", "bands far apart, and their colours, too",
        "scanline-offset:level=1.4*i\n"
        "color-split\n" },
    { "trails", "what moves leaves light behind",
        "channel-shift\n"
        "jitter:distance=0.3%*i,size=7\n"
        "ghost:decay=0.11*i\n" },
    { "tunnel", "a camera before its own screen",
        "color-split\n"
        "feedback:angle=1deg*i\n" },
    { "vhs", "a tape that was played too often",
        "vhs:level=1.3*i\n"
        "skew:bands=1,height=8%,slope=0.15*i\n"
        "ghost:decay=0.05*i\n" },
    { 0 },
};
