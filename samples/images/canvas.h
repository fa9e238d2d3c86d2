/*
 * canvas.h - numbers, colours, a canvas and PNG files for make-images.c
 *
 * These are functions and not only declarations: the header belongs to this one
 * program, and so it can be built from one file, with one command.
 *
 * Nothing in here may differ between machines; see make-images.c.
 */
#ifndef SAMPLES_CANVAS_H
#define SAMPLES_CANVAS_H

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* A point, a direction, or a colour with red, green and blue from 0 to 1. */
typedef struct {
    double x, y, z;
} Vec;

typedef struct {
    Vec colour;
    double alpha;
} Pixel;

typedef struct {
    int width, height;
    Pixel *pixels;
} Canvas;

/* The look of a picture at a place; places are measured in pixels. */
typedef Pixel (*Shader)(double x, double y);

static _Noreturn void fail(const char *what, const char *why)
{
    fprintf(stderr, "make-images: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

/* ---- numbers ------------------------------------------------------------- */

static inline double clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static inline double absolute(double x)
{
    return x < 0 ? -x : x;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline int whole(double x)
{
    int i = (int)x;
    return i > x ? i - 1 : i;
}

static inline double fraction(double x)
{
    return x - whole(x);
}

static inline double lerp(double a, double b, double t)
{
    return a + (b - a) * t;
}

/* From 0 at `from` to 1 at `to`, flat at both ends; `from` may be the larger one. */
static inline double ramp(double from, double to, double x)
{
    double t = clamp((x - from) / (to - from), 0, 1);
    return t * t * (3 - 2 * t);
}

/* The sine of so many full turns, by the rational approximation of Bhaskara. */
static inline double wave(double turns)
{
    double half = 2 * fraction(turns), sign = half < 1 ? 1 : -1;
    double t = fraction(half), p = t * (1 - t);
    return sign * 16 * p / (5 - 4 * p);
}

/* A bell: 1 at the middle, never quite 0, nearly so a few `radius` away. */
static inline double glow(double distance, double radius)
{
    double q = distance / radius, bell = 1 / (1 + q * q);
    return bell * bell;
}

static inline uint32_t hash(int x, int y, uint32_t seed)
{
    uint32_t h =
        seed * 0x9e3779b1u ^ (uint32_t)x * 0x85ebca6bu ^ (uint32_t)y * 0xc2b2ae35u;
    for (int i = 0; i < 2; i++) {
        h ^= h >> 15;
        h *= 0x2c1b3c6du;
        h ^= h >> 12;
    }
    return h;
}

static inline double chance(int x, int y, uint32_t seed)
{
    return hash(x, y, seed) / 4294967296.0;
}

static inline double noise(double x, double y, uint32_t seed)
{
    int i = whole(x), j = whole(y);
    double u = ramp(0, 1, x - i), v = ramp(0, 1, y - j);
    double top = lerp(chance(i, j, seed), chance(i + 1, j, seed), u);
    double bottom = lerp(chance(i, j + 1, seed), chance(i + 1, j + 1, seed), u);
    return lerp(top, bottom, v);
}

/* Noise of several sizes on top of each other, from 0 to 1. */
static inline double cloud(double x, double y, uint32_t seed)
{
    double sum = 0, weight = 0.5;
    for (uint32_t octave = 0; octave < 5; octave++) {
        sum += weight * noise(x, y, seed + octave);
        x *= 2.03;
        y *= 2.03;
        weight /= 2;
    }
    return sum / (1 - weight * 2);
}

/* ---- vectors and colours ------------------------------------------------- */

static inline Vec vec(double x, double y, double z)
{
    return (Vec) { x, y, z };
}

static inline Vec add(Vec a, Vec b)
{
    return vec(a.x + b.x, a.y + b.y, a.z + b.z);
}

static inline Vec scale(Vec a, double s)
{
    return vec(a.x * s, a.y * s, a.z * s);
}

static inline Vec times(Vec a, Vec b)
{
    return vec(a.x * b.x, a.y * b.y, a.z * b.z);
}

static inline Vec mix(Vec a, Vec b, double t)
{
    return add(scale(a, 1 - t), scale(b, t));
}

static inline double dot(Vec a, Vec b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline double length(Vec a)
{
    return sqrt(dot(a, a));
}

static inline Vec unit(Vec a)
{
    return scale(a, 1 / length(a));
}

static inline Vec rgb(unsigned hex)
{
    return vec((hex >> 16) / 255.0, (hex >> 8 & 255) / 255.0, (hex & 255) / 255.0);
}

/* A colour from a list of evenly spaced ones, at t from 0 to 1. */
static inline Vec gradient(const unsigned *stops, int count, double t)
{
    double place = clamp(t, 0, 1) * (count - 1);
    int i = whole(smaller(place, count - 1.001));
    return mix(rgb(stops[i]), rgb(stops[i + 1]), place - i);
}

static inline Pixel opaque(Vec colour)
{
    return (Pixel) { colour, 1 };
}

/* ---- canvas -------------------------------------------------------------- */

static inline Canvas new_canvas(int width, int height)
{
    Canvas canvas = { width, height, NULL };
    canvas.pixels = calloc((size_t)width * (size_t)height, sizeof *canvas.pixels);
    if (!canvas.pixels)
        fail("canvas", strerror(ENOMEM));
    return canvas;
}

static inline Pixel *at(const Canvas *canvas, int x, int y)
{
    return &canvas->pixels[(size_t)y * (size_t)canvas->width + (size_t)x];
}

/* Look at n by n places in the pixel, which smooths the edges. */
static inline Pixel average(Shader shader, int x, int y, int n)
{
    Vec sum = vec(0, 0, 0);
    double alpha = 0;
    for (int i = 0; i < n * n; i++) {
        Pixel p = shader(x + (i % n + 0.5) / n, y + (i / n + 0.5) / n);
        sum = add(sum, scale(p.colour, p.alpha));
        alpha += p.alpha;
    }
    if (alpha <= 0)
        return (Pixel) { sum, 0 };
    return (Pixel) { scale(sum, 1 / alpha), alpha / (n * n) };
}

static inline void shade(Canvas *canvas, Shader shader, int rows, int n)
{
    for (int y = 0; y < rows; y++) {
        for (int x = 0; x < canvas->width; x++)
            *at(canvas, x, y) = average(shader, x, y, n);
    }
}

/* The colour between the pixels. */
static inline Vec sample(const Canvas *canvas, double x, double y)
{
    x = clamp(x - 0.5, 0, canvas->width - 1.001);
    y = clamp(y - 0.5, 0, canvas->height - 1.001);
    int i = (int)x, j = (int)y;
    Vec top = mix(at(canvas, i, j)->colour, at(canvas, i + 1, j)->colour, x - i);
    Vec low =
        mix(at(canvas, i, j + 1)->colour, at(canvas, i + 1, j + 1)->colour, x - i);
    return mix(top, low, y - j);
}

/* Replace each of `count` colours, `step` pixels apart, by the mean around it. */
static inline void blur_line(Pixel *line, int count, int step, int radius, Vec *scratch)
{
    for (int i = 0; i < count; i++)
        scratch[i] = line[(ptrdiff_t)i * step].colour;
    for (int i = 0; i < count; i++) {
        Vec sum = vec(0, 0, 0);
        for (int k = i - radius; k <= i + radius; k++)
            sum = add(sum, scratch[k < 0 ? 0 : k >= count ? count - 1 : k]);
        line[(ptrdiff_t)i * step].colour = scale(sum, 1.0 / (2 * radius + 1));
    }
}

/* Three means in a row are close to the bell of a real lens. */
static inline void blur(Canvas *canvas, int radius)
{
    int w = canvas->width, h = canvas->height;
    Vec *scratch = calloc((size_t)(w > h ? w : h), sizeof *scratch);
    if (!scratch)
        fail("blur", strerror(ENOMEM));
    for (int pass = 0; pass < 3; pass++) {
        for (int y = 0; y < h; y++)
            blur_line(at(canvas, 0, y), w, 1, radius, scratch);
        for (int x = 0; x < w; x++)
            blur_line(at(canvas, x, 0), h, w, radius, scratch);
    }
    free(scratch);
}

/* Let what is brighter than `threshold` shine over its surroundings. */
static inline void bloom(Canvas *canvas, int radius, double threshold, double strength)
{
    Canvas light = new_canvas(canvas->width, canvas->height);
    int count = canvas->width * canvas->height;
    for (int i = 0; i < count; i++) {
        Vec c = canvas->pixels[i].colour;
        double peak = larger(c.x, larger(c.y, c.z));
        light.pixels[i].colour = scale(c, ramp(threshold, 1, peak));
    }
    blur(&light, radius);
    for (int i = 0; i < count; i++) {
        Vec *c = &canvas->pixels[i].colour;
        Vec room =
            vec(1 - smaller(c->x, 1), 1 - smaller(c->y, 1), 1 - smaller(c->z, 1));
        *c = add(*c, times(room, scale(light.pixels[i].colour, strength)));
    }
    free(light.pixels);
}

/* Darken the corners and add a film's grain, which is weaker where it is dark. */
static inline void develop(Canvas *canvas, double corners, double grain, uint32_t seed)
{
    int w = canvas->width, h = canvas->height;
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            Vec *c = &at(canvas, x, y)->colour;
            double u = 2.0 * x / w - 1, v = 2.0 * y / h - 1;
            double speck = chance(x, y, seed) + chance(x, y, seed + 1) - 1;
            double light = (c->x + c->y + c->z) / 3;
            speck *= grain * ramp(-0.2, 0.4, light);
            *c = scale(*c, 1 - corners * ramp(0.5, 2.2, u * u + v * v));
            *c = add(*c, vec(speck, speck, speck));
        }
    }
}

/* Draw a line that gets from `from_width` to `to_width` on its way. */
static inline void stroke(
    Canvas *canvas, Vec a, Vec b, double from_width, double to_width, Vec colour)
{
    double reach = larger(from_width, to_width) / 2 + 1;
    Vec way = vec(b.x - a.x, b.y - a.y, 0);
    int left = whole(larger(smaller(a.x, b.x) - reach, 0));
    int top = whole(larger(smaller(a.y, b.y) - reach, 0));
    for (int y = top; y < canvas->height && y < larger(a.y, b.y) + reach; y++) {
        for (int x = left; x < canvas->width && x < larger(a.x, b.x) + reach; x++) {
            Vec to = vec(x + 0.5 - a.x, y + 0.5 - a.y, 0);
            double t = clamp(dot(to, way) / (dot(way, way) + 1e-9), 0, 1);
            double away = length(add(to, scale(way, -t)));
            double cover = clamp(lerp(from_width, to_width, t) / 2 + 0.5 - away, 0, 1);
            Vec *c = &at(canvas, x, y)->colour;
            *c = mix(*c, colour, cover);
        }
    }
}

/* ---- files --------------------------------------------------------------- */

static inline png_byte byte_of(double x)
{
    return (png_byte)(clamp(x, 0, 1) * 255 + 0.5);
}

static inline png_color png_colour(Vec c)
{
    return (png_color) { byte_of(c.x), byte_of(c.y), byte_of(c.z) };
}

static _Noreturn void png_failed(png_structp png, png_const_charp why)
{
    fail(png_get_error_ptr(png), why);
}

/* Write rows of bytes, which are places in the palette if there is one. */
static inline void write_png(const char *path, int width, int height, int type,
    png_byte *bytes, const png_color *palette, int colours)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        fail(path, strerror(errno));
    /* The cast only drops const: libpng hands the path back to png_failed(). */
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, (void *)path, png_failed, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info)
        fail(path, "libpng does not start");
    png_init_io(png, file);
    png_set_compression_level(png, 9);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, type,
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (palette)
        png_set_PLTE(png, info, palette, colours);
    png_write_info(png, info);
    size_t stride = png_get_rowbytes(png, info);
    for (int y = 0; y < height; y++)
        png_write_row(png, bytes + (size_t)y * stride);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    if (fclose(file))
        fail(path, strerror(errno));
}

