// The kernels of convolutions: scaled as they come, and packed once into the layout that oneDNN wants them in.

#ifdef FID_INCEPTION

#include "library.h"

#include <stdlib.h>
#include <string.h>

static int describe_plain(const fid_dnn_kernel *kernel, dnnl_memory_desc_t *description, fid_dnn_error *error) {
    const dnnl_dim_t *shape = kernel->shape;
    dnnl_dims_t strides = {shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1};
    return fid_dnn_describe(description, 4, shape, dnnl_f32, strides, error);
}

static int make_bias(fid_dnn_session *session, fid_dnn_kernel *kernel, const float *bias, fid_dnn_error *error) {
    size_t bytes = (size_t)kernel->shape[0] * sizeof *bias;
    kernel->bias_values = malloc(bytes);
    if (!kernel->bias_values) return fid_dnn_succeeded(dnnl_out_of_memory, "malloc", error);
    memcpy(kernel->bias_values, bias, bytes);
    dnnl_dims_t stride = {1};
    return fid_dnn_describe(&kernel->bias_description, 1, kernel->shape, dnnl_f32, stride, error)
        && TRY(dnnl_memory_create, &kernel->bias, DESCRIPTION(kernel->bias_description), session->engine, kernel->bias_values);
}

int fid_dnn_make_kernel(
    fid_dnn_session *session, fid_dnn_type type, int64_t outputs, int64_t inputs, int64_t height, int64_t width, const float *values,
    const double *scale, const float *bias, fid_dnn_kernel **kernel, fid_dnn_error *error) {
    *kernel = NULL;
    fid_dnn_kernel *made = calloc(1, sizeof *made);
    if (!made) return fid_dnn_succeeded(dnnl_out_of_memory, "calloc", error);
    made->type = type;
    made->shape[0] = outputs;
    made->shape[1] = inputs;
    made->shape[2] = height;
    made->shape[3] = width;
    size_t each = (size_t)(inputs * height * width);
    made->values = malloc((size_t)outputs * each * sizeof *values);
    if (!made->values) {
        fid_dnn_free_kernel(made);
        return fid_dnn_succeeded(dnnl_out_of_memory, "malloc", error);
    }
    for (int64_t output = 0; output < outputs; output++) {
        const float *from = values + (size_t)output * each;
        float *to = made->values + (size_t)output * each;
        // Multiplied in double precision: the product is rounded once.
        double factor = scale ? scale[output] : 1;
        for (size_t i = 0; i < each; i++) to[i] = (float)(from[i] * factor);
    }
    if (bias && !make_bias(session, made, bias, error)) {
        fid_dnn_free_kernel(made);
        return 0;
    }
    *kernel = made;
    return 1;
}

void fid_dnn_free_kernel(fid_dnn_kernel *kernel) {
    if (!kernel) return;
    while (kernel->packed) {
        packed_kernel *packed = kernel->packed;
        kernel->packed = packed->next;
        if (packed->memory) fid_dnn.dnnl_memory_destroy(packed->memory);
        fid_dnn_forget(&packed->description);
        free(packed);
    }
    if (kernel->bias) fid_dnn.dnnl_memory_destroy(kernel->bias);
    fid_dnn_forget(&kernel->bias_description);
    free(kernel->bias_values);
    free(kernel->values);
    free(kernel);
}

// Runs one reorder from a memory into another.
static int reorder(
    fid_dnn_session *session, fid_dnn_description from, dnnl_memory_t source, fid_dnn_description to, dnnl_memory_t target,
    fid_dnn_error *error) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_t primitive = NULL;
    dnnl_stream_t stream = NULL;
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}};
    int done = TRY(dnnl_reorder_primitive_desc_create, &description, from, session->engine, to, session->engine, NULL)
        && TRY(dnnl_primitive_create, &primitive, description)
        && TRY(dnnl_stream_create, &stream, session->engine, dnnl_stream_default_flags)
        && TRY(dnnl_primitive_execute, primitive, stream, 2, arguments) && TRY(dnnl_stream_wait, stream);
    if (stream) fid_dnn.dnnl_stream_destroy(stream);
    if (primitive) fid_dnn.dnnl_primitive_destroy(primitive);
    if (description) fid_dnn.dnnl_primitive_desc_destroy(description);
    return done;
}

static int fill(fid_dnn_session *session, fid_dnn_kernel *kernel, packed_kernel *packed, fid_dnn_error *error) {
    if (!TRY(dnnl_memory_create, &packed->memory, DESCRIPTION(packed->description), session->engine, DNNL_MEMORY_ALLOCATE)) return 0;
    if (kernel->packed) {
        const packed_kernel *first = kernel->packed;
        return reorder(
            session, DESCRIPTION(first->description), first->memory, DESCRIPTION(packed->description), packed->memory, error);
    }
    dnnl_memory_desc_t plain;
    memset(&plain, 0, sizeof plain);
    dnnl_memory_t values = NULL;
    int done = describe_plain(kernel, &plain, error)
        && TRY(dnnl_memory_create, &values, DESCRIPTION(plain), session->engine, kernel->values)
        && reorder(session, DESCRIPTION(plain), values, DESCRIPTION(packed->description), packed->memory, error);
    if (values) fid_dnn.dnnl_memory_destroy(values);
    fid_dnn_forget(&plain);
    return done;
}

int fid_dnn_pack(
    fid_dnn_session *session, fid_dnn_kernel *kernel, fid_dnn_description wanted, dnnl_memory_t *memory, fid_dnn_error *error) {
    for (packed_kernel *packed = kernel->packed; packed; packed = packed->next) {
        if (fid_dnn.dnnl_memory_desc_equal(DESCRIPTION(packed->description), wanted)) {
            *memory = packed->memory;
            return 1;
        }
    }
    packed_kernel *packed = calloc(1, sizeof *packed);
    if (!packed) return fid_dnn_succeeded(dnnl_out_of_memory, "calloc", error);
    if (!fid_dnn_copy_description(&packed->description, wanted, error) || !fill(session, kernel, packed, error)) {
        if (packed->memory) fid_dnn.dnnl_memory_destroy(packed->memory);
        fid_dnn_forget(&packed->description);
        free(packed);
        return 0;
    }
    packed->next = kernel->packed;
    kernel->packed = packed;
    free(kernel->values);
    kernel->values = NULL;
    *memory = packed->memory;
    return 1;
}
#endif
