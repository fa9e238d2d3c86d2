/*
 * template.h - names of outputs, such as out/{dir}/{stem}-{seed}.{ext}.
 *
 *   {dir} {stem} {ext}   of the input's name: its folder, which may be none, the last part
 *                        without its extension, and the output's extension
 *   {index} {n}          the number of the picture, and of the combination; from 1
 *   {seed} {intensity}   as the picture has them
 *   {values}             what is varied, such as intensity=3_seed=2
 *
 * {index:4} fills a number up with zeros. {{ and }} stand for the braces.
 */
#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H
#include <stdbool.h>
#include <stddef.h>

enum { PLACEHOLDERS = 8 };

/* In the order of the list above. */
typedef struct template_values {
    const char *text[PLACEHOLDERS];
} template_values;

/* Has it a brace? */
bool template_is(const char *text);
/* Returns EXIT_DONE, or EXIT_USAGE after a complaint. */
int template_check(const char *text);
/* Does it say a placeholder, of that name? */
bool template_has(const char *text, const char *name);
/* How much of it is a folder, with its slash, that all outputs are in. */
size_t template_root(const char *text);

/*
 * Fill it in. A {dir} that is empty takes the slash behind it along. Where the name is a
 * pattern for numbered pictures, a percent sign in a value is doubled.
 *
 * @return false where the name has no room
 */
bool template_fill(const char *text, const template_values *values, bool numbered,
    char *name, size_t size);

#endif
