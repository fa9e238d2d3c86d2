/* check_effects.c - effects on one picture: what moves, bends and colours it. */
#include "effects_picture.h"
#include <glitch/filters.h>

/* ---- the same on every machine ------------------------------------------- */

static const golden goldens[] = {
    { "jitter", "4ae4dc96b6982d4290cb78be82c7a34ab878e84f331a0a643c406eb9d85c2fc4" },
    { "jitter:axis=columns,level=7",
        "bff5b819369edfecdecedc2077cf5b85b727a5bf912d126723f2d2f3a2ea241d" },
    { "skew", "c32e2a5f3636a49f421eeaa1ad5dee8fd11686be5577834dedc1f9650c4ce799" },
    { "skew:level=8,edge=mirror",
        "df97d3f020552b50f0e0bfb4fa6bfb2f092180e8c859a4b97f616f322b255f10" },
    { "slice-repeat",
        "139c045bb7fe47eb9c59850336451fcc23b6ed6c90b9380a8595c119441962ae" },
    { "slice-repeat:level=7,drift=1%",
        "0ee8ecab3252433ed737613aea3a9d6778f849f1222689f016739294076e6055" },
    { "blocks", "8ab997a60a159f4f6dd120c913f4d77868eefe902af259e1e4592decd4f259a1" },
    { "blocks:level=8,edge=black",
        "3c381f11a5c7e5557bd67c62e2ca2f220ecd19c6c0bdcd8efb4e9476e02c7ea2" },
    { "stretch", "e1a5682412f6608342cac715abec2d65100df976eaf40c2aaff1debdafe49971" },
    { "shuffle", "fc82c338c6c1af9704d112097e9ca46787af1c16d3f51b7feaaa0e2d3060315e" },
    { "mirror", "91d3b5636c30aa545a4952591c05dd1150690d55cb6229f6af968cf7f7a1d33e" },
    { "kaleidoscope",
        "948f7a5985b32fdd944af8d1633ff1763fb187125064623c1cd7f8138342837c" },
    { "kaleidoscope:folds=5,angle=33,zoom=0.7",
        "2c9b3be65aa61997d4a24043752cb03683633c6a0721056c525af4c9a94ef04d" },
    { "pixelate", "6f9fe22b6c827c74853ab30abd03a505a9917eac0ce5dc067f1fb300ca7ddb23" },
    { "posterize", "648faa84cc6a3801cc146d743fd1b9a75a7d51d39f5f34abd8c12ead31ce14da" },
    { "bitcrush", "b1059e367ba16ae0f18e25293d8d0302b0da9bfe0d17287d3717580c3ffff611" },
    { "bitcrush:operation=rotate",
        "652ee5ea24492cf071823ccdeaf00e36e1424092b37cc714bbab9dbb6b7ea7b5" },
    { "swizzle", "c9fb02a11898b1145ca588e3b780511541c3c21d66109cfb084cebad3e4adb39" },
    { "pixel-sort",
        "db12c638101f1606458953fb58401d188e454c5df5dc3190e84d11d6edcb67fc" },
    { "pixel-sort:angle=33,key=hue,skip=0",
        "00a2542cbf04c0c7f5e34916be4d859db66fa19edefae6b814c8db9a626b230e" },
    { "pixel-sort:intervals=waves,angle=90,key=saturation,reverse=yes",
        "68ba4be8667731f9b3eb091d2d66831e56de5fff2a7c48fe7cb71543b096f809" },
    { "wave", "7ef90fc243b42cb4ae1b3b5b618b6e20ce801859e14618d693ceaafb323177cf" },
    { "wave:shape=columns,level=7",
        "8de3710bdc924e07271c4bae4be848a9b4601ca82eef7fc189257a0b4294a003" },
    { "wave:shape=radial,wavelength=9%",
        "84fc250688b0439ddb92cd4c1beab5edef1805e2d0a18c05374cb4ec447be421" },
    { "noise", "3e1eb9c730ca8e94a0e824e90bc4fd1fd74f1585f5e3ea7e9c46152829011363" },
    { "noise:kind=uniform,mono=yes,level=8",
        "582d239b6e52e330df5bfd693b44198162d5f2343dc0c92fe63542fca9bd5b0f" },
    { "noise:kind=salt-pepper",
        "463756ab509d11adabb52a3d00f9366005f1d7609cf7ced8fbf789d18303a146" },
    { "dither", "5bc294b9309200f589c51403213a47d5c5f34f6eb42e8416e5c94dcb08e1a515" },
    { "dither:method=sierra,named=c64",
        "693dddf34f92f0ea981ac7a7bfe1e7799f602149034e6540e8b6df95a6e7c7ea" },
    { "palette", "5c2601b0fdb916a667fbee2e6da1ba4b48150ad8ede94f8962f449e5a2625ad5" },
    { "splice", "9f45ae32a22c7367ac586ff3e5ad775b2ccb1735b8b45888bd2c447d901729f4" },
    { "invert", "8687feaf36b8e89da00d30893aea5e88bd73e78083b64933765715b3894c72f1" },
};

