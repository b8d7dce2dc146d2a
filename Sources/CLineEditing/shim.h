// libedit: a line typed on a terminal, with cursor keys, history and completion.
#ifndef FID_CLINEEDITING_SHIM_H
#define FID_CLINEEDITING_SHIM_H

#if __has_include(<editline/readline.h>)
#include <limits.h>
#include <stdio.h>
#include <editline/readline.h>
#else
#error "libedit headers are missing. On Debian or Ubuntu: sudo apt-get install libedit-dev. On macOS: brew install libedit. `make` installs what it needs."
#endif

// The library is set up through its global variables, which Swift may not touch: here are the few that are needed.

// Reads keys from before the prompt is shown: the library itself would let the terminal echo what is typed in the moment between.
static inline int fid_editing_prepare(void) {
    rl_prep_terminal(1);
    return 0;
}

// Begins line editing. `complete` gives the completions of a word, `breaks` the characters that end one.
static inline void fid_editing_begin(rl_completion_func_t *complete, char *(*breaks)(void)) {
    rl_readline_name = "fid";
    rl_attempted_completion_function = complete;
    rl_completion_word_break_hook = breaks;
    rl_pre_input_hook = fid_editing_prepare;
    // The library's handlers of signals hold for one thread only.
    rl_catch_signals = 0;
    using_history();
    rl_initialize();
}

// Says of a completion what is put behind the word, nothing where it is 0, and that the library shall not offer files where there
// is none.
static inline void fid_editing_append(int character) {
    rl_completion_append_character = character;
    rl_attempted_completion_over = 1;
}

#endif
