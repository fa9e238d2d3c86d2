/* exp.c - powers, logarithms and angles with the same bits on every machine. */
#include <glitch/filter.h>
#include <math.h>

/* The Taylor polynomial of e^y for |y| <= ln(2)/2; the rest is a power of two, exact. */
double glitch_exp2(double x)
{
    const double ln2 = 0.69314718055994530942;
    if (isnan(x))
        return x;
    if (x > 1100)
        return HUGE_VAL;
    if (x < -1200)
        return 0;
    double whole = floor(x + 0.5), y = (x - whole) * ln2, sum = 1;
    for (int k = 14; k >= 1; k--)
        sum = 1 + sum * y / k;
    return ldexp(sum, (int)whole);
}

/* ln(m) = 2 artanh((m - 1) / (m + 1)), by its series, for m from 0.7 to 1.4. */
double glitch_log2(double x)
{
    const double scale = 2.8853900817779268147; /* 2 / ln(2) */
    if (!(x > 0))
        return x < 0 || isnan(x) ? (double)NAN : -HUGE_VAL;
    if (isinf(x))
        return x;
    int exponent;
    double m = frexp(x, &exponent);
    if (m < 0.70710678118654752440) {
        m *= 2;
        exponent--;
    }
    double t = (m - 1) / (m + 1), z = t * t, sum = 0;
    for (int k = 21; k >= 1; k -= 2)
        sum = sum * z + 1.0 / k;
    return exponent + scale * (t * sum);
}

/* In degrees, for 0 <= t <= 1: from tan(22.5°) on as 45° less an angle. */
static double small_atan(double t)
{
    const double degree = 57.295779513082320877;
    double add = 0;
    if (t > 0.41421356237309504880) {
        t = (t - 1) / (t + 1);
        add = 45;
    }
    double z = t * t, sum = 0;
    for (int k = 41; k >= 1; k -= 2)
        sum = 1.0 / k - sum * z;
    return add + t * sum * degree;
}

double glitch_atan2(double y, double x)
{
    double a = fabs(x), b = fabs(y), angle;
    if (!(a > 0 || b > 0) || isnan(a) || isnan(b))
        return 0;
    if (isinf(a) && isinf(b))
        a = b = 1;
    angle = b <= a ? small_atan(b / a) : 90 - small_atan(a / b);
    angle = x < 0 ? 180 - angle : angle;
    return y < 0 ? -angle : angle;
}
