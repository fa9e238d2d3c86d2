/*
 * check_malloc.c - every allocation fails in turn, those within libpng, libjpeg and
 * giflib included: malloc and friends of this program are replaced, and so theirs are,
 * too.
 *
 * Each job is run with the n-th allocation failing, for n = 1, 2, … until it succeeds.
 * A failure must be a status; whatever was allocated must have been freed.
 */
#include "support.h"
#include <errno.h>
#include <stdio.h> /* jpeglib.h needs it */

#include <jpeglib.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)                               \
    && !defined(__SANITIZE_THREAD__)
#define CAN_REPLACE 1
#else
#define CAN_REPLACE 0
#endif

#if CAN_REPLACE
/* glibc's own, under the names that it keeps for such use. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static bool counting;
static long until_failure, live;

static bool fails(void)
{
    return counting && --until_failure == 0;
}

void *malloc(size_t size)
{
    void *p = fails() ? NULL : __libc_malloc(size);
    live += counting && p;
    return p;
}

void *calloc(size_t count, size_t size)
{
    void *p = fails() ? NULL : __libc_calloc(count, size);
    live += counting && p;
    return p;
}

void *realloc(void *old, size_t size)
{
    void *p = fails() ? NULL : __libc_realloc(old, size);
    live += counting && p && !old;
    return p;
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *p = fails() ? NULL : __libc_memalign(alignment, size);
    if (!p)
        return ENOMEM;
    live += counting;
    *out = p;
    return 0;
}

void free(void *p)
{
    live -= counting && p;
    __libc_free(p);
}

/* ---- the jobs ------------------------------------------------------------ */

typedef struct job {
    const unsigned char *data;
    size_t size;
    const char *to;
    uint32_t repeat; /* 0: as many frames as there are */
} job;

static glitch_status build(glitch_ctx *ctx, const job *j, glitch_frames *it)
{
    glitch_pipeline *p = glitch_pipeline_new(ctx, 3);
    glitch_status s = p ? GLITCH_OK : GLITCH_ENOMEM;
    if (!s)
        s = glitch_pipeline_add(p, "scanline-offset:level=6");
    if (!s)
        s = glitch_pipeline_add(p, "color-split:angle=40");
    if (!s)
        s = glitch_open_memory(ctx, j->data, j->size, it);
    if (!s && j->repeat)
        s = glitch_frames_repeat(ctx, *it, j->repeat, 50, it);
    if (!s)
        s = glitch_pipeline_apply(p, *it, it);
    glitch_pipeline_free(p);
    return s;
}

static glitch_status pump(glitch_ctx *ctx, const job *j, glitch_frames it)
{
    glitch_bytes bytes = { 0 };
    glitch_sink *sink = NULL;
    glitch_info info;
    /* The C library keeps memory of threads that have ended. */
    glitch_sink_options opt = {
        .struct_size = sizeof opt, .format = j->to, .threads = 1
    };
    const glitch_frame *f;
    glitch_status s = glitch_frames_info(it, &info);
    if (!s)
        s = glitch_sink_open_memory(ctx, &bytes, &info, &opt, &sink);
    while (!s && (s = glitch_frames_next(it, &f)) == GLITCH_OK)
        s = glitch_sink_write(sink, f);
    if (s == GLITCH_END)
        s = glitch_sink_finish(&sink);
    glitch_sink_abandon(&sink);
    glitch_bytes_free(ctx, &bytes);
    return s;
}

static glitch_status run_job(const job *j)
{
    glitch_frames it = { 0 };
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    if (!ctx)
        return GLITCH_ENOMEM;
    glitch_status s = build(ctx, j, &it);
    if (!s)
        s = pump(ctx, j, it);
    glitch_frames_close(&it);
    glitch_ctx_free(ctx);
    return s;
}

/* libjpeg asks again for less where it gets nothing: a failure may be made good. */
static void fail_each(const job *j)
{
    glitch_status s = GLITCH_OK;
    long n = 0;
    do {
        until_failure = ++n;
        live = 0;
        counting = true;
        s = run_job(j);
        counting = false;
        ck_assert_msg(s <= 0 && live == 0, "allocation %ld: status %d, %ld not freed",
            n, (int)s, live);
        ck_assert_int_lt(n, 5000);
    } while (until_failure <= 0);
    ck_assert_int_eq(s, GLITCH_OK);
    ck_assert_int_gt(n, 30);
}

/* ---- the pictures -------------------------------------------------------- */

static void write_jpeg(const char *path, const picture *p)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr errors;
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = p->width;
    j.image_height = p->height;
    j.input_components = 4;
    j.in_color_space = JCS_EXT_RGBA;
    jpeg_set_defaults(&j);
    jpeg_simple_progression(&j);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < p->height) {
        JSAMPROW row = (JSAMPROW)(p->px + (size_t)j.next_scanline * p->width);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    fclose(f);
}

static void write_inputs(void)
{
    picture p = smooth_picture(40, 30, 1);
    write_png("in.png", &p);
    write_jpeg("in.jpg", &p);
    free(p.px);
    run_expect(0, "glitch in.png -c -g -f 3 -o in.gif");
}

START_TEST(every_allocation_fails)
{
    static const char *const inputs[] = { "in.png", "in.jpg", "in.gif" };
    static const char *const outputs[] = { "png", "jpeg", "gif" };
    bool still_in = _i / 3 < 2, still_out = _i % 3 < 2;
    job j = { .to = outputs[_i % 3] };
    write_inputs();
    if (still_in && !still_out)
        j.repeat = 3;
    else if (!still_in && still_out) /* an animation into one picture */
        j.repeat = 1;
    unsigned char *data = read_file(inputs[_i / 3], &j.size);
    j.data = data;
    fail_each(&j);
    free(data);
}
END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("malloc");
    TCase *c = tcase_create("malloc");
    suite_add_tcase(suite, c);
#if CAN_REPLACE
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, every_allocation_fails, 0, 9);
#else
    skip("every_allocation_fails", "malloc cannot be replaced here");
#endif
    return run_suites(&suite, 1);
}
