/* check_sheet.c - contact sheets: thumbnails, labels, what is where, and who draws it. */
#include "label.h"
#include "report.h"
#include "sheet.h"
#include "support.h"
#include "thumbnail.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const PixelTuple INK = { 250, 240, 230, 255 };
static const char LONGEST[] = "236  intensity=3 seed=17 filter=color-split";

static uint32_t below(uint64_t *r, uint32_t n)
{
    return (uint32_t)(test_random(r) >> 32) % n;
}

static canvas canvas_of(picture p)
{
    return (canvas) { p.px, p.width, { p.width, p.height } };
}

static glitch_frame frame_of(picture p)
{
    return (glitch_frame) { p.px, p.width, p.width, p.height, 0, 0, 0 };
}

/* ---- thumbnails ---------------------------------------------------------- */

static uint32_t any_length(uint64_t *r)
{
    static const uint32_t most[] = { 4, 50, 300, 6000, UINT32_MAX };
    return 1 + below(r, most[below(r, COUNT(most))]);
}

START_TEST(thumbnails_keep_proportions)
{
    uint64_t r = 1;
    for (int i = 0; i < 20000; i++) {
        extent in = { any_length(&r), any_length(&r) };
        extent box = { 1 + below(&r, 240), 1 + below(&r, 240) };
        extent out = thumbnail_size(in, box);
        ck_assert_uint_ge(out.width, 1);
        ck_assert_uint_ge(out.height, 1);
        ck_assert_uint_le(out.width, box.width);
        ck_assert_uint_le(out.height, box.height);
        double across = (double)out.width / in.width;
        double down = (double)out.height / in.height;
        if (in.width <= box.width && in.height <= box.height) {
            ck_assert(
                fabs(across - down) < 1e-9 && fabs(across - round(across)) < 1e-9);
            ck_assert(out.width + in.width > box.width
                || out.height + in.height > box.height);
        } else { /* one side fills the box, the other is off by less than a pixel */
            ck_assert(out.width == box.width || out.height == box.height);
            ck_assert(across <= 1 && down <= 1);
            ck_assert(fabs(out.width - in.width * down) < 1
                || fabs(out.height - in.height * across) < 1);
        }
        extent again = thumbnail_size(in, out);
        ck_assert(again.width == out.width && again.height == out.height);
    }
}
END_TEST

/*
 * What a pixel of the thumbnail covers, divided so finely that every piece lies in one
 * pixel of the picture, and looked at piece by piece.
 */
static PixelTuple naive_mean(
    const picture *in, extent out, uint32_t x, uint32_t y, uint64_t ground)
{
    uint64_t sum[3] = { 0 }, alpha = 0;
    for (uint32_t v = 0; v < in->height; v++)
        for (uint32_t u = 0; u < in->width; u++) {
            const PixelTuple *p = in->px
                + (size_t)((y * in->height + v) / out.height) * in->width
                + (x * in->width + u) / out.width;
            sum[0] += (uint64_t)p->red * p->alpha;
            sum[1] += (uint64_t)p->green * p->alpha;
            sum[2] += (uint64_t)p->blue * p->alpha;
            alpha += p->alpha;
        }
    double all = 255.0 * in->width * in->height;
    uint8_t mean[3];
    for (int i = 0; i < 3; i++) /* every sum is exact, and so is a half */
        mean[i] = (uint8_t)floor(
            ((double)sum[i] + (all - (double)alpha) * (double)ground) / all + 0.5);
    return (PixelTuple) { mean[0], mean[1], mean[2], 255 };
}

static picture naive_thumbnail(const picture *in, extent out)
{
    picture p = new_picture(out.width, out.height);
    for (uint32_t y = 0; y < out.height; y++)
        for (uint32_t x = 0; x < out.width; x++)
            p.px[y * out.width + x] =
                naive_mean(in, out, x, y, (x / 8 + y / 8) % 2 ? 0x68 : 0x50);
    return p;
}

