/*
 * poster.c - poster.png: a bay with a lighthouse, as on a travel poster
 *
 * Large flat shapes, lines and patterns without any smoothed edge.  The colours are so
 * few that a frame still fits into the palette of a GIF when one channel has moved.
 * poster-smooth.png is the same as drawing programs make it: where edges are smooth there
 * are thousands of colours.
 */
#include "canvas.h"
#include "pictures.h"

enum { WIDTH = 980, HEIGHT = 653 };

enum {
    INK,
    NIGHT,
    SEA_DARK,
    SEA,
    FOAM,
    SKY,
    SKY_RAY,
    SUN,
    CREAM,
    RED,
    RED_DARK,
    HILL,
    HILL_DARK,
    SAND,
    COLOURS
};

static const unsigned colours[COLOURS] = { 0x14182b, 0x22335c, 0x1b5e7b, 0x2a8c94,
    0xa9dccf, 0xf6a35c, 0xf9b872, 0xffe9a8, 0xfbf1d9, 0xd64550, 0x96304a, 0x4f7d58,
    0x2c5247, 0xe3bf8a };

enum { LEFT = 28, RIGHT = WIDTH - 28, TOP = 28, BOTTOM = 566, SHORE = 372 };

static const double sun_x = 612, sun_y = 232;

/* ---- shapes -------------------------------------------------------------- */

static int in_box(
    double x, double y, double left, double top, double right, double bottom)
{
    return x >= left && x < right && y >= top && y < bottom;
}

static int in_disc(double x, double y, double cx, double cy, double radius)
{
    return (x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius;
}

/* A bar with round ends. */
static int in_bar(
    double x, double y, double left, double right, double middle, double radius)
{
    return in_disc(x, y, clamp(x, left, right), middle, radius);
}

/* Points are pairs of x and y, in an order around the shape. */
static int in_polygon(double x, double y, const double *points, int count)
{
    int inside = 0;
    for (int i = 0; i < count; i++) {
        const double *a = points + 2 * i, *b = points + 2 * ((i + 1) % count);
        if ((a[1] > y) != (b[1] > y)
            && x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]))
            inside = !inside;
    }
    return inside;
}

/* From 0 up to 1 and down again, in each `period`. */
static double zigzag(double x, double period)
{
    return 1 - absolute(2 * fraction(x / period) - 1);
}

/* ---- the sky ------------------------------------------------------------- */

/* Wedges around the sun: each line through it swaps the colours of its two sides. */
static int rays(double x, double y)
{
    enum { LINES = 14 };
    int side = 0;
    for (int i = 0; i < LINES; i++) {
        double turn = (i + 0.3) / (2.0 * LINES);
        side ^= (x - sun_x) * wave(turn) > (y - sun_y) * wave(turn + 0.25);
    }
    return side ? SKY_RAY : SKY;
}

static int sun(double x, double y, int behind)
{
    if (in_disc(x, y, sun_x, sun_y, 96))
        return SUN;
    int ring = in_disc(x, y, sun_x, sun_y, 112) && !in_disc(x, y, sun_x, sun_y, 107);
    ring |= in_disc(x, y, sun_x, sun_y, 124) && !in_disc(x, y, sun_x, sun_y, 121);
    return ring ? SUN : behind;
}

/* Each cloud is bars: left, right, middle, radius. */
static int clouds(double x, double y, int behind)
{
    static const double bars[][4] = {
        { 380, 520, 112, 13 },
        { 420, 480, 94, 17 },
        { 340, 440, 130, 9 },
        { 742, 890, 168, 14 },
        { 780, 840, 146, 20 },
        { 700, 800, 186, 9 },
        { 560, 700, 268, 8 },
        { 520, 640, 284, 6 },
        { 820, 930, 84, 9 },
        { 850, 880, 74, 12 },
    };
    for (int i = 0; i < COUNT(bars); i++) {
        const double *b = bars[i];
        if (in_bar(x, y, b[0], b[1], b[2], b[3]))
            behind = y > b[2] + b[3] * 0.45 ? SAND : CREAM;
    }
    return behind;
}

/* Gulls are two arcs each. */
static int gulls(double x, double y, int behind)
{
    static const double places[][3] = { { 470, 190, 16 }, { 512, 172, 11 },
        { 556, 92, 9 }, { 800, 240, 12 }, { 834, 226, 8 } };
    for (int i = 0; i < COUNT(places); i++) {
        const double *g = places[i];
        double dx = absolute(x - g[0]) - g[2] * 0.8, dy = y - g[1], r = g[2];
        if (dy < -r * 0.2 && in_disc(dx, dy, 0, 0, r) && !in_disc(dx, dy, 0, 2.5, r))
            return INK;
    }
    return behind;
}

