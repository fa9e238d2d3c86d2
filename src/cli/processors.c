/*
 * processors.c - how much can be done at a time.
 *
 * A container's limit is a quota of processor time in a period: for version 2 of Linux's
 * control groups in cpu.max of each group that the process is in, for version 1 in
 * cpu.cfs_quota_us and cpu.cfs_period_us (Linux: Documentation/admin-guide/cgroup-v2.rst,
 * Documentation/scheduler/sched-bwc.rst).
 */
#include "processors.h"
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

static int bound_to(void)
{
#ifdef __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return CPU_COUNT(&set);
#endif
    return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

/* Both versions have the quota and the period, in one file or in two; -1 is no quota. */
static double quota_in(const char *folder)
{
    static const char *const files[2][2] = { { "cpu.max", "cpu.max" },
        { "cpu.cfs_quota_us", "cpu.cfs_period_us" } };
    for (int version = 0; version < 2; version++) {
        double number[2] = { -1, -1 };
        for (int i = 0; i < 2; i++) {
            char path[PATH_MAX];
            snprintf(path, sizeof path, "%s/%s", folder, files[version][i]);
            FILE *f = fopen(path, "r");
            bool skip = version == 0 && i == 1; /* the second number of the file */
            if (f
                && (skip ? fscanf(f, "%*s %lf", &number[i])
                         : fscanf(f, "%lf", &number[i]))
                    != 1)
                number[i] = -1; /* "max" */
            if (f)
                fclose(f);
        }
        if (number[0] > 0 && number[1] > 0)
            return number[0] / number[1];
    }
    return 0;
}

/* The least of a group and all that it is in; `folder` is the mount, then the group. */
static double least_quota(char *folder, size_t mount)
{
    double least = 0;
    for (;;) {
        double quota = quota_in(folder);
        if (quota > 0 && (least <= 0 || quota < least))
            least = quota;
        char *slash = strrchr(folder, '/');
        if (!slash || (size_t)(slash - folder) < mount)
            return least;
        *slash = 0;
    }
}

/* ID:CONTROLLERS:PATH; version 2 has no controllers there. */
static bool is_of_processors(const char *controllers, size_t length)
{
    if (length == 0)
        return true;
    for (size_t i = 0; i < length; i += strcspn(controllers + i, ",:") + 1)
        if (strcspn(controllers + i, ",:") == 3
            && strncmp(controllers + i, "cpu", 3) == 0)
            return true;
    return false;
}

double container_quota(const char *groups, const char *mount)
{
    char line[PATH_MAX], folder[2 * PATH_MAX];
    double least = 0;
    FILE *f = fopen(groups, "r");
    while (f && fgets(line, sizeof line, f)) {
        char *controllers = strchr(line, ':'),
             *path = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!path
            || !is_of_processors(controllers + 1, (size_t)(path - controllers - 1)))
            continue;
        path[1 + strcspn(path + 1, "\n")] = 0;
        size_t length = (size_t)(path - controllers - 1);
        int at = snprintf(folder, sizeof folder, "%s%s%.*s", mount, length ? "/" : "",
            (int)length, controllers + 1);
        snprintf(folder + at, sizeof folder - (size_t)at, "%s",
            strcmp(path + 1, "/") ? path + 1 : "");
        double quota = least_quota(folder, (size_t)at);
        if (quota > 0 && (least <= 0 || quota < least))
            least = quota;
    }
    if (f)
        fclose(f);
    return least;
}

int count_processors(void)
{
    int count = bound_to();
    double quota = container_quota("/proc/self/cgroup", "/sys/fs/cgroup");
    if (quota > 0 && quota < count)
        count = (int)ceil(quota);
    return count < 1 ? 1 : count;
}
