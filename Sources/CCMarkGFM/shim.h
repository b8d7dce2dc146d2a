// cmark-gfm: Markdown with tables.
#ifndef FID_CCMARKGFM_SHIM_H
#define FID_CCMARKGFM_SHIM_H

#if __has_include(<cmark-gfm.h>) && __has_include(<cmark-gfm-core-extensions.h>)
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#else
#error "cmark-gfm headers are missing. On Debian or Ubuntu: sudo apt-get install libcmark-gfm-dev libcmark-gfm-extensions-dev. On macOS: brew install cmark-gfm. `make` installs what it needs."
#endif

#endif
