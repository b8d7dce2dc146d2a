// Opens oneDNN, finds its functions, and bridges the calls that its version 3 renamed.

#ifdef FID_INCEPTION

#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)
#ifdef __APPLE__
#define LIBRARY "libdnnl." TEXT(DNNL_VERSION_MAJOR) ".dylib"
#else
#define LIBRARY "libdnnl.so." TEXT(DNNL_VERSION_MAJOR)
#endif

fid_dnn_library fid_dnn;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char trouble[512];
static const char *missing;

static void load(void) {
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char *words = dlerror();
        snprintf(trouble, sizeof trouble, "%s", words ? words : LIBRARY);
        missing = "dlopen";
        return;
    }
#define CALL(name) \
    fid_dnn.name = (__typeof__(&name))dlsym(library, #name); \
    if (!fid_dnn.name && !missing) missing = #name;
    FID_DNN_CALLS(CALL)
#undef CALL
    if (missing) snprintf(trouble, sizeof trouble, "%s: undefined symbol: %s", LIBRARY, missing);
    // Found through what the library itself stands on, whichever OpenMP that is.
    fid_dnn.omp_get_max_threads = (int (*)(void))dlsym(library, "omp_get_max_threads");
    fid_dnn.omp_set_num_threads = (void (*)(int))dlsym(library, "omp_set_num_threads");
}

int fid_dnn_load(fid_dnn_error *error) {
    pthread_once(&once, load);
    if (!missing) return 1;
    *error = (fid_dnn_error){.call = missing, .status = "", .detail = trouble};
    return 0;
}

int fid_dnn_succeeded(dnnl_status_t status, const char *call, fid_dnn_error *error) {
    if (status == dnnl_success) return 1;
    *error = (fid_dnn_error){.call = call, .status = fid_dnn.dnnl_status2str(status), .detail = ""};
    return 0;
}

int fid_dnn_open(fid_dnn_session **session, fid_dnn_error *error) {
    *session = NULL;
    if (!fid_dnn_load(error)) return 0;
    fid_dnn_session *opened = calloc(1, sizeof *opened);
    if (!opened) return fid_dnn_succeeded(dnnl_out_of_memory, "calloc", error);
    if (!TRY(dnnl_engine_create, &opened->engine, dnnl_cpu, 0)) {
        fid_dnn_close(opened);
        return 0;
    }
    *session = opened;
    return 1;
}

void fid_dnn_close(fid_dnn_session *session) {
    if (!session) return;
    if (session->engine) fid_dnn.dnnl_engine_destroy(session->engine);
    free(session);
}

void fid_dnn_version(int *major, int *minor, int *patch) {
    const dnnl_version_t *version = fid_dnn.dnnl_version();
    *major = version->major;
    *minor = version->minor;
    *patch = version->patch;
}

// The instruction sets are sets of bits, so that a later one contains an earlier one where it is able to do its work.
const char *fid_dnn_instruction_set(void) {
    unsigned sets = fid_dnn.dnnl_get_effective_cpu_isa();
    static const struct {
        unsigned set;
        const char *name;
    } known[] = {
        {dnnl_cpu_isa_avx512_core_amx, "AVX-512 with AMX"},
        {dnnl_cpu_isa_avx512_core_bf16, "AVX-512 with BF16"},
        {dnnl_cpu_isa_avx512_core_vnni, "AVX-512 with VNNI"},
        {dnnl_cpu_isa_avx512_core, "AVX-512"},
        {dnnl_cpu_isa_avx2, "AVX2"},
        {dnnl_cpu_isa_avx, "AVX"},
        {dnnl_cpu_isa_sse41, "SSE4.1"},
    };
    for (size_t index = 0; index < sizeof known / sizeof *known; index++)
        if (sets != 0 && (sets & known[index].set) == known[index].set) return known[index].name;
    return "-";
}

fid_dnn_bfloat16_support fid_dnn_bfloat16_supported(void) {
#if defined(__x86_64__)
    unsigned sets = fid_dnn.dnnl_get_effective_cpu_isa();
    unsigned tiles = dnnl_cpu_isa_avx512_core_amx, vectors = dnnl_cpu_isa_avx512_core_bf16;
    if ((sets & tiles) == tiles) return fid_dnn_bfloat16_tiles;
    if ((sets & vectors) == vectors) return fid_dnn_bfloat16_vectors;
#endif
    return fid_dnn_no_bfloat16;
}

int fid_dnn_use_threads(int threads) {
    if (threads < 1 || !fid_dnn.omp_set_num_threads || !fid_dnn.omp_get_max_threads) return 0;
    int before = fid_dnn.omp_get_max_threads();
    if (before != threads) fid_dnn.omp_set_num_threads(threads);
    return before;
}

