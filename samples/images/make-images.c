/*
 * make-images.c - draw the sample pictures of the project
 *
 *     make-images OUTDIR
 *
 * writes city.png, badge.png, portrait.png and flat.png into OUTDIR.  The pictures
 * are made by a program, and not taken from somewhere, so that they are free of
 * anybody's rights, and so that a test can draw them again and compare.
 *
 * For that comparison every machine has to get the same pixels.  Hence all seeds are
 * fixed, and of the mathematical functions only sqrt() is used, the one that IEEE 754
 * defines to the last bit; compile with -ffp-contract=off, and link with -lm.
 */
#include "bodies.h"
#include "canvas.h"

/* ---- city.png: sun, skyline and water ------------------------------------ */

enum {
    CITY_WIDTH = 640,
    CITY_HEIGHT = 420,
    HORIZON = 286,
    MAX_HOUSES = 80,
    LAYERS = 3
};

static const Vec sun = { 356, 168, 0 };
static const double sun_radius = 100;

typedef struct {
    double left, right, top, mast;
    double crown; /* height of the narrower part on top */
    int seed;
} House;

typedef struct {
    double min_width, max_width, base, hills, rough;
    double cell; /* size of a window and the wall around it */
    double lit;  /* part of the windows with light */
    unsigned wall, haze;
} Style;

/* From the far to the near; what is far is paler and has smaller windows. */
static const Style styles[LAYERS] = {
    { 10, 24, 26, 96, 40, 3, 0.20, 0x5a2a78, 0xd2508e },
    { 16, 32, 14, 104, 46, 3, 0.30, 0x2c1850, 0x8a2f7c },
    { 20, 44, 5, 40, 30, 4, 0.40, 0x110b28, 0x2a1440 },
};

static House houses[LAYERS][MAX_HOUSES];

/* How high the city is at x: two hills of towers that leave the view to the sun. */
static double city_hills(double x)
{
    return glow(x - 165, 105) + 0.92 * glow(x - 545, 85);
}

static void build_layer(int layer)
{
    const Style *s = &styles[layer];
    double x = -20;
    for (int i = 0; i < MAX_HOUSES; i++) {
        double width = lerp(s->min_width, s->max_width, chance(i, layer, 40));
        double rise = chance(i, layer, 41);
        House *h = &houses[layer][i];
        h->left = whole(x);
        h->right = whole(x + width);
        double height =
            s->base + s->hills * city_hills(x + width / 2) + s->rough * rise;
        h->top = whole(HORIZON - height);
        h->crown = chance(i, 2, 7) < 0.45 ? 4 + whole(8 * chance(i, 3, 7)) : 0;
        h->mast = chance(i, 4, 7) < 0.3 ? 8 + 22 * rise : 0;
        h->seed = i * 17 + layer * 1000;
        x += width - (layer == 2 ? 0 : 2) + (chance(i, 5, 7) < 0.2 ? 5 : 0);
    }
}

static Vec stars(double x, double y)
{
    const double cell = 7;
    int i = whole(x / cell), j = whole(y / cell);
    double luck = chance(i, j, 5);
    if (luck > 0.3)
        return vec(0, 0, 0);
    double dx = x - (i + 0.2 + 0.6 * chance(i, j, 6)) * cell;
    double dy = y - (j + 0.2 + 0.6 * chance(i, j, 8)) * cell;
    double size = luck < 0.02 ? 0.95 : 0.35 + luck;
    double light = glow(sqrt(dx * dx + dy * dy), size) * (luck < 0.02 ? 1.2 : 0.75);
    light *= ramp(205, 20, y) * (0.4 + 0.6 * chance(i, j, 9));
    return scale(mix(rgb(0xa8c8ff), rgb(0xffd8e8), chance(i, j, 10)), light);
}

static Vec sky(double x, double y)
{
    static const unsigned stops[] = { 0x090522, 0x180a40, 0x3a1266, 0x77207f, 0xcf3c84,
        0xff7a6b, 0xffb56b };
    Vec c = gradient(stops, COUNT(stops), y / HORIZON);
    double dust = cloud(x / 150 + y / 210, y / 70 - x / 400, 60);
    c = add(c, scale(rgb(0x5a2fa8), 0.5 * ramp(0.45, 0.85, dust) * ramp(190, 60, y)));
    c = add(c, stars(x, y));
    double dx = x - sun.x, dy = y - sun.y;
    double halo = glow(larger(sqrt(dx * dx + dy * dy) - sun_radius * 0.8, 0), 80);
    return add(c, scale(rgb(0xff3d8a), 0.42 * halo));
}

/* The sun's disc, cut by gaps that get wider towards the horizon. */
static Vec with_sun(Vec behind, double x, double y)
{
    static const unsigned stops[] = { 0xfff2a6, 0xffca5c, 0xff8a50, 0xff4a78,
        0xf52f8c };
    double dx = x - sun.x, dy = y - sun.y;
    if (dx * dx + dy * dy > sun_radius * sun_radius)
        return behind;
    double t = (dy / sun_radius + 1) / 2;
    double gap = 0.1 + 0.5 * (t - 0.45) / 0.55;
    if (t > 0.45 && fraction((y - sun.y) / 13.5) < gap)
        return mix(behind, rgb(0x7a1c80), 0.55);
    return gradient(stops, COUNT(stops), t);
}

