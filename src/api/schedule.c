/* schedule.c - how the intensity moves over an animation. */
#include "api/pipeline.h"
#include <math.h>

#define LEAST 0.1
#define MOST  10.0

/*
 * 2 + 3 * 0.1 is to be 2.3, so that twice the intensity has the floor that one expects.
 */
static double round_off(double x)
{
    return floor(x * 10000.0 + 0.5) / 10000.0;
}

double gli_schedule_intensity(const glitch_schedule *s, uint32_t n)
{
    double x = round_off(s->intensity + n * s->change);
    if (s->cycle && (x < LEAST || x > MOST)) {
        x = round_off(fmod(x, MOST));
        if (x <= 0)
            x += MOST;
    }
    return x < LEAST ? LEAST : x > MOST ? MOST : x;
}

static bool within(double x, double lo, double hi)
{
    return x >= lo && x <= hi; /* and no NaN */
}

glitch_status glitch_pipeline_set_schedule(
    glitch_pipeline *p, const glitch_schedule *schedule)
{
    if (!schedule || schedule->struct_size != sizeof *schedule)
        return gli_fail(p->ctx, GLITCH_EINVAL, "schedule: struct_size is not set");
    if (p->runs)
        return gli_fail(
            p->ctx, GLITCH_ESTATE, "the pipeline is in use; close its iterators first");
    if (!within(schedule->intensity, LEAST, MOST))
        return gli_fail(p->ctx, GLITCH_EINVAL,
            "an intensity of %g is out of range; it goes from 0.1 to 10",
            schedule->intensity);
    if (!within(schedule->change, -MOST, MOST))
        return gli_fail(p->ctx, GLITCH_EINVAL,
            "a change of %g is out of range; it goes from -10 to 10", schedule->change);
    if (schedule->step < 1)
        return gli_fail(p->ctx, GLITCH_EINVAL, "a step of 0; the least is 1");
    p->schedule = *schedule;
    return GLITCH_OK;
}