int fid_dnn_make_attributes(int relu, dnnl_primitive_attr_t *attributes, fid_dnn_error *error) {
    if (!TRY(dnnl_primitive_attr_create, attributes)) return 0;
    // The environment could otherwise ask for float32 by way of bfloat16 (ONEDNN_DEFAULT_FPMATH_MODE).
    if (!TRY(dnnl_primitive_attr_set_fpmath_mode, *attributes, dnnl_fpmath_mode_strict)
        || !TRY(dnnl_primitive_attr_set_scratchpad_mode, *attributes, dnnl_scratchpad_mode_user))
        return 0;
    if (!relu) return 1;
    dnnl_post_ops_t after = NULL;
    if (!TRY(dnnl_post_ops_create, &after)) return 0;
#if DNNL_VERSION_MAJOR == 2
    int done = TRY(dnnl_post_ops_append_eltwise, after, 1, dnnl_eltwise_relu, 0, 0);
#else
    int done = TRY(dnnl_post_ops_append_eltwise, after, dnnl_eltwise_relu, 0, 0);
#endif
    done = done && TRY(dnnl_primitive_attr_set_post_ops, *attributes, after);
    fid_dnn.dnnl_post_ops_destroy(after);
    return done;
}

static dnnl_alg_kind_t algorithm(fid_dnn_pooling pooling) {
    return pooling == fid_dnn_maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
}

#if DNNL_VERSION_MAJOR == 2

int fid_dnn_describe(
    dnnl_memory_desc_t *description, int axes, const dnnl_dims_t shape, dnnl_data_type_t type, const dnnl_dim_t *strides,
    fid_dnn_error *error) {
    return strides ? TRY(dnnl_memory_desc_init_by_strides, description, axes, shape, type, strides)
                   : TRY(dnnl_memory_desc_init_by_tag, description, axes, shape, type, dnnl_format_tag_any);
}

int fid_dnn_copy_description(dnnl_memory_desc_t *copy, fid_dnn_description description, fid_dnn_error *error) {
    (void)error;
    *copy = *description;
    return 1;
}

void fid_dnn_forget(dnnl_memory_desc_t *description) {
    memset(description, 0, sizeof *description);
}

int fid_dnn_describe_convolution(
    dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, fid_dnn_description source, fid_dnn_description kernel,
    fid_dnn_description bias, fid_dnn_description target, fid_dnn_window window, dnnl_primitive_attr_t attributes, fid_dnn_error *error) {
    dnnl_dims_t strides = {window.stride, window.stride}, padding = {window.padding_height, window.padding_width};
    dnnl_convolution_desc_t operation;
    return TRY(
               dnnl_convolution_forward_desc_init, &operation, dnnl_forward_inference, dnnl_convolution_direct, source, kernel, bias,
               target, strides, padding, padding)
        && TRY(dnnl_primitive_desc_create, primitive, &operation, attributes, engine, NULL);
}

int fid_dnn_describe_pooling(
    dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, fid_dnn_description source, fid_dnn_description target,
    fid_dnn_window window, fid_dnn_pooling pooling, dnnl_primitive_attr_t attributes, fid_dnn_error *error) {
    dnnl_dims_t strides = {window.stride, window.stride}, padding = {window.padding_height, window.padding_width};
    dnnl_dims_t size = {window.kernel_height, window.kernel_width};
    dnnl_pooling_desc_t operation;
    return TRY(
               dnnl_pooling_forward_desc_init, &operation, dnnl_forward_inference, algorithm(pooling), source, target, strides, size,
               padding, padding)
        && TRY(dnnl_primitive_desc_create, primitive, &operation, attributes, engine, NULL);
}

#else

int fid_dnn_describe(
    dnnl_memory_desc_t *description, int axes, const dnnl_dims_t shape, dnnl_data_type_t type, const dnnl_dim_t *strides,
    fid_dnn_error *error) {
    return strides ? TRY(dnnl_memory_desc_create_with_strides, description, axes, shape, type, strides)
                   : TRY(dnnl_memory_desc_create_with_tag, description, axes, shape, type, dnnl_format_tag_any);
}

int fid_dnn_copy_description(dnnl_memory_desc_t *copy, fid_dnn_description description, fid_dnn_error *error) {
    return TRY(dnnl_memory_desc_clone, copy, description);
}

void fid_dnn_forget(dnnl_memory_desc_t *description) {
    if (*description) fid_dnn.dnnl_memory_desc_destroy(*description);
    *description = NULL;
}

int fid_dnn_describe_convolution(
    dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, fid_dnn_description source, fid_dnn_description kernel,
    fid_dnn_description bias, fid_dnn_description target, fid_dnn_window window, dnnl_primitive_attr_t attributes, fid_dnn_error *error) {
    dnnl_dims_t strides = {window.stride, window.stride}, padding = {window.padding_height, window.padding_width};
    dnnl_dims_t dilation = {0, 0};
    return TRY(
        dnnl_convolution_forward_primitive_desc_create, primitive, engine, dnnl_forward_inference, dnnl_convolution_direct, source,
        kernel, bias, target, strides, dilation, padding, padding, attributes);
}

int fid_dnn_describe_pooling(
    dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, fid_dnn_description source, fid_dnn_description target,
    fid_dnn_window window, fid_dnn_pooling pooling, dnnl_primitive_attr_t attributes, fid_dnn_error *error) {
    dnnl_dims_t strides = {window.stride, window.stride}, padding = {window.padding_height, window.padding_width};
    dnnl_dims_t size = {window.kernel_height, window.kernel_width}, dilation = {0, 0};
    return TRY(
        dnnl_pooling_forward_primitive_desc_create, primitive, engine, dnnl_forward_inference, algorithm(pooling), source, target,
        strides, size, dilation, padding, padding, attributes);
}

#endif

#else
// Without the trait `Inception` there is nothing here: a file may not be empty.
typedef int fid_dnn_is_left_out;
#endif
