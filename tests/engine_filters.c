/* engine_filters.c - filters of the tests' own, and frames run through them. */
#include "engine.h"
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a filter of single pixels, in three ways ---------------------------- */

PixelTuple scramble(PixelTuple p, uint32_t x, uint32_t y)
{
    return (PixelTuple) { (uint8_t)(p.blue * 3 + x), (uint8_t)(p.red ^ 0x5a),
        (uint8_t)(p.green + 7 * y), (uint8_t)(p.alpha * 5 + x + y) };
}

static glitch_status plan_nothing(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    (void)p, (void)shape, (void)params, (void)reach, (void)state;
    return GLITCH_OK;
}

static glitch_status plan_whole(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    (void)p, (void)shape, (void)params, (void)state;
    reach->above = GLITCH_WHOLE;
    return GLITCH_OK;
}

static void scramble_line(
    const PixelTuple *in, uint32_t width, uint32_t y, PixelTuple *out)
{
    for (uint32_t x = 0; x < width; x++)
        out[x] = scramble(in[x], x, y);
}

static void row_scramble(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    (void)state;
    ck_assert_ptr_null(glitch_window_frame(in));
    scramble_line(glitch_window_row(in, 0), glitch_window_width(in), y, out);
}

static void whole_scramble(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const glitch_frame *f = glitch_window_frame(in);
    (void)state;
    ck_assert_ptr_nonnull(f);
    ck_assert(f->width == glitch_window_width(in));
    ck_assert(f->height == glitch_window_height(in));
    scramble_line(f->px + y * f->stride, f->width, y, out);
}

static glitch_status frame_scramble(
    glitch_plan *p, const void *state, const glitch_frame *io)
{
    (void)state;
    for (uint32_t y = 0; y < io->height; y++) {
        if (glitch_plan_poll(p))
            return GLITCH_ECANCELLED;
        PixelTuple *row = io->px + y * io->stride;
        scramble_line(row, io->width, y, row);
    }
    return GLITCH_OK;
}

/* ---- rows around --------------------------------------------------------- */

typedef struct blur_params {
    int32_t above, below, edge;
} blur_params;

static const glitch_param blur_table[] = {
    { "above", GLITCH_INT, offsetof(blur_params, above), "0", 0, 1000, NULL,
        GLITCH_AUTO_NONE, "rows" },
    { "below", GLITCH_INT, offsetof(blur_params, below), "0", 0, 1000, NULL,
        GLITCH_AUTO_NONE, "rows" },
    { "edge", GLITCH_EDGE, offsetof(blur_params, edge), "clamp", 0, 0, NULL,
        GLITCH_AUTO_NONE, "the edge" },
    { 0 },
};

static glitch_status plan_blur(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    const blur_params *q = params;
    (void)p, (void)shape;
    *reach =
        (glitch_reach) { (uint32_t)q->above, (uint32_t)q->below, (glitch_edge)q->edge };
    *state = (void *)q;
    return GLITCH_OK;
}

static void row_blur(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const blur_params *q = state;
    uint32_t width = glitch_window_width(in);
    (void)y;
    memset(out, 0, width * sizeof *out);
    for (int32_t dy = -q->above; dy <= q->below; dy++) {
        const PixelTuple *row = glitch_window_row(in, dy);
        int factor = 2 * (dy + q->above) + 3;
        for (uint32_t x = 0; x < width; x++) {
            out[x].red = (uint8_t)(out[x].red + factor * row[x].red);
            out[x].green = (uint8_t)(out[x].green + factor * row[x].green);
            out[x].blue = (uint8_t)(out[x].blue + factor * row[x].blue);
            out[x].alpha = (uint8_t)(out[x].alpha + factor * row[x].alpha);
        }
    }
}

/* ---- the past ------------------------------------------------------------ */

typedef struct echo_params {
    int32_t in, out; /* how long ago */
} echo_params;

static const glitch_param echo_table[] = {
    { "in", GLITCH_INT, offsetof(echo_params, in), "1", 0, 100, NULL, GLITCH_AUTO_NONE,
        "frames" },
    { "out", GLITCH_INT, offsetof(echo_params, out), "1", 0, 100, NULL,
        GLITCH_AUTO_NONE, "frames" },
    { 0 },
};

typedef struct echo_state {
    const glitch_frame *in, *out;
} echo_state;

static glitch_status plan_echo(glitch_plan *p, const glitch_frame *shape,
    const void *params, glitch_reach *reach, void **state)
{
    const echo_params *q = params;
    echo_state *s = glitch_plan_alloc(p, 1, sizeof *s);
    (void)shape, (void)reach;
    if (!s)
        return GLITCH_ENOMEM;
    if (q->in)
        s->in = glitch_plan_past(p, GLITCH_PAST_IN, (uint32_t)q->in);
    if (q->out)
        s->out = glitch_plan_past(p, GLITCH_PAST_OUT, (uint32_t)q->out);
    *state = s;
    return GLITCH_OK;
}

static void add_past(
    const glitch_frame *f, int factor, uint32_t width, uint32_t y, PixelTuple *out)
{
    for (uint32_t x = 0; f && x < width; x++) {
        PixelTuple p = f->px[y * f->stride + x];
        out[x].red = (uint8_t)(out[x].red + factor * p.red);
        out[x].alpha = (uint8_t)(out[x].alpha ^ (factor * p.alpha));
    }
}

