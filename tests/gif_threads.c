/*
 * gif_threads.c - several threads make the very file that one makes, and nothing hangs
 * or stays behind where the work ends early.
 */
#include "gif.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int32_t thread_counts[] = { 2, 3, 5, 8, 0 };

/* ---- the same file ------------------------------------------------------- */

static void assert_same_in_threads(
    const clip *c, const glitch_sink_options *opt, const char *what)
{
    glitch_sink_options one = *opt;
    one.threads = 1;
    file expected = encode(c, &one);
    for (size_t i = 0; i < COUNT(thread_counts); i++) {
        char where[128];
        one.threads = thread_counts[i];
        file f = encode(c, &one);
        snprintf(where, sizeof where, "%s in %d threads", what, thread_counts[i]);
        assert_same_files(&f, &expected, where);
        free_file(&f);
    }
    free_file(&expected);
}

/* Loops over the kinds. */
START_TEST(any_number_of_threads)
{
    clip c = clip_kinds[_i].make();
    assert_same_in_threads(&c, OPTIONS(.quality = 75), clip_kinds[_i].name);
    assert_same_in_threads(&c, OPTIONS(.dither = 0.875), clip_kinds[_i].name);
    assert_same_in_threads(
        &c, OPTIONS(.quality = 20, .colors = 9), clip_kinds[_i].name);
    assert_same_in_threads(&c, OPTIONS(.quality = 95, .fast = 1), clip_kinds[_i].name);
    assert_same_in_threads(&c, OPTIONS(.small = 1), clip_kinds[_i].name);
    free_clip(&c);
}
END_TEST

/* Large enough that threads do meet. */
START_TEST(frames_that_overlap)
{
    clip c = torn_clip(500, 300, 8);
    for (uint32_t i = 0; _i && i < c.count; i++)
        for (uint32_t y = 0; y < 300; y++) /* a hole that moves */
            for (uint32_t x = 0; x < 90; x++)
                c.frames[i].px[y * 500 + (x + i * 33) % 500].alpha = y < 150 ? 0 : 127;
    assert_same_in_threads(&c, OPTIONS(.quality = 75), "large frames");
    clip some = { c.frames, 3 }; /* as it takes long */
    assert_same_in_threads(&some, OPTIONS(.small = 1), "large frames, small");
    free_clip(&c);
}
END_TEST

/* Again and again: what depends on chance may show. */
START_TEST(every_time)
{
    clip c = torn_clip(60, 200, 9);
    file expected = encode(&c, OPTIONS(.threads = 1));
    for (int i = 0; i < 30; i++) {
        file f = encode(&c, OPTIONS(.threads = 2 + i % 7));
        assert_same_files(&f, &expected, "another time");
        free_file(&f);
    }
    free_file(&expected);
    free_clip(&c);
}
END_TEST

/* Where there is less memory there are fewer threads; the file is the same. Loops over
 * two ways to code. */
START_TEST(jobs_in_little_memory)
{
    static const int mib[] = { 14, 17, 20, 26, 33, 40, 60 };
    static const char *const ways[] = { "", "--small" };
    picture p = photo_picture(600, 400, 1);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0, "glitch in.png -c -g -f 6 --seed 3 --jobs 1 %s -o one.gif", ways[_i]);
    file expected = load_file("one.gif");
    for (size_t i = 0; i < COUNT(mib); i++) {
        run_expect(0,
            "glitch in.png -c -g -f 6 --seed 3 --jobs 8 --max-memory %dM %s -y -o "
            "x.gif",
            mib[i], ways[_i]);
        file f = load_file("x.gif");
        assert_same_files(&f, &expected, "less memory");
        free_file(&f);
    }
    free_file(&expected);
}
END_TEST

START_TEST(jobs)
{
    static const char *const ways[] = { "--jobs 1", "--jobs 2", "--jobs 3", "--jobs 5",
        "--jobs 8", "--jobs=64", "" };
    picture p = photo_picture(200, 150, 1);
    write_png("in.png", &p);
    free(p.px);
    file expected = { 0 };
    for (size_t i = 0; i < COUNT(ways); i++) {
        run_expect(0, "glitch in.png -i 6 -c -g -f 9 --seed 3 %s -y -o x.gif", ways[i]);
        file f = load_file("x.gif");
        if (i > 0)
            assert_same_files(&f, &expected, ways[i]);
        free_file(&expected);
        expected = f;
    }
    free_file(&expected);
}
END_TEST