START_TEST(golden_pictures)
{
    check_golden(&goldens[_i]);
}
END_TEST

/* ---- the initialisers ---------------------------------------------------- */

static const union {
    glitch_jitter_params jitter;
    glitch_skew_params skew;
    glitch_slice_repeat_params slice;
    glitch_blocks_params blocks;
    glitch_stretch_params stretch;
    glitch_shuffle_params shuffle;
    glitch_mirror_params mirror;
    glitch_kaleidoscope_params kaleidoscope;
    glitch_pixelate_params pixelate;
    glitch_posterize_params posterize;
    glitch_bitcrush_params bitcrush;
    glitch_swizzle_params swizzle;
    glitch_invert_params invert;
    glitch_pixel_sort_params sort;
    glitch_wave_params wave;
    glitch_noise_params noise;
    glitch_dither_params dither;
    glitch_palette_params palette;
    glitch_splice_params splice;
} defaults[] = { { .jitter = GLITCH_JITTER_INIT }, { .skew = GLITCH_SKEW_INIT },
    { .slice = GLITCH_SLICE_REPEAT_INIT }, { .blocks = GLITCH_BLOCKS_INIT },
    { .stretch = GLITCH_STRETCH_INIT }, { .shuffle = GLITCH_SHUFFLE_INIT },
    { .mirror = GLITCH_MIRROR_INIT }, { .kaleidoscope = GLITCH_KALEIDOSCOPE_INIT },
    { .pixelate = GLITCH_PIXELATE_INIT }, { .posterize = GLITCH_POSTERIZE_INIT },
    { .bitcrush = GLITCH_BITCRUSH_INIT }, { .swizzle = GLITCH_SWIZZLE_INIT },
    { .invert = GLITCH_INVERT_INIT }, { .sort = GLITCH_PIXEL_SORT_INIT },
    { .wave = GLITCH_WAVE_INIT }, { .noise = GLITCH_NOISE_INIT },
    { .dither = GLITCH_DITHER_INIT }, { .palette = GLITCH_PALETTE_INIT },
    { .splice = GLITCH_SPLICE_INIT } };

static const char *const names[] = { "jitter", "skew", "slice-repeat", "blocks",
    "stretch", "shuffle", "mirror", "kaleidoscope", "pixelate", "posterize", "bitcrush",
    "swizzle", "invert", "pixel-sort", "wave", "noise", "dither", "palette", "splice" };

START_TEST(initialisers)
{
    check_initialiser(names[_i], &defaults[_i]);
}
END_TEST

START_TEST(frames_alone)
{
    check_frames_alone(names[_i]);
}
END_TEST

/* ---- both ends of all ranges --------------------------------------------- */

