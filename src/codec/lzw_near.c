/*
 * lzw_near.c - GIF's compression where colours need only be near.
 *
 * LZW as in lzw.c, but a string matches where each of its colours is near enough to the
 * pixel's. That LZW can be made lossy so is K. Lornsen's idea for gifsicle ("lossygif",
 * 2014), which takes the longest string within a limit. Here each has a gain: what its
 * pixels usually cost, less what its errors are worth. Strings are found by going down the
 * tree of all of them level by level, with the few best of each level (a beam search). Of
 * the lengths that gain most, the one is taken after which the next string gains most
 * (R. N. Horspool, "The effect of non-greedy parsing in Ziv-Lempel compression methods",
 * 1995).
 *
 * After a code the decoder learns that string and the first index of the next one. Where
 * it knows that already a code is wasted, so that other ends are better.
 */
#include "codec/lzw_near.h"
#include <string.h>

enum {
    BIT = 1 << 16,         /* costs are in parts of a bit */
    WINDOW = 128,          /* codes, over which a full dictionary is judged */
    BEAM = 16,             /* strings of a length that are followed up */
    WASTE = 5 * BIT,       /* what a string that is learnt twice costs */
    USUALLY = BIT * 3 / 2, /* what a pixel costs where nothing is known, */
    PIXELS = 64,           /* which counts as so many pixels, */
    PARTS = 256,           /* each of so many parts; */
    FORGET = 512,          /* then each code lets that part be forgotten */
    MOST_SPENT = 16 * BIT, /* on a pixel, as far as those below it are told */
    REACH = 8              /* pixels on either side of one that tell of it */
};

/* A string that is followed up. */
typedef struct follower {
    int32_t error;
    uint16_t code;
    uint8_t first;
} follower;

typedef struct level {
    follower items[BEAM];
    int count, worst; /* which of them, where it is full */
    int32_t least;    /* error of any */
} level;

/* All strings from a place on, length by length. */
typedef struct walk {
    level levels[2]; /* of the length in hand is levels[length & 1] */
    size_t place, length;
    uint32_t column; /* of the last pixel */
    int64_t usual;   /* cost of the pixels so far */
} walk;

/* ---- the tree ------------------------------------------------------------ */

static void clear(gli_lzw_near *z)
{
    gli_lzw_put_clear(&z->state, z->index_bits);
    memset(z->trie.first, 0, sizeof z->trie.first);
    memset(z->views, 0, sizeof z->views);
    z->state.codes = 0;
    z->next = -1;
    z->life = z->lately = (gli_near_cost) { 0, 0 };
}

static bool is_full(const gli_lzw_near *z)
{
    return z->state.next == GLI_LZW_MOST;
}

static bool knows(const gli_near_trie *t, uint32_t prefix, int index)
{
    uint32_t code = t->first[prefix];
    while (code && t->index[code] != index)
        code = t->sibling[code];
    return code != 0;
}

/* The decoder gives the next code to this, whether or not it has it already. */
static void learn(gli_lzw_near *z, uint16_t prefix, int index)
{
    gli_near_trie *t = &z->trie;
    uint32_t code = z->state.next++;
    z->state.width += code == UINT32_C(1) << z->state.width;
    if (index < 0 || knows(t, prefix, index))
        return;
    t->index[code] = (uint8_t)index;
    t->parent[code] = prefix;
    t->sibling[code] = t->first[prefix];
    t->first[prefix] = (uint16_t)code;
}

/* ---- colours ------------------------------------------------------------- */

/* How much further than the nearest colour one is; that may be a little less than 0. */
static inline int32_t excess(
    const gli_lzw_near *z, const gli_near_pixel *p, uint8_t index)
{
    if (index == z->transparent)
        return p->shown < 0              ? INT32_MAX
            : p->least == GLI_NEAR_CLEAR ? 0
                                         : p->shown - p->least;
    if (p->least == GLI_NEAR_CLEAR)
        return INT32_MAX;
    return gli_word_distance(p->color, z->colors[index]) - p->least;
}

