/*
 * decode_input.c - where pictures come from, and what is no picture: names, pipes and
 * memory, damage of every kind, limits, cancelling and too little memory.
 */
#include "decode.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const struct {
    const char *format;
    void (*write)(const char *path);
} files[] = {
    { "png", write_small_png },
    { "png", write_interlaced_png },
    { "jpeg", write_small_jpeg },
    { "jpeg", write_cmyk_jpeg },
    { "gif", write_small_gif },
    { "gif", write_animated_gif },
};

/* File number i, read into memory. */
static unsigned char *small_file(int i, size_t *size)
{
    files[i].write("small");
    unsigned char *data = read_file("small", size);
    ck_assert_uint_lt(*size, 1000); /* or the tests take long */
    return data;
}

static void expect_failure(const char *path, glitch_status status, const char *message)
{
    decoded d = decode_file(path);
    ck_assert_msg(d.status == status && d.count == 0, "%s: %s, %u frames: %s", path,
        glitch_strstatus(d.status), d.count, d.message);
    ck_assert_msg(strstr(d.message, message) != NULL, "'%s'", d.message);
    free_decoded(&d);
}

/* ---- where from ---------------------------------------------------------- */

START_TEST(format_is_in_the_first_bytes)
{
    static const char *const names[] = { "x.png", "x.jpg", "x.gif", "x", "x.txt" };
    decoded e = { 0 };
    for (size_t i = 0; i < COUNT(names); i++) {
        files[_i].write(names[i]);
        decoded d = decode_file(names[i]);
        ck_assert_int_eq(d.status, GLITCH_END);
        ck_assert_str_eq(d.info.format, files[_i].format);
        if (i > 0)
            assert_same_decoded(&d, &e);
        free_decoded(&e);
        e = d;
    }
    free_decoded(&e);
}
END_TEST

START_TEST(memory_as_file)
{
    size_t size;
    unsigned char *data = small_file(_i, &size);
    decoded e = decode_file("small"), d = decode_memory(data, size);
    ck_assert_int_eq(d.status, GLITCH_END);
    assert_same_decoded(&d, &e);
    free_decoded(&d);
    free_decoded(&e);
    free(data);
}
END_TEST

START_TEST(pipe_as_file)
{
    files[_i].write("small");
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    ck_assert_int_eq(system("cat small >pipe &"), 0);
    decoded e = decode_file("small"), d = decode_file("pipe");
    ck_assert_int_eq(d.status, GLITCH_END);
    assert_same_decoded(&d, &e);
    free_decoded(&d);
    free_decoded(&e);
}
END_TEST

/* Longer than a pipe holds, and than one step of reading it. */
START_TEST(long_pipe_as_file)
{
    picture p = random_picture(300, 300, 1, false);
    write_png("long", &p);
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    ck_assert_int_eq(system("cat long >pipe &"), 0);
    picture q = decode_still("pipe");
    REQUIRE_SAME(&q, &p, "pipe");
    free(p.px);
    free(q.px);
}
END_TEST

START_TEST(two_at_once)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames it[COUNT(files)];
    const glitch_frame *frame[COUNT(files)];
    for (size_t i = 0; i < COUNT(files); i++) {
        char name[16];
        snprintf(name, sizeof name, "%zu", i);
        files[i].write(name);
        ck_assert_int_eq(glitch_open(ctx, name, &it[i]), GLITCH_OK);
    }
    for (size_t i = 0; i < COUNT(files); i++)
        ck_assert_int_eq(glitch_frames_next(it[i], &frame[i]), GLITCH_OK);
    for (size_t i = 0; i < COUNT(files); i++) {
        char name[16];
        snprintf(name, sizeof name, "%zu", i);
        decoded d = decode_file(name);
        picture p = copy_frame(frame[i]);
        REQUIRE_SAME(&p, &d.frames[0], name);
        free(p.px);
        free_decoded(&d);
        glitch_frames_close(&it[i]);
    }
    glitch_ctx_free(ctx);
}
END_TEST

