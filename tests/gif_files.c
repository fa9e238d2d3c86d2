/*
 * gif_files.c - whole files: how they are put together, what they show, and sizes that
 * are out of the ordinary.
 */
#include "gif.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a strict reader ----------------------------------------------------- */

typedef struct walker {
    const file *f;
    size_t at;
    int frames;
    const seen *expected; /* by giflib */
} walker;

static unsigned take8(walker *w)
{
    REQUIRE(w->at < w->f->size, "the file ends at %zu", w->at);
    return w->f->data[w->at++];
}

static unsigned take16(walker *w)
{
    unsigned low = take8(w);
    return low | take8(w) << 8;
}

/* All of the sub-blocks, put together; all but the last are full. */
static file take_blocks(walker *w, bool full)
{
    file all = { 0 };
    unsigned size, last = 255;
    while ((size = take8(w)) > 0) {
        REQUIRE(!full || last == 255, "a sub-block of %u before another", last);
        REQUIRE(size <= w->f->size - w->at, "a sub-block leaves the file");
        all.data = realloc(all.data, all.size + size);
        memcpy(all.data + all.size, w->f->data + w->at, size);
        all.size += size;
        w->at += size;
        last = size;
    }
    return all;
}

static void walk_extension(walker *w)
{
    unsigned label = take8(w);
    REQUIRE(label == 0xff || label == 0xf9, "extension %02x", label);
    file blocks = take_blocks(w, false);
    if (label == 0xf9)
        REQUIRE(blocks.size == 4 && (blocks.data[0] & 0xe2) == 0, "a control block");
    else
        REQUIRE(blocks.size == 14 && memcmp(blocks.data, "NETSCAPE2.0\1", 12) == 0,
            "an application block");
    free_file(&blocks);
}

static void walk_image(walker *w)
{
    const SavedImage *image = &w->expected->gif->SavedImages[w->frames++];
    const GifImageDesc *d = &image->ImageDesc;
    int left = (int)take16(w), top = (int)take16(w);
    int width = (int)take16(w), height = (int)take16(w);
    REQUIRE(left == d->Left && top == d->Top && width == d->Width && height == d->Height
            && width > 0 && height > 0,
        "the place of frame %d", w->frames);
    unsigned flags = take8(w);
    REQUIRE((flags & 0x78) == 0, "flags %02x", flags); /* no interlace, nothing odd */
    w->at += flags & 0x80 ? 3u << ((flags & 7) + 1) : 0;
    unsigned bits = take8(w);
    REQUIRE(bits >= 2 && bits <= 8, "a code size of %u", bits);
    file codes = take_blocks(w, true);
    unpacked u = unpack(codes.data, codes.size, bits);
    REQUIRE(u.count == (size_t)width * (size_t)height, "%zu indices", u.count);
    REQUIRE(memcmp(u.indices, image->RasterBits, u.count) == 0, "other indices");
    free(u.indices);
    free_file(&codes);
}

/* From the first byte to the last; no byte is left out, and none means nothing. */
static void walk(const file *f, const seen *expected)
{
    walker w = { f, 0, 0, expected };
    REQUIRE(f->size > 13 && memcmp(f->data, "GIF89a", 6) == 0, "no GIF89a");
    w.at = 10;
    unsigned flags = take8(&w), kind;
    REQUIRE(flags & 0x80, "no colours");
    w.at += 2 + (3u << ((flags & 7) + 1));
    while ((kind = take8(&w)) != 0x3b) {
        REQUIRE(kind == 0x21 || kind == 0x2c, "a block of kind %02x", kind);
        if (kind == 0x21)
            walk_extension(&w);
        else
            walk_image(&w);
    }
    REQUIRE(w.at == f->size, "something after the end");
    ck_assert_int_eq(w.frames, expected->gif->ImageCount);
}

/* Encode, and see that all is well with the file. */
static void round_trip(const clip *c, const glitch_sink_options *opt, const char *what)
{
    file f = encode(c, opt);
    seen s = look_at(&f);
    walk(&f, &s);
    assert_shown_well(&s.shown, c, what);
    close_seen(&s);
    free_file(&f);
}

/* ---- round trips --------------------------------------------------------- */

