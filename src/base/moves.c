/*
 * moves.c - parameters that change over an animation, level=1..8@ease-in-out, or with the
 * intensity, amount=5*i.
 */
#include "base/moves.h"
#include "base/random.h"
#include "base/values.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINEAR, EASE_IN, EASE_OUT, EASE_IN_OUT, STEP, SINE, RANDOM };
enum { LONGEST = 63 };

static const double MOST_SCALED = 1e6; /* either way */

const char *const gli_easings[] = { "linear", "ease-in", "ease-out", "ease-in-out",
    "step", "sine", "random", NULL };

static bool can_move(const glitch_param *p)
{
    return p->type == GLITCH_INT || p->type == GLITCH_REAL || p->type == GLITCH_LENGTH
        || p->type == GLITCH_ANGLE;
}

/* Where the text ends in *i, before any easing; else its length. */
static size_t before_scale(const char *text)
{
    size_t length = strcspn(text, "@");
    return length > 2 && strncmp(text + length - 2, "*i", 2) == 0 ? length - 2
                                                                  : strlen(text);
}

bool gli_is_move(const glitch_param *p, const char *text)
{
    return can_move(p) && (strstr(text, "..") || text[before_scale(text)]);
}

/* ---- from text ----------------------------------------------------------- */

static glitch_status set_easing(
    glitch_ctx *ctx, const glitch_param *p, const char *name, int32_t *out)
{
    for (int32_t i = 0; gli_easings[i]; i++)
        if (strcmp(gli_easings[i], name) == 0) {
            *out = i;
            return GLITCH_OK;
        }
    return gli_fail(ctx, GLITCH_EINVAL,
        "%s=...@%s is none of linear, ease-in, ease-out, ease-in-out, step, sine, "
        "random",
        p->name, name);
}

/* A field of any type that can move. */
typedef union number {
    int32_t whole;
    double real;
    glitch_length length;
} number;

static double value_of(const glitch_param *p, const number *n)
{
    return p->type == GLITCH_INT   ? n->whole
        : p->type == GLITCH_LENGTH ? n->length.value
                                   : n->real;
}

static void store(const glitch_param *p, void *field, double value)
{
    if (p->type == GLITCH_INT)
        *(int32_t *)field = (int32_t)value;
    else if (p->type == GLITCH_LENGTH)
        ((glitch_length *)field)->value = value;
    else
        *(double *)field = value;
}

/*
 * One end of a move; `auto` is none. What is scaled may be any number, also a fraction of a
 * whole one: the product is what stays within the range.
 */
static glitch_status set_end(
    glitch_ctx *ctx, const gli_move *m, const char *text, number *out, double *value)
{
    glitch_param plain = *m->param;
    plain.automatic = GLITCH_AUTO_NONE;
    if (m->scaled) {
        plain.min = -MOST_SCALED;
        plain.max = MOST_SCALED;
    }
    if (m->scaled && plain.type == GLITCH_INT)
        plain.type = GLITCH_REAL;
    *out = (number) { 0 };
    glitch_status s = gli_value_set(ctx, &plain, out, text);
    *value = value_of(&plain, out);
    return s;
}

static double limit(const glitch_param *p, double x)
{
    if (p->type == GLITCH_INT)
        x = floor(x + 0.5);
    return x < p->min ? p->min : x > p->max ? p->max : x;
}

/* Both ends, of which the second may be missing; the first may end in *i, too. */
static glitch_status set_ends(
    glitch_ctx *ctx, gli_move *m, char *text, number *from, number *to)
{
    char *second = strstr(text, "..");
    if (second)
        *second = 0;
    char *scale = text + before_scale(text);
    if (second && *scale && !m->scaled)
        return gli_fail(ctx, GLITCH_EINVAL,
            "%s=%s..%s: both ends go with the intensity, as in 2..5*i, or neither",
            m->param->name, text, second + 2);
    *scale = 0;
    glitch_status s = set_end(ctx, m, text, from, &m->from);
    if (!s)
        s = set_end(ctx, m, second ? second + 2 : text, to, &m->to);
    if (!s && m->param->type == GLITCH_LENGTH
        && from->length.percent != to->length.percent)
        s = gli_fail(ctx, GLITCH_EINVAL,
            "%s=%s..%s: both ends are in pixels, or both in %%", m->param->name, text,
            second ? second + 2 : text);
    return s;
}

