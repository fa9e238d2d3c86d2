/* check_preview.c - pictures in a terminal: what it is sent, and how it is left. */
#include "support/support.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define BLOCKS   "TERM=xterm-256color COLORTERM=truecolor"
#define FRAME    "\033[?2026h\0338" /* what begins one */
#define SHOW     "\033[?25h"
#define HIDE     "\033[?25l"

/* ---- a terminal ---------------------------------------------------------- */

enum { PATIENCE_MS = 20000, LARGEST = 1 << 22 };

typedef struct session {
    int master, slave; /* the slave is kept open, to look at its state */
    pid_t pid;
    struct termios before;
    size_t length;
    int status; /* as a shell has it */
    char err[4096];
} session;

static char printed[LARGEST];

static void become(int slave, const char *command)
{
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    for (int fd = 0; fd <= 2; fd++)
        dup2(slave, fd);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* A command in a terminal of its own; its standard error goes to the file err. */
static session start(
    struct winsize size, const char *environment, const char *arguments)
{
    char command[4096];
    session s = { .master = posix_openpt(O_RDWR | O_NOCTTY) };
    ck_assert_int_ge(s.master, 0);
    ck_assert(grantpt(s.master) == 0 && unlockpt(s.master) == 0);
    s.slave = open(ptsname(s.master), O_RDWR | O_NOCTTY);
    ck_assert_int_ge(s.slave, 0);
    ck_assert_int_eq(tcgetattr(s.slave, &s.before), 0);
    ck_assert_int_eq(ioctl(s.slave, TIOCSWINSZ, &size), 0);
    snprintf(command, sizeof command,
        "exec env -i HOME=\"$HOME\" %s %s/glitch %s 2>err", environment, build_dir(),
        arguments);
    printed[0] = 0;
    fflush(stdout);
    s.pid = fork();
    ck_assert_int_ge(s.pid, 0);
    if (s.pid == 0)
        become(s.slave, command);
    return s;
}

static bool read_some(session *s, int milliseconds)
{
    struct pollfd p = { .fd = s->master, .events = POLLIN };
    if (poll(&p, 1, milliseconds) <= 0)
        return false;
    ssize_t n = read(s->master, printed + s->length, sizeof printed - 1 - s->length);
    s->length += n > 0 ? (size_t)n : 0;
    printed[s->length] = 0;
    return n > 0;
}

static int count(const char *what)
{
    int found = 0;
    for (const char *p = printed; (p = strstr(p, what)); p += strlen(what))
        found++;
    return found;
}

static void await(session *s, const char *what, int times)
{
    for (int i = 0; count(what) < times && i < PATIENCE_MS / 10; i++)
        read_some(s, 10);
    ck_assert_int_ge(count(what), times);
}

static void await_end(session *s)
{
    int status = 0, done = 0;
    for (int i = 0; !done && i < PATIENCE_MS / 10; i++) {
        read_some(s, 10);
        done = waitpid(s->pid, &status, WNOHANG);
    }
    if (!done)
        kill(s->pid, SIGKILL);
    ck_assert_msg(done == s->pid, "it has not ended");
    while (read_some(s, 0))
        ;
    s->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    size_t size;
    unsigned char *err = read_file("err", &size);
    snprintf(s->err, sizeof s->err, "%.*s", (int)size, (const char *)err);
    free(err);
    unlink("err");
}

/* As the shell wants it back: its state, and a cursor that is seen. */
static void assert_restored(const session *s)
{
    struct termios now;
    ck_assert_int_eq(tcgetattr(s->slave, &now), 0);
    ck_assert_uint_eq(now.c_lflag, s->before.c_lflag);
    ck_assert_uint_eq(now.c_iflag, s->before.c_iflag);
    ck_assert_uint_eq(now.c_oflag, s->before.c_oflag);
    ck_assert_mem_eq(now.c_cc, s->before.c_cc, sizeof now.c_cc);
    ck_assert_int_eq(count(HIDE), 1);
    ck_assert_int_eq(count(SHOW), 1);
    ck_assert_ptr_null(strstr(strstr(printed, SHOW), "\033[?25l"));
}

static void leave(session *s)
{
    close(s->master);
    close(s->slave);
}

static session preview(
    struct winsize size, const char *environment, const char *arguments)
{
    session s = start(size, environment, arguments);
    await_end(&s);
    leave(&s);
    return s;
}

static bool have_chafa(void)
{
    struct winsize size = { 24, 80, 0, 0 };
    session s = preview(size, BLOCKS, "four.png --preview -F none");
    if (s.status == 0)
        return true;
    ck_assert_int_eq(s.status, 2);
    ck_assert_ptr_nonnull(strstr(s.err, "glitch: --preview: "));
    ck_assert_ptr_nonnull(strstr(s.err, "libchafa"));
    skip("previews", "this build has no libchafa");
    return false;
}

/* ---- blocks -------------------------------------------------------------- */

enum { MOST_COLUMNS = 200, MOST_ROWS = 100 };

/* Two by two quarters of each cell, as a picture. */
typedef struct blocks {
    uint32_t columns, rows;
    PixelTuple px[2 * MOST_ROWS][2 * MOST_COLUMNS];
} blocks;

static const struct {
    const char *letter;
    int quarters; /* from the highest bit: upper left, upper right, lower left, … */
} letters[] = { { " ", 0 }, { "█", 15 }, { "▀", 12 }, { "▄", 3 }, { "▌", 10 },
    { "▐", 5 }, { "▘", 8 }, { "▝", 4 }, { "▖", 2 }, { "▗", 1 }, { "▚", 9 }, { "▞", 6 },
    { "▛", 14 }, { "▜", 13 }, { "▙", 11 }, { "▟", 7 } };

typedef struct pen {
    PixelTuple fore, back;
    bool inverse;
} pen;

static const pen plain = { { 255, 255, 255, 255 }, { 0, 0, 0, 0 }, false };

/* ESC [ ... m, from its first number on; returns what follows. */
static const char *read_colors(const char *p, pen *out)
{
    long v[16] = { 0 };
    int n = 0;
    for (; *p != 'm'; p += *p == ';') {
        ck_assert(n < 16 && (*p == ';' || (*p >= '0' && *p <= '9')));
        v[n++] = strtol(p, (char **)&p, 10);
    }
    if (v[0] == 0)
        *out = plain;
    out->inverse = out->inverse || v[0] == 7;
    for (int i = 0; i + 4 < n; i++)
        if ((v[i] == 38 || v[i] == 48) && v[i + 1] == 2) {
            PixelTuple c = { (uint8_t)v[i + 2], (uint8_t)v[i + 3], (uint8_t)v[i + 4],
                255 };
            *(v[i] == 38 ? &out->fore : &out->back) = c;
            i += 4;
        }
    return p + 1;
}

static const char *read_letter(
    const char *p, blocks *b, uint32_t x, uint32_t y, const pen *with)
{
    size_t i = 0;
    while (i < COUNT(letters)
        && strncmp(p, letters[i].letter, strlen(letters[i].letter)) != 0)
        i++;
    ck_assert_msg(i < COUNT(letters), "no block: %.12s", p);
    ck_assert(x < MOST_COLUMNS && y < MOST_ROWS);
    for (uint32_t q = 0; q < 4; q++) {
        bool fore = (letters[i].quarters >> (3 - q) & 1) != with->inverse;
        b->px[2 * y + q / 2][2 * x + q % 2] = fore ? with->fore : with->back;
    }
    return p + strlen(letters[i].letter);
}

/* A frame that begins at p; returns where it ends. */
static const char *read_blocks(const char *p, blocks *b)
{
    pen with = plain;
    uint32_t x = 0, y = 0;
    b->columns = 0;
    while (strncmp(p, "\033[?2026l", 8) != 0) {
        ck_assert(*p);
        if (strncmp(p, "\033[", 2) == 0)
            p = read_colors(p + 2, &with);
        else if (*p == '\r' || *p == '\n') {
            y += *p++ == '\n';
            x = 0;
        } else {
            p = read_letter(p, b, x++, y, &with);
            b->columns = x > b->columns ? x : b->columns;
        }
    }
    b->rows = y + (x > 0);
    return p;
}

static void read_only_frame(blocks *b)
{
    ck_assert_int_eq(count(FRAME), 1);
    read_blocks(strstr(printed, FRAME) + strlen(FRAME), b);
}

static int distance(PixelTuple a, PixelTuple b)
{
    return abs(a.red - b.red) + abs(a.green - b.green) + abs(a.blue - b.blue);
}

/* ---- pictures ------------------------------------------------------------ */

static const PixelTuple corners[4] = { { 200, 20, 30, 255 }, { 10, 180, 40, 255 },
    { 20, 40, 220, 255 }, { 230, 210, 50, 255 } };

static int corner_of(uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
    return (x >= width / 2) + 2 * (y >= height / 2);
}

static int nearest(PixelTuple c)
{
    int best = 0;
    for (int i = 1; i < 4; i++)
        if (distance(c, corners[i]) < distance(c, corners[best]))
            best = i;
    return best;
}

/* four.png, a colour in each corner; f-0.png to f-2.png, a colour each. */
static void with_pictures(void)
{
    enter_folder();
    picture p = new_picture(40, 40);
    for (uint32_t i = 0; i < 1600; i++)
        p.px[i] = corners[corner_of(i % 40, i / 40, 40, 40)];
    write_png("four.png", &p);
    for (int k = 0; k < 3; k++) {
        char name[16];
        for (int i = 0; i < 1600; i++)
            p.px[i] = corners[k];
        snprintf(name, sizeof name, "f-%d.png", k);
        write_png(name, &p);
    }
    free(p.px);
    run_expect(0, "glitch f-%%d.png -F none --delay 200 -l 1 -o twice.gif");
    run_expect(0, "glitch f-%%d.png -F none --delay 50 -o endless.gif");
}

/* ---- tests --------------------------------------------------------------- */

START_TEST(corners_in_their_cells)
{
    static blocks b;
    struct winsize size = { 30, 100, 0, 0 };
    if (!have_chafa())
        return;
    session s = preview(size, BLOCKS, "four.png --preview -F none");
    read_only_frame(&b);
    ck_assert_int_eq(s.status, 0);
    ck_assert_uint_eq(b.columns, 40);
    ck_assert_uint_eq(b.rows, 20);
    for (uint32_t y = 0; y < 40; y++)
        for (uint32_t x = 0; x < 80; x++) {
            bool seam = x / 2 == 19 || x / 2 == 20 || y / 2 == 9 || y / 2 == 10;
            int corner = corner_of(x, y, 80, 40);
            ck_assert_int_eq(nearest(b.px[y][x]), corner);
            ck_assert(seam || distance(b.px[y][x], corners[corner]) <= 6);
        }
}
END_TEST

/* The mean of a picture's rectangle, by a loop. */
static PixelTuple mean(const picture *p, uint32_t x, uint32_t y, uint32_t w, uint32_t h)
{
    uint32_t sum[3] = { 0 };
    for (uint32_t i = 0; i < w * h; i++) {
        PixelTuple c = p->px[(y + i / w) * p->width + x + i % w];
        sum[0] += c.red;
        sum[1] += c.green;
        sum[2] += c.blue;
    }
    return (PixelTuple) { (uint8_t)(sum[0] / (w * h)), (uint8_t)(sum[1] / (w * h)),
        (uint8_t)(sum[2] / (w * h)), 255 };
}

/* Of twice the terminal's width and more: each half of a cell is the mean of its pixels. */
START_TEST(made_smaller)
{
    static blocks b;
    struct winsize size = { 40, 60, 0, 0 };
    picture p = smooth_picture(240, 160, 7);
    write_png("smooth.png", &p);
    if (!have_chafa())
        return;
    preview(size, BLOCKS, "smooth.png --preview -F none");
    read_only_frame(&b);
    ck_assert_uint_eq(b.columns, 60);
    ck_assert_uint_eq(b.rows, 20);
    long sum = 0;
    for (uint32_t y = 0; y < 40; y++)
        for (uint32_t x = 0; x < 120; x++)
            sum += distance(b.px[y][x], mean(&p, x * 2, y * 4, 2, 4));
    ck_assert_msg(sum / 4800 < 24, "%ld", sum / 4800);
    free(p.px);
}
END_TEST

/* A line is left to the prompt, whatever the terminal says that it is. */
START_TEST(any_size_of_terminal)
{
    static const struct {
        struct winsize size;
        uint32_t columns, rows;
    } cases[] = { { { 0, 0, 0, 0 }, 40, 20 }, { { 1, 1, 0, 0 }, 1, 1 },
        { { 2, 300, 0, 0 }, 2, 1 }, { { 300, 3, 0, 0 }, 3, 2 },
        { { 11, 300, 0, 0 }, 20, 10 }, { { 11, 100, 1000, 110 }, 10, 10 },
        { { 65535, 65535, 65535, 65535 }, 40, 40 } };
    if (!have_chafa())
        return;
    for (size_t i = 0; i < COUNT(cases); i++) {
        static blocks b;
        session s = preview(cases[i].size, BLOCKS, "four.png --preview -F none");
        ck_assert_int_eq(s.status, 0);
        read_only_frame(&b);
        ck_assert_msg(b.columns == cases[i].columns && b.rows == cases[i].rows,
            "case %d: %u x %u", (int)i, b.columns, b.rows);
    }
}
END_TEST

/* Pictures that are longer than libchafa is given. */
START_TEST(very_long_pictures)
{
    static blocks b;
    struct winsize size = { 30, 100, 0, 0 };
    if (!have_chafa())
        return;
    for (int high = 0; high < 2; high++) {
        picture p = high ? new_picture(2, 40000) : new_picture(40000, 2);
        for (int i = 0; i < 80000; i++)
            p.px[i] = corners[high ? i >= 40000 : i % 40000 >= 20000];
        write_png("long.png", &p);
        free(p.px);
        preview(size, BLOCKS, "long.png --preview -F none");
        read_only_frame(&b);
        ck_assert_uint_eq(b.columns, high ? 1 : 100);
        ck_assert_uint_eq(b.rows, high ? 29 : 1);
        ck_assert_int_le(distance(b.px[0][0], corners[0]), 6);
        ck_assert_int_le(
            distance(b.px[2 * b.rows - 1][2 * b.columns - 1], corners[1]), 6);
    }
}
END_TEST

/* ---- graphics ------------------------------------------------------------ */

static int base64_digit(char c)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* The payloads of all of kitty's sequences from p on, decoded. */
static size_t read_kitty(const char *p, unsigned char *out, size_t room)
{
    size_t size = 0;
    for (; (p = strstr(p, "\033_G")); p++) {
        unsigned bits = 0, held = 0; /* each is padded for itself */
        for (const char *c = p + 3 + strcspn(p + 3, ";\033") + 1;
             base64_digit(*c) >= 0 && c[-1] != '\033'; c++) {
            held = held << 6 | (unsigned)base64_digit(*c);
            bits += 6;
            if (bits < 8)
                continue;
            bits -= 8;
            ck_assert_uint_lt(size, room);
            out[size++] = (unsigned char)(held >> bits);
        }
    }
    return size;
}

/* 100 x 60 cells of 10 x 20 pixels: 40 x 40 pixels are 4 x 2 cells. */
static const struct winsize fine = { 60, 100, 1000, 1200 };

START_TEST(graphics_of_kitty)
{
    static unsigned char pixels[1 << 16];
    int width = 0, height = 0, columns = 0, rows = 0;
    if (!have_chafa())
        return;
    session s = preview(
        fine, "TERM=xterm-kitty KITTY_WINDOW_ID=1", "four.png --preview -F none");
    ck_assert_int_eq(s.status, 0);
    const char *begin = strstr(printed, "\033_Ga=T");
    ck_assert_ptr_nonnull(begin);
    ck_assert_int_eq(sscanf(begin, "\033_Ga=T,f=32,s=%d,v=%d,c=%d,r=%d", &width,
                         &height, &columns, &rows),
        4);
    ck_assert(width == 40 && height == 40 && columns == 4 && rows == 2);
    ck_assert_uint_eq(read_kitty(begin, pixels, sizeof pixels), 40 * 40 * 4);
    /* libchafa 1.12 loses some bits of the last byte of 512, which is an alpha. */
    for (uint32_t i = 0; i < 1600; i++) {
        PixelTuple c, e = corners[corner_of(i % 40, i / 40, 40, 40)];
        memcpy(&c, pixels + 4 * i, sizeof c);
        ck_assert_int_eq(distance(c, e), 0);
        ck_assert_int_ge(c.alpha, i % 128 == 127 ? 240 : 255);
    }
}
END_TEST

START_TEST(graphics_of_sixels)
{
    int width = 0, height = 0, bands = 1;
    if (!have_chafa())
        return;
    session s = preview(fine, "TERM=foot", "four.png --preview -F none");
    ck_assert_int_eq(s.status, 0);
    const char *begin = strstr(printed, "\033P"), *p = begin;
    ck_assert_ptr_nonnull(begin);
    const char *end = strstr(begin, "\033\\");
    ck_assert_ptr_nonnull(end);
    ck_assert_ptr_nonnull(p = strchr(begin, '"'));
    ck_assert_int_eq(sscanf(p, "\"1;1;%d;%d", &width, &height), 2);
    ck_assert(width == 40 && height == 36); /* a multiple of six, within two cells */
    for (p++; p < end - 1; p++)
        bands += *p == '-';
    ck_assert_int_eq(bands, height / 6);
}
END_TEST

/* Nothing but letters where nothing is known of the terminal. */
START_TEST(no_more_than_letters)
{
    static const char *const terminals[] = { "TERM=dumb", "TERM=", "A=b" };
    struct winsize size = { 30, 60, 0, 0 };
    if (!have_chafa())
        return;
    for (size_t i = 0; i < COUNT(terminals); i++) {
        session s = preview(size, terminals[i], "endless.gif --preview -F none");
        ck_assert_int_eq(s.status, 0);
        ck_assert_ptr_null(strchr(printed, '\033'));
        ck_assert_int_eq(count("\n"), 20);
        for (size_t k = 0; k < s.length; k++)
            ck_assert(printed[k] >= ' ' ? printed[k] < 0x7f : true);
    }
}
END_TEST

/* ---- time ---------------------------------------------------------------- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The colours that were shown, as letters. */
static void read_animation(char *colors, size_t room)
{
    static blocks b;
    size_t n = 0;
    for (const char *p = printed; (p = strstr(p, FRAME)); n++) {
        p = read_blocks(p + strlen(FRAME), &b);
        ck_assert_uint_lt(n, room - 1);
        ck_assert_uint_eq(b.rows, 20);
        colors[n] = '?';
        for (int k = 0; k < 3; k++)
            if (distance(b.px[7][7], corners[k]) <= 6)
                colors[n] = (char)('a' + k);
    }
    colors[n] = 0;
}

/* Three frames, repeated once: they have the same place, their order and their time. */
START_TEST(an_animation_that_ends)
{
    char colors[32];
    struct winsize size = { 40, 80, 0, 0 };
    if (!have_chafa())
        return;
    double begun = seconds();
    session s = start(size, BLOCKS, "twice.gif --preview -F none");
    await_end(&s);
    double took = seconds() - begun;
    assert_restored(&s);
    leave(&s);
    ck_assert_int_eq(s.status, 0);
    read_animation(colors, sizeof colors);
    if (!sanitized())
        ck_assert_str_eq(colors, "abcabc");
    ck_assert_msg(took >= 0.95, "%f", took);
    ck_assert_int_eq(count("\033[20A\0337"), 1);
    ck_assert_int_eq(count("\0338\033[20B\r"), 1);
}
END_TEST

/* Until a key, Ctrl-C, or a signal; the keys are not shown. */
START_TEST(an_endless_animation)
{
    static const struct {
        const char *key; /* NULL: SIGTERM */
        int status;
    } cases[] = { { "q", 0 }, { "\r", 0 }, { "\033[A", 0 }, { "\032", 0 },
        { "\003", 130 }, { NULL, 128 + SIGTERM } };
    struct winsize size = { 40, 80, 0, 0 };
    if (!have_chafa())
        return;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct termios during;
        session s = start(size, BLOCKS, "endless.gif --preview -F none");
        await(&s, FRAME, 5);
        ck_assert_int_eq(tcgetattr(s.slave, &during), 0);
        ck_assert(!(during.c_lflag & (ICANON | ECHO)));
        if (cases[i].key)
            ck_assert_int_gt(write(s.master, cases[i].key, strlen(cases[i].key)), 0);
        else
            kill(s.pid, SIGTERM);
        await_end(&s);
        ck_assert_int_eq(s.status, cases[i].status);
        assert_restored(&s);
        ck_assert_ptr_nonnull(strstr(s.err, "glitch endless.gif"));
        int waiting = 0;
        ck_assert_int_eq(ioctl(s.slave, FIONREAD, &waiting), 0);
        ck_assert_int_eq(waiting, 0); /* nothing of it is left to the shell */
        leave(&s);
    }
}
END_TEST

