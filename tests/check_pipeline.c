/*
 * check_pipeline.c - the engine against a naive one.
 *
 * The filters here are the test's own. What the engine makes of a chain of them, a few
 * rows at a time, must be what one gets from one whole picture after the other.
 */
#include "base/random.h"
#include "support.h"
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { MOST_ROWS = 64, LONGEST = 8, MOST_FRAMES = 3 };

static uint32_t below(uint64_t *r, uint32_t n)
{
    return (uint32_t)(test_random(r) >> 32) % n;
}

/* ---- filters of the test's own ------------------------------------------- */

typedef struct params {
    int32_t above, below, wrap;
    int32_t id; /* under which rows are counted */
} params;

typedef struct state {
    params given;
    uint64_t noise;
} state;

static uint32_t computed[LONGEST][MOST_ROWS]; /* how often, since it was cleared */

static const glitch_param table[] = {
    { "above", GLITCH_INT, offsetof(params, above), "0", 0, 1000, NULL,
        GLITCH_AUTO_NONE, "rows above" },
    { "below", GLITCH_INT, offsetof(params, below), "0", 0, 1000, NULL,
        GLITCH_AUTO_NONE, "rows below" },
    { "wrap", GLITCH_BOOL, offsetof(params, wrap), "no", 0, 0, NULL, GLITCH_AUTO_NONE,
        "the edge" },
    { "id", GLITCH_INT, offsetof(params, id), "0", 0, LONGEST - 1, NULL,
        GLITCH_AUTO_NONE, "its number" },
    { 0 },
};

static glitch_status plan_same(glitch_plan *p, const glitch_frame *shape,
    const void *given, glitch_reach *reach, void **out)
{
    state *s = glitch_plan_alloc(p, 1, sizeof *s);
    if (!s)
        return GLITCH_ENOMEM;
    ck_assert_ptr_null(shape->px);
    ck_assert(reach->above == 0 && reach->below == 0 && reach->edge == 0);
    s->given = *(const params *)given;
    s->noise = glitch_plan_rand(p) + (uint64_t)glitch_plan_range(p, 0, 99);
    reach->edge = s->given.wrap ? GLITCH_EDGE_WRAP : GLITCH_EDGE_CLAMP;
    *out = s;
    return GLITCH_OK;
}

static glitch_status plan_blur(glitch_plan *p, const glitch_frame *shape,
    const void *given, glitch_reach *reach, void **out)
{
    glitch_status s = plan_same(p, shape, given, reach, out);
    reach->above = (uint32_t)((const params *)given)->above;
    reach->below = (uint32_t)((const params *)given)->below;
    return s;
}

static glitch_status plan_mirror(glitch_plan *p, const glitch_frame *shape,
    const void *given, glitch_reach *reach, void **out)
{
    glitch_status s = plan_same(p, shape, given, reach, out);
    reach->above = reach->below = GLITCH_WHOLE;
    return s;
}

static glitch_status plan_top(glitch_plan *p, const glitch_frame *shape,
    const void *given, glitch_reach *reach, void **out)
{
    glitch_status s = plan_same(p, shape, given, reach, out);
    reach->above = GLITCH_WHOLE;
    return s;
}

static void clear(const glitch_window *in, PixelTuple *out)
{
    memset(out, 0, glitch_window_width(in) * sizeof *out);
}

/* An odd factor loses nothing: a wrong row anywhere shows in the sum. */
static void add_row(const PixelTuple *in, uint32_t n, int factor, PixelTuple *out)
{
    for (uint32_t x = 0; x < n; x++) {
        out[x].red = (uint8_t)(out[x].red + factor * in[x].red);
        out[x].green = (uint8_t)(out[x].green + factor * in[x].green);
        out[x].blue = (uint8_t)(out[x].blue + factor * in[x].blue);
        out[x].alpha = (uint8_t)(out[x].alpha + factor * in[x].alpha);
    }
}

static void add(const glitch_window *in, int64_t dy, int factor, PixelTuple *out)
{
    add_row(glitch_window_row(in, (int32_t)dy), glitch_window_width(in), factor, out);
}

static void row_same(
    const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    computed[s->given.id][y]++;
    clear(in, out);
    add(in, 0, 1, out);
}

static void row_blur(
    const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    computed[s->given.id][y]++;
    clear(in, out);
    for (int32_t dy = -s->given.above; dy <= s->given.below; dy++)
        add(in, dy, 2 * (dy + s->given.above) + 3, out);
}

static void row_mirror(
    const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    computed[s->given.id][y]++;
    clear(in, out);
    add(in, (int64_t)glitch_window_height(in) - 1 - 2 * (int64_t)y, 1, out);
    add(in, 5, 3, out);
    add(in, -3, 5, out);
}

static void row_top(
    const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    computed[s->given.id][y]++;
    clear(in, out);
    add(in, -(int64_t)y, 3, out);
    add(in, -(int64_t)y - 1, 5, out);
    add(in, 0, 7, out);
}

static uint8_t noise_at(uint64_t noise, uint32_t y)
{
    return (uint8_t)(noise >> (y % 8 * 8));
}

static void row_noise(
    const void *given, const glitch_window *in, uint32_t y, PixelTuple *out)
{
    const state *s = given;
    row_same(given, in, y, out);
    for (uint32_t x = 0; x < glitch_window_width(in); x++)
        out[x].green ^= noise_at(s->noise, y);
}

static void turn(PixelTuple *px, size_t stride, uint32_t width, uint32_t height)
{
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            PixelTuple *a = &px[y * stride + x],
                       *b = &px[(height - 1 - y) * stride + x];
            PixelTuple kept = *a;
            if (y < height - 1 - y)
                *a = *b, *b = kept;
            a->red++;
        }
}

static glitch_status frame_turn(
    glitch_plan *p, const void *given, const glitch_frame *io)
{
    const state *s = given;
    (void)p;
    computed[s->given.id][0]++;
    turn(io->px, io->stride, io->width, io->height);
    return GLITCH_OK;
}

typedef enum kind { SAME, BLUR, MIRROR, TOP, NOISE, TURN, KINDS } kind;

#define FILTER(text, how, ...)                                                         \
    {                                                                                  \
        .struct_size = sizeof(glitch_filter), .name = (text), .summary = "a test",     \
        .params = table, .params_size = sizeof(params), .plan = (how), __VA_ARGS__     \
    }

/* What the last plan of a test-keep was given, by the first letter of its text. */
static struct {
    char text[32];
    uint32_t plans; /* of this filter, in this run */
    uint64_t key;
} seen['z' + 1];

typedef struct memory {
    uint32_t plans;
    uint64_t key;
} memory;

typedef struct keep_params {
    const char *text;
} keep_params;

static const glitch_param keep_table[] = {
    { "text", GLITCH_TEXT, offsetof(keep_params, text), "none", 0, 0, NULL,
        GLITCH_AUTO_NONE, "what it is called" },
    { 0 },
};

static glitch_status plan_keep(glitch_plan *p, const glitch_frame *shape,
    const void *params_given, glitch_reach *reach, void **out)
{
    const keep_params *q = params_given;
    int i = q->text[0];
    memory *m = glitch_plan_keep(p, sizeof *m);
    (void)shape, (void)reach, (void)out;
    if (!m)
        return GLITCH_ENOMEM;
    if (m->plans++ == 0)
        m->key = glitch_plan_key(p);
    ck_assert_uint_eq(m->key, glitch_plan_key(p));
    ck_assert_ptr_eq(m, glitch_plan_keep(p, sizeof *m));
    snprintf(seen[i].text, sizeof seen[i].text, "%s", q->text);
    seen[i].plans = m->plans;
    seen[i].key = m->key;
    return GLITCH_OK;
}

static glitch_status frame_nothing(
    glitch_plan *p, const void *nothing, const glitch_frame *io)
{
    (void)p, (void)nothing, (void)io;
    return GLITCH_OK;
}

static const glitch_filter keep = { .struct_size = sizeof(glitch_filter),
    .name = "test-keep",
    .summary = "remembers",
    .params = keep_table,
    .params_size = sizeof(keep_params),
    .plan = plan_keep,
    .frame = frame_nothing };

static const glitch_filter filters[KINDS] = {
    [SAME] = FILTER("test-same", plan_same, .row = row_same),
    [BLUR] = FILTER("test-blur", plan_blur, .row = row_blur),
    [MIRROR] = FILTER("test-mirror", plan_mirror, .row = row_mirror),
    [TOP] = FILTER("test-top", plan_top, .row = row_top),
    [NOISE] = FILTER("test-noise", plan_same, .row = row_noise),
    [TURN] = FILTER("test-turn", plan_same, .frame = frame_turn),
};

