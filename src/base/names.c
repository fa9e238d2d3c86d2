/* names.c - looking names up, and guessing what a mistyped one was meant to be. */
#include "base/names.h"
#include <glitch/glitch.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 63 };

/* Who shouts means the same. */
static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(char a, char b)
{
    return small(a) == small(b);
}

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Optimal string alignment, the restricted form of the distance in: F. J. Damerau,
 * "A technique for computer detection and correction of spelling errors", CACM 7(3),
 * 1964. Three rows of the table are enough.
 */
static size_t edits(const char *a, size_t na, const char *b, size_t nb)
{
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= nb; j++)
        last[j] = j;
    for (size_t i = 1; i <= na; i++) {
        now[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            now[j] = min(
                min(last[j], now[j - 1]) + 1, last[j - 1] + !same(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                now[j] = min(now[j], before[j - 2] + 1);
        }
        size_t *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[nb];
}

size_t glitch_name_distance(const char *word, const char *name)
{
    size_t n = strnlen(word, LONGEST);
    size_t best = edits(word, n, name, strnlen(name, LONGEST));
    for (const char *part = name; strchr(name, '-') && *part; part += *part == '-') {
        size_t length = strcspn(part, "-");
        best = min(best, 1 + edits(word, n, part, min(length, LONGEST)));
        part += length;
    }
    return best <= 1 + n / 3 && best < n ? best : SIZE_MAX;
}

void gli_guess_offer(gli_guess *guess, const char *name)
{
    size_t distance = glitch_name_distance(guess->word, name);
    if (distance != SIZE_MAX && (!guess->name || distance < guess->distance)) {
        guess->name = name;
        guess->distance = distance;
    }
}
