/*
 * gif_options.c - what the options of a GIF do: quality, colours, dithering, the colour
 * behind it, and what is refused.
 */
#include "codec/gif_tuning.h"
#include "gif.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Encode and see what is shown. */
static clip shown_with(const clip *c, const glitch_sink_options *opt, size_t *size)
{
    file f = encode(c, opt);
    seen s = look_at(&f);
    clip shown = s.shown;
    s.shown = (clip) { 0 };
    if (size)
        *size = f.size;
    close_seen(&s);
    free_file(&f);
    return shown;
}

/* ---- quality ------------------------------------------------------------- */

/* Loops over stills, animations and drawings: better costs more, at every step. */
START_TEST(quality_costs)
{
    static const int32_t qualities[] = { 1, 20, 35, 50, 75, 90, 100 };
    clip c = _i == 2 ? drawn_clip(320, 200, 3) : torn_clip(320, 200, _i ? 5 : 1);
    double before = 0;
    size_t size_before = 0;
    for (size_t i = 0; i < COUNT(qualities); i++) {
        size_t size;
        clip shown =
            shown_with(&c, OPTIONS(.quality = qualities[i], .dither = -1), &size);
        double now = psnr_of_clips(&shown, &c);
        ck_assert_msg(now > before && size > size_before,
            "quality %d: %.2f dB and %zu bytes, before %.2f and %zu", qualities[i], now,
            size, before, size_before);
        before = now;
        size_before = size;
        free_clip(&shown);
    }
    ck_assert_msg(before > (_i == 2 ? 45 : 32), "%.1f dB", before);
    free_clip(&c);
}
END_TEST

/* Loops over shades: what is dark or pale is in few cells, but has 255 colours. */
START_TEST(few_shades_have_all_colors)
{
    clip c = new_clip(200, 150, 1);
    picture photo = photo_picture(200, 150, 4);
    for (size_t i = 0; i < 200 * 150; i++) {
        PixelTuple p = photo.px[i];
        uint8_t r = p.red / 6, g = p.green / 6, b = p.blue / 6;
        c.frames[0].px[i] = _i ? (PixelTuple) { (uint8_t)(255 - r), (uint8_t)(255 - g),
            (uint8_t)(255 - b), 255 }
                               : (PixelTuple) { r, g, b, 255 };
    }
    clip shown = shown_with(&c, OPTIONS(.quality = 100, .dither = -1), NULL);
    double now = psnr_of_clips(&shown, &c);
    uint32_t colors = count_colors(&shown.frames[0]);
    ck_assert_msg(colors > 240 && now > 46, "%u colours, %.1f dB", colors, now);
    free(photo.px);
    free_clip(&shown);
    free_clip(&c);
}
END_TEST

START_TEST(quality_is_75)
{
    clip c = torn_clip(90, 60, 3);
    file plain = encode(&c, OPTIONS(.quality = 0));
    file given = encode(&c, OPTIONS(.quality = 75));
    file other = encode(&c, OPTIONS(.quality = 74));
    assert_same_files(&plain, &given, "quality 75");
    ck_assert_uint_ne(other.size, given.size);
    free_file(&plain);
    free_file(&given);
    free_file(&other);
    free_clip(&c);
}
END_TEST

/* Every quality works, and the alpha is right with all. */
START_TEST(all_qualities)
{
    clip c = torn_clip(61, 40, 4);
    for (uint32_t y = 5; y < 20; y++)
        for (uint32_t i = 0; i < c.count; i++)
            memset(c.frames[i].px + y * 61 + i * 5, 0, 20 * sizeof(PixelTuple));
    for (int32_t quality = 1; quality <= 100; quality++) {
        clip shown = shown_with(&c, OPTIONS(.quality = quality), NULL);
        double now = psnr_of_clips(&shown, &c);
        ck_assert_msg(now > 18, "quality %d: %.1f dB", quality, now);
        for (uint32_t i = 0; i < c.count; i++)
            for (size_t k = 0; k < 61 * 40; k++)
                REQUIRE(shown.frames[i].px[k].alpha == c.frames[i].px[k].alpha,
                    "frame %u, pixel %zu", i, k);
        free_clip(&shown);
    }
    free_clip(&c);
}
END_TEST

