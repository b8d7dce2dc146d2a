// JPEG and PNG files to 8-bit RGB, in C: libpng reports errors by longjmp, which must not cross Swift.
#ifndef FID_CIMAGECODECS_H
#define FID_CIMAGECODECS_H

#endif