/* The colours nearest to the middle of a colour's cell, the nearest first. */
static void find_near(gli_lzw_near *z, uint32_t color)
{
    enum { LAST = GLI_NEAR_COLORS - 1 };
    int32_t far[GLI_NEAR_COLORS];
    uint32_t middle = gli_cell_middle(color), cell = gli_cell(color);
    uint8_t *near = z->near[cell];
    for (int i = 0; i < GLI_NEAR_COLORS; i++)
        far[i] = INT32_MAX;
    for (int i = 0; i < z->color_count; i++) {
        int32_t d = gli_word_distance(z->colors[i], middle);
        if (d >= far[LAST])
            continue;
        int at = LAST;
        for (; at > 0 && far[at - 1] > d; at--) {
            far[at] = far[at - 1];
            near[at] = near[at - 1];
        }
        far[at] = d;
        near[at] = (uint8_t)i;
    }
    z->near_count[cell] =
        (uint8_t)(z->color_count < GLI_NEAR_COLORS ? z->color_count : GLI_NEAR_COLORS);
}

/* ---- strings from a place on --------------------------------------------- */

static void find_worst(level *l)
{
    l->worst = 0;
    for (int i = 1; i < l->count; i++)
        if (l->items[i].error > l->items[l->worst].error)
            l->worst = i;
}

static inline void add(level *l, int32_t error, uint32_t code, uint8_t first)
{
    follower f = { error, (uint16_t)code, first };
    if (l->count < BEAM) {
        l->items[l->count++] = f;
        if (l->count == BEAM)
            find_worst(l);
    } else if (error < l->items[l->worst].error) {
        l->items[l->worst] = f;
        find_worst(l);
    } else {
        return;
    }
    l->least = error < l->least ? error : l->least;
}

static void begin_with(
    const gli_lzw_near *z, const gli_near_pixel *p, uint8_t index, level *l)
{
    int32_t e = excess(z, p, index);
    if (l->count == 0 || e <= GLI_NEAR_FAR)
        add(l, e, index, index);
}

/* What a string may begin with: what stays, or a near colour. */
static void find_beginnings(gli_lzw_near *z, const gli_near_pixel *p, level *l)
{
    if (z->transparent >= 0 && p->shown >= 0)
        begin_with(z, p, (uint8_t)z->transparent, l);
    if (p->least == GLI_NEAR_CLEAR)
        return;
    uint32_t cell = gli_cell(p->color);
    if (!z->near_count[cell])
        find_near(z, p->color);
    for (int i = 0; i < z->near_count[cell]; i++)
        begin_with(z, p, z->near[cell][i], l);
}

/* What the pixel at the walk's column is hoped to cost: something more than of late, so
 * that strings are rather long. */
static int64_t usual_cost(const gli_lzw_near *z, const walk *w)
{
    enum { OF_LATE = 35, AROUND = 81, ALL = 100 };
    return (z->of_late * OF_LATE + (int64_t)z->around[w->column] * AROUND) / ALL;
}

static void begin_walk(gli_lzw_near *z, walk *w, size_t place, int only)
{
    level *l = &w->levels[1];
    *l = (level) { .least = INT32_MAX };
    if (only < 0)
        find_beginnings(z, z->pixels + place, l);
    else
        begin_with(z, z->pixels + place, (uint8_t)only, l);
    w->place = place;
    w->length = 1;
    w->column = (uint32_t)((z->column + (place - z->done)) % z->width);
    w->usual = usual_cost(z, w);
}

/* On to strings that are longer by one, of those that are worth it. */
static inline bool walk_on(const gli_lzw_near *z, walk *w)
{
    const gli_near_trie *t = &z->trie;
    const level *from = &w->levels[w->length & 1];
    level *to = &w->levels[++w->length & 1];
    const gli_near_pixel *p = z->pixels + w->place + w->length - 1;
    int32_t limit = from->least + z->levels;
    to->count = 0;
    to->least = INT32_MAX - z->levels;
    for (int i = 0; i < from->count; i++) {
        const follower *f = &from->items[i];
        if (f->error > limit)
            continue;
        for (uint32_t code = t->first[f->code]; code; code = t->sibling[code]) {
            int32_t e = excess(z, p, t->index[code]);
            if (e <= GLI_NEAR_FAR && f->error + e <= to->least + z->levels)
                add(to, f->error + e, code, f->first);
        }
    }
    if (++w->column == z->width)
        w->column = 0;
    w->usual += usual_cost(z, w);
    return to->count > 0;
}