static glitch_status register_all(glitch_ctx *ctx)
{
    glitch_status s = GLITCH_OK;
    for (int i = 0; !s && i < KINDS; i++)
        s = glitch_ctx_register(ctx, &filters[i]);
    return s ? s : glitch_ctx_register(ctx, &keep);
}

/* ---- the naive engine ---------------------------------------------------- */

typedef struct step {
    kind kind;
    params given;
} step;

static const PixelTuple *naive_row(const picture *p, const step *s, int64_t y)
{
    int64_t h = p->height;
    y = s->given.wrap ? (y % h + h) % h : y < 0 ? 0 : y >= h ? h - 1 : y;
    return p->px + y * p->width;
}

static void naive_line(const picture *in, const step *s, int64_t y, PixelTuple *out)
{
    uint32_t n = in->width;
    switch (s->kind) {
    case BLUR:
        for (int i = 0, k = -s->given.above; k <= s->given.below; i++, k++)
            add_row(naive_row(in, s, y + k), n, 2 * i + 3, out);
        break;
    case MIRROR:
        add_row(naive_row(in, s, in->height - 1 - y), n, 1, out);
        add_row(naive_row(in, s, y + 5), n, 3, out);
        add_row(naive_row(in, s, y - 3), n, 5, out);
        break;
    case TOP:
        add_row(naive_row(in, s, 0), n, 3, out);
        add_row(naive_row(in, s, -1), n, 5, out);
        add_row(naive_row(in, s, y), n, 7, out);
        break;
    default:
        add_row(naive_row(in, s, y), n, 1, out);
    }
}

/* Replaces *p. */
static void naive_step(picture *p, const step *s, gli_random random)
{
    picture out = new_picture(p->width, p->height);
    uint64_t noise = gli_random_next(&random);
    noise += gli_random_below(&random, 100);
    for (uint32_t y = 0; y < p->height; y++) {
        PixelTuple *row = out.px + (size_t)y * p->width;
        naive_line(p, s, y, row);
        for (uint32_t x = 0; x < p->width; x++)
            row[x].green ^= s->kind == NOISE ? noise_at(noise, y) : 0;
    }
    if (s->kind == TURN)
        turn(out.px, out.width, out.width, out.height);
    free(p->px);
    *p = out;
}

/* ---- a source that lends exactly what it must ---------------------------- */

/* What became of a source; outlives it. */
typedef struct watch {
    int closed, pulls, infos;
    int after; /* pulls after it had said that there is nothing more */
} watch;

typedef struct lender {
    const picture *pictures;
    uint32_t count, next;
    uint32_t start; /* index of the first frame */
    uint32_t gap;   /* stride - width */
    bool scratch;
    uint32_t
        fail_at; /* that frame is `failure` instead; 0: none, else counted from 1 */
    glitch_status failure, ended;
    watch *watch;
    glitch_frame frame;
} lender;

static size_t lent_size(const glitch_frame *f)
{
    return (size_t)(f->height - 1) * f->stride + f->width;
}

static const PixelTuple padding = { 0xde, 0xad, 0xbe, 0xef };

/* Padding never changes; pixels only if they were lent as scratch. */
static void take_back(lender *l)
{
    const glitch_frame *f = &l->frame;
    if (!f->px)
        return;
    const PixelTuple *e = l->pictures[l->next - 1].px;
    for (size_t i = 0; i < lent_size(f); i++) {
        size_t x = i % f->stride, y = i / f->stride;
        const PixelTuple *want = x < f->width ? &e[y * f->width + x] : &padding;
        if (!(l->scratch && x < f->width) && memcmp(&f->px[i], want, sizeof *want) != 0)
            ck_abort_msg("pixel %zu,%zu of the source was written to", x, y);
    }
    free(f->px);
    l->frame.px = NULL;
}

static void lend(lender *l)
{
    const picture *p = &l->pictures[l->next];
    l->frame = (glitch_frame) { .stride = p->width + l->gap,
        .width = p->width,
        .height = p->height,
        .index = l->start + l->next++,
        .delay_ms = 100,
        .flags = l->scratch ? GLITCH_FRAME_SCRATCH : 0 };
    l->frame.px = malloc(lent_size(&l->frame) * sizeof padding);
    ck_assert_ptr_nonnull(l->frame.px);
    for (size_t i = 0; i < lent_size(&l->frame); i++) {
        size_t x = i % l->frame.stride, y = i / l->frame.stride;
        l->frame.px[i] = x < p->width ? p->px[y * p->width + x] : padding;
    }
}

static glitch_status lender_next(void *self, const glitch_frame **out)
{
    lender *l = self;
    l->watch->pulls++;
    l->watch->after += l->ended != 0;
    take_back(l);
    if (l->fail_at && l->next + 1 == l->fail_at)
        return l->ended = l->failure;
    if (l->next == l->count)
        return l->ended = GLITCH_END;
    lend(l);
    *out = &l->frame;
    return GLITCH_OK;
}

static glitch_status lender_info(void *self, glitch_info *out)
{
    lender *l = self;
    l->watch->infos++;
    *out = (glitch_info) { .width = l->pictures[0].width,
        .height = l->pictures[0].height,
        .frames = l->count,
        .loops = 7,
        .animated = l->count > 1,
        .format = "test" };
    return GLITCH_OK;
}

static void lender_close(void *self)
{
    lender *l = self;
    take_back(l);
    l->watch->closed++;
    free(l);
}

static glitch_frames lend_all(lender how)
{
    static const glitch_frames_tc tc = { lender_info, lender_next, lender_close };
    lender *l = malloc(sizeof *l);
    ck_assert_ptr_nonnull(l);
    *l = how;
    return (glitch_frames) { l, &tc };
}

static void random_pictures(picture *out, uint32_t n, uint32_t width, uint32_t height)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = random_picture(width, height, i + 1, false);
}

static void free_all(picture *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        free(p[i].px);
}

/* ---- random chains of the test's filters --------------------------------- */

/* Two pipelines, one over the other; the second one may be empty. */
typedef struct chain {
    step steps[LONGEST];
    uint32_t length, first; /* how many of them are in the first pipeline */
    uint64_t seed;
    glitch_schedule schedule;
    lender source;
    uint32_t width, height;
    char text[1024]; /* for messages */
} chain;

static int32_t random_reach(uint64_t *r, uint32_t height)
{
    switch (below(r, 8)) {
    case 0:
        return (int32_t)below(r, height + 3);
    case 1:
        return (int32_t)below(r, height / 2 + 1);
    default:
        return (int32_t)below(r, 4);
    }
}

/* Blurs are what the engine is about: every other filter is one. */
static step random_step(uint64_t *r, uint32_t height, uint32_t id)
{
    step s = { below(r, 2) ? BLUR : (kind)below(r, KINDS),
        { random_reach(r, height), random_reach(r, height), (int32_t)below(r, 2),
            (int32_t)id } };
    return s;
}

static chain random_chain(uint64_t *r)
{
    static const uint32_t shapes[][2] = { { 1, 1 }, { 1, 7 }, { 7, 1 }, { 2, 3 },
        { 3, 2 }, { 13, 11 }, { 5, 37 }, { 3, 64 } };
    const uint32_t *shape = shapes[below(r, COUNT(shapes))];
    chain c = {
        .width = shape[0], .height = shape[1], .length = below(r, LONGEST + 1)
    };
    c.first = below(r, 3) ? c.length : below(r, c.length + 1);
    c.seed = test_random(r);
    c.schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
    c.schedule.step = 1 + (below(r, 3) ? 0 : below(r, 3));
    c.schedule.hold = (int32_t)below(r, 2);
    for (uint32_t i = 0; i < c.length; i++)
        c.steps[i] = random_step(r, c.height, i);
    c.source = (lender) { .count = 1 + below(r, MOST_FRAMES),
        .start = below(r, 4) ? 0 : (uint32_t)test_random(r) >> 1,
        .gap = below(r, 2) ? 0 : below(r, 5),
        .scratch = below(r, 2) };
    sprintf(c.text, "%ux%u, stride %u%s, the first %u and the rest:", c.width, c.height,
        c.width + c.source.gap, c.source.scratch ? ", scratch" : "", c.first);
    return c;
}