/* Long thin clouds, lit from below. */
static Vec with_clouds(Vec behind, double x, double y)
{
    double thick =
        cloud(x / 130 + 9, y / 13, 71) * ramp(70, 150, y) * ramp(290, 215, y);
    double cover = ramp(0.46, 0.72, thick);
    double below = cloud(x / 130 + 9, (y + 5) / 13, 71);
    Vec c = mix(rgb(0x6b2a86), rgb(0xff9a8c), ramp(0.1, -0.12, below - thick));
    return mix(behind, c, 0.55 * cover);
}

static Vec with_mountains(Vec behind, double x, double y)
{
    for (int ridge = 0; ridge < 2; ridge++) {
        double rise = cloud(x / (90 - 25 * ridge) + 30 * ridge, 0.5, 80);
        double top = HORIZON - 62 + 26 * ridge - 74 * (rise - 0.45);
        if (y > top) {
            Vec rock = rgb(ridge ? 0x6a2680 : 0x8c3488);
            behind = mix(rock, rgb(0xf0668c), ramp(top - 10, HORIZON + 8, y) * 0.75);
        }
    }
    return behind;
}

static Vec window_light(int seed, int column, int row, double far)
{
    static const unsigned lights[] = { 0xffc860, 0xffe2a0, 0xff9c50, 0xffd080, 0x62f0ff,
        0xff6ec0, 0xfff4d8, 0xffb858 };
    uint32_t luck = hash(column, row, 300 + (uint32_t)seed);
    return scale(rgb(lights[luck % 8]), far * (0.55 + 0.45 * ((luck >> 8 & 7) / 7.0)));
}

static Vec wall(const Style *s, const House *h, double x, double y)
{
    Vec c = mix(rgb(s->wall), rgb(s->haze), ramp(h->top, HORIZON + 20, y) * 0.8);
    double to_sun = h->left < sun.x ? h->right - x : x - h->left;
    c = add(c, scale(rgb(0xff5a8c), 0.35 * (to_sun < 1.5) * ramp(HORIZON, h->top, y)));
    double u = (x - h->left - 2) / s->cell, v = (y - h->top - 4) / (s->cell * 1.2);
    int column = whole(u), row = whole(v);
    int columns = whole((h->right - h->left - 4) / s->cell);
    if (row < 0 || column < 0 || column >= columns)
        return c;
    if (u - column > 0.62 || v - row > 0.6)
        return c;
    /* Some floors are dark altogether, as in a real office tower. */
    double lit = s->lit * (0.35 + 1.1 * chance(h->seed, row, 21));
    if (chance(column, row, 200 + (uint32_t)h->seed) > lit)
        return scale(c, 0.82);
    return mix(c, window_light(h->seed, column, row, 1), 0.45 + s->cell / 10);
}

static int in_house(const House *h, double x, double y)
{
    double middle = (h->left + h->right) / 2, half = (h->right - h->left) / 2;
    if (y > h->top)
        return x >= h->left && x < h->right;
    if (y > h->top - h->crown)
        return absolute(x - middle) < half * 0.6;
    return absolute(x - middle) < 0.6 && y > h->top - h->crown - h->mast;
}

static Vec with_houses(Vec c, double x, double y)
{
    for (int layer = 0; layer < LAYERS; layer++) {
        for (int i = 0; i < MAX_HOUSES; i++) {
            const House *h = &houses[layer][i];
            if (in_house(h, x, y))
                c = wall(&styles[layer], h, x, y);
        }
    }
    return c;
}

static Pixel city_above_water(double x, double y)
{
    Vec c = with_clouds(with_sun(sky(x, y), x, y), x, y);
    return opaque(with_houses(with_mountains(c, x, y), x, y));
}

/* What is above the horizon, upside down, through waves that grow towards us. */
static Vec water(const Canvas *canvas, int x, int y)
{
    double depth = y + 0.5 - HORIZON, near = depth / (CITY_HEIGHT - HORIZON);
    double far = 900 / (depth + 9);
    double u = (x - CITY_WIDTH / 2) * far / 620, v = far * 1.6;
    double swell = cloud(u + 50, v, 90) - 0.5,
           ripple = noise(u * 5 + 90, v * 5, 91) - 0.5;
    double tilt = swell + 0.45 * ripple;
    Vec sum = vec(0, 0, 0);
    /* A wave shows a strip of the sky and not a point. */
    for (int i = 0; i < 7; i++) {
        double up = depth * (1.5 + 1.5 * tilt + 0.07 * (i - 3));
        double source = HORIZON - 1 - clamp(up, 0, HORIZON - 2);
        sum = add(sum, sample(canvas, x + tilt * depth * 0.35, source));
    }
    Vec c = times(scale(sum, 1 / 7.0), mix(rgb(0xffdcff), rgb(0xb090f0), near));
    double path = glow(x - sun.x, 46 + 60 * near) * ramp(0.1, 0.32, tilt);
    c = mix(c, rgb(0x0c0626), 0.1 + 0.3 * near);
    return add(c, scale(rgb(0xff8a8c), 0.75 * path * (1 - 0.4 * near)));
}