/* Loops over the kinds. */
START_TEST(every_kind)
{
    clip c = clip_kinds[_i].make();
    round_trip(&c, OPTIONS(.quality = 0), clip_kinds[_i].name);
    round_trip(&c, OPTIONS(.quality = 100, .threads = 1), clip_kinds[_i].name);
    round_trip(&c, OPTIONS(.dither = 0.875, .threads = 3), clip_kinds[_i].name);
    round_trip(&c, OPTIONS(.fast = 1, .threads = 2), clip_kinds[_i].name);
    round_trip(&c, OPTIONS(.small = 1, .threads = 2), clip_kinds[_i].name);
    free_clip(&c);
}
END_TEST

static void random_frame(picture *p, const picture *last, uint64_t *state)
{
    picture new = { 0 };
    size_t bytes = (size_t)p->width * p->height * sizeof *p->px;
    switch (random_below(state, last ? 7 : 5)) {
    case 0:
    case 1:
    case 2:
        new = block_picture(p->width, p->height, 1 + random_below(state, 84),
            random_below(state, 2), state);
        break;
    case 3:
        new = photo_picture(p->width, p->height, test_random(state));
        break;
    case 4: /* nothing */
        return;
    default: /* a few pixels change */
        memcpy(p->px, last->px, bytes);
        for (int i = 0; i < 5; i++)
            p->px[random_below(state, p->width * p->height)] =
                last->px[random_below(state, p->width * p->height)];
        return;
    }
    memcpy(p->px, new.px, bytes);
    free(new.px);
}

static clip random_clip(uint64_t *state)
{
    clip c = new_clip(1 + random_below(state, 90), 1 + random_below(state, 60),
        1 + random_below(state, 12));
    for (uint32_t i = 0; i < c.count; i++)
        random_frame(&c.frames[i], i > 0 ? &c.frames[i - 1] : NULL, state);
    return c;
}

START_TEST(random_clips)
{
    uint64_t state = 99 + (uint64_t)_i;
    clip c = random_clip(&state);
    round_trip(&c, OPTIONS(.threads = _i % 4), "random");
    free_clip(&c);
}
END_TEST

/* Frames of few colours are exact, others have few on the screen, whatever is asked. */
START_TEST(random_options)
{
    uint64_t state = 7777 + (uint64_t)_i;
    clip c = random_clip(&state);
    int32_t colors =
        2 + (int32_t)random_below(&state, random_below(&state, 2) ? 20 : 255);
    int32_t quality = 1 + (int32_t)random_below(&state, 100);
    double strength = random_below(&state, 3) ? 0 : random_below(&state, 9) / 8.0;
    int32_t fast = (int32_t)random_below(&state, 2);
    file f = encode(&c,
        OPTIONS(.colors = colors, .quality = quality, .dither = strength, .fast = fast,
            .threads = 1));
    file g = encode(&c,
        OPTIONS(.colors = colors, .quality = quality, .dither = strength, .fast = fast,
            .threads = 3));
    assert_same_files(&g, &f, "three threads");
    seen s = look_at(&f);
    walk(&f, &s);
    for (uint32_t i = 0; i < c.count; i++) {
        picture p = as_gif_shows(&c.frames[i]);
        uint32_t shown = count_colors(&s.shown.frames[i]), wanted = count_colors(&p);
        ck_assert_msg(
            shown <= (uint32_t)colors, "%u colours instead of %d", shown, colors);
        if (wanted <= (uint32_t)colors && wanted < 256)
            assert_same(&s.shown.frames[i], &p, "random options");
        free(p.px);
    }
    close_seen(&s);
    free_file(&f);
    free_file(&g);
    free_clip(&c);
}
END_TEST

/*
 * 256 colours and a hole are one too many: such a frame is not exact, and so a frame
 * that is may not keep its pixels.
 */