/* The specs of the chain go into its text, so that a failure can be understood. */
static glitch_pipeline *add_steps(glitch_ctx *ctx, chain *c, uint32_t from, uint32_t to)
{
    glitch_pipeline *p = glitch_pipeline_new(ctx, c->seed + from);
    ck_assert_int_eq(glitch_pipeline_set_schedule(p, &c->schedule), GLITCH_OK);
    for (uint32_t i = from; i < to; i++) {
        const params *q = &c->steps[i].given;
        char *spec = c->text + strlen(c->text) + 1;
        spec[-1] = ' ';
        sprintf(spec, "%s:above=%d,below=%d,wrap=%d,id=%d",
            filters[c->steps[i].kind].name, (int)q->above, (int)q->below, (int)q->wrap,
            (int)q->id);
        ck_assert_msg(
            glitch_pipeline_add(p, spec) == GLITCH_OK, "%s", glitch_ctx_message(ctx));
    }
    return p;
}

static picture naive_frame(const chain *c, const picture *in, uint32_t index)
{
    picture p = random_picture(in->width, in->height, 0, true);
    memcpy(p.px, in->px, (size_t)in->width * in->height * sizeof *in->px);
    if (index % c->schedule.step != 0)
        return p;
    for (uint32_t i = 0; i < c->length; i++) {
        uint32_t begin = i < c->first ? 0 : c->first;
        naive_step(&p, &c->steps[i],
            gli_random_keyed(c->seed + begin, i - begin, c->schedule.hold ? 0 : index));
    }
    return p;
}

static bool needs_whole(const step *s, uint32_t height)
{
    int64_t rows = (int64_t)s->given.above + s->given.below;
    if (s->kind == BLUR)
        return rows > 0 && rows + 1 >= height;
    return s->kind == MIRROR || s->kind == TOP;
}

/* Does a run of row filters begin at step i? */
static bool begins(const chain *c, uint32_t i)
{
    return i == 0 || i == c->first || c->steps[i].kind == TURN
        || c->steps[i - 1].kind == TURN || needs_whole(&c->steps[i], c->height);
}

/*
 * How many rows step i may compute twice. Where a later step wraps, the rows above the
 * bottom are asked for first, and by the time that the ordinary order reaches them,
 * what the steps between see of their inputs has been forgotten.
 */
static uint32_t allowed_extra(const chain *c, uint32_t i)
{
    uint32_t extra = 0, between = 0;
    for (uint32_t k = i + 1; k < c->length && !begins(c, k); k++) {
        const step *s = &c->steps[k];
        if (s->kind == BLUR && s->given.wrap)
            extra = between;
        if (s->kind == BLUR)
            between += (uint32_t)(s->given.above + s->given.below);
    }
    return extra;
}

static void check_counts(const chain *c)
{
    for (uint32_t i = 0; i < c->length; i++) {
        uint32_t sum = 0, rows = c->steps[i].kind == TURN ? 1 : c->height;
        for (uint32_t y = 0; y < rows; y++) {
            if (computed[i][y] == 0)
                ck_abort_msg("%s: row %u of step %u never computed", c->text, y, i);
            sum += computed[i][y];
        }
        if (sum > rows + allowed_extra(c, i))
            ck_abort_msg("%s: step %u: %u rows computed instead of %u to %u", c->text,
                i, sum, rows, rows + allowed_extra(c, i));
    }
}

/* A scratch frame may be scribbled over: it must not matter for the next one. */
static void scribble(const glitch_frame *f)
{
    for (uint32_t y = 0; y < f->height; y++)
        memset(f->px + y * f->stride, 0x33, f->width * sizeof *f->px);
}

static void check_frame(const chain *c, const picture *in, const glitch_frame *f)
{
    bool passed = c->length == 0 || f->index % c->schedule.step != 0;
    picture a = copy_frame(f), e = naive_frame(c, in, f->index);
    if (!same_pixels(&a, &e))
        assert_same(&a, &e, c->text);
    ck_assert(f->delay_ms == 100 && f->stride >= f->width);
    ck_assert((f->flags == GLITCH_FRAME_SCRATCH) == (c->source.scratch || !passed));
    if (!passed)
        check_counts(c);
    if (f->flags & GLITCH_FRAME_SCRATCH)
        scribble(f);
    free(a.px);
    free(e.px);
}

static void check_chain(chain *c)
{
    picture in[MOST_FRAMES];
    watch w = { 0 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames inner, it;
    const glitch_frame *f;
    random_pictures(in, c->source.count, c->width, c->height);
    c->source.pictures = in;
    c->source.watch = &w;
    ck_assert_int_eq(register_all(ctx), GLITCH_OK);
    glitch_pipeline *one = add_steps(ctx, c, 0, c->first);
    glitch_pipeline *two = add_steps(ctx, c, c->first, c->length);
    ck_assert_int_eq(
        glitch_pipeline_apply(one, lend_all(c->source), &inner), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(two, inner, &it), GLITCH_OK);
    glitch_pipeline_free(one);
    for (uint32_t i = 0; i < c->source.count; i++) {
        memset(computed, 0, sizeof computed);
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        ck_assert_uint_eq(f->index, c->source.start + i);
        check_frame(c, &in[i], f);
    }
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_END);
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_END);
    glitch_frames_close(&it);
    glitch_pipeline_free(two);
    glitch_ctx_free(ctx);
    ck_assert(w.closed == 1 && w.after == 0);
    free_all(in, c->source.count);
}

START_TEST(random_chains)
{
    uint64_t r = (uint64_t)_i * 2 + 1;
    for (int i = 0; i < 500; i++) {
        chain c = random_chain(&r);
        check_chain(&c);
    }
}
END_TEST

/*
 * Long chains of far-reaching blurs, in place: rows must be read before they are lost.
 */
START_TEST(random_seams)
{
    uint64_t r = (uint64_t)_i * 2 + 1;
    for (int i = 0; i < 200; i++) {
        chain c = { .width = 1, .height = 64, .length = 4 + below(&r, 5) };
        c.first = c.length;
        c.schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
        c.source = (lender) { .count = 1, .scratch = true };
        for (uint32_t k = 0; k < c.length; k++)
            c.steps[k] = (step) { BLUR,
                { (int32_t)below(&r, 32), (int32_t)below(&r, 20), below(&r, 3) > 0,
                    (int32_t)k } };
        check_chain(&c);
    }
}
END_TEST

/* One that once went wrong. */
START_TEST(a_seam)
{
    static const params blurs[] = { { 3, 0, 1, 0 }, { 3, 0, 0, 1 }, { 3, 0, 1, 2 },
        { 31, 0, 1, 3 }, { 27, 14, 0, 4 }, { 16, 3, 1, 5 }, { 3, 0, 1, 6 } };
    chain c = {
        .width = 3, .height = 64, .length = COUNT(blurs), .first = COUNT(blurs)
    };
    c.schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
    c.source = (lender) { .count = 2, .scratch = true };
    for (size_t i = 0; i < COUNT(blurs); i++)
        c.steps[i] = (step) { BLUR, blurs[i] };
    check_chain(&c);
}
END_TEST

/*
 * Without a filter that wraps in mid-chain there is no seam: each row once, not more.
 */
START_TEST(rows_are_computed_once)
{
    for (int wrap = 0; wrap < 4; wrap++) {
        chain c = { .width = 3, .height = 64, .length = 4, .first = 4 };
        c.schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
        c.source = (lender) { .count = 2, .scratch = wrap % 2 };
        for (int32_t i = 0; i < 4; i++)
            c.steps[i] = (step) { BLUR, { 2 + i, 5 - i, 0, i } };
        c.steps[wrap / 2].given.wrap = 1; /* the first or the second */
        check_chain(&c);
        for (int i = 0; i < 4; i++)
            for (int y = 0; y < 64; y++)
                ck_assert_uint_eq(computed[i][y], 1);
    }
}
END_TEST

/* ---- memory -------------------------------------------------------------- */

/* An allocator that counts, and fails at one call or from one call on. */
typedef struct engine_budget {
    long left, live;
    bool once;
    size_t big;          /* what counts as a whole picture */
    long pictures, most; /* of them there are, and ever were */
} engine_budget;

typedef union header {
    size_t size;
    max_align_t align;
} header;

static void *engine_meager(void *user, void *p, size_t size)
{
    engine_budget *b = user;
    header *old = p ? (header *)p - 1 : NULL;
    if (size && (b->once ? b->left == 0 : b->left <= 0)) {
        b->left--;
        return NULL;
    }
    b->left -= size > 0;
    b->live += (size > 0) - (old != NULL);
    b->pictures += (size >= b->big) - (old && old->size >= b->big);
    b->most = b->pictures > b->most ? b->pictures : b->most;
    if (size == 0) {
        free(old);
        return NULL;
    }
    header *h = realloc(old, sizeof *h + size);
    ck_assert_ptr_nonnull(h);
    h->size = size;
    return h + 1;
}

