/*
 * y4m.h - YUV4MPEG2, the plain video that programs send each other through pipes: one line
 * for all, and for each frame a line and its planes.
 *
 * Format: yuv4mpeg(5) of the MJPEG tools (M. Rehn and others). It has no field for the
 * matrix of its colours; programs take BT.601 where they are not told. Here it is told by
 * an X field of our own.
 */
#ifndef GLI_Y4M_H
#define GLI_Y4M_H

#define GLI_Y4M_MAGIC  "YUV4MPEG2"
#define GLI_Y4M_FRAME  "FRAME"
#define GLI_Y4M_MATRIX "GLITCH_MATRIX="

#endif
