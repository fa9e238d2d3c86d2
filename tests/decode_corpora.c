/*
 * decode_corpora.c - pictures of other people, against the values published with them.
 */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- tables -------------------------------------------------------------- */

enum { FIELDS = 16, SECONDS = 10 /* for one file, many times what any takes */ };

/* A line of a .tsv file; the fields that it does not have are "". */
typedef struct row {
    char *field[FIELDS];
} row;

typedef struct table {
    char *text;
    row *rows;
    size_t count;
} table;

static row split(char *line)
{
    static char empty[1];
    row r;
    for (int i = 0; i < FIELDS; i++) {
        char *field = strsep(&line, "\t");
        r.field[i] = field ? field : empty;
    }
    return r;
}

static table read_table(const char *path)
{
    table t = { .text = (char *)read_file(path, NULL) };
    char *rest = t.text;
    size_t room = 0;
    for (char *c = t.text; *c; c++)
        room += *c == '\n';
    t.rows = calloc(room + 1, sizeof *t.rows);
    ck_assert_ptr_nonnull(t.rows);
    for (char *line; (line = strsep(&rest, "\n"));)
        if (*line && *line != '#')
            t.rows[t.count++] = split(line);
    return t;
}

static void free_table(table *t)
{
    free(t->text);
    free(t->rows);
}

/* A table of the corpora; false (and a skip) where they are not here. */
static bool corpora_table(const char *name, table *t)
{
    char below[64];
    snprintf(below, sizeof below, "corpora/%s", name);
    const char *path = shared_path(below);
    if (!path || !file_exists(path)) {
        skip("corpora", "there is no ../shared/corpora");
        return false;
    }
    *t = read_table(path);
    return true;
}

static const char *corpus_path(const row *r)
{
    char below[512];
    snprintf(below, sizeof below, "corpora/%s", r->field[0]);
    return shared_path(below);
}