static const struct {
    const char *specs;
    bool scratch;
    long pictures; /* that the engine may allocate */
} needs[] = {
    { "", false, 0 },
    { "", true, 0 },
    { "test-blur:above=3,below=3", true, 0 },
    { "test-blur:above=3,below=3 test-same test-blur:above=9,wrap=1", true, 0 },
    { "test-turn test-blur:above=3 test-turn", true, 0 },
    { "test-blur:above=3,below=3", false, 1 },
    { "test-turn test-blur:above=3 test-turn", false, 1 },
    { "test-mirror", true, 1 },
    { "test-mirror test-mirror test-mirror", true, 1 },
    { "test-mirror", false, 1 },
    { "test-mirror test-mirror test-turn test-mirror", false, 2 },
    { "test-blur test-turn test-top test-mirror", false, 2 },
};

static glitch_status add_all(glitch_pipeline *p, const char *specs)
{
    char text[512];
    glitch_status s = GLITCH_OK;
    snprintf(text, sizeof text, "%s", specs);
    for (char *w = strtok(text, " "); w && !s; w = strtok(NULL, " "))
        s = glitch_pipeline_add(p, w);
    return s;
}

START_TEST(memory_as_documented)
{
    picture in[3];
    watch w = { 0 };
    engine_budget b = { .left = 1000000, .big = 200 * 64 * sizeof(PixelTuple) };
    glitch_alloc alloc = { engine_meager, &b };
    glitch_ctx *ctx = glitch_ctx_new(&alloc);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 1);
    glitch_frames it;
    const glitch_frame *f;
    random_pictures(in, 3, 200, 64);
    ck_assert_int_eq(register_all(ctx), GLITCH_OK);
    ck_assert_int_eq(add_all(p, needs[_i].specs), GLITCH_OK);
    lender how = {
        .pictures = in, .count = 3, .watch = &w, .scratch = needs[_i].scratch
    };
    ck_assert_int_eq(glitch_pipeline_apply(p, lend_all(how), &it), GLITCH_OK);
    while (glitch_frames_next(it, &f) == GLITCH_OK)
        continue;
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    ck_assert_int_le(b.most, needs[_i].pictures);
    ck_assert_int_eq(b.live, 0);
    free_all(in, 3);
}
END_TEST

/* All that the engine does, in one go; the first failure ends it. */
static glitch_status pull_all(glitch_frames *it)
{
    const glitch_frame *f;
    glitch_status s = GLITCH_OK;
    while (!s)
        s = glitch_frames_next(*it, &f);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(glitch_frames_next(*it, &f), s);
    glitch_frames_close(it);
    ck_assert_ptr_null(it->tc);
    glitch_frames_close(it);
    return s == GLITCH_END ? GLITCH_OK : s;
}

static glitch_status adapt(glitch_ctx *ctx, glitch_frames *it, int which)
{
    glitch_status s =
        which == 0 ? glitch_frames_repeat(ctx, *it, 3, 40, it) : GLITCH_OK;
    if (!s)
        s = glitch_frames_take(ctx, *it, 2, it);
    if (!s)
        s = glitch_frames_retime(ctx, *it, 33.3, it);
    return s;
}

static glitch_status run_everything(
    glitch_ctx *ctx, glitch_pipeline *p, const lender *how, int which)
{
    static const char *const specs =
        "scanline-offset channel-shift:dy=3 color-split:angle=90,edge=wrap scanlines "
        "test-blur:above=2,below=2,wrap=1 test-turn test-mirror test-noise test-top "
        "test-keep:text=hello";
    glitch_status s = register_all(ctx);
    if (!s)
        s = add_all(p, specs);
    if (s)
        return s;
    glitch_frames it = lend_all(*how);
    s = adapt(ctx, &it, which);
    if (!s)
        s = glitch_pipeline_apply(p, it, &it);
    if (s) { /* then the source is closed, and what was made from it is nothing */
        ck_assert(it.tc == NULL && it.self == NULL);
        ck_assert_int_eq(how->watch->closed, 1);
        return s;
    }
    return pull_all(&it);
}

/* With and without a copy of the source, with a memory that comes back or not. */
START_TEST(every_allocation_can_fail)
{
    picture in[2];
    glitch_status s = GLITCH_ENOMEM;
    long n = 0;
    random_pictures(in, 2, 13, 29);
    for (; s; n++) {
        watch w = { 0 };
        engine_budget b = { .left = n, .once = _i & 1, .big = SIZE_MAX };
        glitch_alloc alloc = { engine_meager, &b };
        glitch_ctx *ctx = glitch_ctx_new(&alloc);
        lender how = { .pictures = in, .count = 2, .watch = &w, .scratch = _i & 2 };
        glitch_pipeline *p = ctx ? glitch_pipeline_new(ctx, 5) : NULL;
        ck_assert_int_lt(n, 1000);
        s = p ? run_everything(ctx, p, &how, _i / 4) : GLITCH_ENOMEM;
        ck_assert_msg(s == GLITCH_OK || s == GLITCH_ENOMEM, "allocation %ld: %d", n, s);
        if (s && ctx)
            ck_assert_msg(strstr(glitch_ctx_message(ctx), "out of memory") != NULL,
                "allocation %ld: %s", n, glitch_ctx_message(ctx));
        glitch_pipeline_free(p);
        glitch_ctx_free(ctx);
        ck_assert_int_eq(b.live, 0);
        ck_assert_int_le(w.closed, 1);
    }
    ck_assert_int_gt(n, 40);
    free_all(in, 2);
}
END_TEST

/* ---- any frame can be had alone ------------------------------------------ */

enum { RUN = 6 };

static const char *random_builtins(uint64_t *r)
{
    static const char *const specs[] = { "scanline-offset", "scanline-offset:level=9",
        "scanline-offset:edge=blank", "channel-shift",
        "channel-shift:level=7,edge=clamp", "channel-shift:dy=-5", "color-split",
        "color-split:angle=75,edge=wrap,distance=9", "scanlines:every=3",
        "scanlines:factor=1.5", "test-noise", "test-blur:above=1,below=2,wrap=1" };
    static char text[512];
    text[0] = 0;
    for (uint32_t n = 1 + below(r, 5); n > 0; n--)
        strcat(strcat(text, " "), specs[below(r, COUNT(specs))]);
    return text;
}

/* Pull `n` frames that begin with number `start`; to be freed. */
static void run_frames(const picture *in, uint32_t start, uint32_t n, const char *specs,
    const glitch_schedule *schedule, picture *out)
{
    watch w = { 0 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 99);
    lender how = { .pictures = in, .count = n, .start = start, .watch = &w };
    glitch_frames it;
    const glitch_frame *f;
    ck_assert_int_eq(register_all(ctx), GLITCH_OK);
    ck_assert_int_eq(add_all(p, specs), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set_schedule(p, schedule), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, lend_all(how), &it), GLITCH_OK);
    for (uint32_t i = 0; i < n; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        out[i] = copy_frame(f);
    }
    glitch_frames_close(&it);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
}

START_TEST(a_frame_alone)
{
    uint64_t r = (uint64_t)_i * 2 + 1;
    picture in[RUN], whole[RUN], alone;
    random_pictures(in, RUN, 37, 29);
    for (int i = 0; i < 60; i++) {
        const char *specs = random_builtins(&r);
        glitch_schedule s = { sizeof s, 0.1 * (1 + below(&r, 100)),
            0.1 * (below(&r, 41) - 20.0), 1 + below(&r, 3), (int32_t)below(&r, 2),
            (int32_t)below(&r, 2) };
        run_frames(in, 0, RUN, specs, &s, whole);
        for (uint32_t k = 0; k < RUN; k++) {
            run_frames(&in[k], k, 1, specs, &s, &alone);
            assert_same(&alone, &whole[k], specs);
            free(alone.px);
        }
        free_all(whole, RUN);
    }
    free_all(in, RUN);
}
END_TEST

/* What stands before a filter, and after it, has no influence on what it draws. */
START_TEST(editing_one_filter)
{
    static const char *const nothing[] = { "scanline-offset:bands=0",
        "scanlines:factor=1", "channel-shift:dx=0,dy=0", "color-split:distance=0",
        "test-same" };
    glitch_schedule s = GLITCH_SCHEDULE_INIT;
    picture in[RUN], e[RUN], a[RUN];
    random_pictures(in, RUN, 37, 29);
    for (size_t i = 0; i < COUNT(nothing); i++) {
        char specs[256];
        snprintf(specs, sizeof specs,
            "%s scanline-offset %s channel-shift test-noise %s", nothing[i],
            nothing[(i + 1) % COUNT(nothing)], nothing[i]);
        run_frames(in, 0, RUN, specs, &s, i ? a : e);
        for (uint32_t k = 0; i && k < RUN; k++)
            assert_same(&a[k], &e[k], specs);
        if (i)
            free_all(a, RUN);
    }
    free_all(e, RUN);
    free_all(in, RUN);
}
END_TEST

