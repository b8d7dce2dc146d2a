// The part of oneDNN that a network of convolutions and poolings needs, over oneDNN's versions 2 and 3.
//
// Tensors lie in memory channels last: the pixel of row y and column x of image n begins at ((n·height + y)·width + x)·pitch,
// and its channels follow one another. With a pitch above the number of channels a tensor is a band of a wider one, so that a
// tensor is a place in a concatenation.
//
// The library is opened when it is first needed (fid_dnn_open), not linked: a fid on a machine without it starts all the
// same, does everything but pictures, and says what is missing; and no command pays for mapping its 40 MB, with OpenMP and
// OpenCL behind them (1 ms of a start of 14).
//
// What is made for a session is made by one thread at a time. Steps are then run by any number of threads, each step by
// one at a time.
#ifndef FID_CONEDNN_H
#define FID_CONEDNN_H

#include <stddef.h>
#include <stdint.h>

// Why a call failed: the function of oneDNN that did, its status by name, and for a library that cannot be opened the
// words of the dynamic linker (empty otherwise). The texts live as long as the process.
typedef struct {
    const char *call;
    const char *status;
    const char *detail;
} fid_dnn_error;

typedef enum { fid_dnn_float32, fid_dnn_bfloat16 } fid_dnn_type;

// A tensor, or a band of its channels.
typedef struct {
    int64_t count, height, width, channels;
    int64_t pitch;  // numbers from one pixel to the next; at least `channels`
    fid_dnn_type type;
} fid_dnn_tensor;

// How a window moves over a picture, padded by so many pixels at each side.
typedef struct {
    int64_t kernel_height, kernel_width, stride, padding_height, padding_width;
} fid_dnn_window;

typedef enum { fid_dnn_maximum, fid_dnn_average_of_pixels_inside } fid_dnn_pooling;

// What the CPU does by itself with 16-bit floating point ("brain float"), without imitating it.
typedef enum { fid_dnn_no_bfloat16, fid_dnn_bfloat16_vectors, fid_dnn_bfloat16_tiles } fid_dnn_bfloat16_support;

typedef struct fid_dnn_session fid_dnn_session;
typedef struct fid_dnn_kernel fid_dnn_kernel;
typedef struct fid_dnn_step fid_dnn_step;

// All that can fail give 1 where they succeed, and 0 with `error` filled where they do not.

// Opens the library (the first time) and an engine.
int fid_dnn_open(fid_dnn_session **session, fid_dnn_error *error);
void fid_dnn_close(fid_dnn_session *session);

// The version of the library that was opened, in parts, and what the CPU can do in the library's eyes. After fid_dnn_open.
void fid_dnn_version(int *major, int *minor, int *patch);
fid_dnn_bfloat16_support fid_dnn_bfloat16_supported(void);
// The name of the best instruction set that the library uses on this CPU.
const char *fid_dnn_instruction_set(void);

// Asks for so many threads for what the calling thread makes and runs, and gives how many it was before; 0 where the library
// has no OpenMP to ask.
int fid_dnn_use_threads(int threads);

// The kernel of a convolution, `outputs × inputs × height × width` in C order, each output's times `scale[output]` where
// `scale` is given, and a bias for each output where `bias` is. The values are copied; a kernel outlives its steps.
int fid_dnn_make_kernel(
    fid_dnn_session *session, fid_dnn_type type, int64_t outputs, int64_t inputs, int64_t height, int64_t width, const float *values,
    const double *scale, const float *bias, fid_dnn_kernel **kernel, fid_dnn_error *error);
void fid_dnn_free_kernel(fid_dnn_kernel *kernel);

// A step: a convolution (with the kernel's bias, and cut off below zero where `relu` is 1), a pooling, or a copy into another
// type or pitch.
int fid_dnn_make_convolution(
    fid_dnn_session *session, fid_dnn_tensor source, fid_dnn_tensor target, fid_dnn_window window, int relu, fid_dnn_kernel *kernel,
    fid_dnn_step **step, fid_dnn_error *error);
int fid_dnn_make_pooling(
    fid_dnn_session *session, fid_dnn_tensor source, fid_dnn_tensor target, fid_dnn_window window, fid_dnn_pooling pooling,
    fid_dnn_step **step, fid_dnn_error *error);
int fid_dnn_make_copy(
    fid_dnn_session *session, fid_dnn_tensor source, fid_dnn_tensor target, fid_dnn_step **step, fid_dnn_error *error);
void fid_dnn_free_step(fid_dnn_step *step);

// Bytes that the step needs for itself while it runs, and the name of the implementation that oneDNN chose for it.
size_t fid_dnn_scratchpad_size(const fid_dnn_step *step);
const char *fid_dnn_implementation(const fid_dnn_step *step);

// Runs a step: from `source` into `target`, with as many bytes at `scratchpad` as it asks for, aligned to 64.
int fid_dnn_run(fid_dnn_step *step, void *source, void *target, void *scratchpad, fid_dnn_error *error);

// 1 where no value is infinite or not a number.
int fid_dnn_are_finite(const float *values, size_t count);

// The mean over all pixels of each image, `count × channels`, summed in double precision, always in the same order.
void fid_dnn_spatial_mean(const void *values, fid_dnn_tensor tensor, float *means);

// The values of a tensor in C order of count, height, width, channels.
void fid_dnn_gather(const void *values, fid_dnn_tensor tensor, float *gathered);

#endif