static bool starts(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

/* ---- counts -------------------------------------------------------------- */

typedef struct score {
    size_t matched, total;
} score;

/* Those that do not match are named in the log. */
static void count(score *s, bool matches, const row *r, const char *why)
{
    s->total++;
    s->matched += matches;
    if (!matches)
        printf("differs: %s: %s\n", r->field[0], why);
    fflush(stdout); /* or it would be lost when the test fails */
}

/* Better is welcome: then raise the number, and shorten the list above the test. */
static void assert_score(score s, size_t matched, size_t total)
{
    ck_assert_uint_eq(s.total, total);
    ck_assert_msg(s.matched >= matched, "%zu of %zu match, not the %zu that did",
        s.matched, s.total, matched);
    if (s.matched > matched)
        printf("better: %zu match, not only %zu\n", s.matched, matched);
}

/* ---- stills -------------------------------------------------------------- */

static const char *hash_rgba(const picture *p)
{
    return sha256_pixels(p->px, (size_t)p->width * p->height);
}

static const char *hash_rgb(const picture *p)
{
    size_t count = (size_t)p->width * p->height;
    unsigned char *rgb = malloc(count * 3);
    ck_assert_ptr_nonnull(rgb);
    for (size_t i = 0; i < count; i++) {
        if (p->px[i].alpha != 255) /* an assertion for each would take minutes */
            ck_abort_msg("alpha %u", p->px[i].alpha);
        rgb[3 * i] = p->px[i].red;
        rgb[3 * i + 1] = p->px[i].green;
        rgb[3 * i + 2] = p->px[i].blue;
    }
    const char *text = sha256_bytes(rgb, count * 3);
    free(rgb);
    return text;
}

/* Any of two hashes will do; "" is none. */
static void count_still(score *s, const row *r, const char *(*hash)(const picture *),
    const char *expected, const char *or_this)
{
    decoded d = decode_alone((source) { .path = corpus_path(r), .no_orient = true });
    const char *why = d.message;
    bool same = false;
    if (d.status == GLITCH_END) {
        const char *actual = hash(&d.frames[0]);
        same = strcmp(actual, expected) == 0 || strcmp(actual, or_this) == 0;
        why = "other pixels";
    }
    count(s, same, r, why);
    free_decoded(&d);
}

static bool is_apng(const row *r)
{
    return starts(r->field[0], "apng/");
}

/* All stills: clean, and those that libpng warns of. */
START_TEST(png_as_libpng)
{
    table t;
    score s = { 0 };
    if (!corpora_table("png-reference.tsv", &t))
        return;
    for (size_t i = 0; i < t.count; i++)
        if (!starts(t.rows[i].field[0], "png-corrupt/") && !is_apng(&t.rows[i]))
            count_still(&s, &t.rows[i], hash_rgba, t.rows[i].field[1], "");
    free_table(&t);
    assert_score(s, 841, 841);
}
END_TEST

/*
 * All of them; some depend on the version of libjpeg-turbo, and there are two values.
 */
START_TEST(jpeg_as_djpeg)
{
    table t;
    score s = { 0 };
    if (!corpora_table("jpeg-reference.tsv", &t))
        return;
    for (size_t i = 0; i < t.count; i++)
        if (strcmp(t.rows[i].field[4], "ok") == 0)
            count_still(
                &s, &t.rows[i], hash_rgb, t.rows[i].field[1], t.rows[i].field[5]);
    free_table(&t);
    assert_score(s, 336, 336);
}
END_TEST

/* Upright, by the orientation that the table has. */
START_TEST(jpeg_upright)
{
    table t;
    score s = { 0 };
    if (!corpora_table("jpeg-reference.tsv", &t))
        return;
    for (size_t i = 0; i < t.count; i++) {
        int orientation = atoi(t.rows[i].field[8]);
        if (orientation < 2 || strcmp(t.rows[i].field[4], "ok") != 0)
            continue;
        decoded stored = decode_alone(
            (source) { .path = corpus_path(&t.rows[i]), .no_orient = true });
        picture expected = turn_naively(&stored.frames[0], orientation);
        decoded d = decode_file(corpus_path(&t.rows[i]));
        count(&s, same_pixels(&d.frames[0], &expected), &t.rows[i], "not upright");
        free(expected.px);
        free_decoded(&stored);
        free_decoded(&d);
    }
    free_table(&t);
    assert_score(s, 75, 75);
}
END_TEST

/* ---- APNG ---------------------------------------------------------------- */

static const char *hash_shown(picture *p)
{
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        if (p->px[i].alpha == 0)
            p->px[i] = (PixelTuple) { 0 };
    return hash_rgba(p);
}

/* Delays there are rounded down, here such that their sum is right. */
static const char *apng_fault(const decoded *d, const row *rows, size_t frames)
{
    if (d->status != GLITCH_END)
        return d->message;
    if (d->count != frames)
        return "another number of frames";
    for (size_t i = 0; i < frames; i++) {
        if (strcmp(hash_shown(&d->frames[i]), rows[i].field[2]) != 0)
            return "other pixels";
        long delay = strtol(rows[i].field[3], NULL, 10);
        if (frames > 1 && labs((long)d->delays[i] - delay) > 1)
            return "another delay";
    }
    return NULL;
}

/* Lenient where four decoders do not agree that it is whole. */
static void count_apng(score *s, int *damaged, const row *rows, size_t frames)
{
    source from = { .path = corpus_path(rows) };
    decoded d = decode_alone(from);
    if (d.status != GLITCH_END) {
        free_decoded(&d);
        from.lenient = true;
        d = decode_alone(from);
        ck_assert_int_eq(d.notices[GLITCH_NOTICE_DAMAGE], d.status == GLITCH_END);
        ++*damaged;
    }
    const char *why = apng_fault(&d, rows, frames);
    count(s, !why, rows, why ? why : "");
    free_decoded(&d);
}

/*
 * What one decoder alone makes of a file, or none, is no measure. Those that differ:
 * nothing.
 */
START_TEST(apng_as_four_decoders)
{
    table t;
    score s = { 0 };
    int damaged = 0;
    if (!corpora_table("apng-reference.tsv", &t))
        return;
    for (size_t i = 0, end; i < t.count; i = end) {
        const row *first = &t.rows[i];
        for (end = i + 1;
             end < t.count && strcmp(t.rows[end].field[0], first->field[0]) == 0;)
            end++;
        if (!starts(first->field[4], "single") && !starts(first->field[4], "no-"))
            count_apng(&s, &damaged, first, end - i);
    }
    free_table(&t);
    ck_assert_int_eq(damaged, 12);
    assert_score(s, 66, 66);
}
END_TEST

/* ---- GIF ----------------------------------------------------------------- */

static const row *manifest_row(const table *manifest, const char *file)
{
    for (size_t i = 0; i < manifest->count; i++)
        if (strcmp(manifest->rows[i].field[0], file) == 0)
            return &manifest->rows[i];
    ck_abort_msg("%s is not in the manifest", file);
}

static bool has_size(const picture *p, const char *width, const char *height)
{
    return p->width == strtoul(width, NULL, 10)
        && p->height == strtoul(height, NULL, 10);
}

/* The alternative is of the size that the file's header has. */
static bool is_alternative(
    const picture *p, const char *hash, const row *r, const row *manifest)
{
    return strcmp(r->field[7], "policy") == 0 && strcmp(hash, r->field[10]) == 0
        && has_size(p, manifest->field[4], manifest->field[5]);
}

/* One frame against its line; NULL where they agree. */
static const char *gif_fault(
    const decoded *d, uint32_t i, const row *r, const row *manifest)
{
    if (i >= d->count)
        return d->status == GLITCH_END ? "too few frames" : d->message;
    if (d->delays[i] != strtoul(r->field[3], NULL, 10))
        return "another delay";
    picture *p = &d->frames[i];
    const char *hash = hash_shown(p);
    bool same = strcmp(hash, r->field[2]) == 0 && has_size(p, r->field[5], r->field[6]);
    return same || is_alternative(p, hash, r, manifest) ? NULL : "other pixels";
}

/* What the manifest says of the loops: netscape-loop-raw=N, or nothing. */
static int32_t manifest_loops(const row *manifest)
{
    const char *loops = strstr(manifest->field[7], "netscape-loop-raw=");
    return loops ? atoi(strchr(loops, '=') + 1) : -1;
}

static const char *file_fault(
    const decoded *d, const row *r, size_t n, const row *manifest)
{
    for (size_t i = 0; i < n; i++) {
        const char *fault = gif_fault(d, (uint32_t)i, &r[i], manifest);
        if (fault)
            return fault;
    }
    if (d->status != GLITCH_END)
        return d->message;
    if (d->count != n || d->info.frames != n)
        return "another number of frames";
    return d->info.loops == manifest_loops(manifest) ? NULL : "other loops";
}

/* All the lines of one file; returns how many they are. */
static size_t count_gif(score *s, const table *t, size_t first, const table *manifest)
{
    const row *r = &t->rows[first];
    size_t n = 1;
    while (first + n < t->count && strcmp(r[n].field[0], r->field[0]) == 0)
        n++;
    decoded d = decode_file(corpus_path(r));
    const char *fault = file_fault(&d, r, n, manifest_row(manifest, r->field[0]));
    count(s, !fault, r, fault);
    free_decoded(&d);
    return n;
}

/*
 * All but two of the class `policy` whose LZW minimum code size is over 8: giflib
 * refuses them.
 */
START_TEST(gif_as_browsers)
{
    table t, manifest;
    score s = { 0 };
    if (!corpora_table("gif-reference.tsv", &t))
        return;
    corpora_table("MANIFEST.tsv", &manifest);
    for (size_t i = 0; i < t.count;)
        i += count_gif(&s, &t, i, &manifest);
    free_table(&t);
    free_table(&manifest);
    assert_score(s, 277, 279);
}
END_TEST

/* ---- damaged ------------------------------------------------------------- */

/* What a browser still shows of nine frames in eight damaged files. */
START_TEST(gif_recovered)
{
    table t;
    score s = { 0 };
    if (!corpora_table("gif-recover-reference.tsv", &t))
        return;
    for (size_t i = 0; i < t.count; i++) {
        decoded d =
            decode_alone((source) { .path = corpus_path(&t.rows[i]), .lenient = true });
        uint32_t frame = (uint32_t)atoi(t.rows[i].field[1]);
        bool same = frame < d.count
            && strcmp(hash_shown(&d.frames[frame]), t.rows[i].field[2]) == 0;
        count(&s, same, &t.rows[i], d.notice);
        free_decoded(&d);
    }
    free_table(&t);
    assert_score(s, 9, 9);
}
END_TEST

/* No crash, no hang, and where the class is "error" or "needs-ljt3" a refusal. */
static void count_corrupt(score *s, const row *r)
{
    clock_t start = clock();
    decoded d = decode_file(corpus_path(r));
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < SECONDS, "%s took %.1f s", r->field[0], seconds);
    if (starts(r->field[7], "error") || starts(r->field[7], "needs-ljt3"))
        count(s, d.status < 0, r, "accepted");
    free_decoded(&d);
}

