/* sweep_labels.c - a label gives the combination again, and a name that is its own. */
#include "sweep.h"
#include <stdio.h>
#include <string.h>

/* Each word of a label is an axis of one value; together they are the combination. */
START_TEST(a_label_gives_the_variant_again)
{
    static char line[4096], *words[MOST_AXES];
    settings base = base_of("-cs");
    axes a = axes_of("filter=none,color-split:angle=1..2,distance=3%,scanlines "
                     "channel-shift.dx=1..5:2,-7 intensity=0.1..0.3:0.1 seed=-1..1 "
                     "dither=fs:0.5 matte=#ff0000,00ff00");
    for (uint64_t n = 1; n <= axes_product(&a); n++) {
        variant v = make(&base, &a, n);
        axes again = { 0 };
        snprintf(line, sizeof line, "%s", v.label);
        int count = split(line, words, MOST_AXES);
        for (int i = 0; i < count; i++)
            ck_assert_msg(axes_add(&again, words[i]) == EXIT_DONE, "%s", said);
        ck_assert_uint_eq(again.count, a.count);
        ck_assert_uint_eq(axes_product(&again), 1);
        variant w = make(&base, &again, 1);
        ck_assert_str_eq(w.label, v.label);
        ck_assert_str_eq(w.values, v.values);
        char expected[1024];
        snprintf(expected, sizeof expected, "%s", chain_text(&v.set));
        ck_assert_str_eq(chain_text(&w.set), expected);
        ck_assert_uint_eq(w.set.seed, v.set.seed);
        ck_assert(w.set.intensity == v.set.intensity && w.set.dither == v.set.dither);
        ck_assert_mem_eq(&w.set.matte, &v.set.matte, sizeof v.set.matte);
        variant_free(&v);
        variant_free(&w);
    }
}
END_TEST

static const struct {
    const char *axis, *label, *values;
} labels[] = {
    { "intensity=3", "intensity=3", "intensity=3" },
    { "matte=#ff0000", "matte=#ff0000", "matte=-ff0000" },
    { "filter=color-split:angle=9,distance=5%",
        "filter=color-split:angle=9,distance=5%",
        "filter=color-split-angle=9-distance=5-" },
    { "classic#1.seed=a b", "'classic#1.seed=a b'", "classic-1.seed=a-b" },
    { "classic.seed=it's", "'classic.seed=it'\\''s'", "classic.seed=it-s" },
    { "classic.seed=$(rm x);`y`\n\\", "'classic.seed=$(rm x);`y`\n\\'",
        "classic.seed=--rm-x---y---" },
    { "classic.seed=../\xc3\xa4", "'classic.seed=../\xc3\xa4'", "classic.seed=..---" },
};

/* A shell takes a label for the words that it was made of. */
START_TEST(labels_are_quoted)
{
    settings base = base_of("-F classic");
    axes a = { 0 };
    char expected[256];
    ck_assert_int_eq(axes_add(&a, labels[_i].axis), EXIT_DONE);
    ck_assert_int_eq(axes_add(&a, "seed=4"), EXIT_DONE);
    variant v = make(&base, &a, 1);
    snprintf(expected, sizeof expected, "%s seed=4", labels[_i].label);
    ck_assert_str_eq(v.label, expected);
    snprintf(expected, sizeof expected, "%s_seed=4", labels[_i].values);
    ck_assert_str_eq(v.values, expected);
    write_file("label", v.label, strlen(v.label));
    snprintf(expected, sizeof expected, "<%s><seed=4>", labels[_i].axis);
    const outcome *o = run_expect(0, "eval \"printf '<%%s>' $(cat label)\"");
    ck_assert_str_eq(o->out, expected);
    variant_free(&v);
}
END_TEST

/* However long the values are: a bounded name, and another one for each. */
START_TEST(long_values_in_names)
{
    settings base = base_of("-F classic");
    char text[600], names[200][LONGEST_VALUES + 1];
    for (int length = 100; length < 300; length++) {
        axes a = { 0 };
        snprintf(text, sizeof text, "classic.seed=%0*d", length, 1);
        ck_assert_int_eq(axes_add(&a, text), EXIT_DONE);
        variant v = make(&base, &a, 1);
        ck_assert_str_eq(v.label, text);
        size_t whole = strlen(text), kept = strlen(v.values);
        ck_assert_uint_eq(kept, whole < LONGEST_VALUES ? whole : LONGEST_VALUES);
        ck_assert_uint_eq(kept, strspn(v.values, "abcdefilsc0123456789.=-"));
        ck_assert_int_eq(strcmp(v.values, text) == 0, whole <= LONGEST_VALUES);
        strcpy(names[length - 100], v.values);
        for (int i = 0; i < length - 100; i++)
            ck_assert_str_ne(names[i], v.values);
        variant_free(&v);
    }
}
END_TEST

void add_label_tests(Suite *s)
{
    TCase *t = tcase_create("label");
    tcase_add_checked_fixture(t, enter_folder, leave_folder);
    tcase_add_test(t, a_label_gives_the_variant_again);
    tcase_add_loop_test(t, labels_are_quoted, 0, COUNT(labels));
    tcase_add_test(t, long_values_in_names);
    suite_add_tcase(s, t);
}