static picture thumbnail(const picture *in, extent box)
{
    extent size = thumbnail_size((extent) { in->width, in->height }, box);
    picture out = new_picture(size.width, size.height);
    glitch_frame frame = frame_of(*in);
    thumbnail_draw(canvas_of(out), &frame);
    return out;
}

static void compare_with_naive(uint32_t width, uint32_t height, extent box, bool opaque)
{
    char what[80];
    snprintf(
        what, sizeof what, "%u x %u in %u x %u", width, height, box.width, box.height);
    picture in = random_picture(width, height, width * 5000 + height, opaque);
    picture out = thumbnail(&in, box);
    picture expected = naive_thumbnail(&in, (extent) { out.width, out.height });
    assert_same(&out, &expected, what);
    free(expected.px);
    free(out.px);
    free(in.px);
}

START_TEST(thumbnails_are_exact_means)
{
    static const extent sizes[] = { { 1, 1 }, { 1, 5000 }, { 5000, 1 }, { 16, 16 },
        { 241, 2 }, { 2, 241 }, { 17, 240 }, { 97, 101 } };
    uint64_t r = 2;
    for (int i = 0; i < 600; i++)
        compare_with_naive(1 + below(&r, 40), 1 + below(&r, 40),
            (extent) { 1 + below(&r, 50), 1 + below(&r, 50) }, i % 2);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        compare_with_naive(sizes[i].width, sizes[i].height, (extent) { 24, 20 }, false);
        compare_with_naive(sizes[i].width, sizes[i].height, (extent) { 40, 40 }, true);
    }
}
END_TEST

START_TEST(icons_are_enlarged_sharply)
{
    picture in = random_picture(16, 16, 3, true);
    picture out = thumbnail(&in, (extent) { 240, 240 });
    ck_assert_uint_eq(out.width, 240);
    ck_assert_uint_eq(out.height, 240);
    for (uint32_t i = 0; i < 240 * 240; i++)
        if (memcmp(&out.px[i], &in.px[i / 240 / 15 * 16 + i % 240 / 15], sizeof *in.px))
            ck_abort_msg("pixel %u", i);
    free(out.px);
    free(in.px);
}
END_TEST

/* Blocks of 20 x 20 by their plain mean; a picture with gaps between its rows. */
START_TEST(large_pictures)
{
    enum { WIDTH = 4800, HEIGHT = 3000, STRIDE = WIDTH + 7, BLOCK = 20 };
    picture in = random_picture(STRIDE, HEIGHT, 4, true);
    picture out = new_picture(WIDTH / BLOCK, HEIGHT / BLOCK);
    glitch_frame frame = { in.px, STRIDE, WIDTH, HEIGHT, 0, 0, 0 };
    thumbnail_draw(canvas_of(out), &frame);
    for (uint32_t y = 0; y < out.height; y++)
        for (uint32_t x = 0; x < out.width; x++) {
            uint32_t green = BLOCK * BLOCK / 2;
            for (uint32_t v = 0; v < BLOCK; v++)
                for (uint32_t u = 0; u < BLOCK; u++)
                    green += in.px[(y * BLOCK + v) * STRIDE + x * BLOCK + u].green;
            ck_assert_uint_eq(out.px[y * out.width + x].green, green / (BLOCK * BLOCK));
        }
    free(out.px);
    free(in.px);
}
END_TEST

/* What a pixel without any alpha is coloured like is not seen. */
START_TEST(hidden_colors_stay_hidden)
{
    picture red = new_picture(300, 300), none = new_picture(300, 300);
    for (uint32_t i = 0; i < 300 * 300; i++)
        red.px[i].red = 255;
    picture a = thumbnail(&red, (extent) { 100, 100 });
    picture b = thumbnail(&none, (extent) { 100, 100 });
    assert_same(&a, &b, "transparent red");
    ck_assert_uint_ne(a.px[0].red, a.px[8].red);
    ck_assert_uint_eq(a.px[0].red, a.px[8 * 100 + 8].red);
    free(a.px);
    free(b.px);
    free(red.px);
    free(none.px);
}
END_TEST

