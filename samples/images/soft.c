/*
 * soft.c - soft.png: a person in the evening sun, in front of a blurred garden
 *
 * What a portrait photograph gives an encoder: large gradients of skin and of things out
 * of focus, fine hair, and a film's grain.
 */
#include "bodies.h"
#include "canvas.h"
#include "pictures.h"

enum { WIDTH = 980, HEIGHT = 653 };

/* Where the middle of the world is in the picture, and how many pixels a unit has. */
static const double middle_x = 565, middle_y = 262, zoom = 158;

/* The head looks to the left, and its chin is a little down. */
static const Vec head_right = { 0.37, 0.0, 0.929 };
static const Vec head_front = { -0.929, 0.0, 0.37 };
static const double nod_cosine = 0.992, nod_sine = 0.125;

static const Vec bun = { 0, 0.22, -1.2 };

/* ---- the body ------------------------------------------------------------ */

static Vec to_head(Vec p)
{
    Vec q = vec(dot(p, head_right), p.y, dot(p, head_front));
    double y = q.y + 0.5; /* it nods around the top of the neck */
    return vec(
        q.x, nod_cosine * y + nod_sine * q.z - 0.5, nod_cosine * q.z - nod_sine * y);
}

static Vec from_head(Vec q)
{
    double y = q.y + 0.5;
    double up = nod_cosine * y - nod_sine * q.z,
           front = nod_cosine * q.z + nod_sine * y;
    return add(
        add(scale(head_right, q.x), scale(head_front, front)), vec(0, up - 0.5, 0));
}

static double closed_eyes_and_nose(double d, Vec p)
{
    d = melt(d, ellipsoid(p, vec(0.25, 0.15, 0.62), vec(0.28, 0.08, 0.12)), 0.18);
    d = carve(d, ellipsoid(p, vec(0.30, -0.03, 0.86), vec(0.19, 0.11, 0.17)), 0.18);
    d = melt(d, ellipsoid(p, vec(0.27, -0.04, 0.6), vec(0.17, 0.125, 0.155)), 0.04);
    d = melt(d, rod(p, vec(0, 0.12, 0.73), vec(0, -0.29, 0.93), 0.055, 0.07), 0.12);
    return melt(d, ellipsoid(p, vec(0.08, -0.32, 0.84), vec(0.065, 0.055, 0.08)), 0.07);
}

static double mouth_and_chin(double d, Vec p)
{
    d = melt(d, ellipsoid(p, vec(0, -0.93, 0.63), vec(0.15, 0.12, 0.14)), 0.22);
    d = melt(d, ellipsoid(p, vec(0, -0.6, 0.62), vec(0.26, 0.2, 0.155)), 0.16);
    d = melt(d, ellipsoid(p, vec(0.04, -0.555, 0.77), vec(0.14, 0.05, 0.07)), 0.05);
    d = melt(d, ellipsoid(p, vec(0, -0.66, 0.755), vec(0.14, 0.065, 0.075)), 0.05);
    return carve(
        d, rod(p, vec(0, -0.607, 0.84), vec(0.18, -0.6, 0.74), 0.004, 0.003), 0.03);
}

static double ear(double d, Vec p)
{
    double shell = ellipsoid(p, vec(0.7, -0.12, -0.1), vec(0.09, 0.22, 0.13));
    shell =
        melt(shell, ellipsoid(p, vec(0.69, -0.31, -0.06), vec(0.06, 0.08, 0.06)), 0.06);
    shell = carve(
        shell, ellipsoid(p, vec(0.8, -0.11, -0.08), vec(0.08, 0.14, 0.075)), 0.05);
    return melt(d, shell, 0.05);
}

static double head(Vec p)
{
    p.x = mirrored(p.x, 0.03);
    double d = ellipsoid(p, vec(0, 0.28, -0.12), vec(0.74, 0.82, 0.9));
    d = melt(d, ellipsoid(p, vec(0, -0.32, 0.2), vec(0.55, 0.7, 0.58)), 0.25);
    d = melt(d, ellipsoid(p, bun, vec(0.3, 0.34, 0.3)), 0.1);
    /* No part of the face stands out more; light is felt for less far than that. */
    if (d > 1.2)
        return d - 0.4;
    d = melt(d, ellipsoid(p, vec(0.4, -0.24, 0.44), vec(0.19, 0.17, 0.2)), 0.24);
    return ear(mouth_and_chin(closed_eyes_and_nose(d, p), p), p);
}

