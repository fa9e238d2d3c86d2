/* check_encode.c - PNG, JPEG and GIF out: other decoders must see the intended pixels. */
#include "encode.h"
#include <gif_lib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- helpers ------------------------------------------------------------- */

glitch_status save_frames(glitch_ctx *ctx, const char *path, const picture *frames,
    uint32_t count, const glitch_sink_options *opt)
{
    glitch_sink *sink = NULL;
    glitch_info info = { .width = frames[0].width,
        .height = frames[0].height,
        .frames = count,
        .animated = count > 1 };
    glitch_status s = glitch_sink_open(ctx, path, &info, opt, &sink);
    for (uint32_t i = 0; !s && i < count; i++) {
        glitch_frame f = { .px = frames[i].px,
            .stride = frames[i].width,
            .width = frames[i].width,
            .height = frames[i].height,
            .index = i,
            .delay_ms = 100 };
        s = glitch_sink_write(sink, &f);
    }
    if (!s)
        s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink);
    return s;
}

void save_ok(const char *path, const picture *frames, uint32_t count)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink_options opt = { .struct_size = sizeof opt, .overwrite = 1 };
    glitch_status s = save_frames(ctx, path, frames, count, &opt);
    ck_assert_msg(s == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    glitch_ctx_free(ctx);
}

static void free_all(picture *p, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        free(p[i].px);
}

/* A GIF as giflib reads it whole; composited here, naively. */
typedef struct shown {
    GifFileType *gif;
    picture canvas, backup;
    int next;
} shown;

static shown open_shown(const char *path)
{
    int code = 0;
    shown s = { .gif = DGifOpenFileName(path, &code) };
    ck_assert_msg(s.gif != NULL, "%s: %s", path, GifErrorString(code));
    ck_assert_int_eq(DGifSlurp(s.gif), GIF_OK);
    s.canvas = new_picture((uint32_t)s.gif->SWidth, (uint32_t)s.gif->SHeight);
    s.backup = new_picture((uint32_t)s.gif->SWidth, (uint32_t)s.gif->SHeight);
    return s;
}

static void close_shown(shown *s)
{
    int code;
    free(s->canvas.px);
    free(s->backup.px);
    DGifCloseFile(s->gif, &code);
}

static GraphicsControlBlock control_of(const shown *s, int i)
{
    GraphicsControlBlock g = { 0, false, 0, NO_TRANSPARENT_COLOR };
    DGifSavedExtensionToGCB(s->gif, i, &g);
    return g;
}

static void dispose(shown *s, int i)
{
    const GifImageDesc *d = &s->gif->SavedImages[i].ImageDesc;
    int mode = control_of(s, i).DisposalMode;
    ck_assert_int_ne(mode, DISPOSE_PREVIOUS); /* this encoder has no use for it */
    for (int y = 0; mode == DISPOSE_BACKGROUND && y < d->Height; y++)
        memset(s->canvas.px + (size_t)(d->Top + y) * s->canvas.width + d->Left, 0,
            (size_t)d->Width * sizeof(PixelTuple));
}

/* The canvas with the next frame on it. */
static const picture *next_shown(shown *s)
{
    ck_assert_int_lt(s->next, s->gif->ImageCount);
    if (s->next > 0)
        dispose(s, s->next - 1);
    const SavedImage *image = &s->gif->SavedImages[s->next];
    const GifImageDesc *d = &image->ImageDesc;
    const ColorMapObject *map = d->ColorMap ? d->ColorMap : s->gif->SColorMap;
    int transparent = control_of(s, s->next).TransparentColor;
    for (int y = 0; y < d->Height; y++)
        for (int x = 0; x < d->Width; x++) {
            int i = image->RasterBits[y * d->Width + x];
            if (i == transparent)
                continue;
            ck_assert_int_lt(i, map->ColorCount);
            GifColorType c = map->Colors[i];
            s->canvas
                .px[(size_t)(d->Top + y) * s->canvas.width + (size_t)(d->Left + x)] =
                (PixelTuple) { c.Red, c.Green, c.Blue, 255 };
        }
    s->next++;
    return &s->canvas;
}