/* ---- what is no picture -------------------------------------------------- */

START_TEST(no_pictures)
{
    write_file("empty", "", 0);
    write_file("text.png", "This is no picture.\n", 20);
    write_file("a", "\x89", 1);
    write_file("old.gif", "GIF88a, or so", 13);
    ck_assert_int_eq(mkdir("folder", 0700), 0);
    expect_failure("empty", GLITCH_EFORMAT, "empty: an empty file");
    expect_failure("text.png", GLITCH_EFORMAT, "text.png: not an image");
    expect_failure("a", GLITCH_EFORMAT, "a: not an image");
    expect_failure("old.gif", GLITCH_EFORMAT, "old.gif: not an image");
    expect_failure("folder", GLITCH_EIO, "folder: Is a directory");
    expect_failure("missing", GLITCH_EIO, "missing: No such file");
    expect_failure("text.png/x", GLITCH_EIO, "x: Not a directory");
    decoded d = decode_memory("", 0);
    ck_assert_int_eq(d.status, GLITCH_EFORMAT);
}
END_TEST

START_TEST(unreadable_file)
{
    write_small_png("x.png");
    ck_assert_int_eq(chmod("x.png", 0), 0);
    ck_assert_int_eq(chmod(".", 0755), 0);
    if (geteuid() == 0) /* who may read everything */
        ck_assert_int_eq(seteuid(65534), 0);
    expect_failure("x.png", GLITCH_EIO, "x.png: Permission denied");
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

/* A name is shown on one line whatever is in it. */
START_TEST(names_are_tamed)
{
    static const char name[] = "a\nb\x1b[31m";
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_frames it;
    write_file(name, "no", 2);
    ck_assert_int_eq(glitch_open(ctx, name, &it), GLITCH_EFORMAT);
    ck_assert_ptr_null(strpbrk(glitch_ctx_message(ctx), "\n\x1b"));
    ck_assert_ptr_eq(
        strstr(glitch_ctx_message(ctx), "a?b?[31m: "), glitch_ctx_message(ctx));
    glitch_ctx_free(ctx);
}
END_TEST

/* A GIF without a trailer is as good as one with fewer frames: d is how e begins. */
static bool begins_as(const decoded *d, const decoded *e)
{
    for (uint32_t i = 0; i < d->count; i++)
        if (!same_pixels(&d->frames[i], &e->frames[i]))
            return false;
    return d->count > 0 && d->count <= e->count;
}

START_TEST(cut_off_anywhere)
{
    size_t size;
    int whole = 0;
    unsigned char *data = small_file(_i, &size);
    decoded e = decode_memory(data, size);
    for (size_t n = 1; n < size; n++) {
        unsigned char *part = malloc(n); /* so that ASan sees what is read behind it */
        memcpy(part, data, n);
        decoded d = decode_memory(part, n);
        REQUIRE(d.status == GLITCH_EFORMAT || d.status == GLITCH_END, "%zu bytes: %s",
            n, d.message);
        if (d.status == GLITCH_END)
            REQUIRE(begins_as(&d, &e), "%zu bytes: other pixels", n);
        whole += d.status == GLITCH_END && d.count == e.count;
        free_decoded(&d);
        free(part);
    }
    ck_assert_int_eq(whole, 0);
    free_decoded(&e);
    free(data);
}
END_TEST

START_TEST(cut_off_file)
{
    size_t size;
    unsigned char *data = small_file(_i, &size);
    write_file("x", data, size / 2);
    decoded d = decode_file("x");
    ck_assert_int_eq(d.status, GLITCH_EFORMAT);
    ck_assert_msg(strncmp(d.message, "x: damaged ", 11) == 0
            && strstr(d.message, "(it ends too early)"),
        "'%s'", d.message);
    free_decoded(&d);
    free(data);
}
END_TEST

static void decode_within_limits(const unsigned char *data, size_t size)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_limits limits = { .struct_size = sizeof limits, .pixels = 1 << 18 };
    REQUIRE(glitch_ctx_set_limits(ctx, &limits) == GLITCH_OK, "limits");
    decoded d = decode(ctx, (source) { .data = data, .size = size });
    REQUIRE(d.status == GLITCH_END || d.status == GLITCH_EFORMAT
            || d.status == GLITCH_ELIMIT,
        "%s: %s", glitch_strstatus(d.status), d.message);
    free_decoded(&d);
    glitch_ctx_free(ctx);
}

