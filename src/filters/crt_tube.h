/* crt_tube.h - what a cathode-ray tube makes of a picture, in fixed point. */
#ifndef GLI_CRT_TUBE_H
#define GLI_CRT_TUBE_H
#include <glitch/filters.h>

enum {
    CRT_ONE_BITS = 12,
    CRT_ONE = 1 << CRT_ONE_BITS,
    CRT_PHASES = 256, /* of a scan line */
    CRT_LIGHTS = 65536
};

/* Light is the square of a value: near enough to the tube's gamma, and exactly undone. */
typedef struct crt_tube {
    uint32_t width, height;
    uint32_t *bend; /* of each column: how much higher a row is, in 2^-24 */
    double curvature;
    int64_t roll, gap;         /* in 2^-16 rows */
    uint64_t pitch;            /* scan lines in a row, in 2^-32 */
    uint16_t scan[CRT_PHASES]; /* how much is dark there, of CRT_ONE */
    uint16_t *column[2][3]; /* red, green, blue of each column, of CRT_ONE; two kinds */
    uint16_t *row;          /* of CRT_ONE */
    uint32_t period;        /* rows after which the other kind of columns comes */
    uint32_t bloom;         /* of CRT_ONE */
    glitch_edge edge;
    uint8_t value[CRT_LIGHTS]; /* the root of each light */
} crt_tube;

/* Where a row of the screen is in the picture. */
typedef struct crt_line {
    uint32_t step; /* from column to column, in 2^-24 */
    uint32_t y;
} crt_line;

crt_line crt_line_at(const crt_tube *t, uint32_t y);
/* What is seen in a column. */
PixelTuple crt_sample(
    const crt_tube *t, const crt_line *line, const glitch_frame *f, uint32_t x);
/* The same for all columns, and where each is in its scan line, of CRT_PHASES. */
void crt_sample_row(const crt_tube *t, uint32_t y, const glitch_frame *f,
    PixelTuple *out, uint8_t *phases);

/* Highlights, blurred: cells of `size` x `size` pixels, with red, green, blue. */
typedef struct crt_glow {
    uint32_t size, width, height;
    uint16_t (*cell)[3];
} crt_glow;

/* What shines of a picture through the tube; GLITCH_ENOMEM where there is no memory. */
glitch_status crt_glow_of(
    glitch_plan *p, const crt_tube *t, const glitch_frame *f, crt_glow *out);
/* The light that it adds to a row, of each of `width` pixels; of red, green and blue. */
void crt_glow_row(
    const crt_glow *glow, uint32_t y, uint32_t width, uint16_t *const light[3]);

#endif