/* ---- mountains ----------------------------------------------------------- */

typedef struct {
    double x, y, slope;
    int lit, dark;
} Peak;

/* The sun lights one flank; lines follow the slope of the other. */
static int mountain(const Peak *p, double x, double y, int behind)
{
    double down = y - p->y, across = x - p->x;
    if (absolute(across) * p->slope > down || y > SHORE)
        return behind;
    double border = 0.16 * down * (2 * zigzag(down, 74) - 1) - 4;
    double snow = 40 + 22 * zigzag(x + 9, 27);
    int lit = (across > border) == (p->x < sun_x);
    if (p->slope > 0.8 && down < snow)
        return lit ? CREAM : FOAM;
    if (!lit && fraction((down + absolute(across) * p->slope * 1.4) / 11) < 0.16)
        return p->lit;
    return lit ? p->lit : p->dark;
}

static int mountains(double x, double y, int behind)
{
    static const Peak peaks[] = {
        { 452, 214, 0.92, RED, RED_DARK },
        { 800, 204, 0.86, RED, RED_DARK },
        { 912, 262, 0.82, RED, RED_DARK },
        { 352, 262, 0.95, RED, RED_DARK },
        { 580, 318, 0.42, RED_DARK, NIGHT },
        { 722, 308, 0.5, RED_DARK, NIGHT },
        { 870, 322, 0.36, HILL, HILL_DARK },
        { 452, 330, 0.34, HILL, HILL_DARK },
    };
    for (int i = 0; i < COUNT(peaks); i++)
        behind = mountain(&peaks[i], x, y, behind);
    /* A wood along the shore. */
    double tree = 7 + 10 * chance(whole(x / 9), 1, 5);
    if (x > 640 && y < SHORE && y > SHORE - tree * zigzag(x, 9) - 2)
        return HILL_DARK;
    return behind;
}

/* ---- the sea ------------------------------------------------------------- */

/* Scales of rings, each row over the one behind it, larger towards us. */
static int waves(double x, double y)
{
    int colour = SEA_DARK;
    double top = SHORE, size = 14;
    for (int row = 0; top < BOTTOM + 60; row++) {
        double middle = top + size,
               place = (x - sun_x) / (2 * size) + (row & 1 ? 0.5 : 0);
        double dx = (fraction(place) - 0.5) * 2 * size, dy = y - middle;
        double d = sqrt(dx * dx + dy * dy) / size;
        if (y < middle && d < 1)
            colour = d > 0.9 ? FOAM
                : d > 0.66   ? SEA
                : d > 0.42   ? SEA_DARK
                : d > 0.34   ? FOAM
                             : NIGHT;
        else if (y >= middle)
            colour = SEA_DARK;
        top += size / 2;
        size *= 1.07;
    }
    return colour;
}

/* Bars of light below the sun. */
static int glitter(double x, double y, int behind)
{
    for (int i = 0; i < 13; i++) {
        double middle = SHORE + 7 + i * 13 + i * i * 0.35;
        double half = (64 - 3.6 * i) * (0.6 + 0.6 * chance(i, 0, 8));
        double shift = 34 * (chance(i, 1, 8) - 0.5);
        if (in_bar(x, y, sun_x + shift - half, sun_x + shift + half, middle,
                2.5 + 0.15 * i))
            return i % 3 == 1 ? SKY_RAY : SUN;
    }
    return behind;
}

static int boat(double x, double y, int behind)
{
    static const double hull[] = { 752, 436, 872, 436, 850, 462, 772, 462 };
    static const double main_sail[] = { 806, 306, 806, 428, 742, 428 };
    static const double fore_sail[] = { 812, 322, 866, 426, 812, 426 };
    static const double flag[] = { 808, 292, 832, 298, 808, 305 };
    if (in_polygon(x, y, hull, COUNT(hull) / 2))
        return y < 442                                             ? CREAM
            : fraction((x - 768) / 16) < 0.3 && y > 447 && y < 453 ? SUN
                                                                   : RED;
    if (in_polygon(x, y, main_sail, COUNT(main_sail) / 2))
        return fraction((y - 306) / 20) < 0.08 ? SAND : CREAM;
    if (in_polygon(x, y, fore_sail, COUNT(fore_sail) / 2))
        return fraction((y - 300) / 34) < 0.5 ? RED : CREAM;
    if (in_polygon(x, y, flag, COUNT(flag) / 2))
        return RED;
    if (in_box(x, y, 807, 292, 811, 438))
        return INK;
    if (y > 462 && y < 492 && absolute(x - 811) < 52 - (y - 462)
        && fraction((y - 462) / 7.5) < 0.55)
        return RED_DARK;
    return behind;
}

