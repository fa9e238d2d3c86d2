/*
 * make-large.c - draw the larger pictures that `make bench` measures GIFs on
 *
 *     make-large OUTDIR
 *
 * writes soft.png, much like a portrait photograph with little depth of field, poster.png,
 * flat and in few colours, and poster-smooth.png, the same with smooth edges, each of 980 by
 * 653 pixels. As in make-images.c, every machine gets the same pixels.
 */
#include "pictures.h"

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make-large OUTDIR\n");
        return EXIT_FAILURE;
    }
    save(argv[1], "soft.png", draw_soft(), 3);
    save_poster(argv[1], "poster.png");
    save(argv[1], "poster-smooth.png", draw_smooth_poster(), 3);
    return EXIT_SUCCESS;
}
