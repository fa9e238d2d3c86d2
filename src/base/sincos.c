/* sincos.c - sine and cosine with the same bits on every machine. */
#include <glitch/filter.h>
#include <math.h>

/* Taylor polynomials, good to the last bit but one for |x| <= pi/4. */
static double sin_small(double x)
{
    double z = x * x, sum = 1.0;
    for (int k = 17; k >= 3; k -= 2)
        sum = 1.0 - sum * z / (double)(k * (k - 1));
    return x * sum;
}

static double cos_small(double x)
{
    double z = x * x, sum = 1.0;
    for (int k = 18; k >= 2; k -= 2)
        sum = 1.0 - sum * z / (double)(k * (k - 1));
    return sum;
}

void glitch_sincos(double degrees, double *sine, double *cosine)
{
    const double radian = 0.017453292519943295;
    double turn = isfinite(degrees) ? fmod(degrees, 360.0) : 0; /* exact */
    if (turn < 0)
        turn += 360.0;
    int quarter = (int)((turn + 45.0) / 90.0); /* the nearest multiple of 90 */
    double x = (turn - quarter * 90.0) * radian;
    double s = sin_small(x), c = cos_small(x);
    switch (quarter & 3) {
    case 0:
        *sine = s, *cosine = c;
        break;
    case 1:
        *sine = c, *cosine = -s;
        break;
    case 2:
        *sine = -s, *cosine = -c;
        break;
    default:
        *sine = -c, *cosine = s;
        break;
    }
}
