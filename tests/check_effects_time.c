/*
 * check_effects_time.c - effects that look at frames of the past or imitate video, and
 * bent files.
 */
#include "effects_time.h"
#include <glitch/filters.h>

/* ---- the same on every machine ------------------------------------------- */

static const golden goldens[] = {
    { "interlace", "b7933fb79e4ad105b0eb955162d32b16e991928451d4e7c6193825a28ec22c78" },
    { "interlace:weave=1",
        "a066f2d29a45baef3d50f42c343d666f0842cb141136755f1b31b85662018615" },
    { "ghost", "c5fed4cfb8b2065e9c1ee28a604a7e08f8a0979f6bf8a92a7022a9f48ad532d5" },
    { "ghost:mode=mean,level=6",
        "922cece8fa369999fca62cc309cc1d2e359920afbe4f94652277ae1547162e3b" },
    { "feedback", "7277f12b762090a7f3a46c684659ccfbb68fca4528247a4bf4ba69fe906d45d0" },
    { "feedback:level=6,angle=7,mode=difference,edge=wrap",
        "29806bd2478648f9f2213aa8efa1f266fc061d5b913ed4e1466932fbc8188b70" },
    { "vhs", "2c028deb6477b601119269ee7e22515d7f96473d2b711fdf999dc58ec2b24cb7" },
    { "vhs:level=7,speed=ep",
        "a0c15b380733596c7a9a45c1ed806083b38d28d8b18037e1483f31fedb098b67" },
    { "mosh", "f3f8365b419aa4cb7c7defdf8022ec5d353eb38374256785d637dbbcc0a2249e" },
    { "mosh:level=7,block=9",
        "ff1778382a62da72ae45faa309d323bc79e0e226c4588d4084cfef2994208ebd" },
    { "jpeg-bend", "671d13e7de2f287e91337588801e0ca0acea5775ba4d83c73041d54485751061" },
    { "jpeg-bend:level=7,restart=1,chroma=full",
        "5189f5b3763e2fabfd753a7c2ca77d70396b1394488e76b53fb597f6f9fb33d1" },
    { "png-bend", "d2c436f48159d3330db1089b24b82b975244625c0ebf1db323e9a6de9787806e" },
    { "png-bend:level=7,from=adaptive",
        "9f0f13e4cd10180b49549fbdc7889b205f67b835a2158d3a8db4dfe6362f2f35" },
};

START_TEST(golden_pictures)
{
    check_golden(&goldens[_i]);
}
END_TEST

static const golden wides[] = {
    { "vhs", "5d44cb7326f548a7d47c4b689f0951107e78acd94b720d3a4230d622665c4d70" },
    { "vhs:level=7,speed=ep",
        "6b2bf6fc5a638e34a4c9d881a5a78d96fb7ed439093fea25a24dbfd2398a3af5" },
    { "mosh:level=7,block=64",
        "a91d108db47be88eb5281f646134a27b2c673a049f159bd54773e75ad7ea03a2" },
    { "jpeg-bend:chroma=full",
        "1f4477b1bb590566bc51cc56d15d7b9e3b2c78f47614d37d716f926f9bb37b3b" },
};

START_TEST(wide_pictures)
{
    check_wide(&wides[_i]);
}
END_TEST

/* ---- the initialisers ---------------------------------------------------- */

static const union {
    glitch_interlace_params interlace;
    glitch_ghost_params ghost;
    glitch_feedback_params feedback;
    glitch_vhs_params vhs;
    glitch_mosh_params mosh;
    glitch_jpeg_bend_params jpeg;
    glitch_png_bend_params png;
} defaults[] = { { .interlace = GLITCH_INTERLACE_INIT }, { .ghost = GLITCH_GHOST_INIT },
    { .feedback = GLITCH_FEEDBACK_INIT }, { .vhs = GLITCH_VHS_INIT },
    { .mosh = GLITCH_MOSH_INIT }, { .jpeg = GLITCH_JPEG_BEND_INIT },
    { .png = GLITCH_PNG_BEND_INIT } };

static const char *const names[] = { "interlace", "ghost", "feedback", "vhs", "mosh",
    "jpeg-bend", "png-bend" };

START_TEST(initialisers)
{
    check_initialiser(names[_i], &defaults[_i]);
}
END_TEST

static Suite *golden_suite(void)
{
    Suite *suite = suite_create("golden");
    TCase *c = tcase_create("golden");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, golden_pictures, 0, (int)COUNT(goldens));
    tcase_add_loop_test(c, wide_pictures, 0, (int)COUNT(wides));
    tcase_add_loop_test(c, initialisers, 0, (int)COUNT(names));
    return suite;
}

int main(void)
{
    Suite *suites[] = { golden_suite(), past_effects_suite(), vhs_suite(), mosh_suite(),
        bend_suite() };
    return run_suites(suites, COUNT(suites));
}
