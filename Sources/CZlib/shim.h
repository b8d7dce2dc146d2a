// zlib: inflate, deflate and CRC-32, for the members of .npz files.
#ifndef FID_CZLIB_SHIM_H
#define FID_CZLIB_SHIM_H

#if __has_include(<zlib.h>)
#include <zlib.h>
#else
#error "zlib headers are missing. On Debian or Ubuntu: sudo apt-get install zlib1g-dev. On macOS: brew install zlib. `make` installs what it needs."
#endif

// `inflateInit2` and `deflateInit2` are macros, which Swift does not import.
static inline int fid_inflate_init_raw(z_stream *stream) {
    return inflateInit2(stream, -MAX_WBITS);
}

static inline int fid_deflate_init_raw(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

#endif