static const char *const ends[] = {
    "jitter:level=10,size=1000000",
    "jitter:distance=1000000%,axis=columns,edge=wrap",
    "jitter:distance=1000000,edge=mirror",
    "jitter:level=0.1",
    "skew:bands=10000,height=1000000%,slope=1000",
    "skew:bands=0,slope=0,height=0",
    "skew:level=10,edge=transparent",
    "slice-repeat:slices=10000,height=1000000%,times=1000000,drift=1000000%",
    "slice-repeat:slices=100,height=0,times=1000000,drift=-1000000,edge=clamp",
    "slice-repeat:times=0",
    "blocks:count=1000,width=1000000%,height=1000000%,distance=1000000%",
    "blocks:count=1000,width=0,height=0,distance=0,edge=black",
    "stretch:count=1000,width=1000000%,height=0",
    "stretch:count=0",
    "shuffle:share=1,width=0,height=0",
    "shuffle:share=1,width=1000000%,height=1000000%",
    "shuffle:level=0.1,width=2",
    "mirror:at=1000000%,edge=clamp",
    "mirror:at=-1000000%,side=bottom,edge=wrap",
    "mirror:at=-1000000%,side=left,edge=transparent",
    "kaleidoscope:folds=64,zoom=0.1,x=100000%,y=-100000%,angle=-3600",
    "kaleidoscope:folds=2,zoom=10,x=0,y=0,edge=black,angle=3600",
    "pixelate:width=0,height=1000000%",
    "pixelate:width=1000000%,height=0",
    "pixelate:level=10",
    "posterize:levels=2",
    "posterize:levels=256",
    "posterize:level=0.1",
    "bitcrush:bits=7",
    "bitcrush:level=10,operation=shift",
    "swizzle:count=1000,width=1000000%,height=1000000%",
    "swizzle:level=0.1,width=0,height=0",
    "invert:count=1000,width=1000000%,height=1000000%",
    "invert:level=10,width=0",
    "pixel-sort:intervals=none,skip=0,angle=-3600",
    "pixel-sort:intervals=random,length=0,skip=0,low=0,high=0",
    "pixel-sort:intervals=waves,length=1000000%,angle=3599.5",
    "pixel-sort:intervals=edges,low=1,high=0,skip=100,angle=45",
    "pixel-sort:intervals=edges,low=0,angle=-45,skip=0",
    "wave:amplitude=1000000%,wavelength=0,phase=3600,speed=1000",
    "wave:shape=radial,amplitude=1000000%,wavelength=1000000%,edge=wrap",
    "wave:shape=columns,amplitude=0,wavelength=1000000,speed=-1000",
    "noise:amount=1,kind=salt-pepper",
    "noise:amount=1,mono=yes",
    "noise:amount=1,kind=uniform",
    "noise:amount=0",
    "dither:levels=256,method=sierra",
    "dither:levels=2,method=atkinson",
    "dither:colors=000,method=floyd-steinberg",
    "dither:colors=000,fff,f00,0f0,00f,0ff,f0f,ff0,888,method=bayer2",
    "palette:count=1",
    "palette:count=256",
    "palette:level=0.1",
    "splice:dx=1000000%,dy=-1000000%,edge=transparent",
    "splice:level=10,operation=subtract,edge=mirror",
};

START_TEST(ends_of_ranges)
{
    check_ends(&ends[_i], 1);
}
END_TEST

static Suite *all_suite(void)
{
    Suite *suite = suite_create("all");
    TCase *c = tcase_create("all");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, golden_pictures, 0, (int)COUNT(goldens));
    tcase_add_loop_test(c, initialisers, 0, (int)COUNT(names));
    tcase_add_loop_test(c, frames_alone, 0, (int)COUNT(names));
    tcase_add_loop_test(c, ends_of_ranges, 0, (int)COUNT(ends));
    return suite;
}

int main(void)
{
    Suite *suites[] = { all_suite(), bending_suite(), colors_suite(), dots_suite(),
        moves_suite(), sort_suite() };
    return run_suites(suites, COUNT(suites));
}
