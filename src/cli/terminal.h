/* terminal.h - the terminal that the command runs in: its size, its keys, its state. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

typedef struct terminal_size {
    uint32_t columns, lines;
    uint32_t cell_width, cell_height; /* in pixels; a guess where it does not tell */
} terminal_size;

/* Of the standard output's terminal; what it does not know is what most have. */
terminal_size terminal_measure(void);

/* Can it move the cursor and show colours, as $TERM has it? */
bool terminal_is_able(void);

/* The keys of the standard input, while they come one by one and are not shown. */
typedef struct keyboard {
    bool open;
    struct termios before;
} keyboard;

/* Does nothing where the standard input is no terminal. Ctrl-C still is a signal. */
void keyboard_open(keyboard *k);
/* Has a key been pressed? Never waits. */
bool keyboard_pressed(const keyboard *k);
/* As it was before; what has been typed since is forgotten. */
void keyboard_close(keyboard *k);

/* Write to the standard output; false where `stop` says so, or after a complaint. */
bool terminal_write(const char *text, size_t length, int (*stop)(void));

#endif
