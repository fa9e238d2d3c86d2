/*
 * recipe.h - what a picture was made by, as a text that its file carries, and the way back
 * to a command.
 *
 * It is `glitch VERSION: OPTION...`, or `glitch VERSION numbered: OPTION...` in each of the
 * pictures of an animation that are files of their own; the options as a shell takes them: those that shape
 * the picture, and the seed. No name of a file is told but those that filters are given.
 */
#ifndef CLI_RECIPE_H
#define CLI_RECIPE_H
#include "options.h"

/*
 * @param seed     as text
 * @param numbered one of several pictures carries it
 * @return to be freed; NULL: no memory
 */
char *recipe_of(const settings *s, const char *seed, bool numbered);

/*
 * Tell on standard error the command that does what these settings do, whose seed is given.
 *
 * @return EXIT_DONE, or EXIT_FAILED after a complaint
 */
int recipe_tell(const settings *s);

/*
 * Print the command that makes a file's picture again, with INPUT for the input's name; of
 * a numbered picture with its neighbours.
 * What is no recipe, such as a comment of somebody else's, is not printed.
 *
 * @return EXIT_DONE, or EXIT_FAILED after a complaint
 */
int recipe_print(const char *path);

#endif
