#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif

#ifdef __APPLE__

pid_t fid_start_on_terminal(
    const char *path, char *const arguments[], char *const environment[], const char *folder, int rows, int columns, int *terminal) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    pid_t process = forkpty(terminal, 0, 0, &size);
    if (process == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, 0);
        for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
        for (int descriptor = 3; descriptor < 256; descriptor++) close(descriptor);
        if (chdir(folder) == 0) execve(path, arguments, environment);
        _exit(127);
    }
    if (process > 0) fcntl(*terminal, F_SETFD, FD_CLOEXEC);
    return process;
}

int fid_terminal_is_in_order(int terminal) {
    struct termios modes;
    tcflag_t wanted = ICANON | ECHO | ISIG;
    return tcgetattr(terminal, &modes) == 0 && (modes.c_lflag & wanted) == wanted;
}

#else

/* Not by forkpty: a fork runs the handler by which OpenBLAS stops its threads, and two such handlers at once wait for each other for ever. */
pid_t fid_start_on_terminal(
    const char *path, char *const arguments[], char *const environment[], const char *folder, int rows, int columns, int *terminal) {
    char name[128];
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    int end = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (end < 0) return -1;
    if (grantpt(end) != 0 || unlockpt(end) != 0 || ptsname_r(end, name, sizeof name) != 0 || ioctl(end, TIOCSWINSZ, &size) != 0) {
        close(end);
        return -1;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    /* The first terminal that the leader of a session opens is the one that controls it. */
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, 0, 1);
    posix_spawn_file_actions_adddup2(&actions, 0, 2);
    posix_spawn_file_actions_addchdir_np(&actions, folder);
#if __GLIBC_PREREQ(2, 34)
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
    pid_t process = -1;
    int failure = posix_spawn(&process, path, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) {
        close(end);
        errno = failure;
        return -1;
    }
    *terminal = end;
    return process;
}

#endif

int fid_terminal_is_in_order(int terminal) {
    struct termios modes;
    tcflag_t wanted = ICANON | ECHO | ISIG;
    return tcgetattr(terminal, &modes) == 0 && (modes.c_lflag & wanted) == wanted;
}

int fid_resize_terminal(int terminal, int rows, int columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(terminal, TIOCSWINSZ, &size);
}
