/*
 * screen_expr.c - expr: formulas whose meaning the C compiler knows, and random ones, which
 * are also computed from the tree that they are made of.
 */
#include "effects_screen.h"
#include <glitch/filters.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A picture through one formula for red; NULL, with the message, where it is refused. */
static const char *try_red(const char *red, const picture *in, picture *out)
{
    static char message[512];
    glitch_expr_params q = GLITCH_EXPR_INIT;
    glitch_ctx *ctx = glitch_ctx_new(NULL);
    glitch_pipeline *p = glitch_pipeline_new(ctx, 4);
    glitch_frames it;
    const glitch_frame *f;
    q.red = red;
    glitch_status s =
        glitch_pipeline_add_params(p, glitch_filter_find(ctx, "expr"), &q);
    if (s) { /* at once, not with the first frame */
        ck_assert_int_eq(s, GLITCH_EINVAL);
        snprintf(message, sizeof message, "%s", glitch_ctx_message(ctx));
    } else {
        ck_assert_int_eq(glitch_pipeline_apply(p, frames_of(in, 1), &it), GLITCH_OK);
        ck_assert_int_eq(glitch_frames_next(it, &f), GLITCH_OK);
        *out = copy_frame(f);
        glitch_frames_close(&it);
    }
    glitch_pipeline_free(p);
    glitch_ctx_free(ctx);
    return s ? message : NULL;
}

static picture with_red(const char *red, const picture *in)
{
    picture out = { 0 };
    const char *fault = try_red(red, in, &out);
    ck_assert_msg(!fault, "%s: %s", red, fault);
    return out;
}

static uint8_t to_byte(double v)
{
    return (uint8_t)(v > 0 ? v < 255 ? floor(v + 0.5) : 255 : 0);
}

/* ---- as in C ------------------------------------------------------------- */

typedef struct place {
    int64_t r, g, b, a, x, y, w, h;
} place;

static place place_of(const picture *p, uint32_t i)
{
    PixelTuple c = p->px[i];
    return (place) { c.red, c.green, c.blue, c.alpha, i % p->width, i / p->width,
        p->width, p->height };
}

/* Only what whole numbers and doubles agree about: no division, nothing under 0 shifted. */
#define FORMULAS(F)                                                                    \
    F(r + g * 2 - b)                                                                   \
    F(r - g - b + 300)                                                                 \
    F(r - (g - b))                                                                     \
    F(r ^ g & b | x)                                                                   \
    F(r & 15 == 3 ^ g)                                                                 \
    F((r & 15) == 3 ? g : b)                                                           \
    F(r < g ? g < b ? x : y : a < 128 ? 7 : 9)                                         \
    F(r < g == g < b)                                                                  \
    F(100 * (r > g) + 50 * (g >= b) + 20 * (b <= a) + 3 * (a != 255) + !r)             \
    F(r << 2 >> 1 + 1)                                                                 \
    F(x *y * 40503 >> 7 & 255)                                                         \
    F(-r + 255)                                                                        \
    F(-(r - 300) % 7 * 10)                                                             \
    F(~r & 255)                                                                        \
    F(- -r + !!g)                                                                      \
    F(r &&g || b && !a)                                                                \
    F((r || g) && (b > 100 || a < 20))                                                 \
    F(r % 16 * 16 + g % (b + 1))                                                       \
    F(x + y * w - h & 255)                                                             \
    F(r + -g + 100)                                                                    \
    F(r * 8421504 + 127 >> 16)                                                         \
    F(r * 8421505 & 255)                                                               \
    F((r - 128) * 16777216 + g * 65536 + b * 256 + x >> 8 & 255)                       \
    F((x * 65536 + y) * (r + 1) - g & 255)                                             \
    F((r - g) * (b - x) * (y - 99) % 256 & 255)                                        \
    F(r << 23 >> 24 & 255)                                                             \
    F((x < 64) * 100 + (y == 3) * 50)

#define FUNCTION(formula)                                                              \
    if (k-- == 0)                                                                      \
        return (double)(formula);
#define TEXT(formula) #formula,

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wparentheses"
#pragma GCC diagnostic ignored "-Wbool-operation"
#pragma GCC diagnostic ignored "-Wint-in-bool-context"
#endif

static double as_in_c(int k, place p)
{
    int64_t r = p.r, g = p.g, b = p.b, a = p.a, x = p.x, y = p.y, w = p.w, h = p.h;
    FORMULAS(FUNCTION)
    return -1;
}

