/*
 * leftovers.h - temporary files whose writer was killed before it could remove them.
 *
 * They are named `.NAME.TOKEN.INDEX.tmp`: after the output, after the run, and by number;
 * and `.old` for what a run has replaced but may yet want back. A run holds a lock on its
 * file of index 0, which is the first that it makes and the last that goes. The system takes
 * the lock away from who dies; so a run whose lock can be had is dead, and all of its files
 * are leftovers. A run's token is made of the output's name and a small number, its slot: so
 * leftovers are found by name, and a folder is read only where there are some. Where there
 * are no locks (on some network file systems) nobody can tell, and nothing is removed.
 */
#ifndef GLI_LEFTOVERS_H
#define GLI_LEFTOVERS_H
#include <stdbool.h>

/*
 * Lock a file of index 0 that was just made. False where it was taken for a leftover, and
 * removed, before that: it has to be made again.
 */
bool gli_claim(int fd);

/*
 * Remove what a dead run has left whose file of index 0 is, or would be, this one. False
 * where it is there and stays: its writer lives, or that cannot be told.
 */
bool gli_remove_dead(const char *first);

#endif