/* What the numbers of the options become inside. */
START_TEST(tuning)
{
    gli_gif_tuning t = gli_gif_tune(OPTIONS(.dither = 1, .colors = 17));
    ck_assert_int_eq(t.dither, 128);
    ck_assert_int_eq(t.colors, 17);
    ck_assert_int_eq(gli_gif_tune(OPTIONS(.dither = 0.875)).dither, 112);
    ck_assert_int_eq(gli_gif_tune(OPTIONS(.quality = 50)).dither, 0);
    ck_assert_int_eq(gli_gif_tune(OPTIONS(.quality = 50)).colors, 256);
    ck_assert_int_eq(gli_gif_threads(OPTIONS(.threads = 7)), 7);
    ck_assert_int_ge(gli_gif_threads(OPTIONS(.threads = 0)), 1);
    ck_assert_int_le(gli_gif_threads(OPTIONS(.threads = 0)), 64);
}
END_TEST

/* ---- colours ------------------------------------------------------------- */

static const int32_t color_counts[] = { 2, 3, 16, 200, 255, 256 };

/* Of one image of the file, those that are drawn. */
static int colors_of_image(const seen *s, int i)
{
    const SavedImage *image = &s->gif->SavedImages[i];
    const GifImageDesc *d = &image->ImageDesc;
    int transparent = control_of(s, i).TransparentColor, count = 0;
    bool drawn[256] = { false };
    for (int k = 0; k < d->Width * d->Height; k++) {
        int index = image->RasterBits[k];
        count += index != transparent && !drawn[index];
        drawn[index] = true;
    }
    return count;
}

/* Loops over the kinds. */
START_TEST(colors_are_limited)
{
    clip c = clip_kinds[_i].make();
    for (size_t n = 0; n < COUNT(color_counts); n++)
        for (int way = 0; way < 2; way++) {
            file f = encode(
                &c, OPTIONS(.colors = color_counts[n], .dither = way ? 0.875 : 0));
            seen s = look_at(&f);
            for (int i = 0; i < s.gif->ImageCount; i++) {
                int count = colors_of_image(&s, i);
                ck_assert_msg(count <= color_counts[n], "%s: %d colours of %d",
                    clip_kinds[_i].name, count, color_counts[n]);
            }
            close_seen(&s);
            free_file(&f);
        }
    free_clip(&c);
}
END_TEST

/* And so are those on the screen, where all of it changes. */
START_TEST(colors_on_the_screen)
{
    clip c = new_clip(120, 90, 4);
    for (uint32_t i = 0; i < c.count; i++) {
        free(c.frames[i].px);
        c.frames[i] = photo_picture(120, 90, i * 7);
    }
    for (size_t n = 0; n < COUNT(color_counts); n++) {
        clip shown = shown_with(&c, OPTIONS(.colors = color_counts[n]), NULL);
        for (uint32_t i = 0; i < c.count; i++)
            ck_assert_uint_le(
                count_colors(&shown.frames[i]), (uint32_t)color_counts[n]);
        free_clip(&shown);
    }
    free_clip(&c);
}
END_TEST

/* Blocks of n colours at least one of which is in every row. */
static clip clip_of_colors(uint32_t colors, uint32_t count, uint64_t *state)
{
    clip c = new_clip(60, 40, count);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < 60 * 40; k++) {
            uint32_t n = (k / 7 + random_below(state, 2)) % colors;
            c.frames[i].px[k] =
                (PixelTuple) { (uint8_t)(n * 37), (uint8_t)(n * 11), (uint8_t)n, 255 };
        }
    return c;
}

START_TEST(few_colors_stay_exact)
{
    uint64_t state = 8;
    for (size_t n = 0; n < COUNT(color_counts); n++)
        for (uint32_t less = 0; less < 2; less++) {
            clip c = clip_of_colors((uint32_t)color_counts[n] - less, 5, &state);
            clip shown = shown_with(&c, OPTIONS(.colors = color_counts[n]), NULL);
            assert_same_clips(&shown, &c, "few colours");
            free_clip(&shown);
            free_clip(&c);
        }
}
END_TEST

/* More colours than allowed, and then few of the same: these are exact. */
START_TEST(few_colors_after_too_many)
{
    uint64_t state = 9;
    for (size_t n = 1; n < COUNT(color_counts) - 1; n++) {
        uint32_t few = (uint32_t)color_counts[n];
        clip c = clip_of_colors(few + 40 > 256 ? 256 : few + 40, 3, &state);
        for (uint32_t k = 0; k < 60 * 40; k++) {
            c.frames[1].px[k] = c.frames[0].px[k];
            if (c.frames[1].px[k].blue >= few)
                c.frames[1].px[k] = c.frames[0].px[0];
        }
        clip shown = shown_with(&c, OPTIONS(.colors = color_counts[n]), NULL);
        assert_same(&shown.frames[1], &c.frames[1], "few colours after too many");
        free_clip(&shown);
        free_clip(&c);
    }
}
END_TEST

