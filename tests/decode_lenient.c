/*
 * decode_lenient.c - damaged pictures, of which there may be something to see; and
 * photographs that are not upright.
 */
#include "decode.h"
#include <stdlib.h>
#include <string.h>

static const struct {
    void (*write)(const char *path);
    bool rows; /* each row is either there or transparent */
} files[] = {
    { write_small_png, true },
    { write_interlaced_png, false },
    { write_small_jpeg, false },
    { write_cmyk_jpeg, false },
    { write_small_gif, true },
    { write_animated_gif, false },
};

static decoded decode_leniently(const void *data, size_t size)
{
    return decode_alone((source) { .data = data, .size = size, .lenient = true });
}

/* ---- cut off ------------------------------------------------------------- */

START_TEST(whole_files_are_the_same)
{
    size_t size;
    files[_i].write("small");
    unsigned char *data = read_file("small", &size);
    decoded strict = decode_memory(data, size), lenient = decode_leniently(data, size);
    assert_same_decoded(&lenient, &strict);
    ck_assert_int_eq(lenient.notices[GLITCH_NOTICE_DAMAGE], 0);
    free_decoded(&strict);
    free_decoded(&lenient);
    free(data);
}
END_TEST

static void assert_part_of(const picture *p, const picture *whole, size_t size)
{
    for (size_t i = 0; i < (size_t)p->width * p->height; i++)
        REQUIRE(
            memcmp(&p->px[i], &whole->px[i], sizeof *p->px) == 0 || p->px[i].alpha == 0,
            "pixel %zu of a file of %zu bytes", i, size);
}

/* What of the whole is in a part of its bytes. */
static void assert_what_there_is(
    const decoded *part, const decoded *whole, size_t size, bool rows)
{
    REQUIRE(part->notices[GLITCH_NOTICE_DAMAGE] == 1, "%zu bytes, not told", size);
    REQUIRE(part->count <= whole->count, "%u frames", part->count);
    for (uint32_t i = 0; i + 1 < part->count; i++)
        REQUIRE_SAME(&part->frames[i], &whole->frames[i], "a frame before the damage");
    if (rows)
        assert_part_of(&part->frames[0], &whole->frames[0], size);
}

/* The more bytes, the more frames. */
START_TEST(cut_off_leniently)
{
    size_t size, some = 0;
    uint32_t most = 0;
    files[_i].write("small");
    unsigned char *data = read_file("small", &size);
    decoded whole = decode_memory(data, size);
    for (size_t n = 1; n < size; n++) {
        unsigned char *copy = malloc(n); /* so that ASan sees what is read behind it */
        memcpy(copy, data, n);
        decoded d = decode_leniently(copy, n);
        REQUIRE(d.status == GLITCH_EFORMAT || d.status == GLITCH_END, "%s", d.message);
        REQUIRE(d.count >= most, "%zu bytes: %u frames, before %u", n, d.count, most);
        if (d.status == GLITCH_END)
            assert_what_there_is(&d, &whole, n, files[_i].rows);
        some += d.status == GLITCH_END;
        most = d.count;
        free_decoded(&d);
        free(copy);
    }
    ck_assert_uint_eq(most, whole.count);
    ck_assert_uint_gt(some, 0);
    free_decoded(&whole);
    free(data);
}
END_TEST

/* ---- changed ------------------------------------------------------------- */

/* A wrong checksum is put up with, and told. */
START_TEST(png_with_a_wrong_checksum)
{
    size_t size;
    write_small_png("small");
    unsigned char *data = read_file("small", &size);
    decoded whole = decode_memory(data, size);
    for (size_t i = 29; i < 33; i++) { /* of IHDR */
        data[i] ^= 0x40;
        decoded strict = decode_memory(data, size), d = decode_leniently(data, size);
        ck_assert_int_eq(strict.status, GLITCH_EFORMAT);
        ck_assert_int_eq(d.status, GLITCH_END);
        ck_assert_int_eq(d.notices[GLITCH_NOTICE_DAMAGE], 1);
        REQUIRE_SAME(&d.frames[0], &whole.frames[0], "checksum");
        free_decoded(&strict);
        free_decoded(&d);
        data[i] ^= 0x40;
    }
    free_decoded(&whole);
    free(data);
}
END_TEST

