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
#include <stdlib.h>
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

/* How many numbers a file begins with, at most two; "max" is none. */
static int read_numbers(const char *folder, const char *file, double number[2])
{
    char path[PATH_MAX], line[128] = "";
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *f = fopen(path, "r");
    bool read = f && fgets(line, sizeof line, f);
    if (f)
        fclose(f);
    int count = 0;
    for (char *at = line, *end; read && count < 2; at = end, count++) {
        number[count] = strtod(at, &end);
        if (end == at)
            break;
    }
    return count;
}

/* Of one group; 0: it has no limit. */
static double quota_of(const char *folder)
{
    double quota[2], period[2];
    if (read_numbers(folder, "cpu.max", quota) == 2 && quota[1] > 0)
        return quota[0] / quota[1];
    if (read_numbers(folder, "cpu.cfs_quota_us", quota) == 1 && quota[0] > 0
        && read_numbers(folder, "cpu.cfs_period_us", period) == 1 && period[0] > 0)
        return quota[0] / period[0];
    return 0;
}

static double least(double a, double b)
{
    return a > 0 && (a < b || b <= 0) ? a : b;
}

/* Of a group and all that it is in, up to the mount, which is so long. */
static double quota_up(char *folder, size_t mount)
{
    double quota = quota_of(folder);
    for (char *slash; (slash = strrchr(folder, '/')) && slash >= folder + mount;) {
        *slash = 0;
        quota = least(quota, quota_of(folder));
    }
    return quota;
}

static bool has_processors(char *controllers)
{
    for (char *one; (one = strsep(&controllers, ","));)
        if (strcmp(one, "cpu") == 0)
            return true;
    return false;
}

/* ID:CONTROLLERS:PATH; there are no controllers in version 2, nor a folder for them. */
static double quota_in(char *line, const char *mount)
{
    char folder[2 * PATH_MAX], names[PATH_MAX];
    strsep(&line, ":");
    const char *controllers = strsep(&line, ":");
    if (!line)
        return 0;
    line[strcspn(line, "\n")] = 0;
    snprintf(names, sizeof names, "%s", controllers);
    if (*controllers && !has_processors(names))
        return 0;
    int root = snprintf(
        folder, sizeof folder, "%s%s%s", mount, *controllers ? "/" : "", controllers);
    snprintf(folder + root, sizeof folder - (size_t)root, "%s", line);
    return quota_up(folder, (size_t)root);
}

double container_quota(const char *groups, const char *mount)
{
    char line[PATH_MAX];
    double quota = 0;
    FILE *f = fopen(groups, "r");
    while (f && fgets(line, sizeof line, f))
        quota = least(quota_in(line, mount), quota);
    if (f)
        fclose(f);
    return quota;
}

int count_processors(void)
{
    int count = bound_to();
    double quota = container_quota("/proc/self/cgroup", "/sys/fs/cgroup");
    if (quota > 0 && quota < count)
        count = (int)ceil(quota);
    return count < 1 ? 1 : count;
}
