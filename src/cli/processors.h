/* processors.h - how much can be done at a time. */
#ifndef CLI_PROCESSORS_H
#define CLI_PROCESSORS_H

/*
 * How many processors this process may use: those that it is bound to, and no more than a
 * container's quota of time is worth; at least 1.
 */
int count_processors(void);

/*
 * Of the container that this process is in: how many processors' time it has, or 0 where
 * that has no limit.
 *
 * @param groups which groups the process is in, such as /proc/self/cgroup
 * @param mount  where the groups are to be seen, such as /sys/fs/cgroup
 */
double container_quota(const char *groups, const char *mount);

#endif