static void add_water(Canvas *canvas)
{
    for (int y = HORIZON; y < CITY_HEIGHT; y++) {
        for (int x = 0; x < CITY_WIDTH; x++)
            *at(canvas, x, y) = opaque(water(canvas, x, y));
    }
}

/* A point of the curve that starts at a towards b and ends at c. */
static Vec curve(Vec a, Vec b, Vec c, double t)
{
    return mix(mix(a, b, t), mix(b, c, t), t);
}

static void draw_frond(Canvas *canvas, Vec root, Vec tip, double lift, Vec colour)
{
    enum { STEPS = 46 };
    Vec bend = vec(lerp(root.x, tip.x, 0.45), smaller(root.y, tip.y) - lift, 0);
    Vec last = root;
    for (int i = 1; i <= STEPS; i++) {
        double t = (double)i / STEPS;
        Vec p = curve(root, bend, tip, t), along = add(p, scale(last, -1));
        double leaf =
            20 * sqrt(1 - t) * ramp(0, 0.2, t) * (0.8 + 0.4 * chance(i, 3, 12));
        stroke(canvas, last, p, 2.2, 1.2, colour);
        Vec hang = add(p, vec(along.x * 3 - 0.15 * leaf, leaf, 0));
        stroke(canvas, p, hang, 1.7, 0.3, colour);
        hang = add(p, vec(along.x * 3 + 0.3 * leaf, leaf * 0.75, 0));
        stroke(canvas, p, hang, 1.7, 0.3, colour);
        last = p;
    }
}

static void draw_palm(Canvas *canvas, Vec foot, Vec top, double size)
{
    static const Vec tips[] = {
        { -78, 22, 22 },
        { -66, -12, 26 },
        { -36, -42, 16 },
        { 8, -54, 6 },
        { 44, -36, 18 },
        { 74, -8, 26 },
        { 82, 30, 24 },
        { -52, 52, 26 },
        { 54, 58, 28 },
    };
    enum { STEPS = 30 };
    const Vec colour = rgb(0x0a0618);
    Vec bend = vec(foot.x + (top.x - foot.x) * 0.15, lerp(foot.y, top.y, 0.6), 0);
    Vec last = foot;
    for (int i = 1; i <= STEPS; i++) {
        double t = (double)i / STEPS, width = size * (13 - 6 * t + (i & 1));
        Vec p = curve(foot, bend, top, t);
        stroke(canvas, last, p, width, width - size, colour);
        last = p;
    }
    for (int i = 0; i < COUNT(tips); i++) {
        Vec tip = vec(top.x + size * tips[i].x, top.y + size * tips[i].y, 0);
        draw_frond(canvas, top, tip, size * tips[i].z, colour);
    }
}

static Canvas draw_city(void)
{
    Canvas canvas = new_canvas(CITY_WIDTH, CITY_HEIGHT);
    for (int layer = 0; layer < LAYERS; layer++)
        build_layer(layer);
    shade(&canvas, city_above_water, HORIZON, 3);
    add_water(&canvas);
    bloom(&canvas, 2, 0.7, 0.22);
    bloom(&canvas, 9, 0.75, 0.2);
    draw_palm(&canvas, vec(22, 432, 0), vec(72, 196, 0), 1);
    draw_palm(&canvas, vec(-14, 420, 0), vec(14, 262, 0), 0.75);
    develop(&canvas, 0.5, 0.017, 1);
    return canvas;
}

/* ---- badge.png: an eye on a round screen --------------------------------- */

enum { BADGE_SIZE = 200 };

/* How far inside of the almond between two circles, in pixels; negative: outside. */
static double in_almond(double dx, double dy)
{
    const double radius = 72, shift = 37;
    double y = absolute(dy) + shift;
    return radius - sqrt(dx * dx + y * y);
}

static Vec iris(double dx, double dy, double d)
{
    static const unsigned stops[] = { 0x8dfff0, 0x2ee6e0, 0x1b9be8, 0x4a3ce0,
        0x241064 };
    double fibre = noise(14 * dx / (d + 1) + 40, 14 * dy / (d + 1) + 40, 33);
    fibre += noise(33 * dx / (d + 1) + 90, 33 * dy / (d + 1) + 90, 34);
    Vec c = gradient(stops, COUNT(stops), (d - 11) / 17 + 0.18 * (fibre - 1));
    c = scale(c, 0.72 + 0.35 * fibre);
    return mix(rgb(0x05020f), c, ramp(10.5, 12.5, d));
}