static const char *const formulas[] = { FORMULAS(TEXT) };

START_TEST(meaning_is_that_of_c)
{
    picture in = random_picture(131, 37, 5, false);
    picture a = with_red(formulas[_i], &in);
    for (uint32_t i = 0; i < 131 * 37; i++) {
        PixelTuple e = in.px[i];
        e.red = to_byte(as_in_c(_i, place_of(&in, i)));
        ck_assert_msg(memcmp(&e, &a.px[i], sizeof e) == 0, "%s: %d instead of %d",
            formulas[_i], a.px[i].red, e.red);
    }
    free(in.px);
    free(a.px);
}
END_TEST

/* ---- random ones --------------------------------------------------------- */

enum { MOST_NODES = 40 };

typedef struct node {
    int kind, child[3];
    double number;
} node;

typedef struct tree {
    node nodes[MOST_NODES];
    int count;
    char text[4000];
} tree;

/* How they are written: %c stands for a child. */
static const char *const kinds[] = { "r", "g", "b", "a", "x", "y", "w", "h", "#",
    "(%+%)", "(%-%)", "(%*%)", "(%/%)", "(% % %)", "(-%)", "(%<%)", "(%<=%)", "(%>%)",
    "(%>=%)", "(%==%)", "(%!=%)", "(%&&%)", "(%||%)", "(!%)", "(%?%:%)", "(%&%)",
    "(%|%)", "(%^%)", "(~%)", "(% << %)", "(%>>%)", "min(%,%)", "max( %, % )", "abs(%)",
    "floor(%)", "sqrt(%)", "clamp(%,%,%)", "mix(%,%,%)" };
enum { LEAVES = 9, KINDS = (int)COUNT(kinds), MODULO = 13 };

static int children(int kind)
{
    int n = 0;
    for (const char *s = kinds[kind]; *s; s++)
        n += *s == '%';
    return kind == MODULO ? 2 : n;
}

static int grow(tree *t, uint64_t *random, int depth)
{
    int me = t->count++;
    node *n = &t->nodes[me];
    bool leaf = depth == 0 || t->count + 3 > MOST_NODES - 12;
    n->kind = (int)below(random, leaf ? LEAVES : KINDS);
    n->number = below(random, 4) ? below(random, 300) : below(random, 9999) / 64.0;
    if (below(random, 10) == 0) /* about where 32 bits end */
        n->number = 2147483520.0 + below(random, 256);
    for (int i = 0; i < children(n->kind); i++)
        t->nodes[me].child[i] = grow(t, random, depth - 1);
    return me;
}

static void write_node(tree *t, const node *n)
{
    int next = 0;
    for (const char *s = kinds[n->kind]; *s; s++) {
        size_t used = strlen(t->text);
        bool is_child = *s == '%' && !(n->kind == MODULO && s == kinds[MODULO] + 3);
        if (is_child)
            write_node(t, &t->nodes[n->child[next++]]);
        else if (*s == '#')
            snprintf(t->text + used, sizeof t->text - used, "%.10g", n->number);
        else
            snprintf(t->text + used, sizeof t->text - used, "%c", *s);
    }
}

static int32_t bits(double v)
{
    return fabs(v) < 4503599627370496.0 ? (int32_t)(uint32_t)(int64_t)floor(v) : 0;
}

static double modulo(double a, double b)
{
    double times = a / b;
    return b == 0 ? 0 : a - b * (fabs(times) < 4503599627370496.0 ? floor(times) : 0);
}

static double leaf(const node *n, const place *p)
{
    const int64_t values[] = { p->r, p->g, p->b, p->a, p->x, p->y, p->w, p->h };
    return n->kind == LEAVES - 1 ? n->number : (double)values[n->kind];
}

