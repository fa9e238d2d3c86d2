/* rect.h - a part of a picture. */
#ifndef GLI_RECT_H
#define GLI_RECT_H
#include <stdint.h>

typedef struct gli_rect {
    uint32_t x, y, width, height;
} gli_rect;

#endif