START_TEST(exact_after_one_too_many)
{
    clip c = new_clip(40, 20, 3);
    for (uint32_t i = 0; i < 3; i++)
        for (uint32_t k = 0; k < 800; k++) {
            uint8_t n = (uint8_t)(k % 256);
            c.frames[i].px[k] = (PixelTuple) { n, (uint8_t)(n * 3), (uint8_t)(n / 2),
                (uint8_t)(k < 790 ? 255 : 0) };
            if (i > 0 && (n == 7 || n == 99 || n == 255))
                c.frames[i].px[k] = c.frames[i].px[0];
        }
    round_trip(&c, OPTIONS(.quality = 0), "one too many");
    free_clip(&c);
}
END_TEST

/* ---- sizes --------------------------------------------------------------- */

static const struct {
    uint32_t width, height, frames;
} sizes[] = { { 1, 1, 1 }, { 1, 1, 5 }, { 2, 1, 3 }, { 1, 2, 3 }, { 3, 1, 3 },
    { 1, 3, 3 }, { 15, 1, 2 }, { 1, 16, 2 }, { 1, 17, 2 }, { 255, 1, 3 }, { 1, 255, 3 },
    { 256, 1, 3 }, { 1, 257, 3 }, { 2, 2, 3 }, { 16, 16, 3 }, { 17, 33, 3 },
    { 1000, 1, 3 }, { 1, 1000, 3 }, { 63, 3, 3 }, { 64, 3, 3 }, { 65, 3, 3 } };

START_TEST(small_sizes)
{
    uint64_t state = 5;
    uint32_t w = sizes[_i].width, h = sizes[_i].height;
    clip drawing = new_clip(w, h, sizes[_i].frames);
    for (uint32_t i = 0; i < drawing.count; i++) {
        picture p = block_picture(w, h, 20, i % 2, &state);
        memcpy(drawing.frames[i].px, p.px, (size_t)w * h * sizeof *p.px);
        free(p.px);
    }
    clip torn = torn_clip(w, h, sizes[_i].frames);
    for (int32_t threads = 1; threads < 4; threads++) {
        round_trip(&drawing, OPTIONS(.threads = threads), "drawing");
        round_trip(&torn, OPTIONS(.threads = threads), "photo");
        round_trip(&torn, OPTIONS(.threads = threads, .dither = 1), "dithered");
    }
    free_clip(&drawing);
    free_clip(&torn);
}
END_TEST

static const struct {
    uint32_t width, height;
} extremes[] = { { 65535, 1 }, { 1, 65535 }, { 65535, 3 }, { 3, 65535 } };

START_TEST(extreme_sizes)
{
    clip c = torn_clip(extremes[_i].width, extremes[_i].height, 3);
    round_trip(&c, OPTIONS(.threads = 2), "extreme");
    free_clip(&c);
}
END_TEST

/* What is kept for a pixel is little, also where the picture is all width or height. */
START_TEST(extreme_sizes_in_little_memory)
{
    if (!can_measure_memory("extreme_sizes_in_little_memory"))
        return;
    for (size_t i = 0; i < COUNT(extremes); i++) {
        picture p = photo_picture(extremes[i].width, extremes[i].height, 1);
        write_png("in.png", &p);
        free(p.px);
        const outcome *o = run_expect(
            0, "exec %s/glitch in.png -g -f 4 --jobs 4 -y -o x.gif", build_dir());
        ck_assert_msg(o->peak_kib < 48 * 1024, "%ld KiB", o->peak_kib);
    }
}
END_TEST

START_TEST(many_small_frames)
{
    clip c = new_clip(3, 2, 5000);
    uint64_t state = 6;
    for (uint32_t i = 0; i < c.count; i++)
        for (int k = 0; k < 6; k++)
            if (random_below(&state, 4))
                c.frames[i].px[k] =
                    (PixelTuple) { (uint8_t)random_below(&state, 256), 7, 9, 255 };
    round_trip(&c, OPTIONS(.threads = _i), "small frames");
    free_clip(&c);
}
END_TEST

/* ---- memory -------------------------------------------------------------- */

START_TEST(a_thousand_large_frames)
{
    if (!can_measure_memory("a_thousand_large_frames"))
        return;
    picture p = photo_picture(980, 653, 1);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0, "ln -s /dev/null x.gif");
    const outcome *o = run_expect(0,
        "exec %s/glitch in.png -i 5 -c -f 1000 --seed 1 --jobs 2 -y -o x.gif",
        build_dir());
    ck_assert_msg(o->peak_kib < 60 * 1024, "%ld KiB", o->peak_kib);
}
END_TEST

