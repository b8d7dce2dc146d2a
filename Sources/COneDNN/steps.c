// The steps of a network: one primitive each, with the memories that it reads and writes.

#ifdef FID_INCEPTION

#include "library.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct fid_dnn_step {
    dnnl_primitive_t primitive;
    dnnl_stream_t stream;
    dnnl_memory_t source, target, scratchpad;  // their data is given at each run
    dnnl_memory_t kernel, bias;                // the kernel's, not ours
    size_t scratchpad_size;
    const char *implementation;
};

// A tensor for oneDNN: its axes in the order image, channel, row, column, its strides as they lie.
static int describe(fid_dnn_tensor tensor, dnnl_memory_desc_t *description, fid_dnn_error *error) {
    dnnl_dims_t shape = {tensor.count, tensor.channels, tensor.height, tensor.width};
    dnnl_dims_t strides = {tensor.height * tensor.width * tensor.pitch, 1, tensor.width * tensor.pitch, tensor.pitch};
    return fid_dnn_describe(description, 4, shape, fid_dnn_type_of(tensor.type), strides, error);
}

static int add_memory(
    fid_dnn_session *session, fid_dnn_description description, dnnl_memory_t *memory, fid_dnn_error *error) {
    return TRY(dnnl_memory_create, memory, description, session->engine, DNNL_MEMORY_NONE);
}

// A step of a described primitive. Takes the description over, whether it succeeds or not.
static int make_step(
    fid_dnn_session *session, dnnl_primitive_desc_t primitive, fid_dnn_description source, fid_dnn_description target,
    fid_dnn_kernel *kernel, fid_dnn_step **step, fid_dnn_error *error) {
    fid_dnn_step *made = calloc(1, sizeof *made);
    int done = made || fid_dnn_succeeded(dnnl_out_of_memory, "calloc", error);
    if (done) {
        fid_dnn_description scratchpad = fid_dnn.dnnl_primitive_desc_query_md(primitive, dnnl_query_scratchpad_md, 0);
        made->scratchpad_size = scratchpad ? fid_dnn.dnnl_memory_desc_get_size(scratchpad) : 0;
        done = TRY(dnnl_primitive_create, &made->primitive, primitive)
            && TRY(dnnl_stream_create, &made->stream, session->engine, dnnl_stream_default_flags)
            && TRY(dnnl_primitive_desc_query, primitive, dnnl_query_impl_info_str, 0, &made->implementation)
            && add_memory(session, source, &made->source, error) && add_memory(session, target, &made->target, error)
            && (made->scratchpad_size == 0 || add_memory(session, scratchpad, &made->scratchpad, error));
    }
    if (done && kernel) {
        fid_dnn_description wanted = fid_dnn.dnnl_primitive_desc_query_md(primitive, dnnl_query_weights_md, 0);
        done = fid_dnn_pack(session, kernel, wanted, &made->kernel, error);
        made->bias = kernel->bias;
    }
    fid_dnn.dnnl_primitive_desc_destroy(primitive);
    if (done) {
        *step = made;
    } else {
        fid_dnn_free_step(made);
    }
    return done;
}

int fid_dnn_make_convolution(
    fid_dnn_session *session, fid_dnn_tensor source, fid_dnn_tensor target, fid_dnn_window window, int relu, fid_dnn_kernel *kernel,
    fid_dnn_step **step, fid_dnn_error *error) {
    *step = NULL;
    dnnl_memory_desc_t from, to, weights;
    memset(&from, 0, sizeof from);
    memset(&to, 0, sizeof to);
    memset(&weights, 0, sizeof weights);
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t primitive = NULL;
    int done = describe(source, &from, error) && describe(target, &to, error)
        && fid_dnn_describe(&weights, 4, kernel->shape, fid_dnn_type_of(kernel->type), NULL, error)
        && fid_dnn_make_attributes(relu, &attributes, error)
        && fid_dnn_describe_convolution(
                   &primitive, session->engine, DESCRIPTION(from), DESCRIPTION(weights),
                   kernel->bias ? DESCRIPTION(kernel->bias_description) : NULL, DESCRIPTION(to), window, attributes, error)
        && make_step(session, primitive, DESCRIPTION(from), DESCRIPTION(to), kernel, step, error);
    if (attributes) fid_dnn.dnnl_primitive_attr_destroy(attributes);
    fid_dnn_forget(&weights);
    fid_dnn_forget(&to);
    fid_dnn_forget(&from);
    return done;
}

int fid_dnn_make_pooling(
    fid_dnn_session *session, fid_dnn_tensor source, fid_dnn_tensor target, fid_dnn_window window, fid_dnn_pooling pooling,
    fid_dnn_step **step, fid_dnn_error *error) {
    *step = NULL;
    dnnl_memory_desc_t from, to;
    memset(&from, 0, sizeof from);
    memset(&to, 0, sizeof to);
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t primitive = NULL;
    int done = describe(source, &from, error) && describe(target, &to, error) && fid_dnn_make_attributes(0, &attributes, error)
        && fid_dnn_describe_pooling(
                   &primitive, session->engine, DESCRIPTION(from), DESCRIPTION(to), window, pooling, attributes, error)
        && make_step(session, primitive, DESCRIPTION(from), DESCRIPTION(to), NULL, step, error);
    if (attributes) fid_dnn.dnnl_primitive_attr_destroy(attributes);
    fid_dnn_forget(&to);
    fid_dnn_forget(&from);
    return done;
}

