/* common.c - what every filter can be given: mix, rect, mask, channels, seed, when. */
#include "api/common.h"
#include "base/params.h"
#include "base/values.h"
#include <string.h>

#define LONGEST_LENGTH 1000000.0

static const glitch_param table[] = {
    { "mix", GLITCH_REAL, offsetof(gli_common_params, mix), "1", 0, 1, NULL,
        GLITCH_AUTO_NONE, "how much of the result is used; the rest is as it was" },
    { "rect", GLITCH_TEXT, offsetof(gli_common_params, rect), "", 0, 0, NULL,
        GLITCH_AUTO_NONE,
        "change this rectangle only: WxH or WxH+X+Y, each in pixels or % of the frame, "
        "such as 50%x100+25%+0; empty: all" },
    { "mask", GLITCH_FILE, offsetof(gli_common_params, mask), "", 0, 0, NULL,
        GLITCH_AUTO_NONE,
        "a picture, stretched over the frame: what is white in it is changed, what is "
        "black or transparent is not, grey is in between; empty: all is changed" },
    { "channels", GLITCH_TEXT, offsetof(gli_common_params, channels), "rgba", 0, 0,
        NULL, GLITCH_AUTO_NONE,
        "the channels that may change: letters of r, g, b and a (alpha)" },
    { "seed", GLITCH_TEXT, offsetof(gli_common_params, seed), "", 0, 0, NULL,
        GLITCH_AUTO_NONE,
        "a whole number: draw from this seed, wherever in a chain the filter stands; "
        "empty: from the chain's" },
    { "when", GLITCH_TEXT, offsetof(gli_common_params, when), "", 0, 0, NULL,
        GLITCH_AUTO_NONE,
        "the frames to act on, from 0: numbers and ranges with commas between them, "
        "such as 0,5..9,20..:3, which is 0, 5 to 9, and from 20 on every third; empty: "
        "all" },
    { 0 },
};

const glitch_param *glitch_common_params(void)
{
    return table;
}

static glitch_status refuse(
    glitch_ctx *ctx, const char *name, const char *value, const char *what)
{
    return gli_fail(ctx, GLITCH_EINVAL, "%s=%s is not %s", name, value, what);
}

/* ---- rect ---------------------------------------------------------------- */

/* Behind a length at `text`, where one of `ends` stands, or nothing; else NULL. */
static const char *take_length(const char *text, const char *ends, glitch_length *out)
{
    const char *end = glitch_parse_real(text, &out->value);
    if (!end || out->value > LONGEST_LENGTH || out->value < -LONGEST_LENGTH)
        return NULL;
    out->percent = *end == '%';
    end += out->percent ? 1 : strncmp(end, "px", 2) == 0 ? 2 : 0;
    return strchr(ends, *end) ? end : NULL;
}

static bool parse_rect(const char *text, gli_rect *out)
{
    *out = (gli_rect) { 0 };
    const char *at = take_length(text, "x", &out->width);
    if (at && *at)
        at = take_length(at + 1, "+-", &out->height);
    else
        return false;
    if (at && *at) {
        at = take_length(at, "+-", &out->x);
        at = at && *at ? take_length(at, "", &out->y) : NULL;
    }
    return at && !*at && out->width.value >= 0 && out->height.value >= 0;
}

/* ---- seed and channels --------------------------------------------------- */

/* From -2^63 to 2^64 - 1. */
static bool parse_seed(const char *text, uint64_t *out)
{
    bool negative = *text == '-';
    const char *s = text + negative;
    uint64_t n = 0, most = negative ? UINT64_C(1) << 63 : UINT64_MAX;
    if (!*s)
        return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || n > (most - (uint64_t)(*s - '0')) / 10)
            return false;
        n = n * 10 + (uint64_t)(*s - '0');
    }
    *out = negative ? 0 - n : n;
    return true;
}

static bool parse_channels(const char *text, uint32_t *out)
{
    static const char letters[] = "rgba";
    *out = 0;
    for (const char *s = text; *s; s++) {
        const char *letter = strchr(letters, *s);
        if (!letter)
            return false;
        *out |= 1U << (letter - letters);
    }
    return *out != 0;
}

/* ---- when ---------------------------------------------------------------- */