/* `text` is taken apart in place; `first` becomes a value within the range. */
static glitch_status parse(
    glitch_ctx *ctx, const glitch_param *p, char *text, gli_move *out, number *first)
{
    number to;
    char *scale = text + before_scale(text), *easing = strchr(text, '@');
    *out = (gli_move) { .param = p, .easing = LINEAR, .scaled = *scale };
    if (easing)
        *easing++ = 0;
    *scale = 0;
    glitch_status s = set_ends(ctx, out, text, first, &to);
    if (!s && easing)
        s = set_easing(ctx, p, easing, &out->easing);
    if (!s)
        store(p, first, limit(p, out->from));
    return s;
}

/* An easing is behind what it eases. */
static bool is_in_order(const char *text)
{
    const char *dots = strstr(text, ".."), *at = strchr(text, '@');
    return !at || (dots && dots < at);
}

glitch_status gli_moves_add(glitch_ctx *ctx, gli_moves *moves, const glitch_param *p,
    void *field, const char *text)
{
    char copy[4 * LONGEST];
    number first;
    gli_move move;
    if (strlen(text) >= sizeof copy || !is_in_order(text))
        return gli_fail(ctx, GLITCH_EINVAL,
            "%s=%s is not of the form from..to or from..to@easing", p->name, text);
    memcpy(copy, text, strlen(text) + 1);
    glitch_status s = parse(ctx, p, copy, &move, &first);
    if (s)
        return s;
    gli_move *more = gli_realloc(ctx, moves->list, moves->count + 1, sizeof *more);
    if (!more)
        return GLITCH_ENOMEM;
    moves->list = more;
    moves->list[moves->count++] = move;
    memcpy(field, &first, gli_value_size(p));
    return GLITCH_OK;
}

void gli_moves_remove(gli_moves *moves, const glitch_param *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].param != p)
            moves->list[kept++] = moves->list[i];
    moves->count = kept;
}

void gli_moves_free(glitch_ctx *ctx, gli_moves *moves)
{
    gli_free(ctx, moves->list);
    *moves = (gli_moves) { 0 };
}

/* ---- in time ------------------------------------------------------------- */

/* From 0 in the first frame to 1 in the last; cubic, so that it is the same anywhere. */
static double progress(int32_t easing, const gli_instant *at)
{
    if (at->total < 2)
        return 0;
    uint32_t last = at->total - 1, i = at->index < last ? at->index : last;
    double t = (double)i / last, rest = 1 - t, sine, cosine;
    switch (easing) {
    case EASE_IN:
        return t * t * t;
    case EASE_OUT:
        return 1 - rest * rest * rest;
    case EASE_IN_OUT:
        return t * t * (3 - 2 * t);
    case STEP:
        return t < 0.5 ? 0 : 1;
    case SINE: /* there and back, such that the first frame can follow the last */
        glitch_sincos(360.0 * (at->index % at->total) / at->total, &sine, &cosine);
        return (1 - cosine) / 2;
    default:
        return t;
    }
}

/* Each parameter has its own luck, whatever else moves. */
static double chance(const gli_move *m, const gli_instant *at)
{
    uint64_t name = 0;
    for (const char *c = m->param->name; *c; c++)
        name = name * 131 + (unsigned char)*c;
    gli_random r = gli_random_keyed(at->key, name, 0);
    double x = (double)(gli_random_next(&r) >> 11) / 9007199254740992.0; /* 2^53 */
    if (m->param->type != GLITCH_INT || m->scaled)
        return m->from * (1 - x) + m->to * x;
    double low = m->from < m->to ? m->from : m->to;
    return low + floor(x * (fabs(m->to - m->from) + 1));
}

static double value_at(const gli_move *m, const gli_instant *at)
{
    double low = m->from < m->to ? m->from : m->to;
    double high = m->from < m->to ? m->to : m->from;
    double p = progress(m->easing, at);
    double x = m->easing == RANDOM ? chance(m, at) : m->from * (1 - p) + m->to * p;
    x = x < low ? low : x > high ? high : x; /* rounding may lead out */
    return limit(m->param, m->scaled ? x * at->intensity : x);
}

void gli_moves_apply(const gli_moves *moves, const glitch_param *table, void *params,
    const gli_instant *at)
{
    for (size_t i = 0; i < moves->count; i++) {
        const gli_move *m = &moves->list[i];
        for (const glitch_param *p = table; p && p->name; p++)
            if (p == m->param)
                store(p, (char *)params + p->offset, value_at(m, at));
    }
}