/* ---- letters ------------------------------------------------------------- */

static picture drawn(const char *text, uint32_t width, uint32_t lines, uint32_t scale)
{
    picture p = new_picture(width * scale, lines * LABEL_LINE * scale);
    label_draw(canvas_of(p), scale, INK, text);
    return p;
}

/* What each has is within its own width and line, and only l and | look alike. */
START_TEST(letters_are_distinct)
{
    enum { FIRST = '!', LAST = '~', WIDTH = 30 };
    picture letters[LAST - FIRST + 1];
    for (int c = FIRST; c <= LAST; c++) {
        char text[2] = { (char)c, 0 };
        uint32_t ink = 0, width = label_width(text, 1);
        picture p = letters[c - FIRST] = drawn(text, WIDTH, 2, 1);
        for (uint32_t i = 0; i < p.width * p.height; i++) {
            ink += p.px[i].alpha != 0;
            if (p.px[i].alpha
                && (i % WIDTH >= width || i / WIDTH >= LABEL_LINE
                    || memcmp(&p.px[i], &INK, sizeof INK) != 0))
                ck_abort_msg("%c at %u", c, i);
        }
        ck_assert_uint_gt(ink, 0);
        for (int other = FIRST; other < c; other++)
            ck_assert_msg(
                !same_pixels(&p, &letters[other - FIRST]) || (other == 'l' && c == '|'),
                "%c %c", other, c);
    }
    for (int c = FIRST; c <= LAST; c++)
        free(letters[c - FIRST].px);
}
END_TEST

START_TEST(scale_doubles_dots)
{
    picture one = drawn(LONGEST, 100, 3, 1), two = drawn(LONGEST, 100, 3, 2);
    for (uint32_t i = 0; i < two.width * two.height; i++)
        ck_assert_uint_eq(two.px[i].alpha,
            one.px[i / two.width / 2 * one.width + i % two.width / 2].alpha);
    free(one.px);
    free(two.px);
}
END_TEST

static void assert_looks_like(const char *text, const char *like)
{
    picture a = drawn(text, 200, 2, 1), b = drawn(like, 200, 2, 1);
    assert_same(&a, &b, like);
    ck_assert_uint_eq(label_width(text, strlen(text)), label_width(like, strlen(like)));
    free(a.px);
    free(b.px);
}

START_TEST(other_bytes_are_question_marks)
{
    assert_looks_like("a\nb\tc\x7f"
                      "d\x1b[1m",
        "a?b?c?d?[1m");
    assert_looks_like("Stra\xc3\x9f"
                      "e \xe2\x82\xac \xf0\x9f\x98\x80!",
        "Stra?e ? ?!");
    assert_looks_like("\xff\xfe\x80\x81", "??");
}
END_TEST

/* ---- lines --------------------------------------------------------------- */

/* Words of what labels have, with one and several blanks in between and around. */
static void random_label(uint64_t *r, char *text, size_t size)
{
    static const char letters[] = "abcdefiklmw0123456789.-_,:;=/+";
    size_t n = 0;
    while (n + 50 < size && (n == 0 || below(r, 6))) {
        for (uint32_t i = below(r, 3); i > 0; i--)
            text[n++] = ' ';
        for (uint32_t i = 1 + below(r, below(r, 4) ? 10 : 40); i > 0; i--)
            text[n++] = letters[below(r, sizeof letters - 1)];
    }
    if (below(r, 4) == 0)
        text[n++] = ' ';
    text[n] = 0;
}

static size_t word_size(const char *text)
{
    return strcspn(text, " ");
}

