// libpng: PNG files to pixels.
#ifndef FID_CPNG_SHIM_H
#define FID_CPNG_SHIM_H

#if __has_include(<png.h>)
#include <png.h>
#else
#error "libpng's header is missing. On Debian or Ubuntu: sudo apt-get install libpng-dev. On macOS: brew install libpng. `make` installs what it needs."
#endif

#endif