/* ---- the schedule -------------------------------------------------------- */

enum { PROBES = 400 };

static double probed[PROBES], given[PROBES]; /* by the frame's number; 0: not planned */

typedef struct probe_params {
    double level, fixed;
} probe_params;

static const glitch_param probe_table[] = {
    { "level", GLITCH_REAL, offsetof(probe_params, level), "auto", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY, "what is recorded; auto: the intensity" },
    { "fixed", GLITCH_REAL, offsetof(probe_params, fixed), "3.5", 0.1, 10, NULL,
        GLITCH_AUTO_INTENSITY, "what is recorded too; auto: the intensity" },
    { 0 },
};

static glitch_status plan_probe(glitch_plan *p, const glitch_frame *shape,
    const void *params_given, glitch_reach *reach, void **out)
{
    const probe_params *q = params_given;
    (void)p, (void)reach, (void)out;
    probed[shape->index] = q->level;
    given[shape->index] = q->fixed;
    return GLITCH_OK;
}

static const glitch_filter probe = { .struct_size = sizeof(glitch_filter),
    .name = "probe",
    .summary = "records its level",
    .params = probe_table,
    .params_size = sizeof(probe_params),
    .plan = plan_probe,
    .frame = frame_nothing };

static void run_probe(const glitch_schedule *schedule)
{
    watch w = { 0 };
    picture in = new_picture(1, 1);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 1);
    lender how = { .pictures = &in, .count = 1, .watch = &w };
    glitch_frames it = lend_all(how);
    memset(probed, 0, sizeof probed);
    ck_assert_int_eq(glitch_ctx_register(ctx, &probe), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(p, "probe"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set_schedule(p, schedule), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_repeat(ctx, it, PROBES, 10, &it), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, it, &it), GLITCH_OK);
    ck_assert_int_eq(pull_all(&it), GLITCH_OK);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(in.px);
}

/* In whole hundredths: nothing is rounded. */
static long naive_intensity(long intensity, long change, long n, bool cycle)
{
    long x = intensity + n * change;
    while (cycle && x > 1000)
        x -= 1000;
    while (cycle && x <= 0)
        x += 1000;
    return x < 10 ? 10 : x > 1000 ? 1000 : x;
}

static void check_schedule(long intensity, long change, uint32_t every, int32_t cycle)
{
    glitch_schedule s = { sizeof s, (double)intensity / 100, (double)change / 100,
        every, cycle, 0 };
    run_probe(&s);
    for (uint32_t i = 0; i < PROBES; i++) {
        long e = naive_intensity(intensity, change, i / every, cycle);
        if (i % every ? probed[i] > 0 : fabs(probed[i] - (double)e / 100) > 1e-9)
            ck_abort_msg("frame %u: %.17g, %ld/100", i, probed[i], e);
        /* and the floor of a multiple is what one expects */
        if (i % every == 0
            && (floor(2 * probed[i]) != (double)(2 * e / 100) || given[i] != 3.5))
            ck_abort_msg("frame %u: %.17g, %.17g", i, probed[i], given[i]);
    }
}

START_TEST(schedules)
{
    static const long changes[] = { 0, 10, 1, -10, 30, -70, 100, 250, -333, 1000,
        -1000 };
    static const long intensities[] = { 10, 50, 200, 210, 333, 999, 1000 };
    for (size_t c = 0; c < COUNT(changes); c++)
        for (size_t i = 0; i < COUNT(intensities); i++)
            check_schedule(intensities[i], changes[c], 1 + (uint32_t)(c + i) % 4, _i);
}
END_TEST

START_TEST(bad_schedules)
{
    const double nan = (double)NAN, inf = (double)INFINITY;
    const glitch_schedule bad[] = { { 0, 2, 0, 1, 0, 0 },
        { sizeof *bad, 0.09, 0, 1, 0, 0 }, { sizeof *bad, 10.1, 0, 1, 0, 0 },
        { sizeof *bad, nan, 0, 1, 0, 0 }, { sizeof *bad, inf, 0, 1, 0, 0 },
        { sizeof *bad, 2, 10.1, 1, 0, 0 }, { sizeof *bad, 2, -10.1, 1, 0, 0 },
        { sizeof *bad, 2, nan, 1, 0, 0 }, { sizeof *bad, 2, 0, 0, 0, 0 } };
    for (size_t i = 0; i < COUNT(bad); i++) {
        glitch_ctx *ctx = glitch_ctx_new(NULL);
        glitch_pipeline *p = glitch_pipeline_new(ctx, 0);
        ck_assert_int_eq(glitch_pipeline_set_schedule(p, &bad[i]), GLITCH_EINVAL);
        ck_assert_str_ne(glitch_ctx_message(ctx), "");
        ck_assert_int_eq(glitch_pipeline_set_schedule(p, NULL), GLITCH_EINVAL);
        glitch_pipeline_free(p);
        glitch_ctx_free(ctx);
    }
}
END_TEST

/* ---- adaptors ------------------------------------------------------------ */

START_TEST(repeat_decodes_once)
{
    picture in[2];
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    random_pictures(in, 2, 7, 5);
    for (uint32_t n = 0; n < 5; n++) {
        watch w = { 0 };
        lender how = {
            .pictures = in, .count = 2, .watch = &w, .gap = 2, .scratch = _i
        };
        glitch_frames it = lend_all(how);
        glitch_info info;
        const glitch_frame *f;
        ck_assert_int_eq(glitch_frames_repeat(ctx, it, n, 70, &it), GLITCH_OK);
        ck_assert_int_eq(glitch_frames_info(it, &info), GLITCH_OK);
        ck_assert(info.frames == n && info.animated == (n > 1));
        ck_assert_int_eq(info.loops, n > 1 ? 0 : -1);
        for (uint32_t i = 0; i < n; i++) {
            ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
            ck_assert(f->index == i && f->delay_ms == 70);
            ck_assert_int_eq(f->flags, _i && i == n - 1 ? GLITCH_FRAME_SCRATCH : 0);
            picture a = copy_frame(f);
            assert_same(&a, &in[0], "a repeated frame");
            free(a.px);
        }
        ck_assert_int_eq(pull_all(&it), GLITCH_OK);
        ck_assert(w.pulls == (n > 0) && w.closed == 1);
    }
    glitch_ctx_free(ctx);
    free_all(in, 2);
}
END_TEST

/* The engine must not write over a picture that is to be repeated. */
START_TEST(repeat_under_a_pipeline)
{
    picture in[1];
    watch w = { 0 };
    chain c = { .width = 7, .height = 11, .length = 3, .first = 3 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames it;
    const glitch_frame *f;
    random_pictures(in, 1, 7, 11);
    c.schedule = (glitch_schedule)GLITCH_SCHEDULE_INIT;
    c.steps[0] = (step) { BLUR, { 1, 2, 1, 0 } };
    c.steps[1] = (step) { _i & 2 ? TURN : MIRROR, { 0, 0, 0, 1 } };
    c.steps[2] = (step) { NOISE, { 0, 0, 0, 2 } };
    c.source = (lender) { .pictures = in, .count = 1, .watch = &w, .scratch = _i & 1 };
    ck_assert_int_eq(register_all(ctx), GLITCH_OK);
    glitch_pipeline *p = add_steps(ctx, &c, 0, 3);
    it = lend_all(c.source);
    ck_assert_int_eq(glitch_frames_repeat(ctx, it, 4, 10, &it), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, it, &it), GLITCH_OK);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        picture a = copy_frame(f), e = naive_frame(&c, &in[0], i);
        assert_same(&a, &e, "a repeated frame");
        scribble(f);
        free(a.px);
        free(e.px);
    }
    ck_assert_int_eq(pull_all(&it), GLITCH_OK);
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free_all(in, 1);
}
END_TEST

START_TEST(repeat_of_nothing)
{
    picture in = new_picture(1, 1);
    watch w = { 0 };
    lender how = { .pictures = &in, .count = 0, .watch = &w };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames it = lend_all(how);
    ck_assert_int_eq(glitch_frames_repeat(ctx, it, 3, 10, &it), GLITCH_OK);
    ck_assert_int_eq(pull_all(&it), GLITCH_EFORMAT);
    ck_assert_str_eq(glitch_ctx_message(ctx), "there is no picture to repeat");
    glitch_ctx_free(ctx);
    free(in.px);
}
END_TEST

