/* tally.c - how many faults were injected, and what came of them. */
#include "faults.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { MOST_LINES = 64 };

typedef struct line {
    char kind[16], error[48];
    long reported, made_good;
} line;

static line *lines;

void begin_tally(void)
{
    lines = mmap(NULL, MOST_LINES * sizeof *lines, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (lines == MAP_FAILED)
        abort();
}

/* One test runs at a time. */
void add_to_tally(const char *kind, const char *error, bool reported)
{
    line *l = lines;
    while (*l->kind && (strcmp(l->kind, kind) != 0 || strcmp(l->error, error) != 0))
        ck_assert(++l < lines + MOST_LINES);
    snprintf(l->kind, sizeof l->kind, "%s", kind);
    snprintf(l->error, sizeof l->error, "%s", error);
    l->reported += reported;
    l->made_good += !reported;
}

void print_tally(void)
{
    long reported = 0, made_good = 0;
    for (const line *l = lines; *l->kind; l++) {
        printf("  %-7s %-32s %5ld reported, %5ld made good\n", l->kind, l->error,
            l->reported, l->made_good);
        reported += l->reported;
        made_good += l->made_good;
    }
    if (reported + made_good > 0)
        printf("injected: %ld faults: %ld reported, %ld made good\n",
            reported + made_good, reported, made_good);
}
