#include "CHTTP.h"

#if __has_include(<curl/curl.h>)
#include <curl/curl.h>
#else
#error "libcurl's headers are missing. On Debian or Ubuntu: sudo apt-get install libcurl4-openssl-dev. macOS has them. `make` installs what it needs."
#endif

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// The functions of the library, by the types that its headers give them.
static struct {
    int is_there;
    __typeof__(&curl_easy_init) easy_init;
    __typeof__(&curl_easy_cleanup) easy_cleanup;
    __typeof__(&curl_easy_perform) easy_perform;
    __typeof__(&curl_easy_strerror) easy_strerror;
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    __typeof__(&curl_slist_append) slist_append;
    __typeof__(&curl_slist_free_all) slist_free_all;
    char reason[256];
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    static const char *const names[] = {
        "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib",
    };
    void *library = NULL;
    for (size_t i = 0; library == NULL && i < sizeof names / sizeof names[0]; i++) library = dlopen(names[i], RTLD_NOW);
    if (library == NULL) {
        const char *said = dlerror();
        snprintf(curl.reason, sizeof curl.reason, "%s", said != NULL ? said : "dlopen");
        return;
    }
    CURLcode (*global_init)(long) = (CURLcode (*)(long))dlsym(library, "curl_global_init");
    *(void **)&curl.easy_init = dlsym(library, "curl_easy_init");
    *(void **)&curl.easy_cleanup = dlsym(library, "curl_easy_cleanup");
    *(void **)&curl.easy_perform = dlsym(library, "curl_easy_perform");
    *(void **)&curl.easy_strerror = dlsym(library, "curl_easy_strerror");
    *(void **)&curl.easy_setopt = dlsym(library, "curl_easy_setopt");
    *(void **)&curl.easy_getinfo = dlsym(library, "curl_easy_getinfo");
    *(void **)&curl.slist_append = dlsym(library, "curl_slist_append");
    *(void **)&curl.slist_free_all = dlsym(library, "curl_slist_free_all");
    if (global_init == NULL || curl.easy_init == NULL || curl.easy_cleanup == NULL || curl.easy_perform == NULL ||
        curl.easy_strerror == NULL || curl.easy_setopt == NULL || curl.easy_getinfo == NULL || curl.slist_append == NULL ||
        curl.slist_free_all == NULL || global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        snprintf(curl.reason, sizeof curl.reason, "libcurl is not whole");
        return;
    }
    curl.is_there = 1;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    const fid_http_request *request = context;
    size_t length = size * count;
    return request->on_header(request->context, bytes, length) == 0 ? length : 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    const fid_http_request *request = context;
    size_t length = size * count;
    // Less than was offered ends the transfer, and of an empty piece nothing is less.
    return request->on_body(request->context, bytes, length) == 0 ? length : (size_t)-1;
}

static int tick(void *context, curl_off_t total, curl_off_t now, curl_off_t upload_total, curl_off_t upload_now) {
    const fid_http_request *request = context;
    (void)total, (void)now, (void)upload_total, (void)upload_now;
    return request->on_tick(request->context);
}

static fid_http_outcome outcome_of(CURLcode code) {
    switch (code) {
    case CURLE_OK: return FID_HTTP_DONE;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return FID_HTTP_BAD_URL;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return FID_HTTP_UNREACHABLE;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return FID_HTTP_UNTRUSTED;
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return FID_HTTP_INTERRUPTED;
    case CURLE_WRITE_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: return FID_HTTP_STOPPED;
    case CURLE_TOO_MANY_REDIRECTS: return FID_HTTP_REDIRECTED;
    default: return FID_HTTP_FAILED;
    }
}

// The options by name are there since 7.85; the library that is found may be older than the headers.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
static void limit_protocols(CURL *handle, int is_secure) {
    CURLcode known = CURLE_UNKNOWN_OPTION;
#if LIBCURL_VERSION_NUM >= 0x075500
    known = curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, is_secure ? "https" : "http,https");
#endif
    if (known == CURLE_OK) return;
    curl.easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    curl.easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, (long)(is_secure ? CURLPROTO_HTTPS : CURLPROTO_HTTP | CURLPROTO_HTTPS));
}
#pragma clang diagnostic pop

// Certificates of a person's own, by the variables that the program curl knows; the library alone does not look at them.
static void take_certificates(CURL *handle) {
    const char *file = getenv("CURL_CA_BUNDLE");
    if (file == NULL || *file == 0) file = getenv("SSL_CERT_FILE");
    if (file != NULL && *file != 0) curl.easy_setopt(handle, CURLOPT_CAINFO, file);
    const char *folder = getenv("SSL_CERT_DIR");
    if (folder != NULL && *folder != 0) curl.easy_setopt(handle, CURLOPT_CAPATH, folder);
}

static void configure(CURL *handle, const fid_http_request *request, struct curl_slist **headers, char *reason) {
    curl.easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
    curl.easy_setopt(handle, CURLOPT_URL, request->url);
    curl.easy_setopt(handle, CURLOPT_USERAGENT, request->user_agent);
    curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl.easy_setopt(handle, CURLOPT_MAXREDIRS, 10L);
    // A secure address never leads to one that is not.
    int is_secure = strncasecmp(request->url, "https:", 6) == 0;
    limit_protocols(handle, is_secure);
    if (is_secure) take_certificates(handle);
    curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, request->connect_timeout_seconds);
    curl.easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl.easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl.easy_setopt(handle, CURLOPT_HEADERDATA, request);
    curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl.easy_setopt(handle, CURLOPT_WRITEDATA, request);
    curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, tick);
    curl.easy_setopt(handle, CURLOPT_XFERINFODATA, request);
    curl.easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    // CURLOPT_RANGE and not CURLOPT_RESUME_FROM, which makes an error of a server that sends all from the start.
    if (request->offset > 0) {
        char range[32];
        snprintf(range, sizeof range, "%lld-", (long long)request->offset);
        curl.easy_setopt(handle, CURLOPT_RANGE, range);
        if (request->if_range != NULL) {
            char line[512];
            snprintf(line, sizeof line, "If-Range: %s", request->if_range);
            *headers = curl.slist_append(*headers, line);
            curl.easy_setopt(handle, CURLOPT_HTTPHEADER, *headers);
        }
    }
}

fid_http_result fid_http_get(const fid_http_request *request) {
    fid_http_result result = {FID_HTTP_NO_LIBRARY, 0, ""};
    pthread_once(&once, load);
    CURL *handle = curl.is_there ? curl.easy_init() : NULL;
    if (handle == NULL) {
        memcpy(result.reason, curl.reason, sizeof result.reason);
        return result;
    }
    char reason[CURL_ERROR_SIZE] = "";
    struct curl_slist *headers = NULL;
    configure(handle, request, &headers, reason);
    CURLcode code = curl.easy_perform(handle);
    curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &result.status);
    result.outcome = outcome_of(code);
    // An address of another kind is the server's fault where it was not the one that was asked for.
    if (result.outcome == FID_HTTP_BAD_URL && result.status != 0) result.outcome = FID_HTTP_REDIRECTED;
    if (code != CURLE_OK) snprintf(result.reason, sizeof result.reason, "%s", reason[0] != 0 ? reason : curl.easy_strerror(code));
    curl.easy_cleanup(handle);
    curl.slist_free_all(headers);
    return result;
}
