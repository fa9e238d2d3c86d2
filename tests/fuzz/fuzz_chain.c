/*
 * fuzz_chain.c - any text as a chain of filters, which then runs on small pictures.
 *
 * The input is filters separated by blanks, as in glitch_picture(), up to a zero byte.
 * What may follow it is the schedule; where nothing does, that is the default. Files that
 * are named are those of the working folder, if it has such.
 */
#include "source.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_TEXT = 4096, MOST_FILTERS = 10, FRAMES = 3, SEED = 1 };

typedef struct input {
    char text[MOST_TEXT + 1];
    const uint8_t *rest; /* what is after the zero */
    size_t rest_size;
} input;

/* What a run came to. */
typedef struct outcome {
    glitch_status status;
    size_t refused, added;
    uint64_t hashes[FRAMES];
} outcome;

static void take_text(input *in, const uint8_t *data, size_t size)
{
    const uint8_t *zero = size ? memchr(data, 0, size) : NULL;
    size_t n = zero ? (size_t)(zero - data) : size;
    in->rest = zero ? zero + 1 : data + size;
    in->rest_size = zero ? size - n - 1 : 0;
    if (n > MOST_TEXT)
        n = MOST_TEXT;
    for (size_t i = 0; i < n; i++)
        in->text[i] = (char)(data[i] == '/' ? '_' : data[i]);
    in->text[n] = 0;
}

static uint8_t rest(const input *in, size_t i)
{
    return i < in->rest_size ? in->rest[i] : 0;
}

static void set_schedule(glitch_pipeline *p, const input *in)
{
    glitch_schedule s = GLITCH_SCHEDULE_INIT;
    if (in->rest_size) {
        s.intensity = 0.1 + rest(in, 0) / 26.0;
        s.change = (rest(in, 1) - 128) / 16.0;
        s.step = 1U + rest(in, 2) % 3;
        s.cycle = rest(in, 3) & 1;
        s.hold = rest(in, 3) >> 1 & 1;
    }
    FUZZ_REQUIRE(
        glitch_pipeline_set_schedule(p, &s) == GLITCH_OK, "the schedule is refused");
}

static void add_all(glitch_ctx *ctx, glitch_pipeline *p, const input *in, outcome *o)
{
    char copy[sizeof in->text], *save;
    memcpy(copy, in->text, sizeof copy);
    for (char *word = strtok_r(copy, " ", &save); word && o->added < MOST_FILTERS;
         word = strtok_r(NULL, " ", &save)) {
        glitch_status s = glitch_pipeline_add(p, word);
        FUZZ_REQUIRE(s == GLITCH_OK || s == GLITCH_EINVAL || s == GLITCH_EIO,
            "'%s' gives %d", word, s);
        if (s)
            fuzz_check_message(glitch_ctx_message(ctx));
        o->refused += s != GLITCH_OK;
        o->added += s == GLITCH_OK;
    }
}

static void pull_all(glitch_frames it, outcome *o)
{
    const glitch_frame *frame;
    glitch_info info;
    uint32_t count = 0;
    FUZZ_REQUIRE(glitch_frames_info(it, &info) == GLITCH_OK, "there is no info");
    while ((o->status = glitch_frames_next(it, &frame)) == GLITCH_OK) {
        fuzz_check_frame(frame, &info, count);
        o->hashes[count++] = fuzz_hash(frame);
    }
    FUZZ_REQUIRE(o->status != GLITCH_END || count == FRAMES, "%u frames", count);
    FUZZ_REQUIRE(glitch_frames_next(it, &frame) == o->status, "it is not sticky");
}

/* What a file that cannot be used fails with; a folder can be opened, but not read. */
static bool is_of_files(glitch_status s)
{
    return s == GLITCH_EIO || s == GLITCH_EFORMAT || s == GLITCH_ELIMIT;
}

/* The one thing that is only known with a picture at hand is the seed of `classic`. */
static void check_status(glitch_ctx *ctx, const outcome *o)
{
    if (o->status == GLITCH_END)
        return;
    fuzz_check_message(glitch_ctx_message(ctx));
    if (is_of_files(o->status))
        return;
    FUZZ_REQUIRE(o->status == GLITCH_EINVAL && strstr(glitch_ctx_message(ctx), "seed="),
        "%s: %s", glitch_strstatus(o->status), glitch_ctx_message(ctx));
}

static outcome run(const input *in, const fuzz_source *source, int which)
{
    fuzz_context c;
    outcome o = { 0 };
    glitch_frames it = { 0 };
    fuzz_open(&c, which);
    glitch_pipeline *p = glitch_pipeline_new(c.ctx, SEED);
    FUZZ_REQUIRE(p != NULL, "no pipeline");
    add_all(c.ctx, p, in, &o);
    set_schedule(p, in);
    o.status = glitch_pipeline_apply(p, fuzz_frames(source), &it);
    FUZZ_REQUIRE(o.status == GLITCH_OK || is_of_files(o.status),
        "it cannot be applied: %d", o.status);
    glitch_pipeline_free(p);
    if (!o.status)
        pull_all(it, &o);
    check_status(c.ctx, &o);
    glitch_frames_close(&it);
    fuzz_close(&c);
    return o;
}

/* The first frame by glitch_picture(); with one filter refused it refuses all. */
static void compare_picture(
    const input *in, const fuzz_source *source, const outcome *o)
{
    fuzz_context c;
    glitch_frames it = fuzz_frames(source);
    const glitch_frame *f;
    size_t stride = source->width + 1;
    PixelTuple *out = calloc(stride * source->height, sizeof *out);
    FUZZ_REQUIRE(out && glitch_frames_next(it, &f) == GLITCH_OK, "no picture");
    fuzz_open(&c, 1);
    glitch_status s = glitch_picture(
        c.ctx, f->px, f->stride, f->width, f->height, in->text, SEED, out, stride);
    if (o->refused)
        FUZZ_REQUIRE(
            s == GLITCH_EINVAL || s == GLITCH_EIO, "what is refused alone is accepted");
    else if (o->status == GLITCH_END)
        FUZZ_REQUIRE(s == GLITCH_OK, "what runs is refused: %d", s);
    glitch_frame made = *f;
    made.px = out;
    made.stride = stride;
    if (s == GLITCH_OK)
        FUZZ_REQUIRE(fuzz_hash(&made) == o->hashes[0], "another picture");
    fuzz_close(&c);
    glitch_frames_close(&it);
    free(out);
}

/* In place or not, over one filling of new memory or another: the same pixels. */
static void try_on(const input *in, fuzz_source source)
{
    outcome a = run(in, &source, 0);
    source.scratch = true;
    outcome b = run(in, &source, 1);
    FUZZ_REQUIRE(a.status == b.status, "%d, but %d in place", a.status, b.status);
    for (int i = 0; a.status == GLITCH_END && i < FRAMES; i++)
        FUZZ_REQUIRE(a.hashes[i] == b.hashes[i], "frame %d is another in place", i);
    if (!in->rest_size && a.added < MOST_FILTERS)
        compare_picture(in, &source, &a);
}

int FUZZ_TARGET(chain)(const uint8_t *data, size_t size)
{
    static const uint32_t sizes[][2] = { { 1, 1 }, { 7, 5 }, { 3, 40 } };
    input in = { 0 };
    take_text(&in, data, size);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        try_on(&in,
            (fuzz_source) { .width = sizes[i][0],
                .height = sizes[i][1],
                .count = FRAMES,
                .kind = FUZZ_FEW_HOLES });
    return 0;
}