/* A line is as long as the rules have it, and no longer. */
static void check_line(const char *text, size_t size, uint32_t width)
{
    const char *rest = text + size, *next = rest + strspn(rest, " ");
    ck_assert_uint_gt(size, 0);
    ck_assert_int_ne(text[size - 1], ' ');
    if (label_width(text, size) > width) { /* one word, that cannot be broken */
        ck_assert_uint_eq(size, word_size(text));
        for (size_t i = 1; i < size && label_width(text, i) <= width; i++)
            ck_assert_ptr_null(strchr(",:;=/+", text[i - 1]));
    } else if (next == rest && *rest) { /* broken inside of a word */
        ck_assert_ptr_nonnull(strchr(",:;=/+", text[size - 1]));
        ck_assert_ptr_null(memchr(text, ' ', size));
        ck_assert_uint_gt(label_width(text, word_size(text)), width);
        size_t more = strcspn(rest, ",:;=/+ ");
        if (rest[more] && rest[more] != ' ')
            ck_assert_uint_gt(label_width(text, size + more + 1), width);
    } else if (*next) {
        size_t longer = (size_t)(next - text) + word_size(next);
        ck_assert_uint_gt(label_width(text, longer), width);
    }
}

START_TEST(lines_are_as_long_as_they_may_be)
{
    uint64_t r = 5;
    for (int i = 0; i < 5000; i++) {
        char label[400];
        const char *text = label;
        uint32_t width = 20 + below(&r, 240), lines = 0;
        random_label(&r, label, sizeof label);
        for (; *(text += strspn(text, " ")); lines++) {
            size_t size = label_break(text, width);
            check_line(text, size, width);
            text += size;
        }
        ck_assert_uint_eq(label_lines(label, width), lines);
    }
}
END_TEST

/* Nothing is drawn but the lines, each at its height. */
START_TEST(labels_are_their_lines)
{
    uint64_t r = 6;
    for (int i = 0; i < 500; i++) {
        char label[400], line[400];
        const char *text = label;
        random_label(&r, label, sizeof label);
        uint32_t width = label_widest_word(label) + below(&r, 100);
        uint32_t lines = label_lines(label, width);
        picture whole = drawn(label, width, lines, 1);
        picture pieces = new_picture(width, lines * LABEL_LINE);
        extent one = { width, LABEL_LINE };
        for (uint32_t y = 0; *(text += strspn(text, " ")); y += LABEL_LINE) {
            size_t size = label_break(text, width);
            snprintf(line, sizeof line, "%.*s", (int)size, text);
            label_draw(canvas_part(canvas_of(pieces), 0, y, one), 1, INK, line);
            text += size;
        }
        assert_same(&whole, &pieces, label);
        free(whole.px);
        free(pieces.px);
    }
}
END_TEST