/* Any result will do but a crash, or a hang. PNG has checksums: see the next test. */
START_TEST(every_byte_changed)
{
    static const unsigned char changes[] = { 0xff, 0x01, 0x10, 0x80 };
    size_t size;
    unsigned char *data = small_file(_i, &size);
    for (size_t i = 0; i < size; i++)
        for (size_t c = 0; c < COUNT(changes); c++) {
            data[i] ^= changes[c];
            decode_within_limits(data, size);
            data[i] ^= changes[c];
        }
    free(data);
}
END_TEST

static void bad_bytes(unsigned char *data, size_t size, uint64_t *r)
{
    for (uint32_t k = 1 + random_below(r, 4); k > 0; k--)
        data[random_below(r, (uint32_t)size)] = (unsigned char)random_below(r, 256);
}

START_TEST(several_bytes_changed)
{
    size_t size;
    unsigned char *data = small_file(_i, &size), *copy = malloc(size);
    uint64_t r = (uint64_t)_i + 1;
    for (int round = 0; round < 2000; round++) {
        memcpy(copy, data, size);
        bad_bytes(copy, size, &r);
        decode_within_limits(copy, size);
    }
    free(copy);
    free(data);
}
END_TEST

/* The checksum of a chunk, as in annex D of the PNG specification. */
static uint32_t chunk_crc(const unsigned char *data, size_t size)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

static void put32(bytes *b, uint32_t v)
{
    put8(b, v >> 24);
    put8(b, v >> 16 & 0xff);
    put8(b, v >> 8 & 0xff);
    put8(b, v & 0xff);
}

static void put_chunk(bytes *b, const char *name, const void *data, size_t size)
{
    put32(b, (uint32_t)size);
    size_t start = b->size;
    put(b, name, 4);
    put(b, data, size);
    put32(b, chunk_crc(b->data + start, size + 4));
}

static size_t chunk_size(const unsigned char *chunk)
{
    return (size_t)chunk[2] << 8 | chunk[3];
}

/* So that the damage gets past the checksums. */
static void mend_checksums(unsigned char *png, size_t size)
{
    for (size_t at = 8; at + 12 <= size;) {
        size_t n = chunk_size(png + at);
        if (at + 12 + n > size)
            return;
        uint32_t crc = chunk_crc(png + at + 4, n + 4);
        for (int i = 0; i < 4; i++)
            png[at + 8 + n + (size_t)i] = (unsigned char)(crc >> (24 - 8 * i));
        at += 12 + n;
    }
}

START_TEST(damaged_png_with_good_checksums)
{
    size_t size;
    unsigned char *data = small_file(_i, &size), *copy = malloc(size);
    uint64_t r = (uint64_t)_i + 1;
    for (int round = 0; round < 3000; round++) {
        memcpy(copy, data, size);
        bad_bytes(copy, size, &r);
        mend_checksums(copy, size);
        decode_within_limits(copy, size);
    }
    free(copy);
    free(data);
}
END_TEST

/* ---- limits -------------------------------------------------------------- */

/* An allocator that counts, and fails when it is told to. */
typedef struct input_budget {
    size_t largest;  /* request so far */
    int left, calls; /* allocations; left < 0: any number */
    int live;        /* not freed yet */
} input_budget;

