/* gif_clips.c - moving pictures to encode, and how to see what became of them. */
#include "gif.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t random_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((test_random(state) >> 32) % n);
}

TCase *new_gif_case(Suite *suite, const char *name)
{
    TCase *c = tcase_create(name);
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    return c;
}

/* ---- pictures ------------------------------------------------------------ */

clip new_clip(uint32_t width, uint32_t height, uint32_t count)
{
    clip c = { calloc(count, sizeof *c.frames), count };
    ck_assert_ptr_nonnull(c.frames);
    for (uint32_t i = 0; i < count; i++)
        c.frames[i] = new_picture(width, height);
    return c;
}

void free_clip(clip *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        free(c->frames[i].px);
    free(c->frames);
    *c = (clip) { 0 };
}

static void copy_pixels(picture *to, const picture *from)
{
    memcpy(to->px, from->px, (size_t)to->width * to->height * sizeof *to->px);
}

static uint8_t level(int32_t v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Integers only, so that it is the same everywhere. */
picture photo_picture(uint32_t width, uint32_t height, uint64_t seed)
{
    picture p = new_picture(width, height);
    uint64_t state = seed * 2 + 1;
    int32_t cx = (int32_t)random_below(&state, 200),
            cy = (int32_t)random_below(&state, 200);
    int32_t tint = (int32_t)random_below(&state, 60);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            int32_t u = (int32_t)(x * 200 / width), v = (int32_t)(y * 200 / height);
            int32_t d = (u - cx) * (u - cx) + (v - cy) * (v - cy);
            int32_t disc = d < 2500 ? (2500 - d) / 25 : 0;
            int32_t wall = (u / 23 + v / 31) % 3 * 25,
                    weave = (int32_t)((x * 7 + y * 3) % 11);
            int32_t grain = (int32_t)random_below(&state, 9) - 4;
            p.px[(size_t)y * width + x] =
                (PixelTuple) { level(u + disc + wall / 2 + grain),
                    level(v + wall + weave + grain),
                    level(220 - (u + v) / 2 + disc / 2 - weave + tint + grain), 255 };
        }
    return p;
}

picture block_picture(
    uint32_t w, uint32_t h, uint32_t colors, bool transparency, uint64_t *state)
{
    picture p = new_picture(w, h);
    for (int n = 0; n < 12; n++) {
        uint32_t x = random_below(state, w), y = random_below(state, h);
        uint32_t c = random_below(state, colors);
        uint8_t alpha = transparency && random_below(state, 3) == 0 ? 0 : 255;
        for (uint32_t v = y; v < h && v < y + 9; v++)
            for (uint32_t u = x; u < w && u < x + 14; u++)
                p.px[(size_t)v * w + u] = (PixelTuple) { (uint8_t)(c * 3),
                    (uint8_t)(c * 7 + 5), (uint8_t)(255 - c), alpha };
    }
    for (size_t i = 0; !transparency && i < (size_t)w * h; i++)
        p.px[i].alpha = 255;
    return p;
}

static void tear(picture *p, const picture *from, uint64_t *state)
{
    uint32_t shift = 0, w = p->width;
    for (uint32_t y = 0; y < p->height; y++) {
        if (random_below(state, 10) == 0)
            shift = random_below(state, 3) ? 0 : random_below(state, w);
        for (uint32_t x = 0; x < w; x++)
            p->px[(size_t)y * w + x] = from->px[(size_t)y * w + (x + shift) % w];
    }
}

clip torn_clip(uint32_t width, uint32_t height, uint32_t count)
{
    clip c = new_clip(width, height, count);
    picture whole = photo_picture(width, height, 3);
    uint64_t state = 11;
    for (uint32_t i = 0; i < count; i++)
        tear(&c.frames[i], &whole, &state);
    free(whole.px);
    return c;
}