/* It fails with its third frame, after two have been shown. */
START_TEST(a_damaged_animation)
{
    struct winsize size = { 40, 80, 0, 0 };
    if (!have_chafa())
        return;
    run_expect(
        0, "cp f-2.png whole.png; head -c 60 f-2.png >f-2.cut; mv f-2.cut f-2.png");
    session s = start(size, BLOCKS, "'f-%d.png' --preview -F none");
    await_end(&s);
    assert_restored(&s);
    leave(&s);
    ck_assert_int_eq(s.status, 1);
    ck_assert_int_ge(count(FRAME), 1);
    ck_assert_ptr_nonnull(strstr(s.err, "glitch: f-2.png: "));
    ck_assert_ptr_eq(strchr(s.err, '\n'), s.err + strlen(s.err) - 1);
}
END_TEST

/* ---- files --------------------------------------------------------------- */

/* The command that is told makes what was shown, and -o has it at once. */
START_TEST(what_is_told_and_written)
{
    char command[4096];
    struct winsize size = { 40, 80, 0, 0 };
    if (!have_chafa())
        return;
    int before = count_files(".");
    session s = preview(size, BLOCKS, "four.png -i 6 -c --preview");
    ck_assert_int_eq(count_files("."), before);
    ck_assert(strncmp(s.err, "glitch four.png ", 16) == 0);
    ck_assert_ptr_nonnull(strstr(s.err, "--seed "));
    static blocks first, again;
    read_only_frame(&first);
    snprintf(command, sizeof command, "%.*s --preview", (int)strcspn(s.err, "\n") - 7,
        s.err + 7);
    preview(size, BLOCKS, command);
    read_only_frame(&again);
    ck_assert_mem_eq(&first, &again, sizeof first);

    s = preview(size, BLOCKS, "four.png -i 6 -c --preview -o out.png");
    ck_assert_int_eq(s.status, 0);
    ck_assert(file_exists("out.png"));
    ck_assert_ptr_nonnull(strstr(s.err, " -o out.png\n"));
    run_expect(0, "mv out.png kept.png; %.*s; cmp out.png kept.png",
        (int)strcspn(s.err, "\n"), s.err);
    s = preview(size, BLOCKS, "four.png --preview -o out.png");
    ck_assert_int_eq(s.status, 1);
    ck_assert_ptr_nonnull(strstr(s.err, "out.png: exists already"));
    ck_assert_int_eq(count(FRAME), 0);
}
END_TEST