/* Both ends are there, about as much of each, and there is no room for more. */
START_TEST(too_long_a_word_loses_its_middle)
{
    static const char word[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t size = strlen(word);
    for (uint32_t width = 30; width < label_width(word, size); width += 3) {
        picture p = drawn(word, width, 1, 1);
        bool found = false;
        for (size_t head = 1; 2 * head < size && !found; head++)
            for (size_t tail = head > 2 ? head - 2 : 1; tail <= head + 2 && !found;
                 tail++) {
                char cut[80];
                snprintf(
                    cut, sizeof cut, "%.*s...%s", (int)head, word, word + size - tail);
                if (label_width(cut, strlen(cut)) > width)
                    continue;
                picture expected = drawn(cut, width, 1, 1);
                found = same_pixels(&p, &expected)
                    && label_width(cut, strlen(cut)) + 8 > width;
                free(expected.px);
            }
        ck_assert_msg(found, "%u dots", width);
        free(p.px);
    }
}
END_TEST

/* The rest of the text is on the last line: its beginning, and the end of all. */
START_TEST(too_many_lines_lose_their_middle)
{
    picture p = drawn("one two three four five six seven eight", 60, 2, 1);
    picture first = drawn("one two", 60, 1, 1);
    picture last = drawn("three four five six seven eight", 60, 1, 1);
    size_t size = (size_t)60 * LABEL_LINE * sizeof *p.px;
    ck_assert_int_eq(memcmp(p.px, first.px, size), 0);
    ck_assert_int_eq(memcmp(p.px + 60 * LABEL_LINE, last.px, size), 0);
    free(p.px);
    free(first.px);
    free(last.px);
}
END_TEST

/* Any bytes, any area: nothing outside of it is touched. */
START_TEST(hostile_labels)
{
    uint64_t r = 7;
    for (int i = 0; i < 2000; i++) {
        char text[300];
        size_t n = below(&r, sizeof text);
        for (size_t k = 0; k < n; k++)
            text[k] = (char)(below(&r, 4) ? 1 + below(&r, 255) : ' ');
        text[n] = 0;
        picture p = new_picture(80, 60);
        extent size = { below(&r, 70), below(&r, 50) };
        label_draw(canvas_part(canvas_of(p), 5, 5, size), 1 + below(&r, 3), INK, text);
        for (uint32_t k = 0; k < 80 * 60; k++)
            if (p.px[k].alpha
                && (k % 80 < 5 || k % 80 >= 5 + size.width || k / 80 < 5
                    || k / 80 >= 5 + size.height))
                ck_abort_msg("outside of its area");
        free(p.px);
    }
}
END_TEST

/* ---- what is where ------------------------------------------------------- */

static const sheet_plan PLANS[] = { { 0, { 600, 400 }, LONGEST, "city.png  seed=1" },
    { 0, { 400, 600 }, LONGEST, "" }, { 0, { 16, 16 }, "1", "icon" },
    { 0, { 1, 5000 }, LONGEST, "tall" }, { 0, { 5000, 1 }, LONGEST, "flat" },
    { 0, { 1, 1 }, "", "" }, { 0, { UINT32_MAX, 3 }, LONGEST, "" },
    { 0, { 1920, 1080 },
        "1000000 chain=pixel-sort:low=0.1,high=0.5,direction=down+color-split "
        "a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9",
        "a title that is longer than the one cell of a sheet with one picture is wide, "
        "and than two and three of them" } };

static void check_layout(const sheet_layout *l, uint64_t count)
{
    ck_assert_uint_le((uint64_t)l->canvas.width * l->canvas.height, 1 << 26);
    ck_assert_uint_ge((uint64_t)l->columns * l->rows, count);
    ck_assert_uint_lt((uint64_t)l->columns * (l->rows - 1), count);
    ck_assert_uint_le(l->columns, count);
    ck_assert_uint_ge(l->gutter, 8);
    ck_assert_uint_ge(l->margin, l->gutter);
    ck_assert_uint_eq(l->canvas.width,
        2 * l->margin + l->columns * (l->cell.width + l->gutter) - l->gutter);
    ck_assert_uint_eq(l->canvas.height,
        l->top + l->rows * (l->cell.height + l->gutter) - l->gutter + l->margin);
    ck_assert_uint_ge(l->top, l->margin + l->title.height);
    ck_assert_uint_le(l->margin + l->title.width, l->canvas.width - l->margin);
    ck_assert_uint_le(l->picture.width, l->cell.width);
    ck_assert_uint_lt(l->picture.height + l->label.height, l->cell.height);
    ck_assert_uint_le(l->picture.width, THUMBNAIL_MOST);
    ck_assert_uint_le(l->picture.height, THUMBNAIL_MOST);
    ck_assert_uint_le(l->label.width, l->cell.width);
}

START_TEST(every_count_has_its_place)
{
    for (uint64_t count = 1; count <= 2000; count++) {
        sheet_plan plan = PLANS[_i];
        sheet_layout l;
        plan.count = count;
        ck_assert(sheet_layout_find(&l, &plan));
        check_layout(&l, count);
        double ratio = (double)l.canvas.width / l.canvas.height;
        double off = count < 100 ? 0.6 : 0.2;
        if (count >= 12 && _i < 2)
            ck_assert_msg(fabs(ratio - 1.45) <= off, "%d: %f", (int)count, ratio);
    }
}
END_TEST

/* Few are shown as large as they may be, with letters that can be read. */
START_TEST(labels_have_room)
{
    for (size_t i = 0; i < COUNT(PLANS); i++)
        for (uint64_t count = 1; count <= 2000; count += 37) {
            sheet_plan plan = PLANS[i];
            sheet_layout l;
            plan.count = count;
            ck_assert(sheet_layout_find(&l, &plan));
            uint32_t width = l.label.width / l.label_scale;
            ck_assert_uint_le(
                label_lines(plan.longest, width) * LABEL_LINE * l.label_scale,
                l.label.height);
            ck_assert(
                i == COUNT(PLANS) - 1 || label_widest_word(plan.longest) <= width);
            ck_assert_uint_le(label_lines(plan.title, l.title.width / l.title_scale)
                    * LABEL_LINE * l.title_scale,
                l.title.height);
        }
    sheet_plan plan = PLANS[0];
    sheet_layout l;
    plan.count = 100;
    ck_assert(sheet_layout_find(&l, &plan));
    ck_assert_uint_eq(l.picture.width, 240);
    ck_assert_uint_eq(l.picture.height, 160);
    ck_assert_uint_eq(l.label_scale, 2);
}
END_TEST

static const char *complaint_of(const sheet_plan *plan, int status)
{
    static char text[400];
    sheet s;
    fflush(stderr);
    int saved = dup(STDERR_FILENO);
    ck_assert_ptr_nonnull(freopen("complaint", "w+", stderr));
    ck_assert_int_eq(sheet_open(&s, plan), status);
    rewind(stderr);
    size_t n = fread(text, 1, sizeof text - 1, stderr);
    dup2(saved, STDERR_FILENO);
    text[n] = 0;
    ck_assert_ptr_eq(strchr(text, '\n'), text + n - 1);
    sheet_close(&s);
    return text;
}

/* It says how many do fit: they do, and one more does not. */
START_TEST(too_many_are_refused)
{
    for (size_t i = 0; i < COUNT(PLANS); i++) {
        sheet_plan plan = PLANS[i];
        sheet_layout l;
        unsigned long fits = 0;
        plan.count = 1000000000000000;
        const char *text = complaint_of(&plan, EXIT_USAGE);
        ck_assert_int_eq(sscanf(text,
                             "glitch: 1000000000000000 pictures are too many for a "
                             "contact sheet, %lu fit",
                             &fits),
            1);
        ck_assert_ptr_nonnull(strstr(text, "--pick"));
        plan.count = fits;
        ck_assert(sheet_layout_find(&l, &plan));
        check_layout(&l, fits);
        plan.count = fits + 1;
        ck_assert(!sheet_layout_find(&l, &plan));
        ck_assert_uint_ge(fits, 2000);
    }
}
END_TEST

START_TEST(no_memory_is_a_complaint)
{
    if (sanitized()) {
        skip("a contact sheet without memory", "the sanitizers need all of it");
        return;
    }
    struct rlimit little = { 64 << 20, 64 << 20 };
    sheet_plan plan = PLANS[0];
    plan.count = 2000;
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &little), 0);
    const char *text = complaint_of(&plan, EXIT_FAILED);
    ck_assert_ptr_nonnull(strstr(text, "no memory for a contact sheet of "));
}
END_TEST