/* How much of a pixel a disc covers, in 1/16: that is what makes its edge smooth. */
static int covered(int x, int y, int middle_x, int middle_y, int radius)
{
    int inside = 0;
    for (int i = 0; i < 16; i++) {
        int dx = 8 * (x - middle_x) + 2 * (i % 4) + 1,
            dy = 8 * (y - middle_y) + 2 * (i / 4) + 1;
        inside += dx * dx + dy * dy < 64 * radius * radius;
    }
    return inside;
}

static uint8_t blended(int below, int above, int part)
{
    return (uint8_t)((below * (16 - part) + above * part + 8) / 16);
}

clip drawn_clip(uint32_t width, uint32_t height, uint32_t count)
{
    enum { DISCS = 60 };
    clip c = new_clip(width, height, count);
    for (uint32_t f = 0; f < count; f++) {
        uint64_t state = 5;
        PixelTuple *px = c.frames[f].px;
        for (uint32_t i = 0; i < width * height; i++)
            px[i] = (PixelTuple) { (uint8_t)(40 + 150 * (i / width) / height),
                (uint8_t)(60 + 90 * (i / width) / height), 120, 255 };
        for (int disc = 0; disc < DISCS; disc++) {
            int x0 = (int)(random_below(&state, width) + 7 * f) % (int)width;
            int y0 = (int)random_below(&state, height), r = 4 + disc % 20;
            PixelTuple color = { (uint8_t)(disc * 37), (uint8_t)(disc * 59),
                (uint8_t)(disc * 101), 255 };
            for (uint32_t i = 0; i < width * height; i++) {
                int part = covered((int)(i % width), (int)(i / width), x0, y0, r);
                px[i].red = blended(px[i].red, color.red, part);
                px[i].green = blended(px[i].green, color.green, part);
                px[i].blue = blended(px[i].blue, color.blue, part);
            }
        }
    }
    return c;
}

/* ---- kinds --------------------------------------------------------------- */

static void put_at(clip *c, uint32_t i, picture p)
{
    free(c->frames[i].px);
    c->frames[i] = p;
}

static clip blocks(uint32_t colors, bool transparency, uint64_t seed)
{
    clip c = new_clip(61, 43, 7);
    for (uint32_t i = 0; i < c.count; i++)
        put_at(&c, i, block_picture(61, 43, colors, transparency, &seed));
    return c;
}

static clip few_colors(void)
{
    return blocks(84, false, 1);
}

static clip few_colors_with_holes(void)
{
    return blocks(84, true, 2);
}

static clip two_colors(void)
{
    return blocks(2, false, 3);
}

static clip one_color_with_holes(void)
{
    return blocks(1, true, 4);
}

/* Every pixel another colour than before, out of `colors`, all of which are there. */
static clip noise(uint32_t colors, uint32_t holes)
{
    clip c = new_clip(33, 29, 6);
    uint64_t state = 5 + colors;
    for (uint32_t i = 0; i < c.count; i++)
        for (uint32_t k = 0; k < 33 * 29; k++) {
            uint32_t n = k < colors ? k : random_below(&state, colors);
            if (k < colors || !holes || random_below(&state, holes))
                c.frames[i].px[k] = (PixelTuple) { (uint8_t)n, (uint8_t)(n * 5),
                    (uint8_t)(255 - n / 2), 255 };
        }
    return c;
}

static clip noise_of_255_with_holes(void)
{
    return noise(255, 5);
}

/* No index is left for transparency. */
static clip noise_of_256(void)
{
    return noise(256, 0);
}

static clip nothing(void)
{
    return new_clip(20, 10, 4);
}

static clip nothing_now_and_then(void)
{
    clip c = new_clip(40, 30, 7);
    uint64_t state = 7;
    for (uint32_t i = 1; i < c.count; i += 2)
        put_at(&c, i, block_picture(40, 30, 9, i % 4 == 1, &state));
    return c;
}

static clip always_the_same(void)
{
    clip c = new_clip(50, 40, 5);
    uint64_t state = 8;
    put_at(&c, 0, block_picture(50, 40, 30, true, &state));
    for (uint32_t i = 1; i < c.count; i++)
        copy_pixels(&c.frames[i], &c.frames[0]);
    return c;
}