/* What cannot be read again is shown once, and not written. */
START_TEST(from_a_pipe)
{
    char colors[32];
    struct winsize size = { 40, 80, 0, 0 };
    if (!have_chafa())
        return;
    session s = preview(size, BLOCKS, "- --preview -F none <endless.gif");
    ck_assert_int_eq(s.status, 0);
    read_animation(colors, sizeof colors);
    if (!sanitized())
        ck_assert_str_eq(colors, "abc");
    s = preview(size, BLOCKS, "- --preview -o x.gif <endless.gif");
    ck_assert_int_eq(s.status, 2);
    ck_assert_ptr_nonnull(strstr(s.err, "--preview: with -o the input is read again"));
    s = preview(size, BLOCKS, "four.png --preview -o -");
    ck_assert_int_eq(s.status, 2);
    ck_assert_ptr_nonnull(strstr(s.err, "--preview: -o - would"));
    s = preview(size, BLOCKS, "- --preview");
    ck_assert_int_eq(s.status, 2);
    ck_assert_ptr_nonnull(strstr(s.err, "the standard input is a terminal"));
    ck_assert_int_eq(count(FRAME), 0);
}
END_TEST

/* Whoever stops it does not want the file. */
START_TEST(interrupted_before_it_is_written)
{
    struct winsize size = { 40, 80, 0, 0 };
    if (!have_chafa())
        return;
    for (int key = 0; key < 2; key++) {
        session s = start(size, BLOCKS, "endless.gif --preview -F none -o written.gif");
        await(&s, FRAME, 4);
        ck_assert_int_eq(write(s.master, key ? "q" : "\003", 1), 1);
        await_end(&s);
        leave(&s);
        ck_assert_int_eq(s.status, key ? 0 : 130);
        ck_assert(file_exists("written.gif") == (key == 1));
    }
}
END_TEST