/* What a GIF can show of a picture: alpha is all or nothing. */
static picture as_gif_shows(const picture *p)
{
    picture q = new_picture(p->width, p->height);
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        if (p->px[i].alpha >= 128) {
            q.px[i] = p->px[i];
            q.px[i].alpha = 255;
        }
    return q;
}

static void assert_gif_exact(const char *path, const picture *frames, uint32_t count)
{
    shown s = open_shown(path);
    ck_assert_int_eq(s.gif->ImageCount, (int)count);
    for (uint32_t i = 0; i < count; i++) {
        char what[64];
        picture expected = as_gif_shows(&frames[i]);
        snprintf(what, sizeof what, "%s, frame %u", path, i);
        assert_same(next_shown(&s), &expected, what);
        free(expected.px);
    }
    close_shown(&s);
}

/* A frame of random blocks in few colours, some of them transparent. */
static picture block_picture(
    uint32_t w, uint32_t h, uint32_t colors, bool transparency, uint64_t *state)
{
    picture p = new_picture(w, h);
    for (int n = 0; n < 12; n++) {
        uint32_t x = (uint32_t)(test_random(state) % w);
        uint32_t y = (uint32_t)(test_random(state) % h);
        uint32_t c = (uint32_t)(test_random(state) % colors);
        uint8_t alpha = transparency && test_random(state) % 3 == 0 ? 0 : 255;
        for (uint32_t v = y; v < h && v < y + 9; v++)
            for (uint32_t u = x; u < w && u < x + 14; u++)
                p.px[(size_t)v * w + u] = (PixelTuple) { (uint8_t)(c * 3),
                    (uint8_t)(c * 7 + 5), (uint8_t)(255 - c), alpha };
    }
    for (size_t i = 0; !transparency && i < (size_t)w * h; i++)
        p.px[i].alpha = 255;
    return p;
}

static double psnr(const picture *a, const picture *b)
{
    double sum = 0;
    size_t n = (size_t)a->width * a->height;
    for (size_t i = 0; i < n; i++) {
        int r = a->px[i].red - b->px[i].red, g = a->px[i].green - b->px[i].green,
            bl = a->px[i].blue - b->px[i].blue;
        sum += r * r + g * g + bl * bl;
    }
    return 10 * log10(255.0 * 255.0 * 3 * (double)n / (sum + 1e-9));
}

/* ---- GIF ----------------------------------------------------------------- */

static const struct {
    uint32_t w, h;
} sizes[] = { { 1, 1 }, { 1, 9 }, { 9, 1 }, { 2, 2 }, { 33, 17 }, { 101, 37 } };
enum { SIZES = sizeof sizes / sizeof *sizes };

START_TEST(gif_few_colors_are_exact)
{
    uint64_t state = 99 + (uint64_t)_i;
    picture frames[8];
    uint32_t w = 1 + (uint32_t)(test_random(&state) % 60);
    uint32_t h = 1 + (uint32_t)(test_random(&state) % 40);
    uint32_t colors = 1 + (uint32_t)(test_random(&state) % 84);
    uint32_t count = 1 + (uint32_t)(test_random(&state) % 8);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && test_random(&state) % 4 == 0) { /* the same again */
            frames[i] = new_picture(w, h);
            memcpy(frames[i].px, frames[i - 1].px, (size_t)w * h * sizeof(PixelTuple));
        } else {
            frames[i] = block_picture(w, h, colors, _i & 1, &state);
        }
    }
    save_ok("x.gif", frames, count);
    assert_gif_exact("x.gif", frames, count);
    free_all(frames, count);
}
END_TEST

/* 256 colours leave no index for transparency: still exact, whatever changes. */
START_TEST(gif_256_colors_are_exact)
{
    picture frames[4];
    for (uint32_t i = 0; i < 4; i++) {
        frames[i] = new_picture(32, 16);
        for (uint32_t k = 0; k < 512; k++) {
            uint8_t c = (uint8_t)(i == 2 ? k + 64 : k); /* frame 2: moved, 3: back */
            frames[i].px[k] =
                (PixelTuple) { c, (uint8_t)(c * 5), (uint8_t)(255 - c), 255 };
        }
    }
    frames[1].px[100] =
        frames[1].px[7]; /* one pixel changes to a colour that is there */
    save_ok("x.gif", frames, 4);
    assert_gif_exact("x.gif", frames, 4);
    free_all(frames, 4);
}
END_TEST