/* The trunk is turned less than the head, and leans on nothing that is in the picture. */
static double shoulders(Vec p)
{
    double d = rod(p, vec(0.06, -0.62, -0.1), vec(0.06, -1.6, -0.32), 0.33, 0.38);
    Vec q = vec(0.86 * p.x + 0.51 * p.z, p.y, 0.86 * p.z - 0.51 * p.x);
    Vec m = vec(mirrored(q.x, 0.25), q.y, q.z);
    d = melt(
        d, rod(m, vec(0.2, -1.72, -0.3), vec(1.16, -1.98, -0.36), 0.27, 0.33), 0.5);
    d = melt(d, rod(m, vec(1.2, -2.0, -0.36), vec(1.36, -3.2, -0.3), 0.31, 0.29), 0.2);
    d = melt(d, ellipsoid(q, vec(0, -2.6, -0.15), vec(1.15, 1.05, 0.6)), 0.3);
    Vec collar = vec(1.0, -1.56, 0.08);
    return carve(d, rod(m, vec(0.16, -1.66, 0.2), collar, 0.05, 0.02), 0.22);
}

static double body(Vec p)
{
    double d = shoulders(p), ball = length(add(p, vec(0.05, 0.05, 0))) - 1.45;
    if (ball > 0.8)
        return smaller(d, ball);
    return melt(d, head(to_head(p)), 0.14);
}

static Vec normal(Vec p)
{
    const double e = 0.006;
    double d = body(p);
    return unit(vec(body(add(p, vec(e, 0, 0))) - d, body(add(p, vec(0, e, 0))) - d,
        body(add(p, vec(0, 0, e))) - d));
}

/* ---- light --------------------------------------------------------------- */

static const Vec window = { -0.62, 0.42, 0.66 }; /* large and soft, from the front */
static const Vec sunset = { 0.83, 0.36, -0.42 }; /* low and warm, from behind */

/* The part of a light of that size which reaches a place d from what is in its way. */
static double reaches(Vec p, Vec to_light)
{
    double light = 1;
    for (double t = 0.09; t < 0.9; t *= 1.7)
        light = smaller(light, 0.35 + 1.9 * body(add(p, scale(to_light, t))) / t);
    return clamp(light, 0, 1);
}

/* Light goes through skin a bit, red the farthest: its shadows have red borders. */
static Vec through_skin(double facing)
{
    return vec(
        ramp(-0.55, 1.05, facing), ramp(-0.32, 1.1, facing), ramp(-0.22, 1.15, facing));
}

static double spot(Vec q, double x, double y, double z, double size)
{
    return glow(length(add(q, vec(-x, -y, -z))), size);
}

/* The colour of the skin itself: blush, lips, brows, and pores. */
static Vec complexion(Vec q)
{
    q.x = absolute(q.x);
    Vec c =
        mix(rgb(0xf2c4a2), rgb(0xe8ae8c), cloud(q.x * 3 + 9, q.y * 3 + 2 * q.z, 21));
    c = mix(c, rgb(0xe08a78), 0.5 * spot(q, 0.5, -0.32, 0.55, 0.3));
    c = mix(c, rgb(0xdc8070), 0.45 * spot(q, 0.7, -0.1, -0.1, 0.25));
    c = mix(c, rgb(0xdf8f7c), 0.35 * spot(q, 0, -0.32, 0.98, 0.14));
    double lip_y = q.y + 0.607, high = 0.115 - 0.4 * q.x;
    double lip = ramp(0.02, -0.03, absolute(lip_y) - high) * ramp(0.6, 0.68, q.z)
        * ramp(0.24, 0.18, q.x);
    c = mix(c, rgb(0xc0544e), 0.75 * lip);
    double lid =
        ramp(0.17, 0.1, absolute(q.y + 0.02)) * ramp(0.16, 0.02, absolute(q.x - 0.28));
    c = mix(c, rgb(0xb87660), 0.45 * lid * ramp(0.5, 0.65, q.z));
    double pores = noise(q.x * 90 + q.z * 70, q.y * 90, 22) - 0.5;
    return scale(c, 1 + 0.035 * pores);
}

