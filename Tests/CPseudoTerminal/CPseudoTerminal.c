#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif

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

int fid_resize_terminal(int terminal, int rows, int columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(terminal, TIOCSWINSZ, &size);
}