/* Whatever is changed: no crash, and never less than strict decoding gives. */
START_TEST(every_byte_changed_leniently)
{
    static const unsigned char masks[] = { 0x01, 0x80, 0xff };
    size_t size;
    files[_i].write("small");
    unsigned char *data = read_file("small", &size);
    for (size_t n = 0; n < size * COUNT(masks); n++) {
        data[n / COUNT(masks)] ^= masks[n % COUNT(masks)];
        decoded strict = decode_memory(data, size), d = decode_leniently(data, size);
        if (strict.status == GLITCH_END)
            assert_same_decoded(&d, &strict);
        free_decoded(&strict);
        free_decoded(&d);
        data[n / COUNT(masks)] ^= masks[n % COUNT(masks)];
    }
    free(data);
}
END_TEST

/* ---- which way up -------------------------------------------------------- */

typedef struct corner {
    uint32_t x, y;
} corner;

/* Where a pixel goes; the names are Exif's, of where row 0 and column 0 are. */
static corner upright(int orientation, uint32_t w, uint32_t h, uint32_t x, uint32_t y)
{
    switch (orientation) {
    case 2: /* top, right */
        return (corner) { w - 1 - x, y };
    case 3: /* bottom, right */
        return (corner) { w - 1 - x, h - 1 - y };
    case 4: /* bottom, left */
        return (corner) { x, h - 1 - y };
    case 5: /* left, top */
        return (corner) { y, x };
    case 6: /* right, top */
        return (corner) { h - 1 - y, x };
    case 7: /* right, bottom */
        return (corner) { h - 1 - y, w - 1 - x };
    case 8: /* left, bottom */
        return (corner) { y, w - 1 - x };
    default:
        return (corner) { x, y };
    }
}

picture turn_naively(const picture *p, int orientation)
{
    uint32_t w = p->width, h = p->height;
    picture q = orientation < 5 ? new_picture(w, h) : new_picture(h, w);
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            corner to = upright(orientation, w, h, x, y);
            q.px[(size_t)to.y * q.width + to.x] = p->px[(size_t)y * w + x];
        }
    return q;
}

/* Exif data with a number of entries, of which the last may be an orientation. */
static bytes exif(bool big_endian, unsigned entries, unsigned tag, unsigned value)
{
    bytes b = { 0 };
    put(&b, "Exif\0\0", 6);
    put(&b, big_endian ? "MM\0*\0\0\0\x08" : "II*\0\x08\0\0\0", 8);
    put8(&b, big_endian ? entries >> 8 : entries & 0xff);
    put8(&b, big_endian ? entries & 0xff : entries >> 8);
    for (unsigned i = 0; i < entries; i++) {
        unsigned t = i + 1 == entries ? tag : 0x010e;
        unsigned char little[12] = { t & 0xff, t >> 8 & 0xff, 3, 0, 1, 0, 0, 0,
            value & 0xff, value >> 8 & 0xff };
        unsigned char big[12] = { t >> 8 & 0xff, t & 0xff, 0, 3, 0, 0, 0, 1,
            value >> 8 & 0xff, value & 0xff };
        put(&b, big_endian ? big : little, 12);
    }
    return b;
}

/* A JPEG file with a marker APP1 more. */
static bytes with_marker(const char *path, const bytes *marker)
{
    size_t size;
    unsigned char *data = read_file(path, &size);
    bytes b = { 0 };
    put(&b, "\xff\xd8\xff\xe1", 4);
    put8(&b, (unsigned)(marker->size + 2) >> 8);
    put8(&b, (unsigned)(marker->size + 2) & 0xff);
    put(&b, marker->data, marker->size);
    put(&b, data + 2, size - 2);
    free(data);
    return b;
}