/*
 * Pixels are not looked at after the call, and what is between the rows is not looked at
 * at all.
 */
START_TEST(pixels_are_borrowed)
{
    enum { WIDTH = 70, HEIGHT = 50, STRIDE = 83 };
    clip c = torn_clip(WIDTH, HEIGHT, 9);
    file expected = encode(&c, OPTIONS(.threads = 3));
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_bytes bytes;
    glitch_sink *sink;
    glitch_info info = { .width = WIDTH, .height = HEIGHT, .frames = 9, .animated = 1 };
    ck_assert_int_eq(
        glitch_sink_open_memory(ctx, &bytes, &info, OPTIONS(.threads = 3), &sink),
        GLITCH_OK);
    for (uint32_t i = 0; i < c.count; i++) {
        picture wide = random_picture(STRIDE, HEIGHT, i, false);
        for (uint32_t y = 0; y < HEIGHT; y++)
            memcpy(wide.px + y * STRIDE, c.frames[i].px + y * WIDTH,
                WIDTH * sizeof *wide.px);
        glitch_frame f = { wide.px, STRIDE, WIDTH, HEIGHT, i, 100, 0 };
        ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
        memset(wide.px, 0x55, STRIDE * HEIGHT * sizeof *wide.px);
        free(wide.px);
    }
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_OK);
    file f = { bytes.data, bytes.size };
    assert_same_files(&f, &expected, "borrowed pixels");
    glitch_bytes_free(ctx, &bytes);
    free_file(&expected);
    free_clip(&c);
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- one palette for all ------------------------------------------------- */

/* Frame i has `own` colours, of `all` that there are. */
static clip clip_of_colors(uint32_t side, uint32_t count, uint32_t own, uint32_t all)
{
    clip c = new_clip(side, side, count);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < side * side; k++) {
            uint32_t color = (k * 7 % own + i * 31) % all;
            c.frames[i].px[k] =
                (PixelTuple) { (uint8_t)color, (uint8_t)(color * 5), 9, 255 };
        }
    return c;
}

static const struct {
    uint32_t side, count, own, all;
    bool shared;
} palettes[] = {
    { 40, 12, 200, 230, true }, { 40, 12, 200, 255, true },
    { 40, 12, 200, 256, false },                           /* and what stays as it is */
    { 40, 2, 150, 181, true }, { 40, 50, 130, 250, true }, /* more than are looked at */
    { 40, 12, 3, 40, false },   /* would make all indices longer */
    { 800, 3, 200, 230, false } /* large */
};

/* Frames whose colours fit into one palette have no other. */
START_TEST(one_palette)
{
    clip c = clip_of_colors(
        palettes[_i].side, palettes[_i].count, palettes[_i].own, palettes[_i].all);
    file f = encode(&c, OPTIONS(.threads = 1));
    seen s = look_at(&f);
    int maps = 0;
    for (int i = 0; i < s.gif->ImageCount; i++)
        maps += s.gif->SavedImages[i].ImageDesc.ColorMap != NULL;
    ck_assert_int_eq(maps == 0, palettes[_i].shared);
    assert_same_clips(&s.shown, &c, "one palette");
    close_seen(&s);
    free_file(&f);
    free_clip(&c);
}
END_TEST

void add_file_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "files");
    tcase_add_loop_test(c, every_kind, 0, clip_kind_count);
    tcase_add_loop_test(c, one_palette, 0, COUNT(palettes));
    tcase_add_loop_test(c, random_clips, 0, 80);
    tcase_add_loop_test(c, random_options, 0, 80);
    tcase_add_test(c, exact_after_one_too_many);
    tcase_add_test(c, pixels_are_borrowed);
    tcase_add_loop_test(c, small_sizes, 0, COUNT(sizes));
    tcase_add_loop_test(c, extreme_sizes, 0, COUNT(extremes));
    tcase_add_test(c, extreme_sizes_in_little_memory);
    tcase_add_loop_test(c, many_small_frames, 1, 4);
    tcase_add_test(c, a_thousand_large_frames);
}