static Vec eyeball(double dx, double dy, double inside)
{
    double d = sqrt(dx * dx + dy * dy);
    Vec c = mix(rgb(0x6a4aa8), rgb(0xf4ecff), ramp(-2, 22, inside + 5));
    if (d < 28)
        c = iris(dx, dy, d);
    c = scale(c, 0.55 + 0.45 * ramp(-34, -8, dy));
    double glint = sqrt((dx + 8) * (dx + 8) + (dy + 9) * (dy + 9));
    return mix(c, vec(1, 1, 1), ramp(6, 4.5, glint));
}

static Vec screen(double dx, double dy)
{
    double d = sqrt(dx * dx + dy * dy), inside = in_almond(dx, dy);
    Vec c = mix(rgb(0x5a1d8c), rgb(0x0a0626), ramp(10, 78, d));
    c = add(c, scale(rgb(0xff2f9a), 0.8 * glow(larger(-inside, 0), 9)));
    if (inside > 2.5)
        c = eyeball(dx, dy, inside);
    else if (inside > 0)
        c = rgb(0xff8ad0);
    double lash = in_almond(dx * 0.84, (dy + 3) * 0.66);
    if (absolute(lash) < 0.9 && dy < -4)
        c = mix(c, rgb(0x52f4ff), 0.9);
    double line = 0.5 + 0.5 * wave((dy + 100) / 4);
    return scale(c, 0.74 + 0.26 * line);
}

static Vec bezel(double dx, double dy, double d)
{
    double across = (d - 85.5) / 8.5, facing = -(0.55 * dx + 0.83 * dy) / d;
    double light = 0.42 + 0.4 * facing * across + 0.18 * (1 - across * across);
    light += 0.25 * ramp(0.8, 1, absolute(facing));
    Vec c = mix(rgb(0x1a1030), rgb(0xd8ccff), light);
    /* Eight rivets: fold the circle until only one of them is left. */
    double u = larger(absolute(dx), absolute(dy)),
           v = smaller(absolute(dx), absolute(dy));
    double su = u - 79.2, sv = v - 32.8, rivet = sqrt(su * su + sv * sv);
    return mix(
        c, mix(rgb(0xfff0d0), rgb(0x3a1c50), rivet / 3.4), ramp(3.4, 2.6, rivet));
}

static Pixel badge(double x, double y)
{
    double dx = x - BADGE_SIZE / 2, dy = y - BADGE_SIZE / 2;
    double d = sqrt(dx * dx + dy * dy), bulge = 1 - 0.05 * ramp(80, 0, d);
    if (d > 77)
        return (Pixel) { bezel(dx, dy, d), ramp(98, 91, d) };
    /* The tube's three beams miss each other a little. */
    Vec c = vec(screen((dx - 1.6) * bulge, dy * bulge).x,
        screen(dx * bulge, dy * bulge).y, screen((dx + 1.6) * bulge, dy * bulge).z);
    double gloss = sqrt((dx + 20) * (dx + 20) + (dy + 120) * (dy + 120));
    c = mix(c, vec(1, 1, 1), 0.14 * ramp(94, 92, gloss) * ramp(20, 90, gloss));
    return (Pixel) { scale(c, 0.35 + 0.65 * ramp(78, 66, d)), 1 };
}

static Canvas draw_badge(void)
{
    Canvas canvas = new_canvas(BADGE_SIZE, BADGE_SIZE);
    shade(&canvas, badge, BADGE_SIZE, 3);
    return canvas;
}

/* ---- portrait.png: a marble bust in coloured light ----------------------- */

enum { PORTRAIT_WIDTH = 320, PORTRAIT_HEIGHT = 400 };

/*
 * The bust is given by the distance to its surface, made of simple bodies that melt
 * into each other.  Its face looks along +z; x is mirrored, so there is half a face.
 */
static double eyes_and_nose(double d, Vec p)
{
    d = melt(d, ellipsoid(p, vec(0.25, 0.15, 0.64), vec(0.28, 0.08, 0.13)), 0.16);
    d = carve(d, ellipsoid(p, vec(0.29, -0.03, 0.84), vec(0.19, 0.11, 0.17)), 0.16);
    d = melt(d, ellipsoid(p, vec(0.28, -0.04, 0.6), vec(0.16, 0.12, 0.15)), 0.02);
    double bow = (p.x - 0.28) * (p.x - 0.28), gap = 0.06 - 2.2 * bow;
    double lid = ellipsoid(p, vec(0.28, -0.03, 0.6), vec(0.19, 0.15, 0.175));
    d = melt(d, larger(lid, gap - absolute(p.y + 0.05)), 0.03);
    d = melt(d, rod(p, vec(0, 0.14, 0.74), vec(0, -0.3, 0.95), 0.055, 0.085), 0.1);
    return melt(d, ellipsoid(p, vec(0.1, -0.33, 0.84), vec(0.075, 0.065, 0.09)), 0.06);
}