static void check_turned(const bytes *marker, int orientation)
{
    write_small_jpeg("small");
    bytes b = with_marker("small", marker);
    picture stored = decode_still("small"),
            expected = turn_naively(&stored, orientation);
    decoded d = decode_memory(b.data, b.size);
    decoded left =
        decode_alone((source) { .data = b.data, .size = b.size, .no_orient = true });
    REQUIRE(d.count == 1 && left.count == 1, "%s", d.message);
    REQUIRE_SAME(&d.frames[0], &expected, "upright");
    REQUIRE_SAME(&left.frames[0], &stored, "as stored");
    ck_assert_uint_eq(d.info.width, expected.width);
    ck_assert_uint_eq(d.info.height, expected.height);
    free_decoded(&d);
    free_decoded(&left);
    free(stored.px);
    free(expected.px);
    free(b.data);
}

START_TEST(exif_orientation)
{
    bytes little = exif(false, 1, 0x0112, (unsigned)_i);
    bytes big = exif(true, 7, 0x0112, (unsigned)_i);
    check_turned(&little, _i);
    check_turned(&big, _i);
    free(little.data);
    free(big.data);
}
END_TEST

/* A second try, after a fault in a later scan, has the same way up. */
START_TEST(exif_of_a_cut_file)
{
    write_small_jpeg("small");
    bytes marker = exif(false, 1, 0x0112, 6), b = with_marker("small", &marker);
    picture stored = decode_still("small");
    size_t some = 0;
    for (size_t n = b.size; n > 0; n--) {
        decoded d = decode_leniently(b.data, n);
        some += d.status == GLITCH_END;
        REQUIRE(d.status != GLITCH_END
                || (d.info.width == stored.height && d.info.height == stored.width),
            "%zu bytes: %ux%u", n, d.info.width, d.info.height);
        free_decoded(&d);
    }
    ck_assert_uint_gt(some, 50);
    free(stored.px);
    free(marker.data);
    free(b.data);
}
END_TEST

/* Nothing of it is believed where it is not what Exif has. */
START_TEST(exif_without_orientation)
{
    static const unsigned bad[] = { 0, 9, 6 << 8, 65535 };
    for (size_t i = 0; i < COUNT(bad); i++) {
        bytes b = exif(i % 2, 3, 0x0112, bad[i]);
        check_turned(&b, 1);
        free(b.data);
    }
    bytes b = exif(false, 3, 0x0113, 6);
    check_turned(&b, 1);
    free(b.data);
    b = exif(false, 2, 0x0112, 6);
    for (size_t size = b.size; size-- > 0;) { /* cut off before the value's end */
        b.size = size;
        check_turned(&b, size >= 6 + 8 + 2 + 12 + 10 ? 6 : 1);
    }
    free(b.data);
    b = exif(false, 1, 0x0112, 6);
    memset(b.data + 6 + 4, 0xff, 4); /* a directory out of reach */
    check_turned(&b, 1);
    free(b.data);
}
END_TEST

void add_lenient_tests(Suite *suite)
{
    TCase *c = tcase_create("lenient");
    suite_add_tcase(suite, c);
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    tcase_add_loop_test(c, whole_files_are_the_same, 0, COUNT(files));
    tcase_add_loop_test(c, cut_off_leniently, 0, COUNT(files));
    tcase_add_loop_test(c, every_byte_changed_leniently, 0, COUNT(files));
    tcase_add_test(c, png_with_a_wrong_checksum);
    tcase_add_loop_test(c, exif_orientation, 1, 9);
    tcase_add_test(c, exif_of_a_cut_file);
    tcase_add_test(c, exif_without_orientation);
}