static clip photo_always_the_same(void)
{
    clip c = new_clip(90, 60, 4);
    for (uint32_t i = 0; i < c.count; i++)
        put_at(&c, i, photo_picture(90, 60, 1));
    return c;
}

/* A drawing after a photograph, of which it keeps a part. */
static clip drawings_and_photos(void)
{
    clip c = new_clip(80, 50, 8);
    uint64_t state = 9;
    for (uint32_t i = 0; i < c.count; i++) {
        bool photo = i % 3 == 1 || i == 6;
        put_at(&c, i,
            photo ? photo_picture(80, 50, 2)
                  : block_picture(80, 50, 40, i == 5, &state));
        if (!photo && i > 0) /* some 70 colours of it */
            for (uint32_t k = 0; k < 70; k++)
                c.frames[i].px[k * 40] = c.frames[i - 1].px[k * 40];
    }
    return c;
}

static void draw_disc(picture *p, int32_t cx, int32_t cy, int32_t r, PixelTuple color)
{
    for (int32_t y = cy - r; y <= cy + r; y++)
        for (int32_t x = cx - r; x <= cx + r; x++) {
            int32_t dx = x - cx, dy = y - cy;
            if (x >= 0 && y >= 0 && x < (int32_t)p->width && y < (int32_t)p->height
                && dx * dx + dy * dy <= r * r)
                p->px[(size_t)y * p->width + (size_t)x] = color;
        }
}

/* What was under them comes back, or is transparent again. */
static clip sprites(void)
{
    clip c = new_clip(70, 50, 10);
    for (uint32_t i = 0; i < c.count; i++) {
        int32_t t = (int32_t)i;
        PixelTuple red = { 200, (uint8_t)(i * 9), 10, 255 }, hole = { 0 };
        draw_disc(&c.frames[i], 10 + 5 * t, 25, 12, red);
        draw_disc(
            &c.frames[i], 60 - 4 * t, 20 + t, 9, (PixelTuple) { 9, 99, 250, 255 });
        draw_disc(&c.frames[i], 35, 25, 3 + t / 2, hole);
    }
    return c;
}

static clip photo(void)
{
    clip c = new_clip(120, 80, 5);
    for (uint32_t i = 0; i < c.count; i++)
        put_at(&c, i, photo_picture(120, 80, i));
    return c;
}

static clip torn_photo(void)
{
    return torn_clip(150, 70, 8);
}

/* With a border of alpha that moves, not all of it 0 or 255. */
static clip photo_with_holes(void)
{
    clip c = torn_clip(110, 60, 7);
    for (uint32_t i = 0; i < c.count; i++)
        for (uint32_t y = 0; y < 60; y++)
            for (uint32_t x = 0; x < 110; x++)
                if ((x + i * 17) % 110 < 50)
                    c.frames[i].px[y * 110 + x].alpha = (uint8_t)(y * 4);
    return c;
}

/* All of the 256 colours, and then holes. */
static clip many_colors_then_holes(void)
{
    clip c = noise(256, 0);
    for (uint32_t i = 1; i < c.count; i++)
        for (uint32_t k = 0; k < 33 * 29; k++)
            if (k / 33 % c.count == i)
                c.frames[i].px[k] = (PixelTuple) { 0 };
    return c;
}

/* One too many for a palette, in every second frame. */
static clip many_colors_and_holes(void)
{
    clip c = noise(256, 0);
    for (uint32_t i = 0; i < c.count; i++)
        for (uint32_t k = 0; k < 33 * 29; k++) {
            if (i % 2 == 0 && k > 900)
                c.frames[i].px[k] = (PixelTuple) { 0 };
            else if (i % 2)
                c.frames[i].px[k] = c.frames[i - 1].px[k < 256 ? k % 40 : k];
        }
    return c;
}

static clip grain(void)
{
    clip c = new_clip(64, 64, 3);
    for (uint32_t i = 0; i < c.count; i++)
        put_at(&c, i, random_picture(64, 64, i, i != 1));
    return c;
}

