// PNG by libpng's classic interface. Its errors are longjmps, all of which end in this file.
#include "CImageCodecs.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<png.h>)
#include <png.h>
#else
#error "libpng's header is missing. On Debian or Ubuntu: sudo apt-get install libpng-dev. On macOS: brew install libpng. `make` installs what it needs."
#endif

/// The bytes that are read, how far, what is wanted of them, and what has gone wrong.
typedef struct reading {
    const unsigned char *data;
    size_t size;
    size_t position;
    unsigned int width;
    unsigned int height;
    unsigned char *rgb;
    fid_png_header *header;
    unsigned char *scratch;
    png_structp png;
    png_infop info;
    fid_codec_report *report;
    int ended_early;
    int out_of_memory;
    /// Whether all that is wanted has been read: what is wrong afterwards does not concern it.
    int is_done;
} reading;

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    reading *source = png_get_io_ptr(png);
    if (count > source->size - source->position) {
        source->ended_early = 1;
        source->position = source->size;
        png_error(png, "the file ends early");
    }
    memcpy(target, source->data + source->position, count);
    source->position += count;
}

static void keep_message(reading *source, png_const_charp message) {
    strncpy(source->report->message, message, sizeof source->report->message - 1);
}

static void take_error(png_structp png, png_const_charp message) {
    reading *source = png_get_error_ptr(png);
    if (!source->is_done || source->report->message[0] == 0) keep_message(source, message);
    source->report->offset = source->position;
    longjmp(png_jmpbuf(png), 1);
}

static void take_warning(png_structp png, png_const_charp message) {
    reading *source = png_get_error_ptr(png);
    if (source->report->message[0] == 0) keep_message(source, message);
}

/// Reads up to the pixels. Chunks that do not change the samples (gamma, profiles, text) are passed over unread.
static void read_start(reading *source) {
    png_set_read_fn(source->png, source, read_bytes);
    png_set_user_limits(source->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_keep_unknown_chunks(source->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(source->png, source->info);
}

/// Reads `height` rows, `stride` bytes apart, in as many passes as an interlaced picture has.
static void read_rows(reading *source, unsigned char *rows, size_t stride, unsigned int height, int passes) {
    for (int pass = 0; pass < passes; pass++) {
        for (unsigned int y = 0; y < height; y++) png_read_row(source->png, rows + stride * y, NULL);
    }
}

/// Ends the set-up of transformations, after which a row must be as long as its place.
static int begin_rows(reading *source, size_t stride) {
    int passes = png_set_interlace_handling(source->png);
    png_read_update_info(source->png, source->info);
    if (png_get_rowbytes(source->png, source->info) != stride) png_error(source->png, "unexpected length of rows");
    return passes;
}

/// 16-bit grey as Pillow's conversion of its mode I;16 has it: values above 255 are white.
static void read_wide_grey(reading *source) {
    size_t width = source->width;
    int passes = begin_rows(source, 2 * width);
    // An interlaced picture is complete only after the last pass.
    unsigned int rows = passes > 1 ? source->height : 1;
    source->scratch = calloc(rows, 2 * width);
    if (!source->scratch) {
        source->out_of_memory = 1;
        png_error(source->png, "out of memory");
    }
    for (unsigned int first = 0; first < source->height; first += rows) {
        read_rows(source, source->scratch, 2 * width, rows, passes);
        unsigned char *rgb = source->rgb + 3 * width * first;
        for (size_t i = 0; i < rows * width; i++) {
            memset(rgb + 3 * i, source->scratch[2 * i] ? 255 : source->scratch[2 * i + 1], 3);
        }
    }
}

static void read_pixels(reading *source) {
    int colour = png_get_color_type(source->png, source->info);
    int depth = png_get_bit_depth(source->png, source->info);
    if (colour == PNG_COLOR_TYPE_GRAY && depth == 16) {
        read_wide_grey(source);
        return;
    }
    if (colour == PNG_COLOR_TYPE_PALETTE) {
        // An index beyond the palette is black, as in Pillow.
        png_set_check_for_invalid_index(source->png, 0);
        png_set_palette_to_rgb(source->png);
    } else if (depth < 8) {
        png_set_expand_gray_1_2_4_to_8(source->png);
    }
    if (!(colour & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(source->png);
    if (depth == 16) png_set_strip_16(source->png);
    png_set_strip_alpha(source->png);
    size_t stride = 3 * (size_t)source->width;
    int passes = begin_rows(source, stride);
    read_rows(source, source->rgb, stride, source->height, passes);
}

static void take_header(reading *source) {
    read_start(source);
    fid_png_header *header = source->header;
    int colour = png_get_color_type(source->png, source->info);
    header->width = png_get_image_width(source->png, source->info);
    header->height = png_get_image_height(source->png, source->info);
    header->has_alpha = (colour & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(source->png, source->info, PNG_INFO_tRNS) != 0;
    header->is_wide_grey = colour == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(source->png, source->info) == 16;
    source->is_done = 1;
}

static void take_picture(reading *source) {
    read_start(source);
    if (png_get_image_width(source->png, source->info) != source->width
        || png_get_image_height(source->png, source->info) != source->height) {
        png_error(source->png, "unexpected size");
    }
    read_pixels(source);
    source->is_done = 1;
    png_read_end(source->png, NULL);
}

/// Runs `body`, which libpng may leave by longjmp. `source` is the caller's, so that what `body` wrote into it holds afterwards.
static fid_codec_status guarded(reading *source, void (*body)(reading *)) {
    memset(source->report, 0, sizeof *source->report);
    source->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, source, take_error, take_warning);
    if (!source->png) return FID_CODEC_NO_MEMORY;
    source->info = png_create_info_struct(source->png);
    if (!source->info) {
        source->out_of_memory = 1;
    } else if (setjmp(png_jmpbuf(source->png)) == 0) {
        body(source);
    }
    png_destroy_read_struct(&source->png, &source->info, NULL);
    free(source->scratch);
    if (source->out_of_memory) return FID_CODEC_NO_MEMORY;
    if (source->is_done) return FID_CODEC_DONE;
    return source->ended_early ? FID_CODEC_ENDED_EARLY : FID_CODEC_DAMAGED;
}

fid_codec_status fid_png_read_header(const unsigned char *data, size_t size, fid_png_header *header, fid_codec_report *report) {
    memset(header, 0, sizeof *header);
    reading source = {.data = data, .size = size, .header = header, .report = report};
    return guarded(&source, take_header);
}

fid_codec_status fid_png_decode(const unsigned char *data, size_t size, unsigned int width, unsigned int height,
                                unsigned char *rgb, fid_codec_report *report) {
    reading source = {.data = data, .size = size, .width = width, .height = height, .rgb = rgb, .report = report};
    return guarded(&source, take_picture);
}
