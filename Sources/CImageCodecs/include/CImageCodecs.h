// JPEG and PNG files to 8-bit RGB, in C: libpng reports errors by longjmp, which must not cross Swift.
#ifndef FID_CIMAGECODECS_H
#define FID_CIMAGECODECS_H

#include <stddef.h>

/// How decoding ended.
typedef enum {
    FID_CODEC_DONE = 0,
    /// The picture is not what its file promises: `message` says why.
    FID_CODEC_DAMAGED,
    /// The bytes ended before the picture did.
    FID_CODEC_ENDED_EARLY,
    FID_CODEC_NO_MEMORY
} fid_codec_status;

/// What decoding has to say beside the pixels.
typedef struct {
    /// How many bytes of the file had been taken when it failed; 0 where the library does not tell.
    size_t offset;
    /// Where decoding failed: the library's reason. Where it did not: its first complaint, or nothing.
    char message[200];
} fid_codec_report;

/// What a PNG file says of itself.
typedef struct {
    unsigned int width;
    unsigned int height;
    /// Whether there is alpha, or a transparent colour.
    int has_alpha;
    /// Whether it is grey of 16 bits.
    int is_wide_grey;
} fid_png_header;

/// Decodes a JPEG file of `width` × `height` pixels into `rgb`, 3 · width · height bytes.
///
/// Grey is spread over the three samples; CMYK and YCCK are taken as inverted, as Adobe's programs write them; the
/// orientation of the EXIF block is ignored. A warning is no failure: it stands in the report.
fid_codec_status fid_jpeg_decode(const unsigned char *data, size_t size, int width, int height, int is_cmyk,
                                 unsigned char *rgb, fid_codec_report *report);

/// Reads a PNG file up to its pixels.
fid_codec_status fid_png_read_header(const unsigned char *data, size_t size, fid_png_header *header, fid_codec_report *report);

/// Decodes a PNG file of `width` × `height` pixels into `rgb`, 3 · width · height bytes.
///
/// Samples of fewer bits are spread to eight; of 16-bit colour the upper byte is kept, while 16-bit grey is cut off at 255;
/// alpha, a transparent colour, gamma and colour profiles are ignored. A file that is damaged behind its last pixel is no
/// failure: the complaint stands in the report.
fid_codec_status fid_png_decode(const unsigned char *data, size_t size, unsigned int width, unsigned int height,
                                unsigned char *rgb, fid_codec_report *report);

#endif