static Vec skin(Vec p, Vec n)
{
    double open = 0.3 + 0.7 * clamp(body(add(p, scale(n, 0.2))) / 0.2, 0, 1);
    double shine = larger(dot(n, unit(add(window, vec(0, 0, 1)))), 0);
    shine *= shine;
    shine *= shine;
    shine *= shine;
    double edge = 1 - larger(n.z, 0);
    Vec light = scale(through_skin(dot(n, window)), 0.8 * reaches(p, window));
    Vec sky = mix(rgb(0x5a3f38), rgb(0x8a94a0), 0.5 + n.y / 2);
    light = add(light, scale(sky, 0.62 * open));
    light = add(light, scale(rgb(0xffa664), 0.9 * ramp(0.05, 1, dot(n, sunset))));
    light = add(light, scale(rgb(0xff9c60), 0.22 * edge * edge * open));
    return add(
        times(complexion(to_head(p)), light), scale(rgb(0xfff0e0), 0.12 * shine));
}

/* Linen, woven, with folds that hang from the shoulders. */
static Vec cloth(Vec p, Vec n)
{
    double u = p.x * 2.6 + 1.1 * p.y * p.x, v = p.y * 1.1 + 3;
    double fold = cloud(u, v, 31), tilt = cloud(u + 0.1, v, 31) - fold;
    double weave = noise(p.x * 95, p.y * 26, 32) + noise(p.x * 26, p.y * 95, 33) - 1;
    Vec c = mix(rgb(0x6f8f8c), rgb(0xa9c0b4), fold);
    double lit = ramp(-0.35, 1, dot(n, window) + 8 * tilt);
    Vec light = add(scale(rgb(0xfff0dc), 0.85 * lit), rgb(0x2c3038));
    light = add(light, scale(rgb(0xffa050), 0.8 * ramp(0.2, 1, dot(n, sunset))));
    return scale(times(c, light), 1 + 0.12 * weave);
}

/* Below 0 is cloth: the edge of a wide neckline. */
static double neckline(Vec p)
{
    return p.y + 2.02 + 0.1 * p.x + 0.16 * ramp(-0.7, 0.1, p.x) * ramp(0.9, 0.1, p.x);
}

/* ---- hair ---------------------------------------------------------------- */

static const Vec skull = { 0, 0.3, -0.14 };
static const Vec skull_radius = { 0.79, 0.87, 0.95 };

/* Above 0 is face. */
static double hairline(Vec q)
{
    double wisp = 0.05 * (noise(q.x * 9 + 5, q.z * 9 + 5 * q.y, 41) - 0.5);
    double temple = 0.1 * spot(vec(absolute(q.x), q.y, q.z), 0.62, 0.05, 0.3, 0.2);
    return 0.5 * q.z - 0.75 * q.y + 0.19 - 0.26 * absolute(q.x) + wisp - temple;
}

static Vec on_screen(Vec q)
{
    Vec p = from_head(q);
    return vec(middle_x + zoom * p.x, middle_y - zoom * p.y, p.z);
}

/* How a strand looks that runs in that direction, where the surface faces out. */
static Vec strand_colour(Vec along, Vec out, double tone)
{
    Vec t = unit(along), half = unit(add(window, vec(0, 0, 1)));
    double across = dot(t, half), gleam = larger(1 - across * across, 0);
    gleam *= gleam * gleam;
    gleam *= gleam * gleam * ramp(-0.2, 0.8, dot(out, window));
    double lit = 0.25 + 0.75 * ramp(-0.5, 1, dot(out, window));
    Vec c = scale(mix(rgb(0x3a2216), rgb(0x94603a), tone), lit);
    c = add(c, scale(rgb(0xe0a878), 0.42 * gleam * (0.4 + tone)));
    double rim = ramp(0.1, 1, dot(out, sunset)) + 0.35 * ramp(0.5, 0, out.z);
    return add(c, scale(rgb(0xff9c48), 0.55 * rim * (0.3 + tone)));
}

/* One piece of a strand, unless it is on the far side. */
static void draw_piece(
    Canvas *canvas, Vec from, Vec to, Vec middle, double width, double tone)
{
    Vec out = add(from_head(from), scale(from_head(middle), -1));
    if (out.z < -0.12)
        return;
    Vec a = on_screen(from), b = on_screen(to);
    Vec along = add(from_head(to), scale(from_head(from), -1));
    stroke(canvas, a, b, width, width, strand_colour(along, unit(out), tone));
}