static const struct {
    const char *folder, *class;
    size_t refused, errors;
} corrupt[] = {
    { "png-corrupt/", "", 257, 257 },
    { "jpeg-corrupt/", "", 205, 205 },
    { "gif-corrupt/", "", 264, 264 },
    { "jpeg-valid/", "needs-ljt3", 11, 11 },
    { "apng/", "libpng-error", 0, 0 },
};

START_TEST(corrupt_files)
{
    table t;
    score s = { 0 };
    if (!corpora_table("MANIFEST.tsv", &t))
        return;
    for (size_t i = 0; i < t.count; i++)
        if (starts(t.rows[i].field[0], corrupt[_i].folder)
            && starts(t.rows[i].field[7], corrupt[_i].class))
            count_corrupt(&s, &t.rows[i]);
    free_table(&t);
    assert_score(s, corrupt[_i].refused, corrupt[_i].errors);
}
END_TEST

void add_corpora_tests(Suite *suite)
{
    TCase *c = tcase_create("corpora");
    tcase_add_test(c, png_as_libpng);
    tcase_add_test(c, apng_as_four_decoders);
    tcase_add_test(c, jpeg_as_djpeg);
    tcase_add_test(c, jpeg_upright);
    tcase_add_test(c, gif_as_browsers);
    tcase_add_test(c, gif_recovered);
    tcase_add_loop_test(c, corrupt_files, 0, COUNT(corrupt));
    suite_add_tcase(suite, c);
}