static void *budget_realloc(void *user, void *p, size_t size)
{
    input_budget *b = user;
    if (size == 0) {
        b->live -= p != NULL;
        free(p);
        return NULL;
    }
    b->calls++;
    if (b->left >= 0 && b->calls > b->left)
        return NULL;
    b->live += !p;
    if (size > b->largest)
        b->largest = size;
    return realloc(p, size);
}

static bytes huge_png(void)
{
    bytes b = { 0 }, header = { 0 };
    put(&b, "\x89PNG\r\n\x1a\n", 8);
    put32(&header, 65535);
    put32(&header, 65535);
    put(&header, "\x08\x06\x00\x00\x00", 5);
    put_chunk(&b, "IHDR", header.data, header.size);
    put_chunk(&b, "IDAT", "", 0);
    free(header.data);
    return b;
}

static bytes huge_jpeg(void)
{
    bytes b = { 0 };
    put(&b, "\xff\xd8\xff\xc0\x00\x11\x08\xff\xdc\xff\xdc\x03", 12);
    put(&b, "\x01\x11\x00\x02\x11\x00\x03\x11\x00", 9);
    put(&b, "\xff\xda\x00\x0c\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00", 14);
    return b;
}

static bytes huge_gif(void)
{
    bytes b = { 0 };
    put(&b,
        "GIF89a\xff\xff\xff\xff\x80\x00\x00"
        "abcdef",
        19);
    put(&b, "\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;", 16);
    return b;
}

/* They say that they are huge, and are refused before that is believed. */
START_TEST(huge_pictures)
{
    static bytes (*const make[])(void) = { huge_png, huge_jpeg, huge_gif };
    for (size_t i = 0; i < COUNT(make); i++) {
        bytes b = make[i]();
        input_budget used = { .left = -1 };
        glitch_alloc alloc = { budget_realloc, &used };
        glitch_ctx *ctx = glitch_ctx_new(&alloc);
        clock_t start = clock();
        decoded d = decode(ctx, (source) { .data = b.data, .size = b.size });
        ck_assert_msg(d.status == GLITCH_ELIMIT, "%zu: %s: %s", i,
            glitch_strstatus(d.status), d.message);
        ck_assert_uint_lt(used.largest, 1 << 20);
        ck_assert_int_lt(clock() - start, CLOCKS_PER_SEC / 2);
        free_decoded(&d);
        glitch_ctx_free(ctx);
        free(b.data);
    }
}
END_TEST

/* A chunk of text that says that it is of 1 GiB: libpng would allocate it at once. */
START_TEST(huge_png_chunks)
{
    static const char *const names[] = { "tEXt", "zTXt", "iTXt", "iCCP", "sPLT", "eXIf",
        "pCAL", "sCAL", "hIST", "juNk" };
    size_t size;
    unsigned char *data = small_file(0, &size);
    bytes b = { 0 };
    put(&b, data, 33); /* the signature and IHDR */
    put32(&b, 0x3fffffff);
    put(&b, names[_i], 4);
    put(&b, data + 33, size - 33);
    input_budget used = { .left = -1 };
    glitch_alloc alloc = { budget_realloc, &used };
    glitch_ctx *ctx = glitch_ctx_new(&alloc);
    decoded d = decode(ctx, (source) { .data = b.data, .size = b.size });
    ck_assert_int_eq(d.status, GLITCH_EFORMAT);
    ck_assert_uint_lt(used.largest, 1 << 20);
    free_decoded(&d);
    glitch_ctx_free(ctx);
    free(b.data);
    free(data);
}
END_TEST

static glitch_status status_within(const char *path, uint64_t pixels)
{
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_limits limits = { .struct_size = sizeof limits, .pixels = pixels };
    ck_assert_int_eq(glitch_ctx_set_limits(ctx, &limits), GLITCH_OK);
    decoded d = decode(ctx, (source) { .path = path });
    glitch_status s = d.status;
    free_decoded(&d);
    glitch_ctx_free(ctx);
    return s;
}