/* The best string of the length in hand. */
static gli_near_string string_of(const gli_lzw_near *z, const walk *w)
{
    const level *l = &w->levels[w->length & 1];
    const follower *f = l->items;
    for (int i = 1; i < l->count; i++)
        f = l->items[i].error < f->error ? &l->items[i] : f;
    int64_t gain = w->usual - (int64_t)f->error * z->search.worth;
    return (gli_near_string) { gain, f->error, (uint32_t)w->length, f->code, f->first };
}

/* ---- which string -------------------------------------------------------- */

static void find_least(gli_near_view *v)
{
    v->least = 0;
    for (int i = 1; i < v->count; i++)
        if (v->strings[i].gain < v->strings[v->least].gain)
            v->least = i;
}

static void insert(gli_near_view *v, const gli_near_string *s, int most)
{
    if (v->count < most)
        v->strings[v->count++] = *s;
    else if (s->gain > v->strings[v->least].gain)
        v->strings[v->least] = *s;
    else
        return;
    v->gain = s->gain > v->gain ? s->gain : v->gain;
    if (v->count == most)
        find_least(v);
}

static void look(gli_lzw_near *z, size_t place, int only, size_t most, gli_near_view *v)
{
    walk w;
    gli_near_string s;
    most = z->count - place < most ? z->count - place : most;
    *v = (gli_near_view) { .place = place + 1, .gain = INT64_MIN };
    begin_walk(z, &w, place, only);
    do {
        s = string_of(z, &w);
        insert(v, &s, z->most_strings);
    } while (w.length < most && s.gain >= v->gain - z->slack && walk_on(z, &w));
}

/* The dictionary learns little until it is there, so that it looks once. */
static gli_near_view *look_ahead(gli_lzw_near *z, size_t place)
{
    gli_near_view *v = &z->views[place % GLI_NEAR_PLACES];
    if (v->place != place + 1)
        look(z, place, -1, GLI_NEAR_AHEAD, v);
    return v;
}

/* The string at a place that gains most; where there is time, with the one after it. */
static const gli_near_string *find_best(gli_lzw_near *z, size_t place)
{
    gli_near_view *v = look_ahead(z, place);
    if (v->has_best)
        return &v->best;
    v->best.gain = INT64_MIN;
    v->has_best = true;
    for (int i = 0; i < v->count; i++) {
        gli_near_string s = v->strings[i];
        size_t end = place + s.length;
        s.gain += z->search.thorough && end < z->count ? look_ahead(z, end)->gain : 0;
        v->best = s.gain > v->best.gain ? s : v->best;
    }
    return &v->best;
}

/* The string to be written, and the index that the next one begins with, or -1. */
static gli_near_string choose(gli_lzw_near *z, int *next)
{
    gli_near_view v;
    gli_near_string best = { .gain = INT64_MIN, .length = 1 };
    look(z, z->done, z->next, GLI_NEAR_LENGTH, &v);
    for (int i = 0; i < v.count; i++) {
        gli_near_string s = v.strings[i];
        int first = -1;
        if (z->done + s.length < z->count) {
            const gli_near_string *after = find_best(z, z->done + s.length);
            first = after->first;
            s.gain += after->gain;
            s.gain -= !is_full(z) && knows(&z->trie, s.code, first) ? WASTE : 0;
        }
        if (s.gain > best.gain) {
            best = s;
            *next = first;
        }
    }
    return best;
}

/* ---- the stream ---------------------------------------------------------- */

/* A row is done: tell those below what it has cost, without its ups and downs. */
static void smooth_costs(gli_lzw_near *z)
{
    uint32_t last = z->width - 1, sum = 0;
    for (uint32_t x = 0; x < 2 * REACH; x++)
        sum += z->spent[x < REACH ? 0 : x - REACH < last ? x - REACH : last];
    for (uint32_t x = 0; x <= last; x++) {
        z->around[x] = sum / (2 * REACH);
        sum += z->spent[last - x > REACH ? x + REACH : last];
        sum -= z->spent[x > REACH ? x - REACH : 0];
    }
}

static void spend(gli_lzw_near *z, uint64_t cost, uint32_t length)
{
    uint32_t each = cost / length < MOST_SPENT ? (uint32_t)(cost / length) : MOST_SPENT;
    for (uint32_t i = 0; i < length; i++) {
        z->spent[z->column] = each;
        if (++z->column == z->width) {
            z->column = 0;
            smooth_costs(z);
        }
    }
}