/* ---- the sheet ----------------------------------------------------------- */

enum { VARIANTS = 23, FAILED = 9 };

static sheet open_sheet(uint64_t count)
{
    sheet s;
    sheet_plan plan = { count, { 90, 60 }, LONGEST, "soft.png  seed=42" };
    ck_assert_int_eq(sheet_open(&s, &plan), EXIT_DONE);
    return s;
}

/* A variant as its process would make it: any of them, alone. */
static void put_variant(const sheet *s, uint32_t cell)
{
    char label[80];
    snprintf(label, sizeof label, "%u  intensity=%u seed=%u filter=color-split",
        cell + 1, cell % 9 + 1, cell);
    if (cell == FAILED) {
        sheet_fail(s, cell, label);
        return;
    }
    picture p = cell % 3 ? smooth_picture(90 + cell % 5 * 80, 60 + cell % 7 * 60, cell)
                         : random_picture(9 + cell, 6, cell, false);
    glitch_frame frame = frame_of(p);
    sheet_put(s, cell, &frame, label);
    free(p.px);
}

static picture filled_sheet(void)
{
    sheet s = open_sheet(VARIANTS);
    for (uint32_t i = 0; i < VARIANTS; i++)
        put_variant(&s, i);
    picture p = new_picture(s.canvas.size.width, s.canvas.size.height);
    memcpy(p.px, s.canvas.px, (size_t)p.width * p.height * sizeof *p.px);
    sheet_close(&s);
    return p;
}