START_TEST(pixel_limit)
{
    files[_i].write("small");
    decoded d = decode_file("small");
    uint64_t pixels = (uint64_t)d.info.width * d.info.height;
    ck_assert_int_eq(status_within("small", pixels - 1), GLITCH_ELIMIT);
    ck_assert_int_eq(status_within("small", pixels), GLITCH_END);
    ck_assert_int_eq(status_within("small", 0), GLITCH_END); /* the default */
    free_decoded(&d);
}
END_TEST

/* ---- cancelling, and too little memory ----------------------------------- */

static int stop_when_zero(void *user)
{
    int *left = user;
    return (*left)-- <= 0;
}

/* However often it is asked for before it says stop. */
START_TEST(cancelled)
{
    size_t size;
    unsigned char *data = small_file(_i, &size);
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    int asked = 0;
    for (glitch_status s = GLITCH_ECANCELLED; s == GLITCH_ECANCELLED; asked++) {
        int left = asked;
        glitch_ctx_set_cancel(ctx, stop_when_zero, &left);
        decoded d = decode(ctx, (source) { .data = data, .size = size });
        s = d.status;
        REQUIRE(s == GLITCH_ECANCELLED || s == GLITCH_END, "%s", d.message);
        free_decoded(&d);
    }
    ck_assert_int_gt(asked, 6); /* about once a row, and there are 6 and more */
    glitch_ctx_free(ctx);
    free(data);
}
END_TEST

/* Every allocation fails once: nothing leaks, and it is said what is wrong. */
START_TEST(out_of_memory)
{
    size_t size;
    unsigned char *data = small_file(_i, &size);
    glitch_status s = GLITCH_ENOMEM;
    for (int calls = 1; s == GLITCH_ENOMEM; calls++) {
        input_budget used = { .left = calls };
        glitch_alloc alloc = { budget_realloc, &used };
        glitch_ctx *ctx = glitch_ctx_new(&alloc);
        decoded d = decode(ctx, (source) { .data = data, .size = size });
        s = d.status;
        REQUIRE(s == GLITCH_END || (s == GLITCH_ENOMEM && strstr(d.message, "memory")),
            "after %d: %s: %s", calls, glitch_strstatus(s), d.message);
        free_decoded(&d);
        glitch_ctx_free(ctx);
        REQUIRE(used.live == 0, "after %d: %d are not freed", calls, used.live);
        ck_assert_int_lt(calls, 1000);
    }
    free(data);
}
END_TEST

void add_input_tests(Suite *suite)
{
    TCase *c = tcase_create("input");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, format_is_in_the_first_bytes, 0, COUNT(files));
    tcase_add_loop_test(c, memory_as_file, 0, COUNT(files));
    tcase_add_loop_test(c, pipe_as_file, 0, COUNT(files));
    tcase_add_test(c, long_pipe_as_file);
    tcase_add_test(c, two_at_once);
    tcase_add_test(c, no_pictures);
    tcase_add_test(c, unreadable_file);
    tcase_add_test(c, names_are_tamed);
    tcase_add_loop_test(c, cut_off_anywhere, 0, COUNT(files));
    tcase_add_loop_test(c, cut_off_file, 0, COUNT(files));
    tcase_add_loop_test(c, every_byte_changed, 0, COUNT(files));
    tcase_add_loop_test(c, several_bytes_changed, 0, COUNT(files));
    tcase_add_loop_test(c, damaged_png_with_good_checksums, 0, 2);
    tcase_add_test(c, huge_pictures);
    tcase_add_loop_test(c, huge_png_chunks, 0, 10);
    tcase_add_loop_test(c, pixel_limit, 0, COUNT(files));
    tcase_add_loop_test(c, cancelled, 0, COUNT(files));
    tcase_add_loop_test(c, out_of_memory, 0, COUNT(files));
    suite_add_tcase(suite, c);
}
