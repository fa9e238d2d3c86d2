/*
 * make-large.c - draw the two larger pictures that `make bench` measures GIFs on
 *
 *     make-large OUTDIR
 *
 * writes soft.png, much like a portrait photograph with little depth of field, and
 * poster.png, flat and in few colours, both of 980 by 653 pixels. As in make-images.c,
 * every machine gets the same pixels.
 */
#include "canvas.h"

enum { WIDTH = 980, HEIGHT = 653 };

/* ---- soft.png: somebody in evening light --------------------------------- */

static const Vec head = { 470, 300, 0 };
static const Vec light = { -0.62, -0.5, 0.6 };

/* Lights far out of focus. */
static Vec background(double x, double y)
{
    static const unsigned stops[] = { 0x27414a, 0x46615c, 0x8c8a68, 0xc79a63,
        0x8a5a44 };
    static const unsigned lamps[] = { 0xffd9a0, 0xf6b678, 0xbfd8c8, 0xffe8c8 };
    double haze = cloud(x / 420, y / 380, 11);
    Vec c = gradient(stops, COUNT(stops), 0.15 + 0.7 * x / WIDTH + 0.5 * (haze - 0.5));
    for (int i = 0; i < 26; i++) {
        double dx = x - WIDTH * chance(i, 1, 21),
               dy = y - 0.8 * HEIGHT * chance(i, 2, 21);
        double radius = 18 + 44 * chance(i, 3, 21), d = sqrt(dx * dx + dy * dy);
        double edge = ramp(radius + 5, radius - 5, d);
        c = mix(c, rgb(lamps[i % 4]), edge * (0.12 + 0.22 * chance(i, 4, 21)));
    }
    return c;
}

/* How a ball of that shape is lit at the place, and 0 outside of it. */
static double ball(double dx, double dy, double rx, double ry, double *facing)
{
    double u = dx / rx, v = dy / ry, inside = 1 - u * u - v * v;
    if (inside <= 0)
        return 0;
    *facing = dot(vec(u, v, sqrt(inside)), unit(light));
    return ramp(0, 0.06, inside);
}

static Vec skin(double facing, double x, double y)
{
    static const unsigned tones[] = { 0x4a2420, 0x8a4a38, 0xc47f5c, 0xe8b08a,
        0xf8d8b8 };
    double pores = cloud(x / 9, y / 9, 41) - 0.5,
           blush = cloud(x / 60, y / 60, 42) - 0.5;
    return gradient(
        tones, COUNT(tones), 0.38 + 0.55 * facing + 0.05 * pores + 0.1 * blush);
}

/* A dark soft spot: an eye, a nostril, the line of a mouth. */
static Vec spot(Vec c, double dx, double dy, double rx, double ry, unsigned colour)
{
    double d = sqrt(dx * dx / (rx * rx) + dy * dy / (ry * ry));
    return mix(c, rgb(colour), 0.8 * ramp(1.15, 0.6, d));
}

static Vec face(Vec c, double dx, double dy)
{
    for (int side = -1; side <= 1; side += 2) {
        double ex = dx + 12 - side * 52;
        c = spot(c, ex, dy + 22, 27, 10, 0xefe2d8);
        c = spot(c, ex + 4, dy + 22, 10, 10, 0x2f3b34);
        c = spot(c, ex + 7, dy + 25, 3, 3, 0xffffff);
        c = spot(c, ex, dy + 50 + 0.003 * ex * ex, 34, 6, 0x3a2018);
    }
    c = spot(c, dx + 10, dy - 42, 20, 7, 0x8c4a3a);
    c = spot(c, dx + 10, dy - 86, 40, 10, 0xa84848);
    return spot(c, dx + 10, dy - 86, 38, 2.4, 0x5c2024);
}

static Vec coat(double x, double y, double facing)
{
    static const unsigned cloth[] = { 0x101822, 0x22384a, 0x3f6478, 0x6f97a0 };
    double weave = noise(x / 2.2, y / 3.1, 51) - 0.5, fold = cloud(x / 90, y / 160, 52);
    return gradient(
        cloth, COUNT(cloth), 0.25 + 0.45 * facing + 0.3 * (fold - 0.5) + 0.08 * weave);
}

static Pixel soft_pixel(double x, double y)
{
    double facing = 0, dx = x - head.x, dy = y - head.y;
    Vec c = background(x, y);
    double cover = ball(dx + 4, dy - 480, 330, 300, &facing);
    c = mix(c, coat(x, y, facing), cover);
    cover = ball(dx, dy - 150, 66, 130, &facing);
    c = mix(c, skin(facing - 0.35, x, y), cover);
    cover = ball(dx, dy, 128, 168, &facing);
    c = mix(c, face(skin(facing, x, y), dx, dy), cover);
    return opaque(c);
}

/* Strands that fall from the crown to both sides. */
static void draw_hair(Canvas *canvas)
{
    static const unsigned tones[] = { 0x1c0e0a, 0x3a1f14, 0x6a3c22, 0xa86a3a };
    enum { STRANDS = 900, STEPS = 24 };
    for (int i = 0; i < STRANDS; i++) {
        double side = chance(i, 1, 61) * 2 - 1, depth = chance(i, 2, 61);
        double shine = 0.25 + 0.5 * chance(i, 3, 61) - 0.35 * side;
        Vec colour = gradient(tones, COUNT(tones), shine), last = vec(0, 0, 0);
        for (int k = 0; k <= STEPS; k++) {
            double t = (double)k / STEPS, out = side * (40 + 110 * ramp(0, 0.45, t));
            double curl = 14 * wave(0.6 * t + depth + 0.2 * side) * t;
            Vec p = vec(head.x + out + curl + 26 * side * depth,
                head.y - 196 + 60 * depth * absolute(side) + t * (300 + 150 * depth),
                0);
            if (k > 0 && absolute(p.x - head.x) > 84 - 90 * (t < 0.18))
                stroke(canvas, last, p, 2.6, 1.6, colour);
            last = p;
        }
    }
}