static double evaluate(const tree *t, const node *n, const place *p)
{
    double v[3] = { 0 };
    if (n->kind < LEAVES)
        return leaf(n, p);
    for (int i = 0; i < children(n->kind); i++)
        v[i] = evaluate(t, &t->nodes[n->child[i]], p);
    double a = v[0], b = v[1], c = v[2];
    switch (n->kind - LEAVES) {
    case 0:
        return a + b;
    case 1:
        return a - b;
    case 2:
        return a * b;
    case 3:
        return b == 0 ? 0 : a / b;
    case 4:
        return modulo(a, b);
    case 5:
        return -a;
    case 6:
        return a < b;
    case 7:
        return a <= b;
    case 8:
        return a > b;
    case 9:
        return a >= b;
    case 10:
        return a == b;
    case 11:
        return a != b;
    case 12:
        return a != 0 && b != 0;
    case 13:
        return a != 0 || b != 0;
    case 14:
        return a == 0;
    case 15:
        return a != 0 ? b : c;
    case 16:
        return bits(a) & bits(b);
    case 17:
        return bits(a) | bits(b);
    case 18:
        return bits(a) ^ bits(b);
    case 19:
        return ~bits(a);
    case 20:
        return (int32_t)((uint32_t)bits(a) << (bits(b) & 31));
    case 21:
        return floor(bits(a) / (double)(UINT32_C(1) << (bits(b) & 31)));
    case 22:
        return fmin(a, b);
    case 23:
        return fmax(a, b);
    case 24:
        return fabs(a);
    case 25:
        return floor(a);
    case 26:
        return a > 0 ? sqrt(a) : 0;
    case 27:
        return a < b ? (b > c ? c : b) : (a > c ? c : a);
    default:
        return a + (b - a) * c;
    }
}

START_TEST(random_formulas)
{
    picture in = random_picture(67, 3, 7, false);
    uint64_t random = 77 + (uint64_t)_i;
    for (int k = 0; k < 60; k++) {
        tree t = { .count = 0 };
        grow(&t, &random, 5);
        write_node(&t, &t.nodes[0]);
        picture a = with_red(t.text, &in);
        for (uint32_t i = 0; i < 67 * 3; i++) {
            place p = place_of(&in, i);
            ck_assert_msg(a.px[i].red == to_byte(evaluate(&t, &t.nodes[0], &p)),
                "%s: %d instead of %d in pixel %u", t.text, a.px[i].red,
                to_byte(evaluate(&t, &t.nodes[0], &p)), i);
        }
        free(a.px);
    }
    free(in.px);
}
END_TEST

/* ---- what pixels share --------------------------------------------------- */

/* Each # makes of what a frame, a row or a column shares what each pixel has for itself. */
static const char *const shared[] = { "sin((x#)*7)*127+128", "cos(y*3#)*x",
    "noise((x#)/16,y/16)*255", "noise(3#,4)*255", "noise(x/9,(y#)/9)*r", "(x#)/3%7*30",
    "(x#)*256/w&y*7#^r", "sqrt(x#)*sqrt(y#)+g", "1e308*10#>5?200:100", "0/0#+77",
    "floor((y#)/3)*9+(x#)", "mix(x#,y#,0.3)", "(x#)%5*50", "clamp(x#,30,90#)",
    "(x#)*(y#)*w*h>>9", "~(1e12#)&x", "(2#)<<(4#)^x" };

static void write_shared(const char *pattern, const char *own, char out[200])
{
    for (size_t used = 0; *pattern; pattern++, used = strlen(out))
        if (*pattern == '#')
            snprintf(out + used, 200 - used, "%s", own);
        else
            snprintf(out + used, 200 - used, "%c", *pattern);
}

START_TEST(shared_numbers)
{
    char text[200];
    picture in = random_picture(131, 9, 5, false);
    write_shared(shared[_i], "", text);
    picture a = with_red(text, &in);
    write_shared(shared[_i], "+0*r", text);
    picture b = with_red(text, &in);
    assert_same(&a, &b, shared[_i]);
    free(in.px);
    free(a.px);
    free(b.px);
}
END_TEST

/* ---- waves and chance ---------------------------------------------------- */

START_TEST(sines)
{
    static const char *const exact[] = { "255*floor(sin(90))", "255*(sin(-90)==-1)",
        "255*(cos(0)==1)", "255*(sin(180)==0)", "255*(cos(-270)==0)",
        "255*(sin(720090)==1)" };
    picture in = random_picture(720, 1, 3, true);
    picture s = with_red("sin(x*7-999)*127+128", &in);
    picture c = with_red("cos(x*7-999)*127+128", &in);
    for (uint32_t x = 0; x < 720; x++) {
        double angle = (x * 7.0 - 999) / 180 * acos(-1);
        ck_assert_double_le(fabs(s.px[x].red - (sin(angle) * 127 + 128)), 0.500001);
        ck_assert_double_le(fabs(c.px[x].red - (cos(angle) * 127 + 128)), 0.500001);
    }
    for (size_t i = 0; i < COUNT(exact); i++) {
        picture one = with_red(exact[i], &in);
        ck_assert_msg(one.px[0].red == 255, "%s", exact[i]);
        free(one.px);
    }
    free(s.px);
    free(c.px);
    free(in.px);
}
END_TEST

