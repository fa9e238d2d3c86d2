/* drawn.h - is a picture rather drawn than photographed? It is compressed in other ways. */
#ifndef GLI_DRAWN_H
#define GLI_DRAWN_H
#include "codec/rect.h"
#include <glitch/glitch.h>
#include <stdbool.h>

/* Have most pixels of the area the very colour of their neighbour? A few are looked at. */
bool gli_is_drawn(const PixelTuple *px, size_t stride, const gli_rect *area);

#endif