static void add_cost(gli_near_cost *c, uint64_t cost, uint64_t pixels)
{
    c->cost += cost;
    c->pixels += pixels;
}

static void count_cost(gli_lzw_near *z, const gli_near_string *s)
{
    int64_t wrong = s->error > 0 ? s->error : 0;
    uint64_t cost = (uint64_t)z->state.width * BIT + (uint64_t)wrong * z->search.worth;
    z->usual.cost -= z->usual.cost / FORGET;
    z->usual.pixels -= z->usual.pixels / FORGET;
    add_cost(&z->usual, cost, (uint64_t)s->length * PARTS);
    z->of_late = (int64_t)(z->usual.cost * PARTS / z->usual.pixels);
    add_cost(&z->life, cost, s->length);
    add_cost(&z->lately, cost, s->length);
    spend(z, cost, s->length);
}

/* Write down the string's indices, the last one first. */
static void take(gli_lzw_near *z, const gli_near_string *s)
{
    uint32_t code = s->code;
    z->done += s->length;
    for (size_t i = 1; i <= s->length; i++) {
        bool is_index = code < UINT32_C(1) << z->index_bits;
        z->indices[z->done - i] = is_index ? (uint8_t)code : z->trie.index[code];
        code = is_index ? code : z->trie.parent[code];
    }
}

static void begin_window(gli_lzw_near *z)
{
    z->state.codes = 0;
    z->window = (gli_near_mark) { z->state, z->done };
    z->known = z->done;
    z->lately = (gli_near_cost) { 0, 0 };
}

static void go_back(gli_lzw_near *z)
{
    size_t back = (z->done - z->window.done) % z->width;
    z->column = (uint32_t)((z->column + z->width - back) % z->width);
    z->state = z->window.state;
    z->done = z->window.done;
}

/* A full dictionary is cleared where it does worse than it did, learning and all: at the
 * beginning of the window in which it did. */
static void judge(gli_lzw_near *z)
{
    const gli_near_cost *now = &z->lately, *all = &z->life;
    if (++z->state.codes < WINDOW || z->done == z->count)
        return;
    if (now->cost * all->pixels > all->cost * now->pixels) {
        go_back(z);
        clear(z);
    } else {
        begin_window(z);
    }
}

static void step(gli_lzw_near *z)
{
    bool learns = !is_full(z);
    int next = -1;
    gli_near_string s = choose(z, &next);
    gli_lzw_put_code(&z->state, s.code);
    count_cost(z, &s);
    take(z, &s);
    z->next = learns ? next : -1;
    if (learns) {
        learn(z, s.code, next);
        begin_window(z);
    } else {
        judge(z);
    }
}

void gli_lzw_near_begin(gli_lzw_near *z, const PixelTuple *palette, int colors,
    int transparent, unsigned index_bits, gli_near_search search, unsigned char *out)
{
    for (int i = 0; i < colors; i++)
        z->colors[i] = gli_word(palette[i]);
    z->color_count = colors;
    z->transparent = transparent;
    z->index_bits = index_bits;
    z->search = search;
    z->most_strings = search.thorough ? GLI_NEAR_STRINGS : 2;
    z->slack = (int64_t)BIT * (search.thorough ? 14 : 8);
    z->levels = (int32_t)(z->slack / search.worth);
    z->count = z->done = z->known = 0;
    z->column = 0;
    for (uint32_t x = 0; x < z->width; x++)
        z->around[x] = USUALLY;
    memset(z->near_count, 0, sizeof z->near_count);
    z->usual = (gli_near_cost) { (uint64_t)USUALLY * PIXELS, (uint64_t)PIXELS * PARTS };
    z->of_late = USUALLY;
    z->begin = out;
    z->state = (gli_lzw_state) { .out = out, .width = index_bits + 1 };
    clear(z);
}

void gli_lzw_near_put(gli_lzw_near *z, bool end)
{
    enum { ENOUGH = GLI_NEAR_LENGTH + 2 * GLI_NEAR_AHEAD };
    while (z->done < z->count && (end || z->count - z->done > ENOUGH))
        step(z);
    if (end)
        z->known = z->count;
}

size_t gli_lzw_near_end(gli_lzw_near *z)
{
    gli_lzw_state *s = &z->state;
    gli_lzw_put_code(s, (UINT32_C(1) << z->index_bits) + 1);
    return (size_t)(s->out - z->begin) + (s->held > 0);
}