static double mouth_and_chin(double d, Vec p)
{
    d = melt(d, ellipsoid(p, vec(0, -0.93, 0.58), vec(0.17, 0.13, 0.14)), 0.2);
    d = melt(d, ellipsoid(p, vec(0, -0.6, 0.62), vec(0.26, 0.2, 0.16)), 0.14);
    d = melt(d, ellipsoid(p, vec(0.06, -0.555, 0.76), vec(0.15, 0.05, 0.07)), 0.05);
    d = melt(d, ellipsoid(p, vec(0, -0.665, 0.75), vec(0.16, 0.065, 0.08)), 0.05);
    return carve(
        d, rod(p, vec(0, -0.61, 0.83), vec(0.17, -0.605, 0.76), 0.004, 0.003), 0.03);
}

/* Waves of hair that run back from the brow. */
static double hair(Vec p, double side)
{
    double d = ellipsoid(p, vec(0, 0.32, -0.14), vec(0.86, 0.9, 0.98));
    double fold = wave(1.5 * p.y + 0.9 * p.z + 0.35 * wave(0.8 * p.z + 0.4 * side));
    fold += 0.5 * wave(3.1 * p.x + 1.7 * p.z - 1.2 * p.y);
    d -= 0.045 * fold;
    double brow = 0.52 * p.z - 0.75 * p.y + 0.22 - 0.28 * p.x;
    d = carve(d, -0.8 * brow, 0.1);
    return melt(
        d, ellipsoid(p, vec(0, 0.35, -1.1), vec(0.4, 0.38, 0.34)) - 0.03 * fold, 0.1);
}

static double head(Vec p)
{
    double side = p.x;
    p.x = mirrored(p.x, 0.03);
    double d = ellipsoid(p, vec(0, 0.28, -0.12), vec(0.76, 0.84, 0.9));
    d = melt(d, ellipsoid(p, vec(0, -0.32, 0.2), vec(0.57, 0.7, 0.58)), 0.25);
    /* From afar it is enough to know that all the rest stands out by less than 0.5. */
    if (d > 0.8)
        return d - 0.5;
    d = melt(d, ellipsoid(p, vec(0.4, -0.22, 0.46), vec(0.2, 0.17, 0.2)), 0.2);
    d = melt(d, ellipsoid(p, vec(0.74, -0.1, -0.06), vec(0.07, 0.2, 0.13)), 0.06);
    d = mouth_and_chin(eyes_and_nose(d, p), p);
    return melt(d, hair(p, side), 0.03);
}

static double bust(Vec p)
{
    double d = rod(p, vec(0, -0.6, -0.2), vec(0, -1.7, -0.25), 0.4, 0.46);
    Vec q = vec(mirrored(p.x, 0.25), p.y, p.z);
    d = melt(
        d, rod(q, vec(0.2, -1.85, -0.25), vec(1.25, -2.15, -0.35), 0.35, 0.4), 0.4);
    d = melt(d, ellipsoid(p, vec(0, -2.6, -0.1), vec(1.2, 0.9, 0.6)), 0.3);
    /* The head is turned a little on the neck; away from it a ball will do. */
    double ball = length(add(p, vec(0, 0.05, 0.1))) - 1.5;
    if (ball > 0.3)
        return smaller(d, ball);
    return melt(
        d, head(vec(0.94 * p.x - 0.341 * p.z, p.y, 0.341 * p.x + 0.94 * p.z)), 0.12);
}

static Vec normal(Vec p)
{
    const double e = 0.004;
    double d = bust(p);
    return unit(vec(bust(add(p, vec(e, 0, 0))) - d, bust(add(p, vec(0, e, 0))) - d,
        bust(add(p, vec(0, 0, e))) - d));
}

/* How much of the light from there gets past the bust, with soft edges. */
static double unshadowed(Vec p, Vec to_light)
{
    double light = 1, t = 0.06;
    for (int i = 0; i < 14 && light > 0.01; i++) {
        double d = bust(add(p, scale(to_light, t)));
        light = smaller(light, 7 * d / t);
        t += clamp(d, 0.05, 0.3);
    }
    return ramp(0, 1, light);
}

/* How open the surroundings of the surface are: creases are darker. */
static double openness(Vec p, Vec n)
{
    double near = bust(add(p, scale(n, 0.07))) / 0.07;
    double wide = bust(add(p, scale(n, 0.25))) / 0.25;
    return clamp(0.15 + 0.45 * near + 0.4 * wide, 0, 1);
}

static Vec marble(Vec p)
{
    Vec n = normal(p), key = unit(vec(-0.7, 0.42, 0.8));
    Vec rim = unit(vec(0.9, 0.1, -0.25));
    double open = openness(p, n), lit = larger(dot(n, key), 0);
    double from_key = lit > 0 ? lit * unshadowed(p, key) : 0;
    double from_rim = ramp(-0.1, 1, dot(n, rim));
    double shine = larger(dot(n, unit(add(key, vec(0, 0, 1)))), 0);
    shine *= shine * shine * shine;
    shine *= shine * shine * shine;
    double vein = absolute(cloud(p.x * 1.6 + 9, p.y * 1.6 + p.z + 9, 50) - 0.5);
    Vec stone = mix(rgb(0xc4a8c4), rgb(0xfff2ea), ramp(0, 0.05, vein) * 0.3 + 0.7);
    Vec light = scale(vec(1.0, 0.84, 0.76), 0.82 * from_key);
    light = add(light, scale(rgb(0x20c8e8), 0.95 * from_rim * open));
    light =
        add(light, scale(mix(rgb(0xa02878), rgb(0x5a50b8), 0.5 + n.y / 2), 0.5 * open));
    double edge = 1 - larger(n.z, 0);
    light = add(light, scale(rgb(0xff5ab4), 0.35 * edge * edge * edge * open));
    return add(times(stone, light), scale(vec(1, 0.95, 0.9), 0.25 * shine * from_key));
}