START_TEST(what_cannot_be_previewed)
{
    static const struct {
        const char *command, *message;
    } cases[] = {
        { "glitch four.png --preview", "the standard output is no terminal" },
        { "glitch four.png f-0.png --preview", "--preview shows one picture" },
        { "glitch . --preview", "--preview shows one picture" },
        { "glitch four.png --vary seed=1,2 --preview", "--preview shows one picture" },
        { "glitch four.png --preview --resume -o out/", "--preview shows one picture" },
        { "glitch four.png --preview -o out/", "--preview shows one picture" },
        { "glitch four.png --preview --sheet s.png", "--preview shows one picture" },
    };
    int before = count_files(".");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const outcome *o = run_expect(2, "%s", cases[i].command);
        ck_assert_msg(strstr(o->err, cases[i].message) != NULL, "%s", o->err);
        ck_assert_ptr_eq(strchr(o->err, '\n'), o->err + strlen(o->err) - 1);
        ck_assert_str_eq(o->out, "");
    }
    ck_assert_int_eq(count_files("."), before);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("preview");
    TCase *c = tcase_create("preview");
    suite_add_tcase(suite, c);
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, with_pictures, leave_folder);
    tcase_add_test(c, corners_in_their_cells);
    tcase_add_test(c, made_smaller);
    tcase_add_test(c, any_size_of_terminal);
    tcase_add_test(c, very_long_pictures);
    tcase_add_test(c, graphics_of_kitty);
    tcase_add_test(c, graphics_of_sixels);
    tcase_add_test(c, no_more_than_letters);
    tcase_add_test(c, an_animation_that_ends);
    tcase_add_test(c, an_endless_animation);
    tcase_add_test(c, a_damaged_animation);
    tcase_add_test(c, what_is_told_and_written);
    tcase_add_test(c, from_a_pipe);
    tcase_add_test(c, interrupted_before_it_is_written);
    tcase_add_test(c, what_cannot_be_previewed);
    return run_suites(&suite, 1);
}