static int pixels_that_differ(const picture *a, const picture *b)
{
    int n = 0;
    for (uint32_t i = 0; i < a->width * a->height; i++)
        n += a->px[i].red != b->px[i].red;
    return n;
}

/* Even, other in each frame, and wherever it is written; and nothing but a number. */
START_TEST(chance)
{
    picture in[2], a[2], b[2], c[2];
    int counts[8] = { 0 };
    in[0] = random_picture(200, 100, 3, true);
    in[1] = copy_picture(&in[0]);
    run_frames(in, 2, "expr:red=rand*255.999-0.5", (way) { .seed = 3 }, a);
    run_frames(in, 2, "expr:red=rand*255.999-0.5", (way) { .seed = 4 }, b);
    run_frames(in, 2, "expr:red=0*rand+rand*255.999-0.5", (way) { .seed = 3 }, c);
    for (uint32_t i = 0; i < 200 * 100; i++)
        counts[a[0].px[i].red / 32]++;
    for (int k = 0; k < 8; k++)
        ck_assert_int_lt(abs(counts[k] - 2500), 250);
    ck_assert_int_gt(pixels_that_differ(&a[0], &a[1]), 19000);
    ck_assert_int_gt(pixels_that_differ(&a[0], &b[0]), 19000);
    ck_assert_int_gt(pixels_that_differ(&a[0], &c[0]), 19000);
    free_pictures(in, 2);
    free_pictures(a, 2);
    free_pictures(b, 2);
    free_pictures(c, 2);
}
END_TEST

/* Between its crossings it is what smoothly blended ones are; the same in all frames. */
START_TEST(smooth_noise)
{
    picture in[2], a[2];
    in[0] = random_picture(97, 65, 3, true);
    in[1] = random_picture(97, 65, 4, true);
    run_frames(in, 2, "expr:red=255*noise(x/16-2,y/16)", (way) { .seed = 3 }, a);
    ck_assert_int_eq(pixels_that_differ(&a[0], &a[1]), 0);
    for (uint32_t y = 0; y < 64; y++)
        for (uint32_t x = 0; x < 96; x++) {
            double s = x % 16 / 16.0, t = y % 16 / 16.0;
            const PixelTuple *p = &a[0].px[y / 16 * 16 * 97 + x / 16 * 16];
            s = s * s * (3 - 2 * s), t = t * t * (3 - 2 * t);
            double e = (p[0].red * (1 - s) + p[16].red * s) * (1 - t)
                + (p[16 * 97].red * (1 - s) + p[16 * 97 + 16].red * s) * t;
            ck_assert_double_le(fabs(a[0].px[y * 97 + x].red - e), 1.001);
        }
    free_pictures(in, 2);
    free_pictures(a, 2);
}
END_TEST

/* ---- text ---------------------------------------------------------------- */

static const struct {
    const char *text, *fault;
} faults[] = {
    { "(g+b", "filter 'expr': red: at character 5: a ')' is missing" },
    { " ", "filter 'expr': red: at character 2: it ends where a value should be" },
    { "r+", "filter 'expr': red: at character 3: it ends where a value should be" },
    { "r+*g", "filter 'expr': red: at character 3: a value should be here" },
    { "r g", "filter 'expr': red: at character 3: an operator should be here" },
    { "r=g", "filter 'expr': red: at character 2: an operator should be here" },
    { "r)", "filter 'expr': red: at character 2: an operator should be here" },
    { "2*foo(r)",
        "filter 'expr': red: at character 3: 'foo' is none of the functions min(u,v), "
        "max(u,v), abs(v), floor(v), sqrt(v), sin(v), cos(v), clamp(v,lo,hi), "
        "mix(u,v,share), noise(u,v)" },
    { "2*foo",
        "filter 'expr': red: at character 3: 'foo' is none of the values r, g, b, a, "
        "x, "
        "y, w, h, n, t, level, rand" },
    { "sin(foo)",
        "filter 'expr': red: at character 5: 'foo' is none of the values r, g" },
    { "sin", "filter 'expr': red: at character 1: 'sin' is none of the values r, g" },
    { "min(r)",
        "filter 'expr': red: at character 6: the function wants one more value, after "
        "a comma" },
    { "abs(r,g)", "filter 'expr': red: at character 6: the function's ')' is missing" },
    { "r?g", "filter 'expr': red: at character 4: the ':' of a '?' is missing" },
    { "1e999", "filter 'expr': red: at character 1: this number cannot be read" },
    { "r+.", "filter 'expr': red: at character 3: this number cannot be read" },
    { "\xff", "filter 'expr': red: at character 1: a value should be here" },
};

