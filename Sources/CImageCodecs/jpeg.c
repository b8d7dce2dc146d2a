// JPEG by TurboJPEG, which reports its errors by return values and its warnings as errors after which the pixels are there.
#include "CImageCodecs.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<turbojpeg.h>)
#include <turbojpeg.h>
#else
#error "TurboJPEG's header is missing. On Debian or Ubuntu: sudo apt-get install libturbojpeg0-dev. On macOS: brew install jpeg-turbo. `make` installs what it needs."
#endif

/// Inverted CMYK to RGB: (255 − C)(255 − K)/255 in the rounding of Pillow's conversion, which takes products in eight bits.
static void rgb_of_inverted_cmyk(const unsigned char *cmyk, size_t pixels, unsigned char *rgb) {
    for (size_t i = 0; i < pixels; i++) {
        int light = cmyk[4 * i + 3];
        for (int channel = 0; channel < 3; channel++) {
            int product = (255 - cmyk[4 * i + channel]) * light + 128;
            int value = light - (((product >> 8) + product) >> 8);
            rgb[3 * i + channel] = (unsigned char)(value < 0 ? 0 : value);
        }
    }
}

/// Whether a message of libjpeg's is a warning (JWRN_… of jerror.h). TurboJPEG's own mark says only that there was one: an error
/// that follows a warning, after which pixels are missing, bears it, too.
static int is_warning(const char *message) {
    static const char *const beginnings[] = {
        "Corrupt JPEG data: ", "Inconsistent progression sequence ", "Premature end of JPEG file", "Unknown Adobe color transform ",
        "Warning: ", "Invalid SOS parameters for sequential JPEG",
    };
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (strncmp(message, beginnings[i], strlen(beginnings[i])) == 0) return 1;
    }
    return 0;
}

fid_codec_status fid_jpeg_decode(const unsigned char *data, size_t size, int width, int height, int is_cmyk,
                                 unsigned char *rgb, fid_codec_report *report) {
    memset(report, 0, sizeof *report);
    // The picture's rows must be countable by an int, in TurboJPEG's interface.
    if (width <= 0 || height <= 0 || width > INT_MAX / 4) return FID_CODEC_DAMAGED;
    size_t pixels = (size_t)width * (size_t)height;
    unsigned char *cmyk = NULL;
    if (is_cmyk && !(cmyk = calloc(pixels, 4))) return FID_CODEC_NO_MEMORY;
    tjhandle decoder = tjInitDecompress();
    if (!decoder) {
        free(cmyk);
        return FID_CODEC_NO_MEMORY;
    }
    fid_codec_status status = FID_CODEC_DONE;
    // With its width and height given as they are, the picture is decoded unscaled; a file with a great number of
    // progressive scans, which would take minutes, is an error.
    if (tjDecompress2(decoder, data, (unsigned long)size, cmyk ? cmyk : rgb, width, width * (cmyk ? 4 : 3), height,
                      cmyk ? TJPF_CMYK : TJPF_RGB, TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) != 0) {
        strncpy(report->message, tjGetErrorStr2(decoder), sizeof report->message - 1);
        if (tjGetErrorCode(decoder) != TJERR_WARNING || !is_warning(report->message)) status = FID_CODEC_DAMAGED;
    }
    tjDestroy(decoder);
    if (status == FID_CODEC_DONE && cmyk) rgb_of_inverted_cmyk(cmyk, pixels, rgb);
    free(cmyk);
    return status;
}