START_TEST(gif_sizes)
{
    uint64_t state = 5;
    picture frames[3];
    for (int i = 0; i < 3; i++)
        frames[i] = block_picture(sizes[_i].w, sizes[_i].h, 2, i == 1, &state);
    save_ok("x.gif", frames, 3);
    assert_gif_exact("x.gif", frames, 3);
    free_all(frames, 3);
}
END_TEST

START_TEST(gif_nothing_to_see)
{
    picture frames[3] = { new_picture(5, 4), new_picture(5, 4), new_picture(5, 4) };
    save_ok("x.gif", frames, 3);
    assert_gif_exact("x.gif", frames, 3);
    free_all(frames, 3);
}
END_TEST

START_TEST(gif_writes_only_what_changes)
{
    picture frames[3];
    for (int i = 0; i < 3; i++)
        frames[i] = smooth_picture(90, 60, 3);
    for (int y = 10; y < 14; y++)
        for (int x = 20; x < 27; x++)
            frames[2].px[y * 90 + x] = (PixelTuple) { 255, 0, (uint8_t)(x + y), 255 };
    save_ok("x.gif", frames, 3);
    shown s = open_shown("x.gif");
    const GifImageDesc *same = &s.gif->SavedImages[1].ImageDesc;
    ck_assert_int_eq(same->Width * same->Height, 1);
    const GifImageDesc *d = &s.gif->SavedImages[2].ImageDesc;
    ck_assert_int_eq(d->Left, 20);
    ck_assert_int_eq(d->Top, 10);
    ck_assert_int_eq(d->Width, 7);
    ck_assert_int_eq(d->Height, 4);
    close_shown(&s);
    free_all(frames, 3);
}
END_TEST

START_TEST(gif_of_a_photograph)
{
    picture frames[3];
    for (uint64_t i = 0; i < 3; i++)
        frames[i] = smooth_picture(240, 160, 10 + i);
    save_ok("x.gif", frames, 3);
    shown s = open_shown("x.gif");
    for (int i = 0; i < 3; i++) {
        double quality = psnr(next_shown(&s), &frames[i]);
        ck_assert_msg(quality > 34, "frame %d: %.1f dB", i, quality);
    }
    close_shown(&s);
    free_all(frames, 3);
}
END_TEST

START_TEST(gif_keeps_alpha_in_a_photograph)
{
    picture frames[4];
    for (uint32_t i = 0; i < 4; i++) {
        frames[i] = smooth_picture(120, 80, i);
        for (uint32_t y = 0; y < 80; y++)
            for (uint32_t x = 0; x < 120; x++)
                if ((x + i * 17) % 120 < 60)
                    frames[i].px[y * 120 + x].alpha = (uint8_t)(y * 3);
    }
    save_ok("x.gif", frames, 4);
    shown s = open_shown("x.gif");
    for (int i = 0; i < 4; i++) {
        const picture *c = next_shown(&s);
        for (int k = 0; k < 120 * 80; k++)
            ck_assert_int_eq(c->px[k].alpha == 255, frames[i].px[k].alpha >= 128);
    }
    close_shown(&s);
    free_all(frames, 4);
}
END_TEST

/* ---- GIF: time ----------------------------------------------------------- */

static glitch_sink *open_gif(glitch_ctx *ctx, int32_t loops)
{
    glitch_sink *sink;
    glitch_info info = { .width = 2, .height = 2, .loops = loops, .animated = 1 };
    glitch_sink_options opt = { .struct_size = sizeof opt, .overwrite = 1 };
    ck_assert_int_eq(glitch_sink_open(ctx, "t.gif", &info, &opt, &sink), GLITCH_OK);
    return sink;
}

