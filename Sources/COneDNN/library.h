// The functions of oneDNN by pointer, and what differs between its versions 2 and 3.
#ifndef FID_CONEDNN_LIBRARY_H
#define FID_CONEDNN_LIBRARY_H

#if __has_include(<oneapi/dnnl/dnnl.h>)
#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>
#else
#error "oneDNN headers are missing. On Debian or Ubuntu: sudo apt-get install libdnnl-dev. On macOS: brew install onednn and export CPATH=\"$(brew --prefix)/include\". Or build without the network: swift build --disable-default-traits. `make` installs what it needs."
#endif

#include "include/COneDNN.h"

#if DNNL_VERSION_MAJOR == 2
#define FID_DNN_CALLS_OF_VERSION(CALL) \
    CALL(dnnl_memory_desc_init_by_strides) \
    CALL(dnnl_memory_desc_init_by_tag) \
    CALL(dnnl_convolution_forward_desc_init) \
    CALL(dnnl_pooling_forward_desc_init) \
    CALL(dnnl_primitive_desc_create)
#elif DNNL_VERSION_MAJOR == 3
#define FID_DNN_CALLS_OF_VERSION(CALL) \
    CALL(dnnl_memory_desc_create_with_strides) \
    CALL(dnnl_memory_desc_create_with_tag) \
    CALL(dnnl_memory_desc_clone) \
    CALL(dnnl_memory_desc_destroy) \
    CALL(dnnl_convolution_forward_primitive_desc_create) \
    CALL(dnnl_pooling_forward_primitive_desc_create)
#else
#error "This shim is written for oneDNN 2 and 3."
#endif

#define FID_DNN_CALLS(CALL) \
    CALL(dnnl_version) \
    CALL(dnnl_status2str) \
    CALL(dnnl_get_effective_cpu_isa) \
    CALL(dnnl_engine_create) \
    CALL(dnnl_engine_destroy) \
    CALL(dnnl_stream_create) \
    CALL(dnnl_stream_wait) \
    CALL(dnnl_stream_destroy) \
    CALL(dnnl_memory_desc_equal) \
    CALL(dnnl_memory_desc_get_size) \
    CALL(dnnl_memory_create) \
    CALL(dnnl_memory_get_data_handle) \
    CALL(dnnl_memory_set_data_handle) \
    CALL(dnnl_memory_destroy) \
    CALL(dnnl_primitive_attr_create) \
    CALL(dnnl_primitive_attr_destroy) \
    CALL(dnnl_primitive_attr_set_scratchpad_mode) \
    CALL(dnnl_primitive_attr_set_fpmath_mode) \
    CALL(dnnl_primitive_attr_set_post_ops) \
    CALL(dnnl_post_ops_create) \
    CALL(dnnl_post_ops_append_eltwise) \
    CALL(dnnl_post_ops_destroy) \
    CALL(dnnl_reorder_primitive_desc_create) \
    CALL(dnnl_primitive_desc_query) \
    CALL(dnnl_primitive_desc_query_md) \
    CALL(dnnl_primitive_desc_destroy) \
    CALL(dnnl_primitive_create) \
    CALL(dnnl_primitive_execute) \
    CALL(dnnl_primitive_destroy) \
    FID_DNN_CALLS_OF_VERSION(CALL)

// One pointer a function, of the type that the header gives it.
typedef struct {
#define CALL(name) __typeof__(&name) name;
    FID_DNN_CALLS(CALL)
#undef CALL
    int (*omp_get_max_threads)(void);
    void (*omp_set_num_threads)(int);
} fid_dnn_library;

// The functions; nothing before fid_dnn_load has succeeded.
extern fid_dnn_library fid_dnn;
int fid_dnn_load(fid_dnn_error *error);

// Notes a failed call; gives whether it succeeded.
int fid_dnn_succeeded(dnnl_status_t status, const char *call, fid_dnn_error *error);

// Calls a function of oneDNN by its name; false, with the failure noted, where it fails.
#define TRY(name, ...) fid_dnn_succeeded(fid_dnn.name(__VA_ARGS__), #name, error)

// A description of a memory: a value in version 2, an object in version 3. Either begins as all zeroes.
#if DNNL_VERSION_MAJOR == 2
typedef const dnnl_memory_desc_t *fid_dnn_description;
#define DESCRIPTION(description) (&(description))
#else
typedef const_dnnl_memory_desc_t fid_dnn_description;
#define DESCRIPTION(description) (description)
#endif

// `strides` NULL: oneDNN may choose the layout.
int fid_dnn_describe(
    dnnl_memory_desc_t *description, int axes, const dnnl_dims_t shape, dnnl_data_type_t type, const dnnl_dim_t *strides,
    fid_dnn_error *error);
int fid_dnn_copy_description(dnnl_memory_desc_t *copy, fid_dnn_description description, fid_dnn_error *error);
void fid_dnn_forget(dnnl_memory_desc_t *description);

static inline dnnl_data_type_t fid_dnn_type_of(fid_dnn_type type) {
    return type == fid_dnn_float32 ? dnnl_f32 : dnnl_bf16;
}

// What a step is to be, and with which attributes (ours has its own scratchpad, arithmetic as strict as the type, and a
// ReLU where it is asked for).
int fid_dnn_describe_convolution(
    dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, fid_dnn_description source, fid_dnn_description kernel,
    fid_dnn_description bias, fid_dnn_description target, fid_dnn_window window, dnnl_primitive_attr_t attributes, fid_dnn_error *error);
int fid_dnn_describe_pooling(
    dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, fid_dnn_description source, fid_dnn_description target,
    fid_dnn_window window, fid_dnn_pooling pooling, dnnl_primitive_attr_t attributes, fid_dnn_error *error);
int fid_dnn_make_attributes(int relu, dnnl_primitive_attr_t *attributes, fid_dnn_error *error);

struct fid_dnn_session {
    dnnl_engine_t engine;
};

// A kernel in the layout that the first step asked for, and in whatever others later steps did.
typedef struct packed_kernel {
    dnnl_memory_desc_t description;
    dnnl_memory_t memory;
    struct packed_kernel *next;
} packed_kernel;

struct fid_dnn_kernel {
    dnnl_dims_t shape;  // outputs, inputs, height, width
    fid_dnn_type type;
    float *values;  // as they came, scaled; freed once they are packed
    packed_kernel *packed;
    dnnl_memory_desc_t bias_description;
    dnnl_memory_t bias;  // NULL: none
    float *bias_values;
};

// The kernel in the layout of `wanted`; the memory is the kernel's.
int fid_dnn_pack(
    fid_dnn_session *session, fid_dnn_kernel *kernel, fid_dnn_description wanted, dnnl_memory_t *memory, fid_dnn_error *error);

#endif