static void echo_line(const echo_state *s, const PixelTuple *in, uint32_t width,
    uint32_t y, PixelTuple *out)
{
    scramble_line(in, width, y, out);
    add_past(s->in, 3, width, y, out);
    add_past(s->out, 5, width, y, out);
}

static void row_echo(
    const void *state, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    echo_line(state, glitch_window_row(in, 0), glitch_window_width(in), y, out);
}

static glitch_status frame_echo(
    glitch_plan *p, const void *state, const glitch_frame *io)
{
    (void)p;
    for (uint32_t y = 0; y < io->height; y++) {
        PixelTuple *row = io->px + y * io->stride;
        echo_line(state, row, io->width, y, row);
    }
    return GLITCH_OK;
}

static const glitch_filter filters[] = {
    { sizeof(glitch_filter), "scramble-row", "a test", NULL, 0, plan_nothing,
        row_scramble, NULL, 0, NULL, NULL },
    { sizeof(glitch_filter), "scramble-whole", "a test", NULL, 0, plan_whole,
        whole_scramble, NULL, 0, NULL, NULL },
    { sizeof(glitch_filter), "scramble-frame", "a test", NULL, 0, plan_nothing, NULL,
        frame_scramble, 0, NULL, NULL },
    { sizeof(glitch_filter), "blur", "a test", blur_table, sizeof(blur_params),
        plan_blur, row_blur, NULL, 0, NULL, NULL },
    { sizeof(glitch_filter), "echo-row", "a test", echo_table, sizeof(echo_params),
        plan_echo, row_echo, NULL, 1, NULL, NULL },
    { sizeof(glitch_filter), "echo-frame", "a test", echo_table, sizeof(echo_params),
        plan_echo, NULL, frame_echo, 1, NULL, NULL },
};

glitch_status register_test_filters(glitch_ctx *ctx)
{
    glitch_status s = GLITCH_OK;
    for (size_t i = 0; !s && i < COUNT(filters); i++)
        s = glitch_ctx_register(ctx, &filters[i]);
    return s;
}

/* ---- running ------------------------------------------------------------- */

typedef struct source {
    const picture *pictures;
    uint32_t count, next;
    way way;
    picture lent;
    glitch_frame frame;
} source;

static glitch_status source_info(void *self, glitch_info *out)
{
    const source *s = self;
    uint32_t total = s->way.total ? s->way.total : s->count;
    *out = (glitch_info) { .width = s->pictures[0].width,
        .height = s->pictures[0].height,
        .frames = s->way.unknown ? 0 : total,
        .animated = 1 };
    return GLITCH_OK;
}

static glitch_status source_next(void *self, const glitch_frame **out)
{
    source *s = self;
    free(s->lent.px);
    s->lent.px = NULL;
    if (s->next == s->count)
        return GLITCH_END;
    s->lent = copy_picture(&s->pictures[s->next]);
    s->frame =
        (glitch_frame) { s->lent.px, s->lent.width, s->lent.width, s->lent.height,
            s->way.start + s->next++, 100, s->way.scratch ? GLITCH_FRAME_SCRATCH : 0 };
    *out = &s->frame;
    return GLITCH_OK;
}

static void source_close(void *self)
{
    free(((source *)self)->lent.px);
    free(self);
}

static glitch_pipeline *new_pipeline(glitch_ctx *ctx, const char *specs, way w)
{
    char text[1024];
    glitch_schedule schedule = GLITCH_SCHEDULE_INIT;
    glitch_pipeline *p = glitch_pipeline_new(ctx, w.seed);
    schedule.hold = w.hold;
    ck_assert_int_eq(register_test_filters(ctx), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set_schedule(p, &schedule), GLITCH_OK);
    snprintf(text, sizeof text, "%s", specs);
    for (char *s = strtok(text, " "); s; s = strtok(NULL, " "))
        ck_assert_msg(glitch_pipeline_add(p, s) == GLITCH_OK, "%s: %s", s,
            glitch_ctx_message(ctx));
    return p;
}

void run_frames(
    const picture *in, uint32_t count, const char *specs, way w, picture *out)
{
    static const glitch_frames_tc tc = { source_info, source_next, source_close };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = new_pipeline(ctx, specs, w);
    source *s = calloc(1, sizeof *s);
    glitch_frames it;
    const glitch_frame *f;
    *s = (source) { .pictures = in, .count = count, .way = w };
    ck_assert_msg(
        glitch_pipeline_apply(p, (glitch_frames) { s, &tc }, &it) == GLITCH_OK, "%s",
        glitch_ctx_message(ctx));
    for (uint32_t i = 0; i < count; i++) {
        ck_assert_msg(glitch_frames_next(it, &f) == GLITCH_OK, "%s: %s", specs,
            glitch_ctx_message(ctx));
        out[i] = copy_frame(f);
    }
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_END);
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}

picture run_one(const picture *in, const char *specs)
{
    picture a, b;
    run_frames(in, 1, specs, (way) { 0 }, &a);
    run_frames(in, 1, specs, (way) { .scratch = true }, &b);
    assert_same(&b, &a, specs);
    free(b.px);
    return a;
}

void free_pictures(picture *pictures, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        free(pictures[i].px);
}

picture copy_picture(const picture *p)
{
    picture copy = new_picture(p->width, p->height);
    memcpy(copy.px, p->px, sizeof *p->px * p->width * p->height);
    return copy;
}
