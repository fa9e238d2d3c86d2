/*
 * expr_program.h - arithmetic expressions, compiled to steps that each run over a block of
 * pixels, so that what is spent on finding out what to do is shared by all of them.
 *
 * There are two stages. expr_compile() makes steps of text, without regard to types, and
 * what it takes does not depend on numbers. expr_lower() makes code of them for a frame:
 * it folds what is constant, finds what is the same in a row or a column, and computes in
 * whole numbers of 32 bits what must be whole.
 */
#ifndef GLI_EXPR_PROGRAM_H
#define GLI_EXPR_PROGRAM_H
#include <glitch/filters.h>
#include <stdbool.h>

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
    EXPR_BIT_AND, /* from here on of 32 bits */
    EXPR_BIT_OR,
    EXPR_BIT_XOR,
    EXPR_BIT_NOT,
    EXPR_SHIFT_LEFT,
    EXPR_SHIFT_RIGHT, /* to here */
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

/* A name for a number that is the same in all of a frame. */
typedef struct expr_name {
    const char *name;
    double value;
} expr_name;

/* Zeroed at first, but for the keys. */
typedef struct expr_program {
    expr_steps row, block; /* of numbers of the pool, and of all; in this order */
    double pool[EXPR_TEMPS - EXPR_POOL];
    uint32_t pooled, rands;
    uint64_t noise_key, rand_key;
} expr_program;

/* What there is to write; ends with a zeroed entry. */
extern const glitch_word expr_words[];

/*
 * Append what computes a channel.
 *
 * @param names      the last is NULL
 * @param[out] fault what is wrong, and where, in one line of at most `size` bytes
 * @return whether it is right
 */
bool expr_compile(expr_program *program, const expr_name *names, uint32_t channel,
    const char *text, char *fault, size_t size);

/* ---- code ---------------------------------------------------------------- */

/* From which to which a number is; infinite both, where it may be anything or none. */
typedef struct expr_range {
    double least, most;
} expr_range;

bool expr_range_known(expr_range r);

/* Does it fit into 32 bits, also negated? */
bool expr_range_fits(expr_range r);

/* Of what is left of a number where it is taken as 32 bits. */
expr_range expr_range_bits(expr_range r);

/* Of the result of an operation below EXPR_RAND; of operations on bits, in them. */
expr_range expr_range_of(expr_op op, const expr_range in[3]);

/*
 * A register in one of two forms: doubles in the odd places, int32_t in the even ones.
 * From EXPR_PLACES on a kept column, likewise.
 */
typedef uint16_t expr_place;
enum { EXPR_WHOLE, EXPR_REAL, EXPR_FORMS, EXPR_PLACES = EXPR_REGISTERS * EXPR_FORMS };

/* What a step of code does, beside the real and the whole forms of the above. */
enum {
    EXPR_OF_WHOLE = 32, /* plus an expr_op */
    EXPR_TO_REAL = 2 * EXPR_OF_WHOLE,
    EXPR_TO_BITS,
    EXPR_SMALL_FLOOR, /* of what fits */
    EXPR_TRUNCATE,    /* the same for what is not under 0 */
    EXPR_QUOTIENT,    /* division by what is never 0 */
    EXPR_SCALE,       /* division by a power of two */
    EXPR_MASK,        /* what is left over of it */
    EXPR_LEFT_BY,     /* shifts by what is the same everywhere */
    EXPR_RIGHT_BY,
    EXPR_KERNELS, /* those before are functions of numbers alone */
    EXPR_FILL = EXPR_KERNELS,
    EXPR_FILL_WHOLE,
    EXPR_LOAD,
    EXPR_KEEP,
    EXPR_NOISE_REAL,
    EXPR_RAND_REAL,
    EXPR_STORE_REAL,
    EXPR_STORE_WHOLE
};

typedef void (*expr_kernel)(
    void *restrict out, const void *a, const void *b, const void *c);
extern const expr_kernel expr_kernels[EXPR_KERNELS];

typedef struct expr_act {
    uint16_t op;
    expr_place out, in[3]; /* or what in expr_step is no register */
    double value;          /* EXPR_FILL, EXPR_FILL_WHOLE */
} expr_act;

typedef struct expr_acts {
    expr_act *act;
    uint32_t count;
} expr_acts;

/* What is computed once for all rows of a frame, once in a row, and for each block. */
typedef struct expr_code {
    expr_acts columns, row, pixels;
    void **kept; /* numbers for all columns */
    uint32_t kept_count;
    uint64_t noise_key, rand_key;
} expr_code;

/* NULL where there is no memory. */
expr_code *expr_lower(
    glitch_plan *p, const expr_program *program, uint32_t width, uint32_t height);

double expr_noise(uint64_t key, double u, double v);

/* Compute what is kept. */
void expr_run_columns(const expr_code *code, uint32_t width);

void expr_run(const expr_code *code, const PixelTuple *in, uint32_t width, uint32_t y,
    PixelTuple *out);

#endif
