/* gif_tuning.h - what the options of a GIF mean to those who code it. */
#ifndef GLI_GIF_TUNING_H
#define GLI_GIF_TUNING_H
#include "codec/gif_rows.h"

gli_gif_tuning gli_gif_tune(const glitch_sink_options *opt);

/* The tuning for a frame that is drawn, in plain colours, or photographed. */
gli_gif_tuning gli_gif_suit(const gli_gif_tuning *t, bool drawn);

/*
 * Suit a frame whose colours are in so few cells that a palette made of those would be
 * poor, as where it is dark. True: they are to be counted anew, to more bits.
 */
bool gli_gif_refine(gli_gif_tuning *t, int cells);

/*
 * Suit a frame whose palette is wrong by so much, as gli_quantizer's error has it: where
 * that is much, small differences between colours matter less.
 */
void gli_gif_adapt(gli_gif_tuning *t, uint32_t error);

/* How many threads are to code. */
int gli_gif_threads(const glitch_sink_options *opt);

#endif