static void assert_shows(const sheet *s, const picture *expected, const char *what)
{
    picture actual = { s->canvas.size.width, s->canvas.size.height, s->canvas.px };
    assert_same(&actual, expected, what);
}

/* The same on every machine. */
START_TEST(pixels_are_known)
{
    picture p = filled_sheet();
    ck_assert_str_eq(sha256_pixels(p.px, (size_t)p.width * p.height),
        "0bdecae6efa9e70337d7b33d1f50107a250a7842b78a906405cd4759011f4df8");
    free(p.px);
}
END_TEST

static bool in_cell(const sheet_layout *l, uint32_t cell, uint32_t x, uint32_t y)
{
    uint32_t left = l->margin + cell % l->columns * (l->cell.width + l->gutter);
    uint32_t top = l->top + cell / l->columns * (l->cell.height + l->gutter);
    return x >= left && x < left + l->cell.width && y >= top
        && y < top + l->cell.height;
}

START_TEST(variants_stay_in_their_cells)
{
    for (uint32_t cell = 0; cell < VARIANTS; cell++) {
        sheet s = open_sheet(VARIANTS), empty = open_sheet(VARIANTS);
        uint32_t changed = 0;
        put_variant(&s, cell);
        for (uint32_t y = 0; y < s.canvas.size.height; y++)
            for (uint32_t x = 0; x < s.canvas.size.width; x++) {
                size_t at = y * s.canvas.stride + x;
                if (memcmp(&s.canvas.px[at], &empty.canvas.px[at], sizeof INK) == 0)
                    continue;
                changed++;
                if (!in_cell(&s.layout, cell, x, y))
                    ck_abort_msg("cell %u at %u, %u", cell, x, y);
            }
        ck_assert_uint_gt(changed, 500);
        sheet_close(&s);
        sheet_close(&empty);
    }
}
END_TEST

/* Whatever a cell shows, what comes later is shown as if it had come first. */
START_TEST(a_cell_can_be_drawn_again)
{
    picture expected = filled_sheet();
    sheet s = open_sheet(VARIANTS);
    for (uint32_t i = 0; i < VARIANTS; i++) {
        picture p = random_picture(30, 800, i, true);
        glitch_frame frame = frame_of(p);
        sheet_put(&s, i, &frame, "an older label, of many words, in so many lines");
        if (i % 2)
            sheet_fail(&s, i, "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww");
        free(p.px);
    }
    for (uint32_t i = 0; i < VARIANTS; i++)
        put_variant(&s, VARIANTS - 1 - i);
    assert_shows(&s, &expected, "drawn again");
    sheet_close(&s);
    free(expected.px);
}
END_TEST

START_TEST(processes_draw_at_the_same_time)
{
    enum { PROCESSES = 6 };
    picture expected = filled_sheet();
    sheet s = open_sheet(VARIANTS);
    for (uint32_t p = 0; p < PROCESSES; p++) {
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child > 0)
            continue;
        for (uint32_t i = p; i < VARIANTS; i += PROCESSES)
            put_variant(&s, i);
        _exit(0);
    }
    int status;
    for (uint32_t p = 0; p < PROCESSES; p++) {
        ck_assert_int_gt(wait(&status), 0);
        ck_assert_int_eq(status, 0);
    }
    assert_shows(&s, &expected, "by several processes");
    sheet_close(&s);
    free(expected.px);
}
END_TEST