/* ---- ends before the end ------------------------------------------------- */

/* A sink to a file, and how far it comes. */
typedef struct writing {
    glitch_ctx *ctx;
    glitch_sink *sink;
    clip frames;
} writing;

static writing begin_writing(const char *path, int32_t threads)
{
    writing w = { .ctx = glitch_ctx_new(NULL), .frames = torn_clip(80, 100, 12) };
    glitch_info info = { .width = 80, .height = 100, .frames = 12, .animated = 1 };
    ck_assert_int_eq(
        glitch_sink_open(w.ctx, path, &info, OPTIONS(.threads = threads), &w.sink),
        GLITCH_OK);
    return w;
}

static glitch_status write_some(writing *w, uint32_t count)
{
    glitch_status s = GLITCH_OK;
    for (uint32_t i = 0; !s && i < count; i++) {
        glitch_frame f = { w->frames.frames[i].px, 80, 80, 100, i, 50, 0 };
        s = glitch_sink_write(w->sink, &f);
    }
    return s;
}

static void end_writing(writing *w)
{
    glitch_sink_abandon(&w->sink);
    ck_assert_int_eq(count_files("."), 0);
    free_clip(&w->frames);
    glitch_ctx_free(w->ctx);
}

static const int32_t numbers[] = { 1, 2, 3, 8 };

/* Loops over the numbers of threads. */
START_TEST(abandoned)
{
    for (uint32_t count = 0; count <= 12; count++) {
        writing w = begin_writing("x.gif", numbers[_i]);
        ck_assert_int_eq(write_some(&w, count), GLITCH_OK);
        end_writing(&w);
    }
}
END_TEST

typedef struct stopper {
    long asked, until;
} stopper;

static int stops(void *user)
{
    stopper *s = user;
    return ++s->asked > s->until;
}

/* Returns how often it was asked whether to go on. */
static long stop_after(long until, int32_t threads)
{
    writing w = begin_writing("x.gif", threads);
    stopper s = { 0, until };
    glitch_ctx_set_cancel(w.ctx, stops, &s);
    glitch_status status = write_some(&w, 12);
    if (!status)
        status = glitch_sink_finish(&w.sink);
    else
        ck_assert_int_eq(write_some(&w, 1), status);
    ck_assert_int_eq(status, s.asked > until ? GLITCH_ECANCELLED : GLITCH_OK);
    if (status)
        ck_assert_str_eq(glitch_ctx_message(w.ctx), "interrupted");
    else
        ck_assert_int_eq(remove("x.gif"), 0);
    glitch_ctx_set_cancel(w.ctx, NULL, NULL);
    end_writing(&w);
    return s.asked;
}

START_TEST(cancelled)
{
    long all = stop_after(1000000000, numbers[_i]);
    if (numbers[_i] == 1) /* with others at work it is asked only while it waits */
        ck_assert_int_ge(all, 12);
    for (long until = 0; until < all; until += 1 + until / 4)
        stop_after(until, numbers[_i]);
}
END_TEST

/* A callback that takes so many bytes, and no more. */
typedef struct taker {
    size_t left, taken;
} taker;

static int take(void *user, const void *data, size_t size)
{
    taker *t = user;
    (void)data;
    if (size > t->left)
        return 1;
    t->left -= size;
    t->taken += size;
    return 0;
}

static glitch_status write_to(taker *t, int32_t threads, const clip *c)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_sink *sink;
    glitch_info info = { .width = 80, .height = 100, .animated = 1 };
    glitch_status s = glitch_sink_open_callback(
        ctx, take, t, &info, OPTIONS(.threads = threads), &sink);
    for (uint32_t i = 0; !s && i < c->count; i++) {
        glitch_frame f = { c->frames[i].px, 80, 80, 100, i, 50, 0 };
        s = glitch_sink_write(sink, &f);
        if (s) /* once and for all */
            ck_assert_int_eq(glitch_sink_write(sink, &f), s);
    }
    if (!s)
        s = glitch_sink_finish(&sink);
    if (s)
        ck_assert_str_ne(glitch_ctx_message(ctx), "");
    glitch_sink_abandon(&sink);
    glitch_ctx_free(ctx);
    return s;
}

