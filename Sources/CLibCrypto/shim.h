// OpenSSL's libcrypto: SHA-256, for the checks of fetched data, the identity of shards and the hashes of receipts.
#ifndef FID_CLIBCRYPTO_SHIM_H
#define FID_CLIBCRYPTO_SHIM_H

#if __has_include(<openssl/evp.h>)
#include <openssl/evp.h>
#else
#error "OpenSSL's headers are missing. On Debian or Ubuntu: sudo apt-get install libssl-dev. On macOS: brew install openssl. `make` installs what it needs."
#endif

#endif
