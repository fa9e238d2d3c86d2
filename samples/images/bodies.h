/*
 * bodies.h - bodies in space, given by the distance to their surface
 */
#ifndef SAMPLES_BODIES_H
#define SAMPLES_BODIES_H

#include "canvas.h"

static inline double ellipsoid(Vec p, Vec middle, Vec radius)
{
    Vec q = add(p, scale(middle, -1));
    q = vec(q.x / radius.x, q.y / radius.y, q.z / radius.z);
    double k = length(q);
    return k * (k - 1) / length(vec(q.x / radius.x, q.y / radius.y, q.z / radius.z));
}

/* A rod with round ends, r thick at a and s at b. */
static inline double rod(Vec p, Vec a, Vec b, double r, double s)
{
    Vec to = add(p, scale(a, -1)), way = add(b, scale(a, -1));
    double t = clamp(dot(to, way) / dot(way, way), 0, 1);
    return length(add(to, scale(way, -t))) - lerp(r, s, t);
}

/* The union of two bodies, with the seam filled over a width of k. */
static inline double melt(double a, double b, double k)
{
    double h = larger(k - absolute(a - b), 0) / k;
    return smaller(a, b) - h * h * k / 4;
}

static inline double carve(double a, double b, double k)
{
    return -melt(-a, b, k);
}

/* Like |x|, but round in the middle, so that the halves meet without a crease. */
static inline double mirrored(double x, double roundness)
{
    return sqrt(x * x + roundness * roundness);
}

#endif