static inline char *path_in(const char *dir, const char *name)
{
    size_t size = strlen(dir) + strlen(name) + 2;
    char *path = malloc(size);
    if (!path)
        fail(name, strerror(ENOMEM));
    snprintf(path, size, "%s/%s", dir, name);
    return path;
}

static inline png_byte *new_bytes(int width, int height, int channels)
{
    png_byte *bytes = calloc((size_t)width * (size_t)height, (size_t)channels);
    if (!bytes)
        fail("picture", strerror(ENOMEM));
    return bytes;
}

/* Write a canvas, which is given up, with 3 channels or with alpha as the fourth. */
static inline void save(const char *dir, const char *name, Canvas canvas, int channels)
{
    char *path = path_in(dir, name);
    png_byte *bytes = new_bytes(canvas.width, canvas.height, channels);
    for (int i = 0; i < canvas.width * canvas.height; i++) {
        png_color c = png_colour(canvas.pixels[i].colour);
        png_byte four[] = { c.red, c.green, c.blue, byte_of(canvas.pixels[i].alpha) };
        /* Where nothing is to be seen, rounding must not leave a colour behind. */
        if (four[3] > 0 || channels == 3)
            memcpy(bytes + i * channels, four, (size_t)channels);
    }
    int type = channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB;
    write_png(path, canvas.width, canvas.height, type, bytes, NULL, 0);
    free(bytes);
    free(path);
    free(canvas.pixels);
}

#endif
