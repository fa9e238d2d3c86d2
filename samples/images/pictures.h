/*
 * pictures.h - the pictures of make-large.c, each in a file of its own
 */
#ifndef SAMPLES_PICTURES_H
#define SAMPLES_PICTURES_H

#include "canvas.h"

/* soft.c: a person in the evening sun, in front of a blurred garden. */
Canvas draw_soft(void);

/* poster.c: a flat illustration in few colours. */
void save_poster(const char *dir, const char *name);

/* The same with smooth edges, as drawing programs make them: in thousands of colours. */
Canvas draw_smooth_poster(void);

#endif