static clip one_photo(void)
{
    clip c = new_clip(100, 75, 1);
    put_at(&c, 0, photo_picture(100, 75, 6));
    return c;
}

static clip one_drawing(void)
{
    clip c = new_clip(30, 75, 1);
    uint64_t state = 10;
    put_at(&c, 0, block_picture(30, 75, 12, true, &state));
    return c;
}

static clip smooth_drawings(void)
{
    return drawn_clip(120, 90, 5);
}

static clip tall(void)
{
    return torn_clip(3, 2000, 4);
}

static clip wide(void)
{
    return torn_clip(2000, 3, 4);
}

static clip forty_frames(void)
{
    return torn_clip(48, 36, 40);
}

const clip_kind clip_kinds[] = {
    { "few colours", few_colors },
    { "few colours with holes", few_colors_with_holes },
    { "two colours", two_colors },
    { "one colour with holes", one_color_with_holes },
    { "noise of 255 with holes", noise_of_255_with_holes },
    { "noise of 256", noise_of_256 },
    { "nothing", nothing },
    { "nothing now and then", nothing_now_and_then },
    { "always the same", always_the_same },
    { "a photo, always the same", photo_always_the_same },
    { "drawings and photos", drawings_and_photos },
    { "sprites", sprites },
    { "photos", photo },
    { "a torn photo", torn_photo },
    { "a photo with holes", photo_with_holes },
    { "256 colours, then holes", many_colors_then_holes },
    { "256 colours and holes", many_colors_and_holes },
    { "grain", grain },
    { "one photo", one_photo },
    { "one drawing", one_drawing },
    { "drawings with smooth edges", smooth_drawings },
    { "tall", tall },
    { "wide", wide },
    { "forty frames", forty_frames },
};
const int clip_kind_count = COUNT(clip_kinds);

/* ---- how well ------------------------------------------------------------ */

picture as_gif_shows(const picture *p)
{
    picture q = new_picture(p->width, p->height);
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        if (p->px[i].alpha >= 128) {
            q.px[i] = p->px[i];
            q.px[i].alpha = 255;
        }
    return q;
}

uint32_t count_colors(const picture *p)
{
    enum { COLORS = 1 << 24 };
    unsigned char *met = calloc(COLORS / 8, 1);
    uint32_t count = 0;
    ck_assert_ptr_nonnull(met);
    for (size_t i = 0; i < (size_t)p->width * p->height; i++) {
        PixelTuple c = p->px[i];
        size_t at = (size_t)c.red << 16 | (size_t)c.green << 8 | c.blue;
        unsigned char bit = (unsigned char)(1 << at % 8);
        count += c.alpha && !(met[at / 8] & bit);
        if (c.alpha)
            met[at / 8] |= bit;
    }
    free(met);
    return count;
}

bool is_opaque(const picture *p)
{
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        if (p->px[i].alpha < 255)
            return false;
    return true;
}

/* The sum of squares, of what is opaque in both. */
static double add_error(const picture *a, const picture *b, double *values)
{
    double sum = 0;
    for (size_t i = 0; i < (size_t)a->width * a->height; i++) {
        PixelTuple p = a->px[i], q = b->px[i];
        int red = p.red - q.red, green = p.green - q.green, blue = p.blue - q.blue;
        if (p.alpha < 128 || q.alpha < 128)
            continue;
        sum += red * red + green * green + blue * blue;
        *values += 3;
    }
    return sum;
}

static double decibels(double sum, double values)
{
    return 10 * log10(255.0 * 255 * values / (sum + 1e-9));
}

double psnr(const picture *a, const picture *b)
{
    double values = 0, sum = add_error(a, b, &values);
    return decibels(sum, values);
}

double psnr_of_clips(const clip *a, const clip *b)
{
    double values = 0, sum = 0;
    ck_assert_uint_eq(a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++)
        sum += add_error(&a->frames[i], &b->frames[i], &values);
    return decibels(sum, values);
}

