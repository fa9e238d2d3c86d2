/*
 * expr_program.h - arithmetic expressions, compiled to steps that each run over a block of
 * pixels, so that what is spent on finding out what to do is shared by all of them.
 */
#ifndef GLI_EXPR_PROGRAM_H
#define GLI_EXPR_PROGRAM_H
#include <glitch/filters.h>

enum { EXPR_CHANNELS = 4, EXPR_BLOCK = 64, EXPR_LONGEST = 1000 };

/* A register has one number for each pixel of a block. */
enum {
    EXPR_COLOR = 0, /* r, g, b, a */
    EXPR_X = 4,
    EXPR_Y,
    EXPR_POOL,       /* what is the same in all of a row: constants, and made of them */
    EXPR_TEMPS = 64, /* what a step leaves for another */
    EXPR_REGISTERS = 96,
    EXPR_STEPS = 160
};

typedef enum expr_op {
    EXPR_ADD,
    EXPR_SUBTRACT,
    EXPR_MULTIPLY,
    EXPR_DIVIDE,
    EXPR_MODULO,
    EXPR_NEGATE,
    EXPR_LESS,
    EXPR_AT_MOST,
    EXPR_EQUAL,
    EXPR_UNEQUAL,
    EXPR_BOTH,
    EXPR_EITHER,
    EXPR_NOT,
    EXPR_CHOOSE,
    EXPR_BIT_AND,
    EXPR_BIT_OR,
    EXPR_BIT_XOR,
    EXPR_BIT_NOT,
    EXPR_SHIFT_LEFT,
    EXPR_SHIFT_RIGHT,
    EXPR_MIN,
    EXPR_MAX,
    EXPR_ABS,
    EXPR_FLOOR,
    EXPR_SQRT,
    EXPR_SIN,
    EXPR_COS,
    EXPR_CLAMP,
    EXPR_MIX,
    EXPR_PLAIN, /* those before are functions of numbers alone */
    EXPR_NOISE = EXPR_PLAIN,
    EXPR_RAND,
    EXPR_STORE
} expr_op;

/* `out` is never one of `in`. */
typedef struct expr_step {
    uint8_t op, out, in[3]; /* EXPR_STORE: `out` is the channel; EXPR_RAND: in[0] says
                               which of several it is */
} expr_step;

typedef struct expr_steps {
    expr_step step[EXPR_STEPS];
    uint32_t count;
} expr_steps;

/* What a step below EXPR_PLAIN does. */
typedef void (*expr_plain_step)(
    double *restrict out, const double *a, const double *b, const double *c);
extern const expr_plain_step expr_plain[EXPR_PLAIN];

/* A name for a number that is the same in all of a frame. */
typedef struct expr_name {
    const char *name;
    double value;
} expr_name;

/* Zeroed at first, but for the keys. */
typedef struct expr_program {
    expr_steps row, block; /* once in a row, and for each block of it */
    double pool[EXPR_TEMPS - EXPR_POOL];
    uint32_t pooled, rands;
    uint64_t noise_key, rand_key;
} expr_program;

/*
 * Append what computes a channel.
 *
 * @param names    the last is NULL
 * @param[out] position of the fault in the text, from 1
 * @return NULL, or what is wrong
 */
const char *expr_compile(expr_program *program, const expr_name *names,
    uint32_t channel, const char *text, size_t *position);

void expr_run(const expr_program *program, const PixelTuple *in, uint32_t width,
    uint32_t y, PixelTuple *out);

#endif
