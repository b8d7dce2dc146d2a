// Starts a command on a new pseudo-terminal: between fork and exec only C is safe.
#ifndef FID_CPSEUDOTERMINAL_H
#define FID_CPSEUDOTERMINAL_H

#include <sys/types.h>

// Starts `path` in `folder` as the leader of a session that a new terminal of this size controls. Gives the process, and in
// `terminal` the end of the terminal at which a person sits; -1 with `errno` where that fails.
pid_t fid_start_on_terminal(
    const char *path, char *const arguments[], char *const environment[], const char *folder, int rows, int columns, int *terminal);

// Gives a terminal another size.
int fid_resize_terminal(int terminal, int rows, int columns);

#endif
