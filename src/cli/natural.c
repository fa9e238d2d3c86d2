/* natural.c - the order that people expect of names: 2.png before 10.png. */
#include "natural.h"
#include <stddef.h>
#include <string.h>

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* The two begin with digits, and are moved behind them. */
static int compare_numbers(const char **a, const char **b)
{
    *a += strspn(*a, "0");
    *b += strspn(*b, "0");
    size_t n = digits(*a), m = digits(*b);
    int order = n == m ? memcmp(*a, *b, n) : n < m ? -1 : 1;
    *a += n;
    *b += m;
    return order;
}

/* The end of a name, then a folder's, then everything else. */
static int rank(char c)
{
    return c == '/' ? 1 : c ? 1 + (unsigned char)c : 0;
}

int natural_compare(const char *a, const char *b)
{
    const char *first = a, *second = b;
    int order = 0;
    while (order == 0 && (*a || *b)) {
        if (digits(a) && digits(b))
            order = compare_numbers(&a, &b);
        else
            order = rank(*a++) - rank(*b++);
    }
    return order ? order : strcmp(first, second); /* 01 and 1 */
}