/* A place on the skull: `up` turns around the axis to the bun, `away` from it. */
static Vec on_skull(double up, double away, double lift)
{
    double s = wave(away), c = wave(away + 0.25);
    Vec r = scale(skull_radius, lift);
    return add(skull, vec(r.x * s * wave(up), r.y * s * wave(up + 0.25), -r.z * c));
}

/* Combed back from the hairline to the bun. */
static void draw_combed(Canvas *canvas, int i)
{
    enum { STEPS = 34 };
    double up = chance(i, 0, 50), start = 0.02, wide = 0.9 + 0.8 * chance(i, 1, 50);
    while (start < 0.46 && hairline(on_skull(up, start, 1)) < 0)
        start += 0.004;
    /* The first hairs are short and thin, and most others begin behind them. */
    start += 0.03 * (chance(i, 7, 50) - 0.75);
    start *= chance(i, 2, 50) < 0.7 ? 1 : 0.4 + 0.6 * chance(i, 3, 50);
    double tone = 0.2 + 0.8 * chance(i, 4, 50) * noise(up * 60, 3, 51);
    double sway =
        0.035 * (noise(up * 22, 7, 52) - 0.5) + 0.012 * (chance(i, 5, 50) - 0.5);
    double lift = 1 + 0.035 * noise(up * 40, 9, 53) + 0.012 * chance(i, 6, 50);
    Vec last = on_skull(up, start, 1);
    for (int k = 1; k <= STEPS; k++) {
        double t = (double)k / STEPS, away = start * (1 - t) + 0.015 * t;
        Vec q = on_skull(up + sway * wave(t * 0.9), away,
            1 + (lift - 1) * ramp(0, 0.3, t) + 0.004 * wave(3 * t + up * 9));
        draw_piece(canvas, last, q, skull, wide * (0.3 + 0.7 * ramp(0, 0.2, t)), tone);
        last = q;
    }
}

/* A lock that is wound around the bun. */
static void draw_wound(Canvas *canvas, int i)
{
    enum { STEPS = 40 };
    double lock = whole(chance(i, 0, 60) * 7), place = chance(i, 1, 60) - 0.5;
    Vec axis = unit(vec(1.0, 0.9 * (chance((int)lock, 2, 61) - 0.5),
        1.1 * (chance((int)lock, 3, 61) - 0.5)));
    Vec u = unit(vec(axis.y, -axis.x, 0.02));
    Vec v = vec(axis.y * u.z - axis.z * u.y, axis.z * u.x - axis.x * u.z,
        axis.x * u.y - axis.y * u.x);
    double across = (lock - 3) / 3.6 + 0.3 * place, bulge = 1 - 0.5 * place * place;
    double radius = 0.35 * bulge * sqrt(larger(1 - across * across * 0.8, 0.05));
    double tone = 0.2 + 0.8 * chance(i, 4, 60) * (1 - 1.5 * absolute(place));
    double begin = chance(i, 5, 60), turns = 0.3 + 0.5 * chance(i, 6, 60);
    Vec last = bun;
    for (int k = 0; k <= STEPS; k++) {
        double t = begin + turns * k / STEPS;
        Vec q = add(bun, scale(axis, 0.33 * across + 0.02 * wave(t * 2 + place)));
        q = add(q, add(scale(u, radius * wave(t)), scale(v, radius * wave(t + 0.25))));
        if (k)
            draw_piece(canvas, last, q, bun, 1.2, tone);
        last = q;
    }
}

/* A single hair in the air, from a to b by way of c. */
static void draw_loose(Canvas *canvas, Vec a, Vec c, Vec b, double width, double light)
{
    enum { STEPS = 26 };
    Vec last = on_screen(a);
    for (int k = 1; k <= STEPS; k++) {
        double t = (double)k / STEPS;
        Vec p = on_screen(mix(mix(a, c, t), mix(c, b, t), t));
        Vec *under =
            &at(canvas, (int)clamp(p.x, 0, WIDTH - 1), (int)clamp(p.y, 0, HEIGHT - 1))
                 ->colour;
        Vec colour = mix(*under, mix(rgb(0x6a4024), rgb(0xffc078), light), 0.75);
        stroke(canvas, last, p, width, width * (1 - 0.6 * t), colour);
        last = p;
    }
}

static double either(int i, int k, double size)
{
    return size * (2 * chance(i, k, 70) - 1);
}