START_TEST(more_colors_are_better)
{
    clip c = torn_clip(200, 120, 3);
    double before = 0;
    for (size_t n = 0; n < COUNT(color_counts); n++) {
        if (color_counts[n] == 255) /* a transparent index takes the place */
            continue;
        clip shown =
            shown_with(&c, OPTIONS(.colors = color_counts[n], .quality = 100), NULL);
        double now = psnr_of_clips(&shown, &c);
        ck_assert_msg(now > before, "%d colours: %.2f dB, before %.2f", color_counts[n],
            now, before);
        before = now;
        free_clip(&shown);
    }
    free_clip(&c);
}
END_TEST

/* ---- dithering ----------------------------------------------------------- */

static const int weights[] = { 1, 4, 6, 4, 1 };

static PixelTuple blurred_at(const picture *p, uint32_t x, uint32_t y, bool down)
{
    int sum[3] = { 0 };
    for (int i = 0; i < 5; i++) {
        int32_t u = (int32_t)x + (down ? 0 : i - 2),
                v = (int32_t)y + (down ? i - 2 : 0);
        u = u < 0 ? 0 : u >= (int32_t)p->width ? (int32_t)p->width - 1 : u;
        v = v < 0 ? 0 : v >= (int32_t)p->height ? (int32_t)p->height - 1 : v;
        PixelTuple c = p->px[(size_t)v * p->width + (size_t)u];
        sum[0] += weights[i] * c.red;
        sum[1] += weights[i] * c.green;
        sum[2] += weights[i] * c.blue;
    }
    return (PixelTuple) { (uint8_t)((sum[0] + 8) / 16), (uint8_t)((sum[1] + 8) / 16),
        (uint8_t)((sum[2] + 8) / 16), 255 };
}

static picture blurred_along(const picture *p, bool down)
{
    picture q = new_picture(p->width, p->height);
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++)
            q.px[(size_t)y * p->width + x] = blurred_at(p, x, y, down);
    return q;
}

/* As from some distance. */
static clip blurred(const clip *c)
{
    clip b = { calloc(c->count, sizeof *b.frames), c->count };
    for (uint32_t i = 0; i < c->count; i++) {
        picture once = blurred_along(&c->frames[i], false);
        b.frames[i] = blurred_along(&once, true);
        free(once.px);
    }
    return b;
}

static double psnr_from_afar(const clip *c, const glitch_sink_options *opt)
{
    clip shown = shown_with(c, opt, NULL);
    clip a = blurred(&shown), b = blurred(c);
    double result = psnr_of_clips(&a, &b);
    free_clip(&shown);
    free_clip(&a);
    free_clip(&b);
    return result;
}

START_TEST(dithering_is_right_on_average)
{
    static const int32_t counts[] = { 4, 16, 64, 256 };
    clip c = torn_clip(240, 160, 3);
    for (size_t i = 0; i < COUNT(counts); i++) {
        double plain = psnr_from_afar(&c, OPTIONS(.colors = counts[i], .dither = -1));
        double best = psnr_from_afar(
            &c, OPTIONS(.colors = counts[i], .quality = 100, .dither = -1));
        double half = psnr_from_afar(&c, OPTIONS(.colors = counts[i], .dither = 0.5));
        double most = psnr_from_afar(&c, OPTIONS(.colors = counts[i], .dither = 0.875));
        ck_assert_msg(half > plain + 0.5 && most > half && most > best + 1,
            "%d colours: %.2f dB, %.2f at quality 100, %.2f half dithered, %.2f",
            counts[i], plain, best, half, most);
    }
    free_clip(&c);
}
END_TEST

/* Where a palette is too small for its frame, high qualities dither a little. */
START_TEST(dithering_a_little_at_high_quality)
{
    clip c = torn_clip(240, 160, 3);
    for (int32_t quality = 90; quality <= 100; quality += 10) {
        double none =
            psnr_from_afar(&c, OPTIONS(.colors = 64, .quality = quality, .dither = -1));
        double some = psnr_from_afar(&c, OPTIONS(.colors = 64, .quality = quality));
        ck_assert_msg(some > none + 0.3, "quality %d: %.2f dB, without dithering %.2f",
            quality, some, none);
    }
    free_clip(&c);
}
END_TEST