START_TEST(take_the_first)
{
    picture in[4];
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    random_pictures(in, 4, 3, 3);
    for (uint32_t n = 0; n < 8; n++) {
        watch w = { 0 };
        uint32_t e = n < 4 ? n : 4;
        lender how = { .pictures = in, .count = 4, .watch = &w };
        glitch_frames it = lend_all(how);
        glitch_info info;
        const glitch_frame *f;
        ck_assert_int_eq(glitch_frames_take(ctx, it, n, &it), GLITCH_OK);
        ck_assert_int_eq(glitch_frames_info(it, &info), GLITCH_OK);
        ck_assert(info.frames == e && info.loops == 7);
        for (uint32_t i = 0; i < e; i++) {
            ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
            ck_assert_uint_eq(f->index, i);
        }
        ck_assert_int_eq(pull_all(&it), GLITCH_OK);
        ck_assert_int_eq(w.pulls, n > 4 ? 5 : (int)n); /* nothing decoded in vain */
    }
    glitch_ctx_free(ctx);
    free_all(in, 4);
}
END_TEST

START_TEST(retiming_never_drifts)
{
    static const double delays[] = { 0.0001, 0.3, 1, 10.5, 16.6667, 100 / 3.0, 33.333,
        41.7, 655349.9, 655350 };
    picture in = new_picture(1, 1);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    for (size_t i = 0; i < COUNT(delays); i++) {
        watch w = { 0 };
        lender how = { .pictures = &in, .count = 1, .watch = &w };
        glitch_frames it = lend_all(how);
        const glitch_frame *f;
        uint64_t sum = 0;
        ck_assert_int_eq(glitch_frames_repeat(ctx, it, 5000, 10, &it), GLITCH_OK);
        ck_assert_int_eq(glitch_frames_retime(ctx, it, delays[i], &it), GLITCH_OK);
        for (int n = 1; glitch_frames_next(it, &f) == GLITCH_OK; n++) {
            sum += f->delay_ms;
            if (fabs((double)sum - n * delays[i]) > 0.5 + 1e-6
                || fabs(f->delay_ms - delays[i]) >= 1)
                ck_abort_msg(
                    "%g: %llu after %d", delays[i], (unsigned long long)sum, n);
        }
        ck_assert_int_eq(pull_all(&it), GLITCH_OK);
    }
    glitch_ctx_free(ctx);
    free(in.px);
}
END_TEST

START_TEST(bad_delays)
{
    const double bad[] = { 0, -1, 655351, (double)NAN, (double)INFINITY };
    picture in = new_picture(1, 1);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    for (size_t i = 0; i < COUNT(bad); i++) {
        watch w = { 0 };
        lender how = { .pictures = &in, .count = 1, .watch = &w };
        glitch_frames it = lend_all(how);
        ck_assert_int_eq(glitch_frames_retime(ctx, it, bad[i], &it), GLITCH_EINVAL);
        ck_assert(w.closed == 1 && it.tc == NULL);
        ck_assert_ptr_nonnull(strstr(glitch_ctx_message(ctx), "0 to 655350"));
        glitch_frames_close(&it);
    }
    glitch_ctx_free(ctx);
    free(in.px);
}
END_TEST

/* ---- failures of others -------------------------------------------------- */

/* All adaptors over one another, and a pipeline. */
static glitch_frames tower(glitch_ctx *ctx, glitch_frames it, const char *specs)
{
    glitch_pipeline *p = glitch_pipeline_new(ctx, 3);
    ck_assert_int_eq(add_all(p, specs), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_take(ctx, it, 10, &it), GLITCH_OK);
    ck_assert_int_eq(glitch_frames_retime(ctx, it, 12.5, &it), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, it, &it), GLITCH_OK);
    glitch_pipeline_free(p);
    return it;
}

START_TEST(failures_stay)
{
    static const glitch_status failures[] = { GLITCH_EIO, GLITCH_EFORMAT, GLITCH_EUSER,
        GLITCH_END };
    picture in[4];
    random_pictures(in, 4, 13, 11);
    for (uint32_t at = 1; at <= 4; at++) {
        watch w = { 0 };
        lender how = { .pictures = in,
            .count = 4,
            .watch = &w,
            .fail_at = at,
            .failure = failures[_i] };
        glitch_ctx *ctx = glitch_ctx_new(NULL);
        glitch_frames it = tower(ctx, lend_all(how), "channel-shift scanlines");
        const glitch_frame *f = NULL;
        for (uint32_t i = 1; i < at; i++)
            ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        const glitch_frame *before = f;
        for (int i = 0; i < 4; i++)
            ck_assert_int_eq(glitch_frames_next(it, &f), failures[_i]);
        ck_assert_ptr_eq(f, before); /* out is untouched */
        glitch_frames_close(&it);
        ck_assert(w.closed == 1 && w.after == 0);
        glitch_ctx_free(ctx);
    }
    free_all(in, 4);
}
END_TEST

START_TEST(closing_at_any_time)
{
    picture in[4];
    random_pictures(in, 4, 13, 11);
    for (int n = 0; n < 7; n++) {
        watch w = { 0 };
        engine_budget b = { .left = 1000000, .big = SIZE_MAX };
        glitch_alloc alloc = { engine_meager, &b };
        lender how = { .pictures = in, .count = 4, .watch = &w, .scratch = n % 2 };
        glitch_ctx *ctx = glitch_ctx_new(&alloc);
        glitch_frames it =
            tower(ctx, lend_all(how), "scanline-offset color-split:angle=90 scanlines");
        const glitch_frame *f;
        for (int i = 0; i < n; i++)
            ck_assert_int_eq(
                glitch_frames_next(it, &f), i < 4 ? GLITCH_OK : GLITCH_END);
        glitch_frames_close(&it);
        glitch_frames_close(&it);
        glitch_ctx_free(ctx);
        ck_assert(w.closed == 1 && b.live == 0);
    }
    free_all(in, 4);
}
END_TEST

/* An iterator that lends what it should not. */
typedef struct liar {
    PixelTuple px[64];
    glitch_frame frames[2];
    uint32_t next;
} liar;

static glitch_status liar_next(void *self, const glitch_frame **out)
{
    liar *l = self;
    if (l->next == 2)
        return GLITCH_END;
    *out = &l->frames[l->next++];
    return GLITCH_OK;
}

static glitch_status liar_info(void *self, glitch_info *out)
{
    (void)self;
    *out = (glitch_info) { .width = 4, .height = 4, .frames = 2, .animated = 1 };
    return GLITCH_OK;
}

static void liar_close(void *self)
{
    (void)self;
}

static const struct {
    glitch_frame first, second;
    int good; /* how many of them are */
    const char *message;
} lies[] = {
    { { .stride = 4, .width = 4, .height = 4 },
        { .stride = 4, .width = 4, .height = 4 }, 2, "" },
    { { .stride = 4, .width = 4, .height = 4 },
        { .stride = 9, .width = 4, .height = 4 }, 2, "" },
    { { .stride = 4, .width = 0, .height = 4 }, { 0 }, 0, "a stride under the width" },
    { { .stride = 4, .width = 4, .height = 0 }, { 0 }, 0, "a stride under the width" },
    { { .stride = 3, .width = 4, .height = 4 }, { 0 }, 0, "a stride under the width" },
    { { .stride = 4, .width = 4, .height = 4 },
        { .stride = 4, .width = 0, .height = 4 }, 1, "a stride under the width" },
    { { .stride = 4, .width = 4, .height = 4 },
        { .stride = 4, .width = 3, .height = 4 }, 1,
        "its size is not that of the first" },
    { { .stride = 4, .width = 4, .height = 4 },
        { .stride = 4, .width = 4, .height = 5 }, 1,
        "its size is not that of the first" },
    { { .stride = 4, .width = 4, .height = 4 },
        { .stride = 8, .width = 8, .height = 2 }, 1,
        "its size is not that of the first" },
};

START_TEST(wrong_frames)
{
    static const glitch_frames_tc tc = { liar_info, liar_next, liar_close };
    liar l = { .frames = { lies[_i].first, lies[_i].second } };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    const glitch_frame *f;
    l.frames[0].px = l.frames[1].px = l.px;
    glitch_frames it = tower(ctx, (glitch_frames) { &l, &tc }, "channel-shift");
    for (int i = 0; i < lies[_i].good; i++)
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
    glitch_status e = lies[_i].good < 2 ? GLITCH_EINVAL : GLITCH_END;
    ck_assert_int_eq(glitch_frames_next(it, &f), e);
    ck_assert_int_eq(glitch_frames_next(it, &f), e);
    ck_assert_msg(strstr(glitch_ctx_message(ctx), lies[_i].message) != NULL, "%s",
        glitch_ctx_message(ctx));
    glitch_frames_close(&it);
    l = (liar) { .frames = { lies[0].first } };
    it = tower(ctx, (glitch_frames) { &l, &tc }, ""); /* without any pixels */
    ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_EINVAL);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
}
END_TEST

