// One HTTP GET by libcurl, which is loaded when the first transfer starts and not when the program does.
//
// Why libcurl, and why so: the program `curl` is missing where only its library is installed, as in the images that Swift is published
// in. URLSession stands on libcurl, too. Either, linked, is loaded with some 25 libraries more at every start of a command that hardly
// ever transfers anything: that adds 6 ms to the 13 that `fid --version` takes. So the library is opened by name, once there is something
// to transfer, and its headers are needed to compile this file only. And `curl_easy_setopt` takes a variable number of arguments, which
// Swift cannot pass.
#ifndef FID_CHTTP_H
#define FID_CHTTP_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *url;
    // The first byte that is wanted; 0 for all.
    int64_t offset;
    // An ETag: with an offset, the bytes are wanted only of the same content. NULL for whatever there is.
    const char *if_range;
    const char *user_agent;
    long connect_timeout_seconds;

    void *context;
    // Each returns 0 to go on; anything else ends the transfer.
    int (*on_header)(void *context, const char *line, size_t length);
    int (*on_body)(void *context, const char *bytes, size_t length);
    // Called about once a second, and more often while bytes arrive.
    int (*on_tick)(void *context);
} fid_http_request;

typedef enum {
    FID_HTTP_DONE = 0,
    // libcurl is not on this machine.
    FID_HTTP_NO_LIBRARY,
    // The address is none, or of a kind other than http and https.
    FID_HTTP_BAD_URL,
    // No connection: no network, no such host, nobody listens.
    FID_HTTP_UNREACHABLE,
    // The other side cannot prove who it is.
    FID_HTTP_UNTRUSTED,
    // The connection broke, or nothing more came.
    FID_HTTP_INTERRUPTED,
    // A callback ended the transfer.
    FID_HTTP_STOPPED,
    // Redirected too often, or to where it is not allowed.
    FID_HTTP_REDIRECTED,
    FID_HTTP_FAILED,
} fid_http_outcome;

typedef struct {
    fid_http_outcome outcome;
    // The status of the last answer; 0 where none came.
    long status;
    // libcurl's words for what went wrong.
    char reason[256];
} fid_http_result;

// Follows redirects, to https only where it starts from https; takes proxies and certificates from the environment, as
// curl does.
fid_http_result fid_http_get(const fid_http_request *request);

#endif