/* ---- the cape ------------------------------------------------------------ */

/* How high the ground in front is; the sea is to the right of it. */
static double ground(double x)
{
    double cape = 400 + 0.0012 * (x - 130) * (x - 130) + 5 * zigzag(x, 46);
    return x > 330 ? cape + 0.011 * (x - 330) * (x - 330) : cape;
}

static int cape(double x, double y, int behind)
{
    double top = ground(x), depth = y - top;
    if (depth < 0)
        return behind;
    if (depth < 5 + 4 * zigzag(x, 7))
        return HILL;
    /* A path winds up to the tower. */
    double bend = 188 + 60 * wave((y - 400) / 210), wide = 5 + 0.13 * (y - 400);
    if (absolute(x - bend) < wide)
        return absolute(x - bend) > wide - 3 ? INK : SAND;
    /* Rocks where it breaks off. */
    if (x > 322 + 24 * zigzag(y, 38))
        return fraction((x + 0.7 * y + 14 * zigzag(y, 29)) / 30) < 0.5 ? NIGHT : INK;
    /* Dots that get smaller towards the light. */
    double u = fraction(x / 12 + (whole(y / 12) & 1) * 0.5) - 0.5,
           v = fraction(y / 12) - 0.5;
    double size = 0.46 * ramp(150, 0, depth);
    return u * u + v * v < size * size ? HILL : HILL_DARK;
}

/* ---- the lighthouse ------------------------------------------------------ */

static const double tower_x = 150;

/* Two fans of lines from the lamp. */
static int beam(double x, double y, int behind)
{
    double dx = absolute(x - tower_x), dy = y - 118;
    if (dx < 18 || absolute(dy + 0.05 * dx) > 0.17 * dx)
        return behind;
    double line = fraction((dy + 0.22 * dx) / dx * 22);
    return line < 0.5 ? SUN : behind;
}

static int tower(double x, double y, int behind)
{
    double dx = x - tower_x, half = 22 + (y - 150) * 0.066;
    if (in_box(x, y, 0, 150, WIDTH, 408) && absolute(dx) < half) {
        int red = fraction((y - 150) / 86) < 0.5;
        if (absolute(dx) > half - 2)
            return INK;
        if (absolute(dx - 3) < 5 && fraction((y - 172) / 60) < 0.24)
            return in_box(x, y, tower_x, 0, tower_x + 6, HEIGHT) ? SUN : INK;
        if (dx < -half * 0.3)
            return red ? RED_DARK : SAND;
        return red ? RED : CREAM;
    }
    return behind;
}

static int lantern(double x, double y, int behind)
{
    static const double roof[] = { 150, 66, 176, 98, 124, 98 };
    double dx = absolute(x - tower_x);
    if (in_polygon(x, y, roof, COUNT(roof) / 2))
        return x < tower_x - 4 ? RED_DARK : RED;
    if (in_box(x, y, 148, 52, 152, 68) || in_disc(x, y, 150, 66, 5))
        return INK;
    if (dx < 19 && y >= 98 && y < 138) {
        if (y < 101 || dx > 16 || absolute(dx - 6) < 1)
            return INK;
        return in_disc(x, y, tower_x, 119, 12) ? CREAM : SUN;
    }
    if (dx < 32 && y >= 138 && y < 150)
        return y < 141 || y > 147 ? INK : NIGHT;
    if (dx < 32 && y >= 122 && y < 138 && (y < 124 || fraction((x + 2) / 8) < 0.25))
        return INK;
    return behind;
}

static int house(double x, double y, int behind)
{
    static const double roof[] = { 196, 366, 216, 334, 284, 334, 304, 366 };
    if (in_box(x, y, 262, 320, 274, 344))
        return y < 325 ? INK : RED_DARK;
    if (in_polygon(x, y, roof, COUNT(roof) / 2)) {
        double shift = (whole((y - 334) / 8) & 1) * 8;
        return fraction((y - 334) / 8) < 0.2 || fraction((x + shift) / 16) < 0.1 ? INK
                                                                                 : RED;
    }
    if (!in_box(x, y, 204, 366, 296, 414))
        return behind;
    if (in_box(x, y, 240, 380, 258, 414))
        return in_disc(x, y, 254, 398, 2) ? SUN : NIGHT;
    double u = x < 240 ? x - 214 : x - 268, v = y - 378;
    if (in_box(u, v, 0, 0, 18, 18))
        return in_box(u, v, 2, 2, 16, 16) && absolute(u - 9) > 1 && absolute(v - 9) > 1
            ? SUN
            : INK;
    return y < 370 ? SAND : CREAM;
}

