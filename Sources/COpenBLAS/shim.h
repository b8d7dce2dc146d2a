// The CBLAS interface of OpenBLAS, OpenBLAS's own calls for threads and core type, and glibc's settings of the memory that matrices lie in.
#ifndef FID_COPENBLAS_SHIM_H
#define FID_COPENBLAS_SHIM_H

#if __has_include(<cblas.h>)
#include <cblas.h>
#else
#error "OpenBLAS headers are missing. On Debian or Ubuntu: sudo apt-get install libopenblas-dev. On macOS: brew install openblas. `make` installs what it needs."
#endif

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

#endif