START_TEST(dithering_none_is_none)
{
    static const char *const ways[] = { "", "--dither none", "--dither fs:0",
        "--dither=fs:0.0", "--dither fs --dither none" };
    static const char *const same[] = { "--dither fs", "--dither fs:0.875" };
    picture p = photo_picture(100, 80, 1);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0, "glitch in.png -g -f 3 --no-recipe --seed 1 -o plain.gif");
    run_expect(0, "glitch in.png -g -f 3 --no-recipe --seed 1 --dither fs -o fs.gif");
    file plain = load_file("plain.gif"), fs = load_file("fs.gif");
    ck_assert(plain.size != fs.size || memcmp(plain.data, fs.data, fs.size) != 0);
    for (size_t i = 0; i < COUNT(ways) + COUNT(same); i++) {
        const char *way = i < COUNT(ways) ? ways[i] : same[i - COUNT(ways)];
        run_expect(0, "glitch in.png -g -f 3 --no-recipe --seed 1 %s -y -o x.gif", way);
        file f = load_file("x.gif");
        assert_same_files(&f, i < COUNT(ways) ? &plain : &fs, way);
        free_file(&f);
    }
    free_file(&plain);
    free_file(&fs);
}
END_TEST

/* A frame of few colours is exact, dithered or not. */
START_TEST(dithering_of_few_colors)
{
    uint64_t state = 10;
    clip c = clip_of_colors(200, 4, &state);
    clip shown = shown_with(&c, OPTIONS(.dither = 1), NULL);
    assert_same_clips(&shown, &c, "few colours");
    free_clip(&shown);
    free_clip(&c);
}
END_TEST

/* ---- the colour behind --------------------------------------------------- */

/* 24 colours with 8 alphas. */
static clip veiled_clip(void)
{
    static const uint8_t alphas[] = { 0, 1, 60, 127, 128, 200, 254, 255 };
    clip c = new_clip(24, 40, 3);
    for (uint32_t i = 0; i < c.count; i++)
        for (uint32_t k = 0; k < 24 * 40; k++) {
            uint32_t n = (k + i * 5) % 24;
            c.frames[i].px[k] = (PixelTuple) { (uint8_t)(n * 10),
                (uint8_t)(255 - n * 9), (uint8_t)(n * n), alphas[k / 24 % 8] };
        }
    return c;
}

static uint8_t blend(uint8_t color, uint8_t matte, uint8_t alpha)
{
    return (uint8_t)((color * alpha + matte * (255 - alpha) + 127) / 255);
}

static clip blended(const clip *c, PixelTuple matte)
{
    clip b = new_clip(c->frames[0].width, c->frames[0].height, c->count);
    for (uint32_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < (size_t)b.frames[0].width * b.frames[0].height; k++) {
            PixelTuple p = c->frames[i].px[k];
            b.frames[i].px[k] = (PixelTuple) { blend(p.red, matte.red, p.alpha),
                blend(p.green, matte.green, p.alpha),
                blend(p.blue, matte.blue, p.alpha), 255 };
        }
    return b;
}

START_TEST(matte_is_blended)
{
    static const PixelTuple mattes[] = { { 255, 255, 255, 255 }, { 0, 0, 0, 255 },
        { 17, 130, 250, 255 } };
    clip c = veiled_clip(), expected = blended(&c, mattes[_i]);
    file f = encode(&c, OPTIONS(.matte = mattes[_i]));
    seen s = look_at(&f);
    assert_same_clips(&s.shown, &expected, "matte");
    for (int i = 0; i < s.gif->ImageCount; i++) /* nothing is transparent again */
        ck_assert_int_ne(control_of(&s, i).DisposalMode, DISPOSE_BACKGROUND);
    close_seen(&s);
    free_file(&f);
    free_clip(&c);
    free_clip(&expected);
}
END_TEST

START_TEST(half_is_opaque)
{
    clip c = veiled_clip(), shown = shown_with(&c, OPTIONS(.quality = 0), NULL);
    for (uint32_t i = 0; i < c.count; i++) {
        picture p = as_gif_shows(&c.frames[i]);
        assert_same(&shown.frames[i], &p, "without a matte");
        free(p.px);
    }
    free_clip(&c);
    free_clip(&shown);
}
END_TEST