static Canvas draw_soft(void)
{
    Canvas canvas = new_canvas(WIDTH, HEIGHT);
    shade(&canvas, soft_pixel, HEIGHT, 2);
    draw_hair(&canvas);
    blur(&canvas, 1);
    bloom(&canvas, 14, 0.72, 0.25);
    develop(&canvas, 0.35, 0.022, 7);
    return canvas;
}

/* ---- poster.png: a ship, in 16 colours ----------------------------------- */

static const unsigned poster_colours[] = { 0x14213d, 0x23395d, 0x3a5a80, 0x6f9bb3,
    0xf4e3c1, 0xf2b134, 0xed7d3a, 0xd64545, 0x8c2f39, 0x0b132b, 0x1c7c7d, 0x37a3a0,
    0x8fd0c0, 0xfdf6e3, 0x5c4742, 0xa07855 };
enum {
    NIGHT,
    DUSK,
    BLUE,
    PALE,
    SAND,
    SUN,
    ORANGE,
    RED,
    WINE,
    INK,
    SEA,
    WATER,
    FOAM,
    WHITE,
    BARK,
    WOOD
};

static int in_circle(int x, int y, int cx, int cy, int radius)
{
    return (x - cx) * (x - cx) + (y - cy) * (y - cy) <= radius * radius;
}

/* A row of hills with straight slopes. */
static int hill_top(int x, int length, int height, int shift)
{
    int at = (x + shift) % length, half = length / 2;
    return height * (at < half ? at : length - at) / half;
}

static int sky_at(int x, int y)
{
    static const int bands[] = { NIGHT, DUSK, BLUE, PALE, SAND };
    int ring = 9;
    while (ring > 0 && !in_circle(x, y, 660, 330, 30 + ring * 26))
        ring--;
    if (in_circle(x, y, 660, 330, 112))
        return SUN;
    if (ring > 0 && ring < 9 && ring % 2)
        return y > 180 ? ORANGE : RED;
    if (y < 150 && x % 20 < 4 && (y + (x / 20 % 2) * 10) % 20 < 4)
        return WHITE;
    int band = y / 76;
    return bands[band < 4 ? band : 4];
}

static int land_at(int x, int y, int behind)
{
    if (y > 360 - hill_top(x, 380, 150, 60) && y < 400)
        behind = (x + y) % 14 < 2 ? WINE : RED;
    if (y > 372 - hill_top(x, 240, 90, 130) && y < 400)
        behind = y % 9 < 2 ? INK : WINE;
    return behind;
}

static int sea_at(int x, int y, int behind)
{
    if (y < 400)
        return behind;
    int wave = (x + (y / 16 % 2) * 32) % 64, crest = wave < 32 ? wave : 64 - wave;
    if (y % 16 == crest / 4)
        return FOAM;
    if (x > 560 && x < 760 && y % 16 > 9)
        return SUN;
    return y < 480 ? WATER : y < 570 ? SEA : BLUE;
}

static int ship_at(int x, int y, int behind)
{
    int u = x - 250, v = y - 240;
    if (v > 190 && v < 250 && u > -150 + (v - 190) && u < 190 - (v - 190) / 2)
        return v % 15 < 3 ? BARK : v < 204 ? SAND : WOOD;
    if ((u > -70 && u < -62 && v > -150 && v < 190)
        || (u > 60 && u < 68 && v > -180 && v < 190))
        return BARK;
    if (u > -60 && v > -140 && v < 60 && 2 * (u + 60) < v + 150)
        return v % 40 < 8 ? RED : WHITE;
    if (u > 70 && v > -170 && v < 150 && 3 * (u - 70) < v + 180)
        return v % 40 < 8 ? RED : SAND;
    if (u < -72 && u > -170 && v > -60 && v < 160 && -2 * (u + 72) < v + 62)
        return WHITE;
    return behind;
}

static int poster_at(int x, int y)
{
    if (x < 14 || y < 14 || x >= WIDTH - 14 || y >= HEIGHT - 14)
        return WHITE;
    if (x < 20 || y < 20 || x >= WIDTH - 20 || y >= HEIGHT - 20)
        return INK;
    return ship_at(x, y, sea_at(x, y, land_at(x, y, sky_at(x, y))));
}

static void save_poster(const char *dir, const char *name)
{
    char *path = path_in(dir, name);
    png_color palette[COUNT(poster_colours)];
    png_byte *bytes = new_bytes(WIDTH, HEIGHT, 1);
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        bytes[i] = (png_byte)poster_at(i % WIDTH, i / WIDTH);
    for (int i = 0; i < COUNT(poster_colours); i++)
        palette[i] = png_colour(rgb(poster_colours[i]));
    write_png(path, WIDTH, HEIGHT, PNG_COLOR_TYPE_PALETTE, bytes, palette,
        COUNT(poster_colours));
    free(bytes);
    free(path);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make-large OUTDIR\n");
        return EXIT_FAILURE;
    }
    save(argv[1], "soft.png", draw_soft(), 3);
    save_poster(argv[1], "poster.png");
    return EXIT_SUCCESS;
}