static void assert_same_alpha(const picture *a, const picture *b, const char *what)
{
    for (size_t i = 0; i < (size_t)a->width * a->height; i++)
        REQUIRE(a->px[i].alpha == b->px[i].alpha, "%s: alpha of pixel %zu is %d", what,
            i, a->px[i].alpha);
}

/* Does the next frame have a hole where this one has a pixel? */
static bool needs_clearing(const clip *c, uint32_t i)
{
    if (i + 1 == c->count)
        return false;
    const picture *now = &c->frames[i], *next = &c->frames[i + 1];
    for (size_t k = 0; k < (size_t)now->width * now->height; k++)
        if (now->px[k].alpha >= 128 && next->px[k].alpha < 128)
            return true;
    return false;
}

/*
 * Exactly, where there are indices for all of it. What has holes takes one for them, and
 * so does what is followed by holes: without it, some viewers clear to a colour.
 */
void assert_shown_well(const clip *shown, const clip *wanted, const char *what)
{
    ck_assert_msg(shown->count == wanted->count, "%s: %u frames", what, shown->count);
    for (uint32_t i = 0; i < wanted->count; i++) {
        char where[128];
        picture p = as_gif_shows(&wanted->frames[i]);
        snprintf(where, sizeof where, "%s, frame %u", what, i);
        bool holes = !is_opaque(&p) || needs_clearing(wanted, i);
        assert_same_alpha(&shown->frames[i], &p, where);
        if (count_colors(&p) + holes <= 256)
            assert_same(&shown->frames[i], &p, where);
        else if (psnr(&shown->frames[i], &p) < 20)
            ck_abort_msg("%s: %.1f dB", where, psnr(&shown->frames[i], &p));
        free(p.px);
    }
}

void assert_same_clips(const clip *actual, const clip *expected, const char *what)
{
    ck_assert_msg(actual->count == expected->count, "%s: %u frames instead of %u", what,
        actual->count, expected->count);
    for (uint32_t i = 0; i < expected->count; i++) {
        char where[128];
        snprintf(where, sizeof where, "%s, frame %u", what, i);
        assert_same(&actual->frames[i], &expected->frames[i], where);
    }
}

bool can_measure_memory(const char *test)
{
#if defined(__SANITIZE_THREAD__)
    bool instrumented = true;
#else
    bool instrumented = sanitized();
#endif
    if (instrumented)
        skip(test, "the sanitizers have memory of their own");
    return !instrumented;
}

/* ---- files --------------------------------------------------------------- */

static glitch_status write_all(glitch_sink *sink, const clip *c)
{
    glitch_status s = GLITCH_OK;
    for (uint32_t i = 0; !s && i < c->count; i++) {
        const picture *p = &c->frames[i];
        glitch_frame f = { .px = p->px,
            .stride = p->width,
            .width = p->width,
            .height = p->height,
            .index = i,
            .delay_ms = 100 };
        s = glitch_sink_write(sink, &f);
    }
    return s;
}

file encode(const clip *c, const glitch_sink_options *opt)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_bytes bytes;
    glitch_sink *sink = NULL;
    glitch_info info = { .width = c->frames[0].width,
        .height = c->frames[0].height,
        .frames = c->count,
        .animated = c->count > 1 };
    glitch_status s = glitch_sink_open_memory(ctx, &bytes, &info, opt, &sink);
    if (!s)
        s = write_all(sink, c);
    if (!s)
        s = glitch_sink_finish(&sink);
    ck_assert_msg(s == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    file f = { malloc(bytes.size), bytes.size };
    ck_assert_ptr_nonnull(f.data);
    memcpy(f.data, bytes.data, bytes.size);
    glitch_bytes_free(ctx, &bytes);
    glitch_ctx_free(ctx);
    return f;
}

void free_file(file *f)
{
    free(f->data);
    *f = (file) { 0 };
}

void save_file(const char *path, const file *f)
{
    write_file(path, f->data, f->size);
}

