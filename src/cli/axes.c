/* axes.c - the axes of --vary, and the n-th combination of their values. */
#include "axes.h"
#include "report.h"
#include <stdio.h>
#include <string.h>

/* The options that say how one picture, or animation, comes out. */
static const char *const varied[] = { "intensity", "seed", "frames", "delay", "fps",
    "loop", "step", "change", "max-size", "scale", "still", "png-level", "quality",
    "colors", "dither", "matte" };
/* And those that replace the chain. */
static const char *const chains[] = { "filter", "preset", "chain" };
enum {
    VARIED = sizeof varied / sizeof *varied,
    CHAINS = sizeof chains / sizeof *chains
};

/* ---- names --------------------------------------------------------------- */

static const char *name_at(int i)
{
    return i < VARIED ? varied[i] : chains[i - VARIED];
}

/* What is no parameter of a filter. */
static const char *nearest_name(const char *name)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (int i = 0; i < VARIED + CHAINS; i++) {
        size_t distance = glitch_name_distance(name, name_at(i));
        if (distance < best) {
            nearest = name_at(i);
            best = distance;
        }
    }
    return nearest;
}

static int unknown_axis(const char *name)
{
    const char *nearest = nearest_name(name);
    char list[256] = "";
    size_t used = 0;
    if (nearest)
        return complain(
            EXIT_USAGE, "--vary: no axis '%s'; did you mean '%s'?", name, nearest);
    for (int i = 0; i < VARIED + CHAINS && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, ", %s", name_at(i));
    return complain(
        EXIT_USAGE, "--vary: no axis '%s'; there are FILTER.PARAM%s", name, list);
}

static int classify(axis *x)
{
    for (int i = 0; i < VARIED + CHAINS; i++)
        if (strcmp(x->name, name_at(i)) == 0) {
            x->kind = i < VARIED ? AXIS_OPTION : AXIS_CHAIN;
            return EXIT_DONE;
        }
    if (!strchr(x->name, '.'))
        return unknown_axis(x->name);
    if (!target_parse(x->name, &x->target))
        return complain(EXIT_USAGE,
            "--vary: no axis '%s'; FILTER.PARAM or FILTER#2.PARAM is wanted", x->name);
    x->kind = AXIS_PARAM;
    return EXIT_DONE;
}

static bool is_same(const axis *a, const axis *b)
{
    if (a->kind == AXIS_CHAIN && b->kind == AXIS_CHAIN)
        return true;
    if (a->kind == AXIS_PARAM && b->kind == AXIS_PARAM)
        return target_overlaps(&a->target, &b->target);
    return strcmp(a->name, b->name) == 0;
}

static int name_axis(const axes *a, const char *text, axis *x)
{
    size_t length = strcspn(text, "=");
    if (length == 0 || !text[length])
        return complain(EXIT_USAGE,
            "--vary %s: NAME=VALUES is wanted, such as intensity=1..9:2", text);
    if (length > LONGEST_AXIS)
        return complain(EXIT_USAGE, "--vary: no axis has a name of %llu characters",
            (unsigned long long)length);
    memcpy(x->name, text, length);
    x->values = text + length + 1;
    int status = classify(x);
    for (size_t i = 0; !status && i < a->count; i++)
        if (is_same(x, &a->axis[i]))
            status = complain(EXIT_USAGE, "--vary %s: it varies already, as %s",
                x->name, a->axis[i].name);
    return status;
}

/* ---- values -------------------------------------------------------------- */

/* key=value, which belongs to the filter before it? */
static bool is_setting(const char *text)
{
    return text[strcspn(text, ",:=")] == '=';
}

static const char *end_of_piece(const axis *x, const char *text)
{
    const char *end = text + strcspn(text, ",");
    while (x->kind == AXIS_CHAIN && *end && is_setting(end + 1))
        end += 1 + strcspn(end + 1, ",");
    return end;
}

bool axis_piece(const axis *x, const char **next, piece *out)
{
    if (!*next)
        return false;
    const char *text = *next, *end = end_of_piece(x, text);
    *out = (piece) { .text = text, .length = (size_t)(end - text), .count = 1 };
    out->form =
        x->kind == AXIS_CHAIN ? RANGE_NONE : range_parse(text, end, &out->range);
    if (out->form == RANGE_DONE)
        out->count = out->range.count;
    *next = *end ? end + 1 : NULL;
    return true;
}

char *piece_value(const piece *p, uint64_t k)
{
    char number[RANGE_TEXT];
    if (p->form != RANGE_DONE)
        return strndup(p->text, p->length);
    range_text(&p->range, k, number);
    return strdup(number);
}

char *axis_value(const axis *x, uint64_t k)
{
    const char *next = x->values;
    piece p = { 0 };
    while (axis_piece(x, &next, &p) && k >= p.count)
        k -= p.count;
    return piece_value(&p, k);
}

static int too_many(const axis *x)
{
    return complain(
        EXIT_USAGE, "--vary %s: that makes more than 2^63 combinations", x->name);
}

static int bad_range(const axis *x, const piece *p)
{
    return complain(EXIT_USAGE,
        "--vary %s: %.*s is no range; A..B or A..B:STEP is wanted, the step over 0, "
        "with at most %d digits",
        x->name, (int)p->length, p->text, RANGE_DIGITS);
}

static int count_values(axis *x)
{
    piece p;
    const char *next = x->values;
    while (axis_piece(x, &next, &p)) {
        if (p.form == RANGE_BAD)
            return bad_range(x, &p);
        if (p.length == 0)
            return complain(EXIT_USAGE, "--vary %s: a value is empty", x->name);
        x->count += p.count;
        if (x->count > MOST_COMBINATIONS)
            return too_many(x);
    }
    return EXIT_DONE;
}

/* ---- combinations -------------------------------------------------------- */

int axes_add(axes *a, const char *text)
{
    if (a->count == MOST_AXES)
        return complain(EXIT_USAGE, "--vary: there are at most %d axes", MOST_AXES);
    axis x = { 0 };
    int status = name_axis(a, text, &x);
    if (!status)
        status = count_values(&x);
    if (!status && x.count > MOST_COMBINATIONS / axes_product(a))
        status = too_many(&x);
    if (!status)
        a->axis[a->count++] = x;
    return status;
}

uint64_t axes_product(const axes *a)
{
    uint64_t product = 1;
    for (size_t i = 0; i < a->count; i++)
        product *= a->axis[i].count;
    return product;
}

/* n - 1 as a number of mixed radix, the counts of the axes being its bases. */
uint64_t axes_digit(const axes *a, uint64_t n, size_t i)
{
    n--;
    for (size_t last = a->count - 1; last > i; last--)
        n /= a->axis[last].count;
    return n % a->axis[i].count;
}

bool axes_vary_chain(const axes *a)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->axis[i].kind == AXIS_CHAIN)
            return true;
    return false;
}