static int stop_when_zero(void *user)
{
    int *left = user;
    return (*left)-- == 0; /* just once */
}

START_TEST(cancelling)
{
    picture in[2];
    glitch_status s = GLITCH_ECANCELLED;
    int n = 0;
    random_pictures(in, 2, 3, 5);
    for (; s; n++) {
        watch w = { 0 };
        int left = n;
        lender how = { .pictures = in, .count = 2, .watch = &w, .scratch = n % 2 };
        glitch_ctx *ctx = glitch_ctx_new(NULL);
        glitch_frames it = tower(ctx, lend_all(how), "channel-shift scanlines");
        glitch_ctx_set_cancel(ctx, stop_when_zero, &left);
        s = pull_all(&it);
        if (s) {
            ck_assert_int_eq(s, GLITCH_ECANCELLED);
            ck_assert_str_eq(glitch_ctx_message(ctx), "interrupted");
        }
        glitch_ctx_free(ctx);
        ck_assert_int_eq(w.closed, 1);
        ck_assert_int_lt(n, 100);
    }
    ck_assert_int_gt(n, 2 * 5 + 2); /* asked once a row, and between frames */
    free_all(in, 2);
}
END_TEST

/* ---- one pipeline, several iterators ------------------------------------- */

START_TEST(changing_a_pipeline_in_use)
{
    picture in = random_picture(5, 5, 1, true);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 1);
    glitch_schedule s = GLITCH_SCHEDULE_INIT;
    glitch_frames a, b;
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &a), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &b), GLITCH_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(glitch_pipeline_add(p, "scanlines"), GLITCH_ESTATE);
        ck_assert_int_eq(glitch_pipeline_set_schedule(p, &s), GLITCH_ESTATE);
        ck_assert_ptr_nonnull(strstr(glitch_ctx_message(ctx), "close its iterators"));
        glitch_frames_close(i ? &b : &a);
    }
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_set_schedule(p, &s), GLITCH_OK);
    glitch_pipeline_free(p);
    glitch_pipeline_free(NULL);
    glitch_ctx_free(ctx);
    free(in.px);
}
END_TEST

/* Two iterators in turn; the pipeline is given up before. */
START_TEST(iterators_keep_the_pipeline)
{
    picture in[3], e[3];
    watch w = { 0 };
    engine_budget b = { .left = 1000000, .big = SIZE_MAX };
    glitch_alloc alloc = { engine_meager, &b };
    glitch_ctx *ctx = glitch_ctx_new(&alloc);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 99);
    glitch_schedule s = GLITCH_SCHEDULE_INIT;
    glitch_frames its[2];
    const glitch_frame *f;
    static const char *const specs = "scanline-offset channel-shift:dy=2 scanlines";
    random_pictures(in, 3, 13, 11);
    run_frames(in, 0, 3, specs, &s, e);
    lender how = { .pictures = in, .count = 3, .watch = &w };
    ck_assert_int_eq(add_all(p, specs), GLITCH_OK);
    for (int i = 0; i < 2; i++, how.scratch = true)
        ck_assert_int_eq(glitch_pipeline_apply(p, lend_all(how), &its[i]), GLITCH_OK);
    glitch_pipeline_free(p);
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(glitch_frames_next(its[i % 2], &f), GLITCH_OK);
        picture a = copy_frame(f);
        assert_same(&a, &e[i / 2], "two iterators");
        free(a.px);
    }
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pull_all(&its[i]), GLITCH_OK);
    glitch_ctx_free(ctx);
    ck_assert(w.closed == 2 && b.live == 0);
    free_all(in, 3);
    free_all(e, 3);
}
END_TEST

/* What a filter keeps is its own: of that place in the chain, of that run. */
START_TEST(filters_that_remember)
{
    picture in[3];
    watch w = { 0 };
    uint64_t keys[3];
    random_pictures(in, 3, 3, 3);
    lender how = { .pictures = in, .count = 3, .watch = &w };
    for (uint64_t seed = 0; seed < 3; seed++) {
        glitch_ctx *ctx = glitch_ctx_new(NULL);
        glitch_pipeline *p = glitch_pipeline_new(ctx, seed);
        glitch_frames its[2];
        const glitch_frame *f;
        ck_assert_int_eq(register_all(ctx), GLITCH_OK);
        ck_assert_int_eq(add_all(p, "test-keep test-keep:text=x,text=a=b"), GLITCH_OK);
        for (int i = 0; i < 2; i++)
            ck_assert_int_eq(
                glitch_pipeline_apply(p, lend_all(how), &its[i]), GLITCH_OK);
        glitch_pipeline_free(p);
        for (uint32_t i = 0; i < 6; i++) {
            ck_assert_int_eq(glitch_frames_next(its[i % 2], &f), GLITCH_OK);
            ck_assert(seen['n'].plans == i / 2 + 1 && seen['a'].plans == i / 2 + 1);
            ck_assert(i == 0 || seen['n'].key == keys[seed]);
            keys[seed] = seen['n'].key;
        }
        ck_assert_str_eq(seen['n'].text, "none");
        ck_assert_str_eq(seen['a'].text, "a=b");
        ck_assert_uint_ne(seen['n'].key, seen['a'].key);
        for (int i = 0; i < 2; i++)
            ck_assert_int_eq(pull_all(&its[i]), GLITCH_OK);
        glitch_ctx_free(ctx);
    }
    ck_assert(keys[0] != keys[1] && keys[1] != keys[2] && w.closed == 6);
    free_all(in, 3);
}
END_TEST

/* A spec that is refused changes nothing. */
START_TEST(refused_specs)
{
    picture in = random_picture(13, 11, 2, false);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 5);
    glitch_frames it;
    ck_assert_int_eq(glitch_pipeline_add(p, "channel-shift:levle=3"), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_add(p, "scanline-offset"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(p, "no-such"), GLITCH_EINVAL);
    ck_assert_int_eq(glitch_pipeline_add(p, "channel-shift"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    picture a = pull_only(&it), e = glitched(&in, "scanline-offset channel-shift", 5);
    assert_same(&a, &e, "after refused specs");
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(in.px);
    free(a.px);
    free(e.px);
}
END_TEST

START_TEST(chains_have_an_end)
{
    picture in = random_picture(3, 3, 2, true);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 5);
    glitch_frames it;
    for (int i = 0; i < 256; i++)
        ck_assert_int_eq(glitch_pipeline_add(p, "color-split:distance=0"), GLITCH_OK);
    ck_assert_int_eq(glitch_pipeline_add(p, "scanlines"), GLITCH_ELIMIT);
    ck_assert_str_eq(glitch_ctx_message(ctx), "a chain holds at most 256 filters");
    ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(&in, 1), &it), GLITCH_OK);
    picture a = pull_only(&it);
    assert_same(&a, &in, "256 filters");
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    free(in.px);
    free(a.px);
}
END_TEST

