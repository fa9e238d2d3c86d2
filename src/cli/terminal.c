/* terminal.c - the terminal that the command runs in: its size, its keys, its state. */
#include "terminal.h"
#include "report.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    COLUMNS = 80,
    LINES = 24,
    CELL_WIDTH = 8,
    CELL_HEIGHT = 16,
    MOST_CELLS = 1000, /* each way; a terminal can claim anything */
    LARGEST_CELL = 100
};

/* ---- size ---------------------------------------------------------------- */

static uint32_t within(uint32_t value, uint32_t unknown, uint32_t most)
{
    return value == 0 ? unknown : value > most ? most : value;
}

terminal_size terminal_measure(void)
{
    struct winsize w = { 0 };
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0)
        w = (struct winsize) { 0 };
    uint32_t columns = within(w.ws_col, COLUMNS, MOST_CELLS);
    uint32_t lines = within(w.ws_row, LINES, MOST_CELLS);
    return (terminal_size) { columns, lines,
        within(w.ws_xpixel / columns, CELL_WIDTH, LARGEST_CELL),
        within(w.ws_ypixel / lines, CELL_HEIGHT, LARGEST_CELL) };
}

bool terminal_is_able(void)
{
    const char *name = getenv("TERM");
    return name && *name && strcmp(name, "dumb") != 0;
}

/* ---- keys ---------------------------------------------------------------- */

/* Nobody could show the cursor again for who was stopped: Ctrl-Z is a key like others. */
void keyboard_open(keyboard *k)
{
    if (k->open || tcgetattr(STDIN_FILENO, &k->before) != 0)
        return;
    struct termios raw = k->before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VSUSP] = _POSIX_VDISABLE;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    k->open = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

bool keyboard_pressed(const keyboard *k)
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
    return k->open && poll(&input, 1, 0) > 0;
}

void keyboard_close(keyboard *k)
{
    if (!k->open)
        return;
    (void)tcflush(STDIN_FILENO, TCIFLUSH);
    while (tcsetattr(STDIN_FILENO, TCSANOW, &k->before) != 0 && errno == EINTR)
        ;
    k->open = false;
}

/* ---- output -------------------------------------------------------------- */

bool terminal_write(const char *text, size_t length, int (*stop)(void))
{
    while (length > 0 && !stop()) {
        ssize_t n = write(STDOUT_FILENO, text, length);
        if (n < 0 && errno != EINTR)
            return complain(0, "standard output: %s", strerror(errno));
        text += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return length == 0;
}