/* Lamps that are far out of focus. */
static Vec backdrop(double x, double y)
{
    static const unsigned lamps[] = { 0xff4fa0, 0x38c8f0, 0xffa860, 0x9a5cff };
    Vec c = mix(rgb(0x3c1a5c), rgb(0x0c1c3c), ramp(0, 1, x / 500 + y / 700));
    double wide = cloud(x / 170 + 3, y / 170 + 3, 44);
    c = add(c, scale(rgb(0xb83a88), 0.55 * ramp(0.35, 0.8, wide)));
    for (int i = 0; i < 24; i++) {
        double dx = x - PORTRAIT_WIDTH * chance(i, 0, 42);
        double dy = y - PORTRAIT_HEIGHT * chance(i, 1, 42) * 0.85;
        double radius = 12 + 26 * chance(i, 2, 42), d = sqrt(dx * dx + dy * dy);
        double disc = ramp(radius + 3, radius - 3, d) * (0.7 + 0.3 * d / radius);
        c = add(c, scale(rgb(lamps[i % 4]), disc * (0.06 + 0.2 * chance(i, 3, 42))));
    }
    return c;
}

static Pixel portrait(double x, double y)
{
    Vec p = vec((x - 158) / 108, (158 - y) / 108, 2);
    while (p.z > -2) {
        double d = bust(p);
        if (d < 0.002)
            return opaque(marble(p));
        p.z -= d * 0.85;
    }
    return opaque(backdrop(x, y));
}

static Canvas draw_portrait(void)
{
    Canvas canvas = new_canvas(PORTRAIT_WIDTH, PORTRAIT_HEIGHT);
    shade(&canvas, portrait, PORTRAIT_HEIGHT, 2);
    bloom(&canvas, 5, 0.6, 0.2);
    develop(&canvas, 0.45, 0.014, 2);
    return canvas;
}

/* ---- flat.png: a desk at dusk, in few colours ---------------------------- */

enum { FLAT_WIDTH = 256, FLAT_HEIGHT = 192 };

/* Tables are easier to check in columns than as the tool would have them. */
/* clang-format off */
enum {
    WALL, SHADE, SKY_1, SKY_2, SKY_3, SKY_4, SKY_5, SUN, HILL_1, HILL_2, CREAM, TAN,
    WOOD, WOOD_LIGHT, WOOD_DARK, CASE, CASE_DARK, INK, GLASS, GREEN, PINK, CYAN, LEAF,
    LEAF_DARK, WHITE, COLOURS
};

static const unsigned flat_colours[COLOURS] = {
    0x3d2c68, 0x302254, 0x1d2566, 0x45368f, 0x8d4ca6, 0xe26a90, 0xffa476, 0xffe394,
    0x6a3f8c, 0x3a2a66, 0xf4e4c8, 0xcbac92, 0xa25c46, 0xc97e58, 0x713c3a, 0xe9ddc2,
    0xb9a88e, 0x15102b, 0x10303f, 0x3fe3a2, 0xff4fa2, 0x42d9f2, 0x43a063, 0x276a4c,
    0xfff9ee,
};

typedef struct {
    enum { BOX, OVAL, WEDGE } kind;
    int x, y, width, height, colour;
    int times, step; /* so many of them, so far apart */
} Shape;