/* Hair that got loose: over the crown, around the bun, at the temple and the neck. */
static void draw_flyaways(Canvas *canvas)
{
    for (int i = 0; i < 50; i++) {
        double up = either(i, 0, 0.16), away = 0.1 + 0.3 * chance(i, 1, 70);
        Vec a = on_skull(up, away, 1.02);
        Vec b = on_skull(up + either(i, 2, 0.06), away - 0.13 - 0.08 * chance(i, 3, 70),
            1.03 + 0.1 * chance(i, 4, 70));
        Vec c = scale(add(mix(a, b, 0.5), vec(either(i, 5, 0.06), 0.02, 0)), 1.06);
        draw_loose(canvas, a, c, b, 0.8, 0.2 + 0.7 * chance(i, 6, 70));
    }
    for (int i = 100; i < 150; i++) {
        Vec a = add(bun, vec(0.3, either(i, 0, 0.25), either(i, 1, 0.28)));
        Vec b = add(a, vec(0, either(i, 2, 0.3) - 0.08, -0.12 + either(i, 3, 0.22)));
        draw_loose(canvas, a, add(mix(a, b, 0.6), vec(0, either(i, 4, 0.16), -0.06)), b,
            0.8, chance(i, 5, 70));
    }
    for (int i = 200; i < 236; i++) { /* the nape */
        Vec a = vec(0.6, -0.22 + either(i, 0, 0.1), -0.5 + either(i, 1, 0.2));
        Vec b =
            add(a, vec(-0.1, -0.3 + either(i, 2, 0.16), -0.06 + either(i, 3, 0.14)));
        draw_loose(canvas, a, add(mix(a, b, 0.5), vec(0, 0.02, -0.1)), b, 0.9,
            0.15 + 0.4 * chance(i, 4, 70));
    }
    for (int i = 300; i < 326; i++) { /* a lock before the ear */
        Vec a = vec(0.64, 0.3 + either(i, 0, 0.1), 0.06 + either(i, 1, 0.08));
        Vec b = vec(0.68, -0.7 + either(i, 2, 0.2), 0.16 + either(i, 3, 0.07));
        draw_loose(canvas, a, vec(0.7, -0.2, 0.42 + either(i, 4, 0.09)), b, 1.1,
            0.05 + 0.5 * chance(i, 5, 70));
    }
}

static void draw_brow_and_lashes(Canvas *canvas)
{
    for (int i = 0; i < 110; i++) {
        double t = chance(i, 0, 80), x = 0.12 + 0.36 * t;
        double y = 0.165 + 0.07 * t - 0.12 * t * t * t
            + 0.035 * (chance(i, 1, 80) - 0.5) * (1 - 0.5 * t);
        double z = 0.755 - 0.27 * t * t;
        Vec a = vec(x, y, z), b = add(a, vec(0.05, 0.018 - 0.03 * t, -0.04));
        stroke(canvas, on_screen(a), on_screen(b), 1.0, 0.3,
            mix(rgb(0x5a3826), rgb(0x8a6048), chance(i, 2, 80)));
    }
    for (int i = 0; i < 44; i++) {
        double t = (i + 0.5) / 44, s = 2 * t - 1;
        Vec a = vec(0.15 + 0.27 * t, -0.125 + 0.035 * s * s, 0.745 - 0.1 * t * t);
        Vec b = add(
            a, vec(0.03 * s + 0.02, -0.055 + 0.02 * chance(i, 3, 80), 0.09 - 0.03 * t));
        stroke(canvas, on_screen(a), on_screen(b), 1.3, 0.4, rgb(0x2c1810));
        if (i)
            stroke(canvas, on_screen(a), on_screen(add(a, vec(0.007, 0, -0.001))), 1.6,
                1.6, rgb(0x3a2018));
    }
}

static void draw_hair(Canvas *canvas)
{
    for (int i = 0; i < 1500; i++)
        draw_wound(canvas, i);
    for (int i = 0; i < 4200; i++)
        draw_combed(canvas, i);
    draw_flyaways(canvas);
}

