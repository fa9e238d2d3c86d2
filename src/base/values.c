/* values.c - one parameter's value: from text, and as the field of a struct. */
#include "base/values.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_COLORS = 256 };

const char *const *glitch_param_choices(const glitch_param *param)
{
    static const char *const edges[] = { "clamp", "wrap", "mirror", "transparent",
        "black", NULL };
    return param->type == GLITCH_EDGE  ? edges
        : param->type == GLITCH_CHOICE ? param->choices
                                       : NULL;
}

bool gli_value_is_list(const glitch_param *p)
{
    return p->type == GLITCH_TEXT || p->type == GLITCH_COLORS || p->type == GLITCH_FILE;
}

size_t gli_value_size(const glitch_param *p)
{
    switch (p->type) {
    case GLITCH_BOOL:
    case GLITCH_INT:
    case GLITCH_CHOICE:
    case GLITCH_EDGE:
        return sizeof(int32_t);
    case GLITCH_REAL:
    case GLITCH_ANGLE:
        return sizeof(double);
    case GLITCH_LENGTH:
        return sizeof(glitch_length);
    case GLITCH_TEXT:
        return sizeof(const char *);
    case GLITCH_COLOR:
        return sizeof(PixelTuple);
    case GLITCH_COLORS:
        return sizeof(glitch_colors);
    case GLITCH_FILE:
        return sizeof(glitch_file);
    }
    return 0;
}

/* ---- from text ----------------------------------------------------------- */

static glitch_status out_of_range(
    glitch_ctx *ctx, const glitch_param *p, const char *value)
{
    return gli_fail(ctx, GLITCH_EINVAL,
        "%s=%s is out of range; it goes from %.10g to %.10g", p->name, value, p->min,
        p->max);
}

static glitch_status not_a(
    glitch_ctx *ctx, const glitch_param *p, const char *value, const char *what)
{
    return gli_fail(ctx, GLITCH_EINVAL, "%s=%s is not %s%s", p->name, value, what,
        p->automatic ? " or auto" : "");
}

static glitch_status set_bool(
    glitch_ctx *ctx, const glitch_param *p, int32_t *out, const char *value)
{
    static const char *const words[] = { "0", "1", "no", "yes", "off", "on", "false",
        "true", NULL };
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], value) == 0) {
            *out = i & 1;
            return GLITCH_OK;
        }
    return not_a(ctx, p, value, "yes or no");
}

static glitch_status set_choice(
    glitch_ctx *ctx, const glitch_param *p, int32_t *out, const char *value)
{
    const char *const *words = glitch_param_choices(p);
    char list[256] = "";
    size_t used = 0;
    for (int32_t i = 0; words && words[i]; i++) {
        if (strcmp(words[i], value) == 0) {
            *out = i;
            return GLITCH_OK;
        }
        int n =
            snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", words[i]);
        used += n > 0 && (size_t)n < sizeof list - used ? (size_t)n : 0;
    }
    return gli_fail(ctx, GLITCH_EINVAL, "%s=%s is none of %s%s", p->name, value, list,
        p->automatic ? ", auto" : "");
}

static glitch_status set_int(
    glitch_ctx *ctx, const glitch_param *p, int32_t *out, const char *value)
{
    double number;
    const char *end = glitch_parse_real(value, &number);
    if (!end || *end || number != floor(number))
        return not_a(ctx, p, value, "a whole number");
    if (number < p->min || number > p->max)
        return out_of_range(ctx, p, value);
    *out = (int32_t)number;
    return GLITCH_OK;
}

/* An angle may say that it is one. */
static glitch_status set_real(
    glitch_ctx *ctx, const glitch_param *p, double *out, const char *value)
{
    double number;
    const char *end = glitch_parse_real(value, &number);
    bool angle = p->type == GLITCH_ANGLE;
    if (!end || !(!*end || (angle && strcmp(end, "deg") == 0)))
        return not_a(
            ctx, p, value, angle ? "an angle such as 45 or 45deg" : "a number");
    if (number < p->min || number > p->max)
        return out_of_range(ctx, p, value);
    *out = number;
    return GLITCH_OK;
}

static glitch_status set_length(
    glitch_ctx *ctx, const glitch_param *p, glitch_length *out, const char *value)
{
    double number;
    const char *end = glitch_parse_real(value, &number);
    bool percent = end && strcmp(end, "%") == 0;
    if (!end || !(percent || !*end || strcmp(end, "px") == 0))
        return not_a(ctx, p, value, "a length such as 12, 12px or 3.5%");
    if (number < p->min || number > p->max)
        return out_of_range(ctx, p, value);
    *out = (glitch_length) { number, percent };
    return GLITCH_OK;
}

static glitch_status set_text(glitch_ctx *ctx, char **out, const char *value)
{
    char *copy = gli_strdup(ctx, value);
    if (!copy)
        return GLITCH_ENOMEM;
    gli_free(ctx, *out);
    *out = copy;
    return GLITCH_OK;
}

/* A copy of so many colours instead of what *out has. */
static glitch_status set_list(
    glitch_ctx *ctx, glitch_colors *out, const PixelTuple *list, uint32_t count)
{
    PixelTuple *copy = count ? gli_alloc(ctx, count, sizeof *copy) : NULL;
    if (count && !copy)
        return GLITCH_ENOMEM;
    if (count)
        memcpy(copy, list, count * sizeof *copy);
    gli_free(ctx, (void *)out->color);
    *out = (glitch_colors) { copy, count };
    return GLITCH_OK;
}