/* ---- the frame and the title --------------------------------------------- */

/* Five by seven dots a letter, a row a byte. */
static const struct {
    char letter;
    unsigned char rows[7];
} letters[] = {
    { 'A', { 14, 17, 17, 31, 17, 17, 17 } },
    { 'B', { 30, 17, 17, 30, 17, 17, 30 } },
    { 'C', { 15, 16, 16, 16, 16, 16, 15 } },
    { 'G', { 15, 16, 16, 19, 17, 17, 15 } },
    { 'H', { 17, 17, 17, 31, 17, 17, 17 } },
    { 'I', { 31, 4, 4, 4, 4, 4, 31 } },
    { 'L', { 16, 16, 16, 16, 16, 16, 31 } },
    { 'T', { 31, 4, 4, 4, 4, 4, 4 } },
    { 'Y', { 17, 17, 10, 4, 4, 4, 4 } },
};

static int in_title(double x, double y)
{
    static const char title[] = "GLITCH BAY";
    const double dot = 6, left = (WIDTH - (10 * 8 - 3) * dot) / 2, top = 584;
    int column = whole((x - left) / dot), row = whole((y - top) / dot);
    if (row < 0 || row >= 7 || column < 0 || column >= 8 * 10 || column % 8 >= 5)
        return 0;
    for (int i = 0; i < COUNT(letters); i++) {
        if (letters[i].letter == title[column / 8])
            return letters[i].rows[row] >> (4 - column % 8) & 1;
    }
    return 0;
}

static int banner(double x, double y)
{
    if (in_title(x, y))
        return NIGHT;
    if (in_title(x - 3, y - 3))
        return SKY;
    double dx = absolute(x - WIDTH / 2.0), dy = absolute(y - 605);
    if (dx > 262 && dx < RIGHT - WIDTH / 2.0 - 8) {
        if (absolute(dx - 290) + dy < 15)
            return absolute(dx - 290) + dy < 8 ? SUN : RED;
        if (dx > 312 && (dy < 2 || absolute(dy - 6) < 1))
            return RED;
        if (dx > 312 && dy > 9 && dy < 13 && fraction(dx / 12) < 0.5)
            return SEA;
    }
    return CREAM;
}

static int poster_colour(double x, double y)
{
    if (!in_box(x, y, LEFT - 8, TOP - 8, RIGHT + 8, HEIGHT - 20))
        return CREAM;
    if (!in_box(x, y, LEFT - 5, TOP - 5, RIGHT + 5, HEIGHT - 23))
        return NIGHT;
    if (!in_box(x, y, LEFT, TOP, RIGHT, BOTTOM))
        return in_box(x, y, LEFT - 5, BOTTOM + 3, RIGHT + 5, HEIGHT) || y < BOTTOM
            ? banner(x, y)
            : NIGHT;
    int c;
    if (y < SHORE) {
        c = beam(x, y, sun(x, y, rays(x, y)));
        c = mountains(x, y, gulls(x, y, clouds(x, y, c)));
    } else {
        c = glitter(x, y, waves(x, y));
    }
    c = cape(x, y, boat(x, y, c));
    return house(x, y, lantern(x, y, tower(x, y, c)));
}

static Pixel poster_shader(double x, double y)
{
    return opaque(rgb(colours[poster_colour(x, y)]));
}

Canvas draw_smooth_poster(void)
{
    Canvas canvas = new_canvas(WIDTH, HEIGHT);
    shade(&canvas, poster_shader, HEIGHT, 4);
    return canvas;
}

void save_poster(const char *dir, const char *name)
{
    char *path = path_in(dir, name);
    png_color palette[COLOURS];
    png_byte *bytes = new_bytes(WIDTH, HEIGHT, 1);
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        bytes[i] = (png_byte)poster_colour(i % WIDTH + 0.5, i / WIDTH + 0.5);
    for (int i = 0; i < COLOURS; i++)
        palette[i] = png_colour(rgb(colours[i]));
    write_png(path, WIDTH, HEIGHT, PNG_COLOR_TYPE_PALETTE, bytes, palette, COLOURS);
    free(bytes);
    free(path);
}