START_TEST(gif_delays_do_not_drift)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink = open_gif(ctx, 0);
    PixelTuple px[4] = { { 0 } };
    for (uint32_t i = 0; i < 30; i++) {
        px[0] = (PixelTuple) { (uint8_t)i, 0, 0, 255 };
        glitch_frame f = { px, 2, 2, 2, i, 33 + (i % 3 == 0), 0 }; /* 30 in a second */
        ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    }
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_OK);
    shown s = open_shown("t.gif");
    int total = 0;
    for (int i = 0; i < 30; i++) {
        int delay = control_of(&s, i).DelayTime;
        ck_assert_int_ge(delay, 3);
        ck_assert_int_le(delay, 4);
        total += delay;
    }
    ck_assert_int_eq(total, 100);
    close_shown(&s);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(gif_loops)
{
    static const int32_t loops[] = { -1, 0, 1, 300, 65535 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink = open_gif(ctx, loops[_i]);
    PixelTuple px[4] = { { 1, 2, 3, 255 } };
    glitch_frame f = { px, 2, 2, 2, 0, 100, 0 };
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_OK);
    size_t size;
    unsigned char *bytes = read_file("t.gif", &size), *found = NULL;
    for (size_t i = 0; i + 16 < size; i++)
        if (memcmp(bytes + i, "NETSCAPE2.0\3\1", 13) == 0)
            found = bytes + i + 13;
    ck_assert_int_eq(found != NULL, loops[_i] >= 0);
    if (found)
        ck_assert_int_eq(found[0] | found[1] << 8, loops[_i]);
    free(bytes);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(still_gif_has_no_animation)
{
    picture p = smooth_picture(20, 10, 1);
    save_ok("x.gif", &p, 1);
    shown s = open_shown("x.gif");
    ck_assert_int_eq(s.gif->ImageCount, 1);
    ck_assert_int_eq(s.gif->ExtensionBlockCount, 0);
    ck_assert_int_eq(s.gif->SavedImages[0].ExtensionBlockCount, 0);
    close_shown(&s);
    free(p.px);
}
END_TEST

/* ---- other people's decoders --------------------------------------------- */

START_TEST(gif_in_imagemagick)
{
    if (!have_tool("convert"))
        return;
    uint64_t state = 77;
    picture frames[6];
    for (int i = 0; i < 6; i++)
        frames[i] = block_picture(50, 30, 60, true, &state);
    save_ok("x.gif", frames, 6);
    const outcome *o =
        run_expect(0, "identify x.gif && convert x.gif -coalesce f-%%d.png");
    ck_assert_str_eq(o->err, "");
    for (int i = 0; i < 6; i++) {
        char name[32];
        snprintf(name, sizeof name, "f-%d.png", i);
        picture seen = read_png(name), flat = as_gif_shows(&seen);
        picture expected = as_gif_shows(&frames[i]);
        assert_same(&flat, &expected, name);
        free(seen.px);
        free(flat.px);
        free(expected.px);
    }
    free_all(frames, 6);
}
END_TEST

START_TEST(gif_in_gifsicle)
{
    if (!have_tool("gifsicle"))
        return;
    picture frames[5];
    for (uint64_t i = 0; i < 5; i++)
        frames[i] = smooth_picture(64, 48, i);
    save_ok("x.gif", frames, 5);
    const outcome *o = run_expect(0, "gifsicle --info x.gif");
    ck_assert_str_eq(o->err, "");
    ck_assert_ptr_nonnull(strstr(o->out, "5 images"));
    ck_assert_ptr_nonnull(strstr(o->out, "logical screen 64x48"));
    ck_assert_ptr_nonnull(strstr(o->out, "loop forever"));
    ck_assert_ptr_nonnull(strstr(o->out, "delay 0.10s"));
    free_all(frames, 5);
}
END_TEST

/* ---- sinks: whole or not at all ------------------------------------------ */

static void assert_text(const char *path, const char *text)
{
    unsigned char *have = read_file(path, NULL);
    ck_assert_str_eq((char *)have, text);
    free(have);
}

START_TEST(nothing_before_the_end)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    picture p = random_picture(8, 8, 1, true);
    glitch_info info = { .width = 8, .height = 8, .frames = 1, .loops = -1 };
    glitch_sink_options opt = { .struct_size = sizeof opt, .overwrite = 1 };
    glitch_frame f = { p.px, 8, 8, 8, 0, 0, 0 };
    write_file("x.png", "old", 3);
    ck_assert_int_eq(chmod("x.png", 0640), 0);
    ck_assert_int_eq(glitch_sink_open(ctx, "x.png", &info, &opt, &sink), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    assert_text("x.png", "old");
    glitch_sink_abandon(&sink);
    ck_assert_ptr_null(sink);
    assert_text("x.png", "old");
    ck_assert_int_eq(count_files("."), 1);
    ck_assert_int_eq(save_frames(ctx, "x.png", &p, 1, &opt), GLITCH_OK);
    picture q = read_png("x.png");
    assert_same(&q, &p, "x.png");
    struct stat st;
    ck_assert_int_eq(stat("x.png", &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0640); /* the rights stay */
    free(p.px);
    free(q.px);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(no_overwriting_unasked)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    picture p = random_picture(8, 8, 1, true);
    glitch_info info = { .width = 8, .height = 8, .frames = 1, .loops = -1 };
    glitch_frame f = { p.px, 8, 8, 8, 0, 0, 0 };
    write_file("x.png", "old", 3);
    ck_assert_int_eq(save_frames(ctx, "x.png", &p, 1, NULL), GLITCH_EEXIST);
    /* And when it appears while we write. */
    ck_assert_int_eq(glitch_sink_open(ctx, "y.png", &info, NULL, &sink), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    write_file("y.png", "new", 3);
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_EEXIST);
    assert_text("x.png", "old");
    assert_text("y.png", "new");
    ck_assert_int_eq(count_files("."), 2);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(sequence_is_whole_or_not)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p[12];
    for (uint64_t i = 0; i < 12; i++)
        p[i] = random_picture(6, 5, i, true);
    glitch_sink_options opt = { .struct_size = sizeof opt, .sequence = 1 };
    ck_assert_int_eq(save_frames(ctx, "f-%02d.png", p, 12, &opt), GLITCH_OK);
    ck_assert_int_eq(count_files("."), 12);
    for (int i = 0; i < 12; i++) {
        char name[16];
        snprintf(name, sizeof name, "f-%02d.png", i);
        picture q = read_png(name);
        assert_same(&q, &p[i], name);
        free(q.px);
        if (i != 7)
            ck_assert_int_eq(unlink(name), 0);
    }
    /* f-07.png is in the way: none of the others may appear. */
    ck_assert_int_eq(save_frames(ctx, "f-%02d.png", p, 12, &opt), GLITCH_EEXIST);
    ck_assert_int_eq(count_files("."), 1);
    opt.overwrite = 1;
    ck_assert_int_eq(save_frames(ctx, "f-%02d.png", p, 12, &opt), GLITCH_OK);
    ck_assert_int_eq(count_files("."), 12);
    free_all(p, 12);
    glitch_ctx_free(ctx);
}
END_TEST

/* The number of frames is not known, and one is in the way at the end. */
START_TEST(sequence_of_unknown_length)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    picture p = random_picture(6, 5, 1, true);
    glitch_info info = { .width = 6, .height = 5, .loops = -1, .animated = 1 };
    glitch_sink_options opt = { .struct_size = sizeof opt, .sequence = 1 };
    glitch_frame f = { p.px, 6, 6, 5, 0, 0, 0 };
    write_file("f-3.png", "old", 3);
    ck_assert_int_eq(glitch_sink_open(ctx, "f-%d.png", &info, &opt, &sink), GLITCH_OK);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_EEXIST);
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_EEXIST);
    glitch_sink_abandon(&sink);
    ck_assert_int_eq(count_files("."), 1);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