/* A pearl hangs from the ear. */
static void draw_pearl(Canvas *canvas)
{
    Vec p = on_screen(vec(0.73, -0.43, -0.06));
    stroke(canvas, on_screen(vec(0.73, -0.36, -0.06)), p, 1.4, 1.4, rgb(0xe8c080));
    for (int i = 0; i < 20; i++) {
        double t = i / 19.0, size = 15 * (1 - 0.95 * t * t);
        Vec a = vec(p.x - 2.6 * t, p.y + 5 - 2.6 * t, 0);
        stroke(canvas, a, add(a, vec(0.01, 0, 0)), size, size,
            mix(rgb(0x8a6a60), rgb(0xfff6ea), ramp(0, 1, t)));
    }
}

/* ---- behind -------------------------------------------------------------- */

/* Leaves and lamps, so far out of focus that each is a disc. */
static Vec discs(double x, double y)
{
    static const unsigned lamps[] = { 0xffd890, 0xffb060, 0xfff0c0, 0xc8d888,
        0xff9858 };
    Vec sum = vec(0, 0, 0);
    for (int i = 0; i < 46; i++) {
        double cx = WIDTH * chance(i, 0, 90), cy = HEIGHT * 0.85 * chance(i, 1, 90);
        double radius = 18 + 34 * chance(i, 2, 90);
        double dx = x - cx, dy = y - cy, d = dx * dx + dy * dy;
        if (d > (radius + 8) * (radius + 8))
            continue;
        d = sqrt(d);
        double disc = ramp(radius + 7, radius - 7, d) * (0.75 + 0.25 * d / radius);
        double light = 0.05 + 0.2 * chance(i, 3, 90) * ramp(0.1, 0.8, cx / WIDTH);
        sum = add(sum, scale(rgb(lamps[i % 5]), disc * light));
    }
    return sum;
}

static Vec garden(double x, double y)
{
    double u = x / WIDTH, v = y / HEIGHT;
    Vec c = mix(rgb(0x72805c), rgb(0x34463e), ramp(0, 1.1, v + 0.25 * (1 - u)));
    double leaves = cloud(u * 3.1 + 2, v * 2.6, 91),
           deep = cloud(u * 2.2 + 8, v * 2 + 5, 92);
    c = mix(c, rgb(0x86924e), 0.65 * ramp(0.4, 0.75, leaves));
    c = mix(c, rgb(0x18282a), 0.7 * ramp(0.45, 0.75, deep));
    double dx = (x - 860) / 330, dy = (y - 120) / 260;
    double sun = 1 / (1 + dx * dx + dy * dy);
    c = add(c, scale(rgb(0xffb468), 0.75 * sun * sun));
    double path = ramp(0.62, 1.05, v + 0.12 * (leaves - 0.5));
    c = mix(c, rgb(0x9a7c60), 0.55 * path);
    return add(c, discs(x, y));
}

/* ---- the picture --------------------------------------------------------- */

static Vec surface(Vec p)
{
    Vec n = normal(p), q = to_head(p);
    double edge = neckline(p);
    if (q.y > -0.5 && hairline(q) < 0.05 && length(add(q, scale(skull, -1))) > 0.55) {
        Vec hair = scale(strand_colour(head_front, n, 0.25), 0.75);
        return mix(hair, skin(p, n), ramp(-0.06, 0.05, hairline(q)));
    }
    if (edge < -0.02)
        return cloth(p, n);
    Vec c = skin(p, n);
    return edge < 0.06 ? scale(c, 0.72 + 0.28 * ramp(-0.02, 0.06, edge)) : c;
}

static Pixel person(double x, double y)
{
    Vec p = vec((x - middle_x) / zoom, (middle_y - y) / zoom, 2), nearest = p;
    double least = 1;
    while (p.z > -2) {
        double d = body(p);
        if (d < 0.003)
            return opaque(surface(p));
        if (d < least) {
            least = d;
            nearest = p;
        }
        p.z -= d * 0.85;
    }
    /* A ray that nearly hits something is seen through a border that is not sharp. */
    double cover = ramp(1.2, -1.2, least * zoom);
    Vec behind = garden(x, y);
    return opaque(cover > 0 ? mix(behind, surface(nearest), cover) : behind);
}

Canvas draw_soft(void)
{
    Canvas canvas = new_canvas(WIDTH, HEIGHT);
    shade(&canvas, person, HEIGHT, 1);
    draw_brow_and_lashes(&canvas);
    draw_pearl(&canvas);
    draw_hair(&canvas);
    bloom(&canvas, 14, 0.7, 0.3);
    develop(&canvas, 0.35, 0.012, 95);
    return canvas;
}
