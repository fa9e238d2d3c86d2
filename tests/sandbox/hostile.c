/*
 * hostile.c - a decoder that was taken over, to be preloaded into the command.
 *
 * It stands in front of the libraries' functions that read a header and a row. When one
 * is called for the first time it tries whatever an attacker might want, writes a line
 * for each to standard error ("hostile: pixels: make a socket: yes"), and then lets the
 * job go on. Nothing here is linked into the command; tests/check_sandbox.c compiles it.
 *
 * The folders `in` and `out` stand in the working folder.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t parent;
static const char *phase;

/* As an attacker has it who is already inside: asked before the command's main(). */
__attribute__((constructor)) static void begin(void)
{
    parent = getppid();
}

static void tell(const char *what, bool possible)
{
    char line[128];
    int n = snprintf(line, sizeof line, "hostile: %s: %s: %s\n", phase, what,
        possible ? "yes" : "no");
    if (write(STDERR_FILENO, line, (size_t)n) != n)
        _exit(99);
}

/* ---- files --------------------------------------------------------------- */

static bool opens(const char *path, int flags)
{
    int fd = open(path, flags, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool read_passwords(void)
{
    return opens("/etc/passwd", O_RDONLY);
}

static bool list_root(void)
{
    return opens("/", O_RDONLY | O_DIRECTORY);
}

static bool read_beside_input(void)
{
    return opens("in/secret.txt", O_RDONLY);
}

static bool list_beside_input(void)
{
    return opens("in", O_RDONLY | O_DIRECTORY);
}

static bool write_beside_input(void)
{
    return opens("in/secret.txt", O_WRONLY);
}

static bool make_beside_input(void)
{
    return opens("in/new.txt", O_WRONLY | O_CREAT | O_EXCL)
        && unlink("in/new.txt") == 0;
}

static bool rename_beside_input(void)
{
    return rename("in/secret.txt", "in/other.txt") == 0
        && rename("in/other.txt", "in/secret.txt") == 0;
}

static bool take_to_output(void)
{
    return link("in/secret.txt", "out/taken.txt") == 0 && unlink("out/taken.txt") == 0;
}

static bool write_own_memory(void)
{
    return opens("/proc/self/mem", O_RDWR);
}

static bool reopen_input(void)
{
    return opens("in/pic", O_RDWR);
}

static bool cut_file(void)
{
    return truncate("in/secret.txt", 3) == 0;
}

static bool change_mode(void)
{
    return chmod("in/secret.txt", 0644) == 0;
}

static bool change_owner(void)
{
    return chown("in/secret.txt", getuid(), getgid()) == 0;
}

static bool change_times(void)
{
    return utimensat(AT_FDCWD, "in/secret.txt", NULL, 0) == 0;
}

static bool make_folder(void)
{
    return mkdir("out/folder", 0700) == 0 && rmdir("out/folder") == 0;
}

static bool make_symlink(void)
{
    return symlink("/etc/passwd", "out/symlink") == 0 && unlink("out/symlink") == 0;
}

static bool read_beside_output(void)
{
    return opens("out/old.txt", O_RDONLY);
}

static bool list_beside_output(void)
{
    return opens("out", O_RDONLY | O_DIRECTORY);
}

static bool write_beside_output(void)
{
    return opens("out/old.txt", O_WRONLY);
}

/* ---- the network --------------------------------------------------------- */

static bool makes_socket(int domain, int type)
{
    int fd = socket(domain, type, 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool make_tcp(void)
{
    return makes_socket(AF_INET, SOCK_STREAM);
}

static bool make_udp(void)
{
    return makes_socket(AF_INET, SOCK_DGRAM);
}

static bool make_unix(void)
{
    return makes_socket(AF_UNIX, SOCK_STREAM);
}

static bool make_pair(void)
{
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0)
        return false;
    close(fds[0]);
    close(fds[1]);
    return true;
}

/* ---- processes ----------------------------------------------------------- */

/* In a child where there can be one, for nothing of this could be taken back. */
static bool in_child(bool (*attempt)(void))
{
    int status;
    pid_t child = fork();
    if (child < 0)
        return attempt();
    if (child == 0)
        _exit(attempt() ? 0 : 1);
    return waitpid(child, &status, 0) == child && WIFEXITED(status)
        && WEXITSTATUS(status) == 0;
}

static bool start_process(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0 && waitpid(child, NULL, 0) == child;
}

static bool run_program(void)
{
    char *arguments[] = { "true", NULL }, *environment[] = { NULL };
    execve("/bin/true", arguments, environment);
    return false;
}

static bool be_traced(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool signal_parent(void)
{
    return kill(parent, 0) == 0;
}

static bool signal_by_file(void)
{
    return fcntl(STDERR_FILENO, F_SETOWN, parent) == 0;
}

static bool map_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        != MAP_FAILED;
}

static bool turn_into_code(void)
{
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p != MAP_FAILED && mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool file_in_memory(void)
{
    int fd = memfd_create("x", 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* ---- all of it ----------------------------------------------------------- */

static const struct {
    const char *what;
    bool (*attempt)(void);
} attempts[] = { { "read /etc/passwd", read_passwords }, { "list /", list_root },
    { "read beside the input", read_beside_input },
    { "list beside the input", list_beside_input },
    { "write beside the input", write_beside_input },
    { "make beside the input", make_beside_input },
    { "rename beside the input", rename_beside_input },
    { "take to the output", take_to_output }, { "write own memory", write_own_memory },
    { "open the input again", reopen_input }, { "cut a file", cut_file },
    { "change a mode", change_mode }, { "change an owner", change_owner },
    { "change times", change_times }, { "make a folder", make_folder },
    { "make a symlink", make_symlink },
    { "read beside the output", read_beside_output },
    { "list beside the output", list_beside_output },
    { "write beside the output", write_beside_output }, { "TCP", make_tcp },
    { "UDP", make_udp }, { "a Unix socket", make_unix },
    { "a pair of sockets", make_pair }, { "signal the parent", signal_parent },
    { "signal by a file", signal_by_file }, { "map code", map_code },
    { "turn into code", turn_into_code }, { "a file in memory", file_in_memory } };

static void attack(const char *when)
{
    static const char *last;
    if (last == when)
        return;
    last = phase = when;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        tell(attempts[i].what, attempts[i].attempt());
    tell("start a process", start_process());
    tell("run a program", in_child(run_program));
    tell("be traced", in_child(be_traced));
}

static const char header[] = "header", pixels[] = "pixels";

/* ---- in front of the libraries ------------------------------------------- */

/* None of their headers is needed: pointers and numbers go through as they are. */

void png_process_data(void *png, void *info, void *bytes, size_t size)
{
    static void (*real)(void *, void *, void *, size_t);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "png_process_data");
        attack(header);
    }
    real(png, info, bytes, size);
}

void png_progressive_combine_row(void *png, void *old, const void *row)
{
    static void (*real)(void *, void *, const void *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "png_progressive_combine_row");
    attack(pixels);
    real(png, old, row);
}

int jpeg_read_header(void *jpeg, int whole)
{
    int (*real)(void *, int);
    *(void **)&real = dlsym(RTLD_NEXT, "jpeg_read_header");
    attack(header);
    return real(jpeg, whole);
}

unsigned jpeg_read_scanlines(void *jpeg, void *rows, unsigned count)
{
    static unsigned (*real)(void *, void *, unsigned);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "jpeg_read_scanlines");
    attack(pixels);
    return real(jpeg, rows, count);
}

void *DGifOpen(void *user, void *read_fn, int *error)
{
    void *(*real)(void *, void *, int *);
    *(void **)&real = dlsym(RTLD_NEXT, "DGifOpen");
    attack(header);
    return real(user, read_fn, error);
}

int DGifGetCode(void *gif, void *bits, void *block)
{
    static int (*real)(void *, void *, void *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "DGifGetCode");
    attack(pixels);
    return real(gif, bits, block);
}