static int stop_at_once(void *user)
{
    (void)user;
    return 1;
}

/* A million names are looked at before the first picture, but not against one's will. */
START_TEST(cancelled_while_it_looks)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    glitch_info info = {
        .width = 6, .height = 5, .frames = 1000000, .loops = -1, .animated = 1
    };
    glitch_sink_options opt = { .struct_size = sizeof opt, .sequence = 1 };
    glitch_ctx_set_cancel(ctx, stop_at_once, NULL);
    ck_assert_int_eq(
        glitch_sink_open(ctx, "f-%d.png", &info, &opt, &sink), GLITCH_ECANCELLED);
    ck_assert_int_eq(count_files("."), 0);
    glitch_ctx_free(ctx);
}
END_TEST

/* What appears under the name meanwhile is not harmed, and nothing is left behind. */
START_TEST(name_taken_meanwhile)
{
    static const char *const commands[] = { "mkfifo x.png", "ln -s there x.png",
        "ln -s old x.png", "mkdir x.png", "cp old x.png" };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    picture p = random_picture(8, 8, 1, true);
    glitch_info info = { .width = 8, .height = 8, .frames = 1, .loops = -1 };
    glitch_frame f = { p.px, 8, 8, 8, 0, 0, 0 };
    write_file("old", "old", 3);
    ck_assert_int_eq(glitch_sink_open(ctx, "x.png", &info, NULL, &sink), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_OK);
    run_expect(0, "%s", commands[_i]);
    ck_assert_int_lt(glitch_sink_finish(&sink), 0);
    assert_text("old", "old");
    ck_assert_int_eq(count_files("."), 2);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

/* Names that are shortened to make the temporary ones are told apart all the same. */
START_TEST(sequence_of_long_names)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    char pattern[300];
    picture p[3];
    for (uint64_t i = 0; i < 3; i++)
        p[i] = random_picture(6, 5, i, true);
    glitch_sink_options opt = { .struct_size = sizeof opt, .sequence = 1 };
    snprintf(pattern, sizeof pattern, "%0240d-%%03d.png", 0);
    ck_assert_int_eq(save_frames(ctx, pattern, p, 3, &opt), GLITCH_OK);
    ck_assert_int_eq(count_files("."), 3);
    opt.struct_size = 1;
    ck_assert_int_eq(save_frames(ctx, "x.png", p, 1, &opt), GLITCH_EINVAL);
    free_all(p, 3);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(links_and_devices)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    picture p = smooth_picture(300, 300, 1);
    glitch_sink_options opt = {
        .struct_size = sizeof opt, .overwrite = 1, .compression = 1
    };
    write_file("target.png", "old", 3);
    ck_assert_int_eq(symlink("target.png", "link.png"), 0);
    ck_assert_int_eq(save_frames(ctx, "link.png", &p, 1, &opt), GLITCH_OK);
    picture q = read_png("target.png");
    assert_same(&q, &p, "target.png");
    struct stat st;
    ck_assert_int_eq(lstat("link.png", &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    ck_assert_int_eq(symlink("/dev/full", "full.png"), 0);
    ck_assert_int_eq(symlink("/dev/full", "full.gif"), 0);
    ck_assert_int_eq(symlink("/dev/null", "null.png"), 0);
    ck_assert_int_eq(save_frames(ctx, "full.png", &p, 1, &opt), GLITCH_EIO);
    ck_assert_str_eq(glitch_ctx_message(ctx), "full.png: No space left on device");
    ck_assert_int_eq(save_frames(ctx, "full.gif", &p, 1, &opt), GLITCH_EIO);
    ck_assert_str_eq(glitch_ctx_message(ctx), "full.gif: No space left on device");
    ck_assert_int_eq(save_frames(ctx, "null.png", &p, 1, &opt), GLITCH_OK);
    ck_assert_int_eq(count_files("."), 5);
    free(p.px);
    free(q.px);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(sink_faults)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    picture p = random_picture(4, 4, 1, true);
    glitch_info info = { .width = 4, .height = 4, .frames = 1, .loops = -1 },
                wide = { .width = 65536, .height = 1, .frames = 1, .loops = -1 };
    ck_assert_int_eq(save_frames(ctx, "no/x.png", &p, 1, NULL), GLITCH_EIO);
    ck_assert_str_eq(glitch_ctx_message(ctx), "no/x.png: there is no folder no");
    ck_assert_int_eq(save_frames(ctx, "x.xyz", &p, 1, NULL), GLITCH_EUNSUPPORTED);
    ck_assert_int_eq(save_frames(ctx, "x.txt", &p, 1, NULL), GLITCH_EUNSUPPORTED);
    ck_assert_int_eq(save_frames(ctx, "png", &p, 1, NULL), GLITCH_EUNSUPPORTED);
    ck_assert_int_eq(glitch_sink_open(ctx, "w.gif", &wide, NULL, &sink), GLITCH_ELIMIT);
    ck_assert_int_eq(glitch_sink_open(ctx, "x.png", &info, NULL, &sink), GLITCH_OK);
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_ESTATE); /* no frame */
    ck_assert_int_eq(glitch_sink_open(ctx, "x.png", &info, NULL, &sink), GLITCH_OK);
    glitch_frame f = { p.px, 4, 3, 4, 0, 0, 0 };
    ck_assert_int_eq(glitch_sink_write(sink, &f), GLITCH_EINVAL); /* another size */
    ck_assert_int_eq(glitch_sink_finish(&sink), GLITCH_EINVAL);
    ck_assert_ptr_null(sink);
    ck_assert_int_eq(count_files("."), 0);
    free(p.px);
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- memory that fails --------------------------------------------------- */

START_TEST(every_allocation_can_fail)
{
    static const char *const names[] = { "x.png", "x.gif", "f-%d.png" };
    picture frames[3];
    uint32_t count = _i == 0 ? 1 : 3;
    for (uint64_t i = 0; i < 3; i++)
        frames[i] = smooth_picture(40, 30, i);
    glitch_status s = GLITCH_ENOMEM;
    long n = 0;
    for (; s != GLITCH_OK; n++) {
        ck_assert_int_lt(n, 1000);
        budget b = { n, 0 };
        glitch_alloc alloc = { meager, &b };
        glitch_ctx *ctx = glitch_ctx_new(&alloc);
        if (!ctx)
            continue;
        glitch_sink_options opt = { .struct_size = sizeof opt, .sequence = _i == 2 };
        s = save_frames(ctx, names[_i], frames, count, &opt);
        ck_assert_msg(s == GLITCH_OK || s == GLITCH_ENOMEM, "allocation %ld: %s", n,
            glitch_ctx_message(ctx));
        if (s)
            ck_assert_int_eq(count_files("."), 0);
        glitch_ctx_free(ctx);
        ck_assert_int_eq(b.live, 0);
    }
    ck_assert_int_gt(n, 5);
    free_all(frames, 3);
}
END_TEST

/* ---- the suites ---------------------------------------------------------- */

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *c = tcase_create(name);
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    return c;
}

int main(void)
{
    Suite *suite = suite_create("encode");
    TCase *gif = new_case(suite, "gif"), *sink = new_case(suite, "sink");
    add_png_tests(suite);
    add_jpeg_tests(suite);
    tcase_add_loop_test(gif, gif_few_colors_are_exact, 0, 60);
    tcase_add_test(gif, gif_256_colors_are_exact);
    tcase_add_loop_test(gif, gif_sizes, 0, SIZES);
    tcase_add_test(gif, gif_nothing_to_see);
    tcase_add_test(gif, gif_writes_only_what_changes);
    tcase_add_test(gif, gif_of_a_photograph);
    tcase_add_test(gif, gif_keeps_alpha_in_a_photograph);
    tcase_add_test(gif, gif_delays_do_not_drift);
    tcase_add_loop_test(gif, gif_loops, 0, 5);
    tcase_add_test(gif, still_gif_has_no_animation);
    tcase_add_test(gif, gif_in_imagemagick);
    tcase_add_test(gif, gif_in_gifsicle);
    tcase_add_test(sink, nothing_before_the_end);
    tcase_add_test(sink, no_overwriting_unasked);
    tcase_add_test(sink, sequence_is_whole_or_not);
    tcase_add_test(sink, sequence_of_unknown_length);
    tcase_add_test(sink, cancelled_while_it_looks);
    tcase_add_loop_test(sink, name_taken_meanwhile, 0, 5);
    tcase_add_test(sink, sequence_of_long_names);
    tcase_add_test(sink, links_and_devices);
    tcase_add_test(sink, sink_faults);
    tcase_add_loop_test(sink, every_allocation_can_fail, 0, 3);
    return run_suites(&suite, 1);
}
