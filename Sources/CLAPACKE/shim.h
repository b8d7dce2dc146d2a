// LAPACKE, the C interface of LAPACK.
#ifndef FID_CLAPACKE_SHIM_H
#define FID_CLAPACKE_SHIM_H

// Complex numbers as plain structures: Swift imports no C99 complex types.
#define HAVE_LAPACK_CONFIG_H
#define LAPACK_COMPLEX_STRUCTURE

#if __has_include(<lapacke.h>)
#include <lapacke.h>
#else
#error "LAPACKE headers are missing. On Debian or Ubuntu: sudo apt-get install liblapacke-dev. On macOS: brew install lapack. `make` installs what it needs."
#endif

// `lapack_int` is a macro, which Swift does not import: the same type under a name of its own.
typedef lapack_int fid_lapack_int;

#endif