START_TEST(matte_of_the_command)
{
    static const char *const ways[] = { "--matte 1182fa", "--matte=#1182FA" };
    clip c = veiled_clip(), expected = blended(&c, (PixelTuple) { 17, 130, 250, 255 });
    write_png("in.png", &c.frames[0]);
    for (size_t i = 0; i < COUNT(ways); i++) {
        run_expect(0, "glitch in.png -F none %s -y -o x.gif", ways[i]);
        file f = load_file("x.gif");
        seen s = look_at(&f);
        assert_same(&s.shown.frames[0], &expected.frames[0], ways[i]);
        close_seen(&s);
        free_file(&f);
    }
    free_clip(&c);
    free_clip(&expected);
}
END_TEST

/* An alpha that the photograph keeps to itself: with a matte it is as if blended before. */
START_TEST(matte_under_a_photo)
{
    PixelTuple matte = { 250, 240, 10, 255 };
    clip c = torn_clip(120, 80, 4);
    for (uint32_t i = 0; i < c.count; i++)
        for (uint32_t k = 0; k < 120 * 80; k++)
            c.frames[i].px[k].alpha = (uint8_t)(k / 60);
    clip before = blended(&c, matte);
    file a = encode(&c, OPTIONS(.matte = matte));
    file b = encode(&before, OPTIONS(.quality = 0));
    assert_same_files(&a, &b, "matte");
    free_file(&a);
    free_file(&b);
    free_clip(&c);
    free_clip(&before);
}
END_TEST

/* ---- what is refused ----------------------------------------------------- */

static const struct {
    glitch_sink_options opt;
    const char *message;
} refused[] = {
    { { .colors = 1 }, "a number of colors of 1: 2 are the least" },
    { { .colors = 257 }, "a number of colors of 257 is not within 0 to 256" },
    { { .colors = -1 }, "a number of colors of -1 is not within 0 to 256" },
    { { .quality = 101 }, "a quality of 101 is not within 0 to 100" },
    { { .quality = -1 }, "a quality of -1 is not within 0 to 100" },
    { { .dither = 1.01 }, "a dither of 1.01 is not within -1 to 1" },
    { { .dither = -1.5 }, "a dither of -1.5 is not within -1 to 1" },
    { { .dither = -0.5 },
        "a dither of -0.5: from 0 to 1 it is a strength, and -1 is none" },
    { { .dither = (double)INFINITY }, "a dither of inf is not within -1 to 1" },
    { { .threads = 65 }, "a number of threads of 65 is not within 0 to 64" },
    { { .threads = -1 }, "a number of threads of -1 is not within 0 to 64" },
};

START_TEST(structs_are_checked)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink = NULL;
    glitch_info info = { .width = 4, .height = 4, .frames = 1 };
    glitch_sink_options opt = refused[_i].opt;
    opt.struct_size = sizeof opt;
    ck_assert_int_eq(glitch_sink_open(ctx, "x.gif", &info, &opt, &sink), GLITCH_EINVAL);
    ck_assert_str_eq(glitch_ctx_message(ctx), refused[_i].message);
    opt = (glitch_sink_options) { .struct_size = sizeof opt, .dither = (double)NAN };
    ck_assert_int_eq(glitch_sink_open(ctx, "x.gif", &info, &opt, &sink), GLITCH_EINVAL);
    ck_assert_ptr_null(sink);
    ck_assert_int_eq(count_files("."), 0);
    glitch_ctx_free(ctx);
}
END_TEST

static const struct {
    const char *words, *message;
} wrong_words[] = {
    { "--dither foo",
        "--dither foo: none, fs or fs:STRENGTH is wanted, the strength from 0 to 1" },
    { "--dither fs:2",
        "--dither fs:2: none, fs or fs:STRENGTH is wanted, the strength from 0 to 1" },
    { "--dither fs:",
        "--dither fs:: none, fs or fs:STRENGTH is wanted, the strength "
        "from 0 to 1" },
    { "--dither fs:nan",
        "--dither fs:nan: none, fs or fs:STRENGTH is wanted, the strength from 0 to "
        "1" },
    { "--dither fs:-0.1",
        "--dither fs:-0.1: none, fs or fs:STRENGTH is wanted, the "
        "strength from 0 to 1" },
    { "--dither", "--dither needs a value: --dither KIND" },
    { "--matte 12345",
        "--matte 12345: an opaque colour is wanted, such as f80, ff8800 or '#ff8800'" },
    { "--matte 1234567",
        "--matte 1234567: an opaque colour is wanted, such as f80, ff8800 or "
        "'#ff8800'" },
    { "--matte 12345g",
        "--matte 12345g: an opaque colour is wanted, such as f80, ff8800 or "
        "'#ff8800'" },
    { "--matte ''",
        "--matte : an opaque colour is wanted, such as f80, ff8800 or '#ff8800'" },
    { "--colors 1", "--colors 1 is out of range; it goes from 2 to 256" },
    { "--colors 257", "--colors 257 is out of range; it goes from 2 to 256" },
    { "--colors 2.5", "--colors 2.5: a whole number is wanted" },
    { "--colors few", "--colors few: a whole number is wanted, from 2 to 256" },
    { "--quality 0", "--quality 0 is out of range; it goes from 1 to 100" },
    { "--quality 101", "--quality 101 is out of range; it goes from 1 to 100" },
    { "--jobs 0", "--jobs 0 is out of range; it goes from 1 to 1024" },
    { "--jobs 1025", "--jobs 1025 is out of range; it goes from 1 to 1024" },
    { "--small --fast", "--small and --fast contradict each other" },
    { "--bounce=yes", "--bounce takes no value" },
};