START_TEST(faults_in_the_text)
{
    picture in = random_picture(3, 3, 3, true), out;
    const char *is = try_red(faults[_i].text, &in, &out);
    ck_assert_msg(is && strstr(is, faults[_i].fault), "'%s' instead of '%s'",
        is ? is : "nothing", faults[_i].fault);
    free(in.px);
}
END_TEST

/* A use of what help shows: +, ?:, min(u,v), r. */
static void use_word(const char *word, char *out, size_t size)
{
    const char *bracket = strchr(word, '(');
    if (strcmp(word, "?:") == 0)
        snprintf(out, size, "r?g:b");
    else if (bracket) {
        int n = snprintf(out, size, "%.*s(r", (int)(bracket - word), word);
        for (const char *c = bracket; (c = strchr(c + 1, ',')) != NULL;)
            n += snprintf(out + n, size - (size_t)n, ",g");
        snprintf(out + n, size - (size_t)n, ")");
    } else if (*word >= 'a' && *word <= 'z')
        snprintf(out, size, "%s", word);
    else
        snprintf(out, size, strchr("!~", *word) && !word[1] ? "%sr" : "r%sg", word);
}

/* Each word is taken, and shown by the command. */
START_TEST(words_of_the_help)
{
    picture in = random_picture(3, 3, 3, true), out;
    const glitch_word *w = glitch_filter_find(NULL, "expr")->words;
    int count = 0;
    for (; w->kind; w++) {
        char list[32], text[64], shown[64];
        snprintf(list, sizeof list, "%s", w->word);
        for (char *one = strtok(list, " "); one; one = strtok(NULL, " "), count++) {
            use_word(one, text, sizeof text);
            const char *fault = try_red(text, &in, &out);
            ck_assert_msg(!fault, "%s: %s", text, fault ? fault : "");
            free(out.px);
        }
        snprintf(shown, sizeof shown, "\n  %s ", w->word);
        const outcome *o = run_expect(0, "glitch --help-filter expr");
        ck_assert_msg(strstr(o->out, shown) != NULL, "no '%s'", w->word);
    }
    ck_assert_int_eq(count, 12 + 21 + 10);
    free(in.px);
}
END_TEST

/* What is repeated, how often, and the fault; the end is as it must be for C. */
static const struct {
    const char *open, *middle, *close;
    int times, most;
    const char *fault;
} large[] = {
    { "(", "r", ")", 400, 40, "nested too deeply" },
    { "-", "r", "", 999, 40, "nested too deeply" },
    { "r?", "r", ":g", 240, 40, "nested too deeply" },
    { "r?g:", "r", "", 249, 40, "nested too deeply" },
    { "abs(", "r", ")", 190, 40, "nested too deeply" },
    { "(r+g)*(", "r", ")", 120, 30, "left open" },
    { "7+", "r", "", 100, 50, "too many numbers" },
    { "r+", "g", "", 400, 150, "too long" },
    { "rand+", "g", "", 180, 70, "too long" },
    { " ", "g", "", 1000, 900, "too long" },
};

START_TEST(limits)
{
    picture in = random_picture(3, 3, 3, true), out;
    for (int enough = 0; enough < 2; enough++) {
        char text[4000] = "";
        int times = enough ? large[_i].times : large[_i].most;
        for (int k = 0; k < times; k++)
            strcat(text, large[_i].open);
        strcat(text, large[_i].middle);
        for (int k = 0; k < times; k++)
            strcat(text, large[_i].close);
        const char *fault = try_red(text, &in, &out);
        if (!fault)
            free(out.px);
        ck_assert_msg(enough ? fault && strstr(fault, large[_i].fault) : !fault,
            "%d times %s: %s", times, large[_i].open, fault ? fault : "taken");
    }
    free(in.px);
}
END_TEST