file load_file(const char *path)
{
    file f = { 0 };
    f.data = read_file(path, &f.size);
    return f;
}

void assert_same_files(const file *a, const file *b, const char *what)
{
    ck_assert_msg(
        a->size == b->size, "%s: %zu bytes instead of %zu", what, a->size, b->size);
    for (size_t i = 0; i < a->size; i++)
        REQUIRE(a->data[i] == b->data[i], "%s: byte %zu of %zu is another one", what, i,
            a->size);
}

/* ---- what giflib sees ---------------------------------------------------- */

static int on_read(GifFileType *gif, GifByteType *to, int size)
{
    file *rest = gif->UserData;
    size_t n = (size_t)size < rest->size ? (size_t)size : rest->size;
    memcpy(to, rest->data, n);
    rest->data += n;
    rest->size -= n;
    return (int)n;
}

GraphicsControlBlock control_of(const seen *s, int i)
{
    GraphicsControlBlock g = { 0, false, 0, NO_TRANSPARENT_COLOR };
    DGifSavedExtensionToGCB(s->gif, i, &g);
    return g;
}

static void draw(const seen *s, int i, picture *canvas)
{
    const SavedImage *image = &s->gif->SavedImages[i];
    const GifImageDesc *d = &image->ImageDesc;
    const ColorMapObject *map = d->ColorMap ? d->ColorMap : s->gif->SColorMap;
    int transparent = control_of(s, i).TransparentColor;
    REQUIRE(
        d->Left + d->Width <= s->gif->SWidth && d->Top + d->Height <= s->gif->SHeight,
        "frame %d leaves the screen", i);
    for (int y = 0; y < d->Height; y++)
        for (int x = 0; x < d->Width; x++) {
            int index = image->RasterBits[(size_t)y * (size_t)d->Width + (size_t)x];
            if (index == transparent)
                continue;
            REQUIRE(index < map->ColorCount, "frame %d has an index %d", i, index);
            GifColorType c = map->Colors[index];
            canvas->px[(size_t)(d->Top + y) * canvas->width + (size_t)(d->Left + x)] =
                (PixelTuple) { c.Red, c.Green, c.Blue, 255 };
        }
}

static void dispose(const seen *s, int i, picture *canvas)
{
    const GifImageDesc *d = &s->gif->SavedImages[i].ImageDesc;
    int mode = control_of(s, i).DisposalMode;
    REQUIRE(mode != DISPOSE_PREVIOUS, "frame %d: this encoder has no use for that", i);
    REQUIRE(mode != DISPOSE_BACKGROUND
            || control_of(s, i).TransparentColor != NO_TRANSPARENT_COLOR,
        "frame %d: without a transparent index, some viewers clear to a colour", i);
    for (int y = 0; mode == DISPOSE_BACKGROUND && y < d->Height; y++)
        memset(canvas->px + (size_t)(d->Top + y) * canvas->width + d->Left, 0,
            (size_t)d->Width * sizeof(PixelTuple));
}

seen look_at(const file *f)
{
    int code = 0;
    file rest = *f;
    seen s = { .gif = DGifOpen(&rest, on_read, &code) };
    ck_assert_msg(s.gif != NULL, "%s", GifErrorString(code));
    ck_assert_int_eq(DGifSlurp(s.gif), GIF_OK);
    ck_assert_uint_eq(rest.size, 0);
    uint32_t w = (uint32_t)s.gif->SWidth, h = (uint32_t)s.gif->SHeight;
    picture canvas = new_picture(w, h);
    s.shown = new_clip(w, h, (uint32_t)s.gif->ImageCount);
    for (int i = 0; i < s.gif->ImageCount; i++) {
        if (i > 0)
            dispose(&s, i - 1, &canvas);
        draw(&s, i, &canvas);
        copy_pixels(&s.shown.frames[i], &canvas);
    }
    free(canvas.px);
    return s;
}

void close_seen(seen *s)
{
    int code;
    DGifCloseFile(s->gif, &code);
    free_clip(&s->shown);
}