START_TEST(information_passes)
{
    picture in[2];
    watch w = { 0 };
    lender how = { .watch = &w, .pictures = in, .count = 2 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_info info;
    random_pictures(in, 2, 13, 11);
    glitch_frames it = tower(ctx, lend_all(how), "scanlines");
    ck_assert_int_eq(glitch_frames_info(it, &info), GLITCH_OK);
    ck_assert(info.width == 13 && info.height == 11 && info.frames == 2);
    ck_assert(
        info.loops == 7 && info.animated == 1 && strcmp(info.format, "test") == 0);
    ck_assert_int_eq(w.pulls, 0);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    free_all(in, 2);
}
END_TEST

/* ---- descriptors --------------------------------------------------------- */

static const char *const empty_choices[] = { NULL };
static const char *const words[] = { "a", "b", NULL };

/* Each entry replaces the filter or its only parameter. */
#define WITH(...) FILTER("bad", plan_same, .row = row_same, __VA_ARGS__)
#define PARAM(...)                                                                     \
    {                                                                                  \
        { .name = "p",                                                                 \
            .def = "1",                                                                \
            .help = "a parameter",                                                     \
            .max = 9,                                                                  \
            .type = GLITCH_INT,                                                        \
            __VA_ARGS__ },                                                             \
        {                                                                              \
            0                                                                          \
        }                                                                              \
    }
#define SOUND PARAM(.offset = 0)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
#ifdef __clang__
#pragma clang diagnostic ignored "-Winitializer-overrides"
#endif
static const struct {
    glitch_filter filter;
    glitch_param params[2];
    const char *message;
} descriptors[] = {
    { WITH(.summary = "fine"), SOUND, NULL },
    { WITH(.struct_size = 0), SOUND, "needs its struct_size" },
    { WITH(.name = NULL), SOUND, "a name of a to z" },
    { WITH(.name = ""), SOUND, "a name of a to z" },
    { WITH(.name = "Bad"), SOUND, "a name of a to z" },
    { WITH(.name = "b a d"), SOUND, "a name of a to z" },
    { WITH(.name = "b:d"), SOUND, "a name of a to z" },
    { WITH(.name = "scanlines"), SOUND, "there is a filter 'scanlines' already" },
    { WITH(.name = "test-same"), SOUND, "there is a filter 'test-same' already" },
    { WITH(.name = "none"), SOUND, "there is a filter 'none' already" },
    { WITH(.summary = NULL), SOUND, "'bad' needs a summary" },
    { WITH(.plan = NULL), SOUND, "'bad' needs a summary, plan" },
    { WITH(.row = NULL), SOUND, "either row or frame" },
    { WITH(.frame = frame_turn), SOUND, "either row or frame" },
    { WITH(.params_size = 3), SOUND, "parameter 'p' is not described well" },
    { WITH(.params_size = 0), SOUND, "parameter 'p' is not described well" },
    { WITH(.row = row_same), PARAM(.name = ""), "is not described well" },
    { WITH(.row = row_same), PARAM(.name = "P"), "is not described well" },
    { WITH(.row = row_same), PARAM(.name = "a=b"), "is not described well" },
    { WITH(.row = row_same), PARAM(.type = (glitch_type)0), "is not described well" },
    { WITH(.row = row_same), PARAM(.type = (glitch_type)99), "is not described well" },
    { WITH(.row = row_same), PARAM(.def = NULL), "is not described well" },
    { WITH(.row = row_same), PARAM(.help = NULL), "is not described well" },
    { WITH(.row = row_same), PARAM(.offset = 2), "is not described well" },
    { WITH(.row = row_same), PARAM(.offset = 16), "is not described well" },
    { WITH(.row = row_same), PARAM(.offset = SIZE_MAX - 3), "is not described well" },
    { WITH(.row = row_same), PARAM(.type = GLITCH_REAL, .offset = 12),
        "is not described well" },
    { WITH(.row = row_same), PARAM(.type = GLITCH_LENGTH, .offset = 8),
        "is not described well" },
    { WITH(.row = row_same), PARAM(.type = GLITCH_CHOICE, .def = "a"),
        "is not described well" },
    { WITH(.row = row_same), PARAM(.automatic = GLITCH_AUTO_INTENSITY),
        "is not described well" },
    { WITH(.row = row_same),
        PARAM(.type = GLITCH_BOOL, .automatic = GLITCH_AUTO_FILTER),
        "is not described well" },
    { WITH(.row = row_same),
        PARAM(.type = GLITCH_TEXT, .automatic = GLITCH_AUTO_FILTER),
        "is not described well" },
    { WITH(.row = row_same), PARAM(.type = GLITCH_TEXT, .offset = 12),
        "is not described well" },
    { WITH(.row = row_same), PARAM(.max = 2147483648.0), "is not described well" },
    { WITH(.row = row_same), PARAM(.min = -2147483648.0), "is not described well" },
    { WITH(.row = row_same), PARAM(.def = "10"),
        "filter 'bad': the default p=10 is out of range; it goes from 0 to 9" },
    { WITH(.row = row_same), PARAM(.def = ""), "the default p= is not a whole number" },
    { WITH(.row = row_same), PARAM(.def = "auto"), "p=auto is not a whole number" },
    { WITH(.row = row_same), PARAM(.type = GLITCH_CHOICE, .choices = words, .def = "c"),
        "the default p=c is none of a, b" },
    { WITH(.row = row_same), PARAM(.type = GLITCH_CHOICE, .choices = empty_choices),
        "the default p=1 is none of " },
};
#pragma GCC diagnostic pop

START_TEST(descriptors_are_checked)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_filter filter = descriptors[_i].filter;
    const char *e = descriptors[_i].message;
    filter.params = descriptors[_i].params;
    ck_assert_int_eq(register_all(ctx), GLITCH_OK);
    const glitch_filter *before =
        filter.name ? glitch_filter_find(ctx, filter.name) : NULL;
    ck_assert_int_eq(glitch_ctx_register(ctx, &filter), e ? GLITCH_EINVAL : GLITCH_OK);
    if (e) {
        ck_assert_msg(
            strstr(glitch_ctx_message(ctx), e) != NULL, "%s", glitch_ctx_message(ctx));
        ck_assert(!filter.name || glitch_filter_find(ctx, filter.name) == before);
    } else {
        ck_assert_ptr_eq(glitch_filter_find(ctx, filter.name), &filter);
    }
    ck_assert_int_eq(glitch_ctx_register(ctx, NULL), GLITCH_EINVAL);
    glitch_ctx_free(ctx);
}
END_TEST

START_TEST(filters_are_listed)
{
    static const char *const built_in[] = { "scanline-offset", "channel-shift",
        "color-split", "scanlines" };
    glitch_ctx *ctx = glitch_ctx_new(NULL), *other = glitch_ctx_new(NULL);
    size_t n = 0, i;
    for (i = 0; i < COUNT(built_in); i++)
        ck_assert_ptr_nonnull(glitch_filter_find(ctx, built_in[i]));
    while (glitch_filter_at(ctx, n))
        n++;
    ck_assert_int_eq(register_all(ctx), GLITCH_OK);
    for (i = 0; i < KINDS; i++)
        ck_assert_ptr_eq(glitch_filter_at(ctx, n + i), &filters[i]);
    ck_assert_ptr_eq(glitch_filter_at(ctx, n + KINDS), &keep);
    ck_assert_ptr_null(glitch_filter_at(ctx, n + KINDS + 1));
    ck_assert_ptr_nonnull(glitch_filter_at(NULL, n - 1)); /* those without a context */
    ck_assert_ptr_null(glitch_filter_at(NULL, n));
    ck_assert_ptr_null(glitch_filter_at(ctx, SIZE_MAX));
    ck_assert_ptr_null(glitch_filter_at(other, n)); /* known to that context only */
    ck_assert_ptr_null(glitch_filter_find(other, "test-same"));
    glitch_ctx_free(ctx);
    glitch_ctx_free(other);
}
END_TEST

/* ---- the suites ---------------------------------------------------------- */

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *c = tcase_create(name);
    suite_add_tcase(suite, c);
    return c;
}

static void add_engine_tests(Suite *suite)
{
    TCase *engine = new_case(suite, "engine"), *frames = new_case(suite, "frames");
    tcase_add_loop_test(engine, random_chains, 0, 8);
    tcase_add_loop_test(engine, random_seams, 0, 4);
    tcase_add_test(engine, a_seam);
    tcase_add_test(engine, rows_are_computed_once);
    tcase_add_loop_test(engine, memory_as_documented, 0, (int)COUNT(needs));
    tcase_add_loop_test(engine, every_allocation_can_fail, 0, 8);
    tcase_add_loop_test(frames, a_frame_alone, 0, 4);
    tcase_add_test(frames, editing_one_filter);
    tcase_add_loop_test(frames, schedules, 0, 2);
    tcase_add_test(frames, bad_schedules);
}

static void add_iterator_tests(Suite *suite)
{
    TCase *adaptors = new_case(suite, "adaptors"), *faults = new_case(suite, "faults");
    tcase_add_loop_test(adaptors, repeat_decodes_once, 0, 2);
    tcase_add_loop_test(adaptors, repeat_under_a_pipeline, 0, 4);
    tcase_add_test(adaptors, repeat_of_nothing);
    tcase_add_test(adaptors, take_the_first);
    tcase_add_test(adaptors, retiming_never_drifts);
    tcase_add_test(adaptors, bad_delays);
    tcase_add_loop_test(faults, failures_stay, 0, 4);
    tcase_add_test(faults, closing_at_any_time);
    tcase_add_loop_test(faults, wrong_frames, 0, (int)COUNT(lies));
    tcase_add_test(faults, cancelling);
}

int main(void)
{
    Suite *suite = suite_create("pipeline");
    add_engine_tests(suite);
    add_iterator_tests(suite);
    TCase *use = new_case(suite, "use");
    tcase_add_test(use, changing_a_pipeline_in_use);
    tcase_add_test(use, iterators_keep_the_pipeline);
    tcase_add_test(use, filters_that_remember);
    tcase_add_test(use, refused_specs);
    tcase_add_test(use, chains_have_an_end);
    tcase_add_test(use, information_passes);
    tcase_add_loop_test(use, descriptors_are_checked, 0, (int)COUNT(descriptors));
    tcase_add_test(use, filters_are_listed);
    return run_suites(&suite, 1);
}