START_TEST(command_lines_are_checked)
{
    char expected[256];
    picture p = new_picture(4, 4);
    write_png("in.png", &p);
    free(p.px);
    const outcome *o =
        run_expect(2, "glitch in.png -g -f 2 -o x.gif %s", wrong_words[_i].words);
    snprintf(expected, sizeof expected, "glitch: %s\n", wrong_words[_i].message);
    ck_assert_str_eq(o->err, expected);
    ck_assert_int_eq(count_files("."), 1);
}
END_TEST

/* Smaller than the quality that it has unless another is given. */
START_TEST(small_is_smaller)
{
    picture p = photo_picture(100, 80, 1);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0,
        "glitch in.png -g -f 3 --no-recipe --seed 1 --small -o a.gif; "
        "glitch in.png -g -f 3 --no-recipe --seed 1 --quality 45 -o b.gif; "
        "glitch in.png -g -f 3 --no-recipe --seed 1 --small --quality 45 -o c.gif; "
        "glitch in.png -g -f 3 --no-recipe --seed 1 --small --quality 80 -o d.gif");
    file a = load_file("a.gif"), b = load_file("b.gif"), c = load_file("c.gif"),
         d = load_file("d.gif");
    ck_assert_uint_lt(a.size, b.size);
    assert_same_files(&a, &c, "--small --quality 45");
    ck_assert_uint_lt(c.size, d.size);
    free_file(&a);
    free_file(&b);
    free_file(&c);
    free_file(&d);
}
END_TEST

/* Options that say nothing to a PNG do it no harm. */
START_TEST(options_of_gif_and_png)
{
    picture p = photo_picture(60, 40, 1);
    write_png("in.png", &p);
    run_expect(0,
        "glitch in.png -F none --quality 3 --colors 2 --dither fs --matte 00ff00 "
        "--jobs 3 --fast -o x.png");
    picture q = read_png("x.png");
    assert_same(&q, &p, "x.png");
    free(p.px);
    free(q.px);
}
END_TEST

void add_option_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "options");
    tcase_add_loop_test(c, quality_costs, 0, 3);
    tcase_add_loop_test(c, few_shades_have_all_colors, 0, 2);
    tcase_add_test(c, quality_is_75);
    tcase_add_test(c, all_qualities);
    tcase_add_test(c, tuning);
    tcase_add_loop_test(c, colors_are_limited, 0, clip_kind_count);
    tcase_add_test(c, colors_on_the_screen);
    tcase_add_test(c, few_colors_stay_exact);
    tcase_add_test(c, few_colors_after_too_many);
    tcase_add_test(c, more_colors_are_better);
    tcase_add_test(c, dithering_is_right_on_average);
    tcase_add_test(c, dithering_a_little_at_high_quality);
    tcase_add_test(c, dithering_none_is_none);
    tcase_add_test(c, dithering_of_few_colors);
    tcase_add_loop_test(c, matte_is_blended, 0, 3);
    tcase_add_test(c, half_is_opaque);
    tcase_add_test(c, matte_of_the_command);
    tcase_add_test(c, matte_under_a_photo);
    tcase_add_loop_test(c, structs_are_checked, 0, COUNT(refused));
    tcase_add_loop_test(c, command_lines_are_checked, 0, COUNT(wrong_words));
    tcase_add_test(c, small_is_smaller);
    tcase_add_test(c, options_of_gif_and_png);
}
