/* check_effects_screen.c - formulas of the user's own, and imitations of screens. */
#include "effects_screen.h"
#include <glitch/filters.h>

/* ---- the same on every machine ------------------------------------------- */

static const golden goldens[] = {
    { "expr", "09c4afea05dc16f91a4eedc105ae2c97064426c3fa450581d2bce8399771c4d5" },
    { "expr:level=7",
        "47f6b485d37ad2d4bdc9c750f22b071e5ffd69b443fc13ab6228dccdb4a7b81a" },
    { "expr:red=255*noise(x/9,y/7+t),green=g*sin(x*y)+20*rand,blue=b%(x/3)*sqrt(y)",
        "4a5e7521c12ef8d2efa5b33bd290a813b98d8170532d29cf7d89465eba6ab302" },
    { "crt", "836e776bf3493de5378c2528c0c273835be734091bd157b40578263fea600af7" },
    { "crt:level=7,shadow=slot,roll=30%",
        "f9909ab4d8634dd5bb736713f8025bc8c039977b62379462fad9accd3b9a0641" },
    { "crt:shadow=dots,dot=2,edge=mirror",
        "75e70a45b17fd14e599bbe883523d624dfe974df52cc732f66f2c99b160b21af" },
};

START_TEST(golden_pictures)
{
    check_golden(&goldens[_i]);
}
END_TEST

static const golden wides[] = {
    { "crt", "99df04a2f318b2bcfa5062caf4e3b5cfb4516c5945db0186c3aeff0ae79115db" },
    { "crt:level=7,shadow=slot,roll=30%",
        "4ccbcf26f1fe233ffc32036ffc862091e45a1d8b6387f2d4dc5ea173fb960ffa" },
};

START_TEST(wide_pictures)
{
    check_wide(&wides[_i]);
}
END_TEST

/* ---- the initialisers ---------------------------------------------------- */

static const union {
    glitch_expr_params expr;
    glitch_crt_params crt;
} defaults[] = { { .expr = GLITCH_EXPR_INIT }, { .crt = GLITCH_CRT_INIT } };

static const char *const names[] = { "expr", "crt" };

START_TEST(initialisers)
{
    check_initialiser(names[_i], &defaults[_i]);
}
END_TEST

static Suite *all_suite(void)
{
    Suite *suite = suite_create("all");
    TCase *c = tcase_create("all");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, golden_pictures, 0, (int)COUNT(goldens));
    tcase_add_loop_test(c, wide_pictures, 0, (int)COUNT(wides));
    tcase_add_loop_test(c, initialisers, 0, (int)COUNT(names));
    return suite;
}

int main(void)
{
    Suite *suites[] = { all_suite(), expr_suite(), crt_suite() };
    return run_suites(suites, COUNT(suites));
}