/* From the back to the front. */
static const Shape shapes[] = {
    /* The sky in the window, */
    { BOX, 0, 0, 128, 34, SKY_1, 1, 0 },       { BOX, 0, 34, 128, 18, SKY_2, 1, 0 },
    { BOX, 0, 52, 128, 14, SKY_3, 1, 0 },      { BOX, 0, 66, 128, 12, SKY_4, 1, 0 },
    { BOX, 0, 78, 128, 40, SKY_5, 1, 0 },      { OVAL, 38, 44, 44, 44, SUN, 1, 0 },
    { BOX, 36, 72, 48, 2, SKY_4, 1, 0 },       { BOX, 36, 78, 48, 3, SKY_5, 1, 0 },
    { BOX, 26, 26, 1, 1, WHITE, 5, 19 },       { BOX, 36, 37, 1, 1, WHITE, 3, 31 },
    { BOX, 31, 20, 1, 1, CYAN, 4, 23 },        { WEDGE, -6, 64, 70, 46, HILL_1, 1, 0 },
    { WEDGE, 66, 56, 76, 54, HILL_1, 1, 0 },   { OVAL, 0, 86, 90, 50, HILL_2, 1, 0 },
    { OVAL, 60, 90, 90, 50, HILL_2, 1, 0 },    { WEDGE, 24, 76, 9, 32, INK, 3, 8 },
    { WEDGE, 92, 80, 9, 32, INK, 3, 9 },
    /* the wall around it, */
    { BOX, 0, 0, 18, 140, WALL, 1, 0 },        { BOX, 114, 0, 142, 140, WALL, 1, 0 },
    { BOX, 18, 0, 96, 16, WALL, 1, 0 },        { BOX, 18, 104, 96, 36, WALL, 1, 0 },
    { BOX, 4, 0, 3, 140, SHADE, 1, 0 },        { BOX, 124, 0, 3, 140, SHADE, 7, 20 },
    { BOX, 24, 0, 3, 12, SHADE, 5, 20 },       { BOX, 24, 112, 3, 28, SHADE, 5, 20 },
    { BOX, 14, 12, 104, 4, CREAM, 1, 0 },      { BOX, 14, 16, 4, 90, CREAM, 2, 100 },
    { BOX, 64, 16, 4, 88, CREAM, 1, 0 },       { BOX, 68, 16, 1, 88, TAN, 2, -50 },
    { BOX, 18, 56, 96, 3, CREAM, 1, 0 },       { BOX, 18, 16, 96, 2, TAN, 1, 0 },
    { BOX, 8, 104, 116, 5, CREAM, 1, 0 },      { BOX, 8, 109, 116, 3, TAN, 1, 0 },
    /* a cat on the sill, */
    { OVAL, 82, 76, 22, 32, INK, 1, 0 },       { OVAL, 78, 64, 20, 17, INK, 1, 0 },
    { WEDGE, 78, 58, 8, 12, INK, 2, 12 },      { BOX, 100, 100, 16, 4, INK, 1, 0 },
    { BOX, 112, 100, 4, 18, INK, 1, 0 },       { OVAL, 110, 115, 6, 6, INK, 1, 0 },
    { OVAL, 82, 70, 4, 4, SUN, 2, 8 },         { BOX, 84, 70, 1, 4, INK, 2, 8 },
    { BOX, 87, 76, 2, 1, PINK, 1, 0 },         { BOX, 80, 82, 16, 2, PINK, 1, 0 },
    /* a shelf with books, */
    { BOX, 138, 28, 104, 4, WOOD_LIGHT, 1, 0 },
    { BOX, 138, 32, 104, 2, WOOD_DARK, 1, 0 }, { BOX, 144, 8, 6, 20, PINK, 3, 21 },
    { BOX, 151, 11, 5, 17, CYAN, 3, 21 },      { BOX, 157, 6, 7, 22, SUN, 3, 21 },
    { BOX, 157, 10, 7, 2, SKY_4, 3, 21 },      { BOX, 144, 22, 6, 2, CREAM, 3, 21 },
    { OVAL, 214, 10, 18, 18, LEAF, 1, 0 },
    { OVAL, 208, 15, 14, 11, LEAF_DARK, 2, 16 }, { BOX, 216, 21, 14, 7, SKY_5, 1, 0 },
    /* the desk, */
    { BOX, 0, 138, 256, 54, WOOD, 1, 0 },
    { BOX, 0, 138, 256, 3, WOOD_LIGHT, 1, 0 }, { BOX, 0, 184, 256, 8, WOOD_DARK, 1, 0 },
    { BOX, 6, 150, 44, 1, WOOD_DARK, 4, 71 },
    { BOX, -20, 168, 58, 1, WOOD_DARK, 4, 83 },
    { BOX, 30, 176, 36, 1, WOOD_LIGHT, 3, 97 },
    /* the computer, */
    { BOX, 126, 143, 116, 4, WOOD_DARK, 1, 0 }, { BOX, 126, 123, 114, 20, CASE, 1, 0 },
    { BOX, 126, 139, 114, 4, CASE_DARK, 1, 0 }, { BOX, 186, 128, 44, 3, INK, 1, 0 },
    { BOX, 222, 134, 4, 2, GREEN, 1, 0 },      { BOX, 132, 128, 2, 9, CASE_DARK, 9, 4 },
    { BOX, 160, 116, 46, 7, CASE_DARK, 1, 0 }, { BOX, 132, 40, 102, 77, CASE, 1, 0 },
    { BOX, 132, 112, 102, 5, CASE_DARK, 1, 0 },
    { BOX, 230, 40, 4, 77, CASE_DARK, 1, 0 },  { BOX, 139, 46, 86, 60, INK, 1, 0 },
    { BOX, 142, 49, 80, 54, GLASS, 1, 0 },     { BOX, 216, 108, 6, 2, PINK, 1, 0 },
    /* an invader on its screen that falls apart, */
    { BOX, 166, 55, 4, 4, GREEN, 2, 24 },      { BOX, 170, 59, 4, 4, GREEN, 2, 16 },
    { BOX, 166, 63, 28, 4, GREEN, 1, 0 },      { BOX, 167, 67, 36, 8, GREEN, 1, 0 },
    { BOX, 171, 67, 5, 4, GLASS, 2, 17 },      { BOX, 150, 75, 44, 4, GREEN, 1, 0 },
    { BOX, 158, 79, 4, 8, GREEN, 2, 40 },      { BOX, 166, 79, 28, 4, GREEN, 1, 0 },
    { BOX, 166, 83, 4, 4, GREEN, 2, 24 },      { BOX, 178, 87, 14, 4, GREEN, 2, 16 },
    { BOX, 203, 67, 6, 8, CYAN, 1, 0 },        { BOX, 161, 67, 6, 8, PINK, 1, 0 },
    { BOX, 194, 75, 18, 2, PINK, 1, 0 },       { BOX, 146, 77, 8, 2, CYAN, 1, 0 },
    { BOX, 146, 97, 6, 2, GREEN, 5, 9 },       { BOX, 204, 95, 12, 4, PINK, 1, 0 },
    /* and what lies in front of it. */
    { BOX, 124, 175, 112, 4, WOOD_DARK, 1, 0 }, { BOX, 122, 155, 112, 20, CASE, 1, 0 },
    { BOX, 122, 172, 112, 3, CASE_DARK, 1, 0 }, { BOX, 126, 158, 6, 3, INK, 13, 8 },
    { BOX, 128, 162, 6, 3, CASE_DARK, 12, 8 }, { BOX, 126, 166, 6, 3, INK, 3, 8 },
    { BOX, 150, 166, 50, 3, CASE_DARK, 1, 0 }, { BOX, 206, 166, 6, 3, PINK, 3, 8 },
    { OVAL, 90, 146, 22, 22, SKY_5, 1, 0 },    { OVAL, 94, 150, 14, 14, WOOD, 1, 0 },
    { BOX, 72, 142, 28, 30, SKY_5, 1, 0 },     { OVAL, 72, 166, 28, 10, SKY_5, 1, 0 },
    { OVAL, 72, 138, 28, 8, SKY_4, 1, 0 },
    { OVAL, 75, 140, 22, 5, WOOD_DARK, 1, 0 }, { BOX, 72, 154, 28, 4, WHITE, 1, 0 },
    { BOX, 80, 124, 2, 10, WHITE, 2, 9 },      { BOX, 82, 118, 2, 8, WHITE, 2, 9 },
    { BOX, 20, 152, 34, 34, INK, 1, 0 },
    { BOX, 27, 152, 20, 12, CASE_DARK, 1, 0 }, { BOX, 38, 154, 5, 8, INK, 1, 0 },
    { BOX, 25, 168, 24, 18, CREAM, 1, 0 },     { BOX, 28, 172, 18, 1, SKY_4, 1, 0 },
    { BOX, 28, 176, 18, 1, SKY_4, 1, 0 },      { BOX, 28, 180, 12, 1, SKY_4, 1, 0 },
};
/* clang-format on */

