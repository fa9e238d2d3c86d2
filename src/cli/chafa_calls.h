/*
 * chafa_calls.h - the functions of libchafa, from when they are needed on.
 *
 * GLib, which it is made with, allocates memory before main(), and aborts or waits for ever
 * where there is none; so it is loaded for who wants a preview, and for nobody else.
 */
#ifndef CLI_CHAFA_CALLS_H
#define CLI_CHAFA_CALLS_H
#include <chafa.h>
#include <stdbool.h>

#define CHAFA_CALLS(F)                                                                 \
    F(chafa_term_db_get_default)                                                       \
    F(chafa_term_db_detect)                                                            \
    F(chafa_term_info_new)                                                             \
    F(chafa_term_info_have_seq)                                                        \
    F(chafa_term_info_unref)                                                           \
    F(chafa_symbol_map_new)                                                            \
    F(chafa_symbol_map_add_by_tags)                                                    \
    F(chafa_symbol_map_unref)                                                          \
    F(chafa_canvas_config_new)                                                         \
    F(chafa_canvas_config_set_geometry)                                                \
    F(chafa_canvas_config_set_cell_geometry)                                           \
    F(chafa_canvas_config_set_canvas_mode)                                             \
    F(chafa_canvas_config_set_pixel_mode)                                              \
    F(chafa_canvas_config_set_symbol_map)                                              \
    F(chafa_canvas_config_set_optimizations)                                           \
    F(chafa_canvas_config_unref)                                                       \
    F(chafa_canvas_new)                                                                \
    F(chafa_canvas_draw_all_pixels)                                                    \
    F(chafa_canvas_print)                                                              \
    F(chafa_canvas_unref)                                                              \
    F(g_get_environ)                                                                   \
    F(g_strfreev)                                                                      \
    F(g_string_free)

typedef struct chafa_calls {
#define MEMBER(name) __typeof__(name) *name;
    CHAFA_CALLS(MEMBER)
#undef MEMBER
} chafa_calls;

/* Find them all; false where one is missing. They stay until the process ends. */
bool chafa_load(chafa_calls *calls);

#endif