static glitch_status set_color(
    glitch_ctx *ctx, const glitch_param *p, PixelTuple *out, const char *value)
{
    const char *end = glitch_parse_color(value, out);
    return end && !*end
        ? GLITCH_OK
        : not_a(ctx, p, value, "a colour such as f80, ff8800 or ff8800cc");
}

/* An empty text is no colour at all. */
static glitch_status set_colors(
    glitch_ctx *ctx, const glitch_param *p, glitch_colors *out, const char *value)
{
    PixelTuple list[MOST_COLORS];
    uint32_t count = 0;
    for (const char *at = value; *at; at += *at == ',' && at[1]) {
        at = count < MOST_COLORS ? glitch_parse_color(at, &list[count++]) : NULL;
        if (!at || !(!*at || (*at == ',' && at[1])))
            return not_a(
                ctx, p, value, "a list of up to 256 colours such as f80,0088ff");
    }
    return set_list(ctx, out, list, count);
}

static void set_auto(const glitch_param *p, void *out)
{
    if (p->type == GLITCH_REAL || p->type == GLITCH_ANGLE)
        *(double *)out = (double)NAN;
    else if (p->type == GLITCH_LENGTH)
        *(glitch_length *)out = (glitch_length) { (double)NAN, 0 };
    else
        *(int32_t *)out = GLITCH_INT_AUTO;
}

glitch_status gli_value_set(
    glitch_ctx *ctx, const glitch_param *p, void *out, const char *value)
{
    if (p->automatic && strcmp(value, "auto") == 0) {
        set_auto(p, out);
        return GLITCH_OK;
    }
    switch (p->type) {
    case GLITCH_BOOL:
        return set_bool(ctx, p, out, value);
    case GLITCH_INT:
        return set_int(ctx, p, out, value);
    case GLITCH_REAL:
    case GLITCH_ANGLE:
        return set_real(ctx, p, out, value);
    case GLITCH_CHOICE:
    case GLITCH_EDGE:
        return set_choice(ctx, p, out, value);
    case GLITCH_LENGTH:
        return set_length(ctx, p, out, value);
    case GLITCH_TEXT:
    case GLITCH_FILE: /* begins with its path */
        return set_text(ctx, out, value);
    case GLITCH_COLOR:
        return set_color(ctx, p, out, value);
    case GLITCH_COLORS:
        return set_colors(ctx, p, out, value);
    }
    return gli_fail(ctx, GLITCH_EINVAL, "%s: a parameter of no known type", p->name);
}

/* ---- in a struct --------------------------------------------------------- */

static bool in_range(const glitch_param *p, double x)
{
    return x >= p->min && x <= p->max;
}

static bool is_choice(const glitch_param *p, int32_t number)
{
    const char *const *words = glitch_param_choices(p);
    for (int32_t i = 0; words && words[i]; i++)
        if (i == number)
            return true;
    return number == GLITCH_INT_AUTO && p->automatic != GLITCH_AUTO_NONE;
}

bool gli_value_is_valid(const glitch_param *p, const void *at)
{
    const int32_t *number = at;
    const glitch_length *length = at;
    const glitch_colors *colors = at;
    bool may_be_auto = p->automatic != GLITCH_AUTO_NONE;
    switch (p->type) {
    case GLITCH_BOOL:
        return *number == 0 || *number == 1;
    case GLITCH_INT:
        return *number == GLITCH_INT_AUTO ? may_be_auto : in_range(p, *number);
    case GLITCH_CHOICE:
    case GLITCH_EDGE:
        return is_choice(p, *number);
    case GLITCH_REAL:
    case GLITCH_ANGLE:
        return GLITCH_IS_AUTO(*(const double *)at) ? may_be_auto
                                                   : in_range(p, *(const double *)at);
    case GLITCH_LENGTH:
        return (length->percent == 0 || length->percent == 1)
            && (GLITCH_IS_AUTO(length->value) ? may_be_auto
                                              : in_range(p, length->value));
    case GLITCH_COLOR:
        return true;
    case GLITCH_COLORS:
        return colors->count == 0 || (colors->color && colors->count <= MOST_COLORS);
    case GLITCH_TEXT:
    case GLITCH_FILE: /* begins with its path */
        return *(const char *const *)at != NULL;
    }
    return false;
}

glitch_status gli_value_own(glitch_ctx *ctx, const glitch_param *p, void *at)
{
    if (p->type == GLITCH_TEXT || p->type == GLITCH_FILE) {
        const char *given = *(const char **)at;
        memset(at, 0, gli_value_size(p));
        return set_text(ctx, at, given);
    }
    if (p->type == GLITCH_COLORS) {
        glitch_colors given = *(const glitch_colors *)at;
        memset(at, 0, sizeof given);
        return set_list(ctx, at, given.color, given.count);
    }
    return GLITCH_OK;
}

void gli_value_free(glitch_ctx *ctx, const glitch_param *p, void *at)
{
    if (gli_value_is_list(p)) /* each begins with its pointer */
        gli_free(ctx, *(void **)at);
}

int32_t gli_length_nearest(glitch_length length, uint32_t extent)
{
    if (GLITCH_IS_AUTO(length.value))
        return 0;
    double pixels = length.percent ? length.value * extent / 100.0 : length.value;
    if (pixels > INT32_MAX)
        return INT32_MAX;
    if (pixels < -INT32_MAX)
        return -INT32_MAX;
    return (int32_t)(pixels < 0 ? pixels - 0.5 : pixels + 0.5);
}

int32_t glitch_length_pixels(glitch_length length, uint32_t extent)
{
    int32_t pixels = gli_length_nearest(length, extent);
    if (pixels || !length.percent || !extent)
        return pixels;
    return (length.value > 0) - (length.value < 0);
}
