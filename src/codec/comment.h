/* comment.h - the text that a picture's file carries beside the picture. */
#ifndef GLI_COMMENT_H
#define GLI_COMMENT_H
#include "base/reader.h"

#define GLI_COMMENT_KEY "Comment" /* of a PNG's text */

enum { GLI_LONGEST_COMMENT = 65533 }; /* bytes: what a JPEG's marker holds */

/*
 * Find the first comment in a PNG, JPEG or GIF, before its picture.
 *
 * @param[out] out the text, cut off where it does not fit into `size` bytes
 * @return GLITCH_END where there is none
 */
glitch_status gli_comment_read(gli_reader *in, char *out, size_t size);

#endif