/* In a mode where any system call but the exit is deadly. */
START_TEST(drawing_needs_no_system_call)
{
#if defined(__linux__)
    sheet s = open_sheet(2);
    picture p = random_picture(700, 300, 8, false);
    glitch_frame frame = frame_of(p);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
            _exit(77);
        sheet_put(&s, 0, &frame, LONGEST);
        sheet_fail(&s, 1, LONGEST);
        syscall(SYS_exit, 0);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        skip("drawing without system calls", "there is no seccomp");
    else
        ck_assert_int_eq(status, 0);
    sheet_close(&s);
    free(p.px);
#else
    skip("drawing without system calls", "there is no seccomp");
#endif
}
END_TEST

START_TEST(sheets_are_written_like_any_output)
{
    picture expected = filled_sheet();
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    sheet s = open_sheet(VARIANTS);
    for (uint32_t i = 0; i < VARIANTS; i++)
        put_variant(&s, i);
    write_file("sheet.png", "old", 3);
    ck_assert_int_eq(sheet_write(&s, ctx, "sheet.png", false), GLITCH_EEXIST);
    size_t size;
    free(read_file("sheet.png", &size));
    ck_assert_uint_eq(size, 3);
    ck_assert_int_eq(sheet_write(&s, ctx, "sheet.png", true), GLITCH_OK);
    picture p = read_png("sheet.png");
    assert_same(&p, &expected, "sheet.png");
    ck_assert_int_eq(sheet_write(&s, ctx, "sheet.gif", false), GLITCH_OK);
    ck_assert_int_eq(sheet_write(&s, ctx, "sheet.txt", false), GLITCH_EUNSUPPORTED);
    ck_assert_int_eq(sheet_write(&s, ctx, "none/sheet.png", false), GLITCH_EIO);
    ck_assert_int_eq(count_files("."), 2);
    sheet_close(&s);
    sheet_close(&s);
    glitch_ctx_free(ctx);
    free(p.px);
    free(expected.px);
}
END_TEST

/* ---- all of it ----------------------------------------------------------- */

static Suite *suite(void)
{
    Suite *s = suite_create("sheet");
    TCase *t = tcase_create("thumbnails");
    tcase_add_test(t, thumbnails_keep_proportions);
    tcase_add_test(t, thumbnails_are_exact_means);
    tcase_add_test(t, icons_are_enlarged_sharply);
    tcase_add_test(t, large_pictures);
    tcase_add_test(t, hidden_colors_stay_hidden);
    suite_add_tcase(s, t);
    t = tcase_create("labels");
    tcase_add_test(t, letters_are_distinct);
    tcase_add_test(t, scale_doubles_dots);
    tcase_add_test(t, other_bytes_are_question_marks);
    tcase_add_test(t, lines_are_as_long_as_they_may_be);
    tcase_add_test(t, labels_are_their_lines);
    tcase_add_test(t, too_long_a_word_loses_its_middle);
    tcase_add_test(t, too_many_lines_lose_their_middle);
    tcase_add_test(t, hostile_labels);
    suite_add_tcase(s, t);
    t = tcase_create("layout");
    tcase_add_checked_fixture(t, enter_folder, leave_folder);
    tcase_add_loop_test(t, every_count_has_its_place, 0, COUNT(PLANS));
    tcase_add_test(t, labels_have_room);
    tcase_add_test(t, too_many_are_refused);
    tcase_add_test(t, no_memory_is_a_complaint);
    suite_add_tcase(s, t);
    t = tcase_create("sheet");
    tcase_add_checked_fixture(t, enter_folder, leave_folder);
    tcase_add_test(t, pixels_are_known);
    tcase_add_test(t, variants_stay_in_their_cells);
    tcase_add_test(t, a_cell_can_be_drawn_again);
    tcase_add_test(t, processes_draw_at_the_same_time);
    tcase_add_test(t, drawing_needs_no_system_call);
    tcase_add_test(t, sheets_are_written_like_any_output);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    Suite *suites[] = { suite() };
    return run_suites(suites, COUNT(suites));
}