START_TEST(failing_output)
{
    clip c = torn_clip(80, 100, 12);
    taker all = { SIZE_MAX, 0 };
    ck_assert_int_eq(write_to(&all, numbers[_i], &c), GLITCH_OK);
    for (size_t room = 0; room < all.taken; room += 1 + all.taken / 16) {
        taker t = { room, 0 };
        ck_assert_int_eq(write_to(&t, numbers[_i], &c), GLITCH_EIO);
    }
    taker exact = { all.taken, 0 };
    ck_assert_int_eq(write_to(&exact, numbers[_i], &c), GLITCH_OK);
    free_clip(&c);
}
END_TEST

/* A disk that is full: the command says so, and leaves nothing. */
START_TEST(full_disk)
{
    picture p = photo_picture(300, 200, 1);
    write_png("in.png", &p);
    free(p.px);
    run_expect(0, "ln -s /dev/full full.gif");
    const outcome *o = run_expect(
        1, "glitch in.png -y -g -f 30 --jobs %d -o full.gif", (int)numbers[_i]);
    ck_assert_str_eq(o->err, "glitch: full.gif: No space left on device\n");
    ck_assert_int_eq(count_files("."), 2);
}
END_TEST

/* ---- memory -------------------------------------------------------------- */

static glitch_status encode_with(
    const glitch_alloc *alloc, const glitch_sink_options *opt)
{
    glitch_ctx *ctx = glitch_ctx_new(alloc);
    if (!ctx)
        return GLITCH_ENOMEM;
    glitch_bytes bytes = { 0 };
    glitch_sink *sink = NULL;
    glitch_info info = { .width = 30, .height = 40, .animated = 1 };
    clip c = torn_clip(30, 40, 9);
    glitch_status s = glitch_sink_open_memory(ctx, &bytes, &info, opt, &sink);
    for (uint32_t i = 0; !s && i < c.count; i++) {
        glitch_frame f = { c.frames[i].px, 30, 30, 40, i, 50, 0 };
        s = glitch_sink_write(sink, &f);
    }
    if (!s)
        s = glitch_sink_finish(&sink);
    ck_assert_msg(s == GLITCH_OK || s == GLITCH_ENOMEM, "%s", glitch_ctx_message(ctx));
    glitch_sink_abandon(&sink);
    glitch_bytes_free(ctx, &bytes);
    glitch_ctx_free(ctx);
    free_clip(&c);
    return s;
}

/*
 * The allocator keeps count without a lock: as threads allocate nothing, that is enough,
 * and ThreadSanitizer would tell if they did. Loops over the numbers, without `small` and
 * with it.
 */
START_TEST(memory_runs_out)
{
    glitch_status s = GLITCH_ENOMEM;
    for (long n = 0; s != GLITCH_OK; n++) {
        budget b = { n, 0 };
        glitch_alloc alloc = { meager, &b };
        int count = COUNT(numbers);
        s = encode_with(
            &alloc, OPTIONS(.threads = numbers[_i % count], .small = _i / count));
        ck_assert_int_eq(b.live, 0);
        ck_assert_int_lt(n, 1000);
    }
}
END_TEST

void add_thread_tests(Suite *suite)
{
    TCase *c = new_gif_case(suite, "threads");
    tcase_add_loop_test(c, any_number_of_threads, 0, clip_kind_count);
    tcase_add_loop_test(c, frames_that_overlap, 0, 2);
    tcase_add_test(c, every_time);
    tcase_add_test(c, jobs);
    tcase_add_loop_test(c, jobs_in_little_memory, 0, 2);
    tcase_add_loop_test(c, abandoned, 0, COUNT(numbers));
    tcase_add_loop_test(c, cancelled, 0, COUNT(numbers));
    tcase_add_loop_test(c, failing_output, 0, COUNT(numbers));
    tcase_add_loop_test(c, full_disk, 0, COUNT(numbers));
    tcase_add_loop_test(c, memory_runs_out, 0, 2 * COUNT(numbers));
}
