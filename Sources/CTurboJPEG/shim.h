// TurboJPEG: JPEG files to pixels.
#ifndef FID_CTURBOJPEG_SHIM_H
#define FID_CTURBOJPEG_SHIM_H

#if __has_include(<turbojpeg.h>)
#include <turbojpeg.h>
#else
#error "TurboJPEG's header is missing. On Debian or Ubuntu: sudo apt-get install libturbojpeg0-dev. On macOS: brew install jpeg-turbo. `make` installs what it needs."
#endif

#endif