/* Whatever it is, it is a picture or one line. */
START_TEST(any_text)
{
    static const char *const words[] = { "r", "x", "level", "rand", "7", "1e9", ".5",
        "(", ")", "(", ")", ",", "+", "-", "*", "/", "%", "<", "<<", ">", "==", "!",
        "&", "&&", "|", "^", "~", "?", ":", "min(", "clamp(", "noise(", "sin(",
        "floor(", "=", " ", "#", "1e300*1e300" };
    picture in = random_picture(5, 2, 3, true), out;
    uint64_t random = 9 + (uint64_t)_i;
    int taken = 0;
    for (int k = 0; k < 1500; k++) {
        char text[200] = "";
        for (uint32_t n = 1 + below(&random, 12); n > 0; n--)
            strcat(text, words[below(&random, COUNT(words))]);
        const char *fault = try_red(text, &in, &out);
        ck_assert(!fault || !strchr(fault, '\n'));
        taken += !fault;
        if (!fault)
            free(out.px);
    }
    ck_assert_int_gt(taken, 20);
    free(in.px);
}
END_TEST

/* ---- with the others ----------------------------------------------------- */

/* As the command has it: commas, comparisons, and all four. */
START_TEST(in_a_chain)
{
    picture in = random_picture(37, 11, 5, false);
    picture a = glitched(
        &in, "expr:red=min(g,b),green=x==3,blue=r,alpha=a<=9?level:n+t,level=7", 1);
    for (uint32_t i = 0; i < 37 * 11; i++) {
        PixelTuple p = in.px[i],
                   e = { p.green < p.blue ? p.green : p.blue, i % 37 == 3, p.red,
                       p.alpha <= 9 ? 7 : 0 };
        ck_assert_int_eq(memcmp(&e, &a.px[i], sizeof e), 0);
    }
    free(in.px);
    free(a.px);
}
END_TEST

START_TEST(of_an_animation)
{
    picture in[RUN], a[RUN];
    const uint32_t size[2] = { 7, 5 };
    random_run(size, 3, true, in);
    run_frames(in, RUN, "expr:red=n,green=t*100,blue=w*16+h", (way) { .seed = 3 }, a);
    for (int k = 0; k < RUN; k++) {
        ck_assert_int_eq(a[k].px[9].red, k);
        ck_assert_int_eq(a[k].px[9].green, 100 * k / RUN);
        ck_assert_int_eq(a[k].px[9].blue, 7 * 16 + 5);
    }
    free_pictures(in, RUN);
    free_pictures(a, RUN);
    check_frames_alone("expr");
    check_frames_alone("expr:red=rand*r,green=noise(x/5,y/5+t*4)*255");
}
END_TEST

START_TEST(ends)
{
    static const char *const specs[] = { "expr", "expr:level=0.1", "expr:level=10",
        "expr:red=1e308*r*g*x,green=(0-1e308)*g*a%0.001,blue=floor(1e308*b)^x",
        "expr:red=sin(1e308*r*g),green=noise(1e308*r*g,x*1e300),blue=b<<1e300*b*y",
        "expr:red=1/0+0/0+5%0,green=(1e308*10-1e308*10)>3,blue=~(1e308*10)" };
    check_ends(specs, COUNT(specs));
}
END_TEST

Suite *expr_suite(void)
{
    Suite *suite = suite_create("expr");
    TCase *c = tcase_create("expr");
    suite_add_tcase(suite, c);
    tcase_add_loop_test(c, meaning_is_that_of_c, 0, (int)COUNT(formulas));
    tcase_add_loop_test(c, random_formulas, 0, 16);
    tcase_add_loop_test(c, shared_numbers, 0, (int)COUNT(shared));
    tcase_add_test(c, sines);
    tcase_add_test(c, chance);
    tcase_add_test(c, smooth_noise);
    tcase_add_loop_test(c, faults_in_the_text, 0, (int)COUNT(faults));
    tcase_add_test(c, words_of_the_help);
    tcase_add_loop_test(c, limits, 0, (int)COUNT(large));
    tcase_add_loop_test(c, any_text, 0, 4);
    tcase_add_test(c, in_a_chain);
    tcase_add_test(c, of_an_animation);
    tcase_add_test(c, ends);
    return suite;
}
