/*
 * replay.c - files through a fuzz target, without libFuzzer and with any compiler: to
 * see what a crasher does, and which lines of src/ a corpus reaches.
 *
 *     replay TARGET FILE...
 */
#include "fuzz.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const fuzz_row *find(const char *name)
{
    for (const fuzz_row *r = fuzz_table; r->name; r++)
        if (strcmp(r->name, name) == 0)
            return r;
    return NULL;
}

static uint8_t *read_all(FILE *f, size_t *size)
{
    size_t room = 1 << 16, n;
    uint8_t *data = malloc(room);
    *size = 0;
    while (data && (n = fread(data + *size, 1, room - *size, f)) > 0) {
        *size += n;
        if (*size == room)
            data = realloc(data, room *= 2);
    }
    return data;
}

/* In memory of just its size, so that a sanitizer sees what is read behind its end. */
static void run_exactly(const fuzz_row *target, const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact)
        exit(EXIT_FAILURE);
    if (size)
        memcpy(exact, data, size);
    target->run(exact, size);
    free(exact);
}

static bool run_file(const fuzz_row *target, const char *path)
{
    size_t size;
    FILE *f = fopen(path, "rb");
    uint8_t *data = f ? read_all(f, &size) : NULL;
    if (!data)
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
    else
        run_exactly(target, data, size);
    free(data);
    if (f)
        fclose(f);
    return data != NULL;
}

int main(int argc, char *argv[])
{
    const fuzz_row *target = argc > 1 ? find(argv[1]) : NULL;
    int failed = 0;
    if (!target) {
        fprintf(stderr, "usage: replay TARGET FILE...\ntargets:");
        for (const fuzz_row *r = fuzz_table; r->name; r++)
            fprintf(stderr, " %s", r->name);
        fputc('\n', stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++)
        failed += !run_file(target, argv[i]);
    printf("%s: %d files\n", target->name, argc - 2 - failed);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