/* A frame's number, or `otherwise` where there is none. */
static const char *take_number(const char *s, uint32_t otherwise, uint32_t *out)
{
    uint64_t n = 0;
    const char *start = s;
    for (; *s >= '0' && *s <= '9'; s++)
        n = n > UINT32_MAX ? n : n * 10 + (uint64_t)(*s - '0');
    *out = s == start ? otherwise : (uint32_t)n;
    return n > UINT32_MAX ? NULL : s;
}

/* 5, 5..9, 5.., ..9, and each but the first with :STEP */
static const char *take_span(const char *s, gli_span *out)
{
    const char *first = s;
    out->step = 1;
    s = take_number(s, 0, &out->first);
    if (!s)
        return NULL;
    if (strncmp(s, "..", 2) != 0) {
        out->last = out->first;
        return s > first ? s : NULL;
    }
    s = take_number(s + 2, UINT32_MAX, &out->last);
    if (s && *s == ':')
        s = take_number(s + 1, 0, &out->step);
    return s && out->step > 0 && out->first <= out->last ? s : NULL;
}

static size_t count_commas(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += *s == ',';
    return n;
}

static glitch_status parse_when(
    glitch_ctx *ctx, const char *text, gli_span **out, size_t *count)
{
    const char *s = text;
    *count = 0;
    *out = *s ? gli_alloc(ctx, count_commas(s) + 1, sizeof **out) : NULL;
    if (*s && !*out)
        return GLITCH_ENOMEM;
    for (bool more = *s; more; s += more) {
        s = take_span(s, &(*out)[(*count)++]);
        if (!s || (*s && *s != ',')) {
            gli_free(ctx, *out);
            return refuse(ctx, "when", text, "a list of frames such as 0,5..9,20..:3");
        }
        more = *s;
    }
    return GLITCH_OK;
}

bool gli_common_acts(const gli_common *c, uint32_t index)
{
    for (size_t i = 0; i < c->when_count; i++) {
        const gli_span *w = &c->when[i];
        if (index >= w->first && index <= w->last && (index - w->first) % w->step == 0)
            return true;
    }
    return !c->when;
}

/* ---- all of them --------------------------------------------------------- */

glitch_status gli_common_understand(glitch_ctx *ctx, gli_common *c)
{
    const gli_common_params *q = &c->given;
    gli_common now = *c;
    now.has_rect = *q->rect;
    now.has_seed = *q->seed;
    if (now.has_rect && !parse_rect(q->rect, &now.rect))
        return refuse(ctx, "rect", q->rect,
            "a rectangle such as 300x200+10+20 or 50%x100%+25%+0");
    if (now.has_seed && !parse_seed(q->seed, &now.seed))
        return refuse(ctx, "seed", q->seed,
            "a whole number from -9223372036854775808 to 18446744073709551615");
    if (!parse_channels(q->channels, &now.channels))
        return refuse(
            ctx, "channels", q->channels, "some of the letters r, g, b and a");
    glitch_status s = parse_when(ctx, q->when, &now.when, &now.when_count);
    if (s)
        return s;
    gli_free(ctx, c->when);
    *c = now;
    return GLITCH_OK;
}

/* Such a part of 0 … size - 1 as there is of it. */
static void clip(glitch_length start, glitch_length length, uint32_t size,
    uint32_t *first, uint32_t *end)
{
    int64_t from = gli_length_nearest(start, size);
    int64_t to = from + gli_length_nearest(length, size);
    *first = (uint32_t)(from < 0 ? 0 : from > size ? size : from);
    *end = (uint32_t)(to < *first ? *first : to > size ? size : to);
}

gli_blend gli_common_blend(const gli_common *c, double mix, const glitch_frame *shape)
{
    gli_blend b = { .weight = (uint32_t)(mix * GLI_FULL_WEIGHT + 0.5),
        .right = shape->width,
        .bottom = shape->height,
        .channels = c->channels,
        .width = shape->width };
    if (c->has_rect) {
        clip(c->rect.x, c->rect.width, shape->width, &b.left, &b.right);
        clip(c->rect.y, c->rect.height, shape->height, &b.top, &b.bottom);
    }
    return b;
}

void gli_common_free(glitch_ctx *ctx, gli_common *c)
{
    if (!c)
        return;
    gli_params_free(ctx, table, &c->given);
    gli_free(ctx, c->when);
    gli_free(ctx, c);
}