static int in_shape(const Shape *s, int x, int y)
{
    if (x < 0 || y < 0 || x >= s->width || y >= s->height)
        return 0;
    int u = 2 * x + 1 - s->width, v = 2 * y + 1 - s->height;
    if (s->kind == OVAL) {
        int w2 = s->width * s->width, h2 = s->height * s->height;
        return u * u * h2 + v * v * w2 <= w2 * h2;
    }
    return s->kind == BOX || abs(u) * s->height <= (y + 1) * s->width;
}

static int flat_colour(int x, int y)
{
    int colour = WALL;
    for (int i = 0; i < COUNT(shapes); i++) {
        const Shape *s = &shapes[i];
        for (int n = 0; n < s->times; n++) {
            if (in_shape(s, x - s->x - n * s->step, y - s->y))
                colour = s->colour;
        }
    }
    return colour;
}

static void save_flat(const char *dir, const char *name)
{
    char *path = path_in(dir, name);
    png_color palette[COLOURS];
    png_byte *bytes = new_bytes(FLAT_WIDTH, FLAT_HEIGHT, 1);
    for (int i = 0; i < FLAT_WIDTH * FLAT_HEIGHT; i++)
        bytes[i] = (png_byte)flat_colour(i % FLAT_WIDTH, i / FLAT_WIDTH);
    for (int i = 0; i < COLOURS; i++)
        palette[i] = png_colour(rgb(flat_colours[i]));
    write_png(
        path, FLAT_WIDTH, FLAT_HEIGHT, PNG_COLOR_TYPE_PALETTE, bytes, palette, COLOURS);
    free(bytes);
    free(path);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make-images OUTDIR\n");
        return EXIT_FAILURE;
    }
    save(argv[1], "city.png", draw_city(), 3);
    save(argv[1], "badge.png", draw_badge(), 4);
    save(argv[1], "portrait.png", draw_portrait(), 3);
    save_flat(argv[1], "flat.png");
    return EXIT_SUCCESS;
}
