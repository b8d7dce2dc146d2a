// The CBLAS interface of OpenBLAS, and OpenBLAS's own calls for threads and core type.
#ifndef FID_COPENBLAS_SHIM_H
#define FID_COPENBLAS_SHIM_H

#if __has_include(<cblas.h>)
#include <cblas.h>
#else
#error "OpenBLAS headers are missing. On Debian or Ubuntu: sudo apt-get install libopenblas-dev. On macOS: brew install openblas. `make` installs what it needs."
#endif

#endif