int fid_dnn_make_copy(
    fid_dnn_session *session, fid_dnn_tensor source, fid_dnn_tensor target, fid_dnn_step **step, fid_dnn_error *error) {
    *step = NULL;
    dnnl_memory_desc_t from, to;
    memset(&from, 0, sizeof from);
    memset(&to, 0, sizeof to);
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t primitive = NULL;
    int done = describe(source, &from, error) && describe(target, &to, error) && fid_dnn_make_attributes(0, &attributes, error)
        && TRY(dnnl_reorder_primitive_desc_create, &primitive, DESCRIPTION(from), session->engine, DESCRIPTION(to), session->engine,
               attributes)
        && make_step(session, primitive, DESCRIPTION(from), DESCRIPTION(to), NULL, step, error);
    if (attributes) fid_dnn.dnnl_primitive_attr_destroy(attributes);
    fid_dnn_forget(&to);
    fid_dnn_forget(&from);
    return done;
}

void fid_dnn_free_step(fid_dnn_step *step) {
    if (!step) return;
    if (step->stream) fid_dnn.dnnl_stream_destroy(step->stream);
    if (step->primitive) fid_dnn.dnnl_primitive_destroy(step->primitive);
    if (step->source) fid_dnn.dnnl_memory_destroy(step->source);
    if (step->target) fid_dnn.dnnl_memory_destroy(step->target);
    if (step->scratchpad) fid_dnn.dnnl_memory_destroy(step->scratchpad);
    free(step);
}

size_t fid_dnn_scratchpad_size(const fid_dnn_step *step) {
    return step->scratchpad_size;
}

const char *fid_dnn_implementation(const fid_dnn_step *step) {
    return step->implementation;
}

int fid_dnn_run(fid_dnn_step *step, void *source, void *target, void *scratchpad, fid_dnn_error *error) {
    // What a step does not have is left out: oneDNN takes no argument without a memory.
    dnnl_exec_arg_t arguments[5] = {{DNNL_ARG_SRC, step->source}, {DNNL_ARG_DST, step->target}};
    int count = 2;
    if (step->kernel) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_WEIGHTS, step->kernel};
    if (step->bias) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_BIAS, step->bias};
    if (step->scratchpad) {
        if (!TRY(dnnl_memory_set_data_handle, step->scratchpad, scratchpad)) return 0;
        arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_SCRATCHPAD, step->scratchpad};
    }
    return TRY(dnnl_memory_set_data_handle, step->source, source) && TRY(dnnl_memory_set_data_handle, step->target, target)
        && TRY(dnnl_primitive_execute, step->primitive, step->stream, count, arguments)
        && TRY(dnnl_stream_wait, step->stream);
}

int fid_dnn_are_finite(const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) return 0;
    }
    return 1;
}

// A bfloat16 is the upper half of a float32.
static float widened(uint16_t half) {
    uint32_t bits = (uint32_t)half << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void fid_dnn_spatial_mean(const void *values, fid_dnn_tensor tensor, float *means) {
    int64_t pixels = tensor.height * tensor.width;
    double sums[64];
    for (int64_t image = 0; image < tensor.count; image++) {
        for (int64_t first = 0; first < tensor.channels; first += 64) {
            int64_t width = tensor.channels - first < 64 ? tensor.channels - first : 64;
            memset(sums, 0, sizeof sums);
            for (int64_t pixel = 0; pixel < pixels; pixel++) {
                int64_t start = (image * pixels + pixel) * tensor.pitch + first;
                if (tensor.type == fid_dnn_float32) {
                    const float *row = (const float *)values + start;
                    for (int64_t i = 0; i < width; i++) sums[i] += row[i];
                } else {
                    const uint16_t *row = (const uint16_t *)values + start;
                    for (int64_t i = 0; i < width; i++) sums[i] += widened(row[i]);
                }
            }
            for (int64_t i = 0; i < width; i++) means[image * tensor.channels + first + i] = (float)(sums[i] / (double)pixels);
        }
    }
}

void fid_dnn_gather(const void *values, fid_dnn_tensor tensor, float *gathered) {
    int64_t pixels = tensor.count * tensor.height * tensor.width;
    for (int64_t pixel = 0; pixel < pixels; pixel++) {
        float *to = gathered + pixel * tensor.channels;
        if (tensor.type == fid_dnn_float32) {
            memcpy(to, (const float *)values + pixel * tensor.pitch, (size_t)tensor.channels * sizeof *to);
        } else {
            const uint16_t *from = (const uint16_t *)values + pixel * tensor.pitch;
            for (int64_t i = 0; i < tensor.channels; i++) to[i] = widened(from[i]);
        }
    }
}
#endif
