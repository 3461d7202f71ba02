// zlib, the library of gzip (RFC 1952), from the system's package.
#include <zlib.h>

// The initialisers are macros, which Swift does not see. 15 + 16: the largest window, in the frame of gzip.
static inline int gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int gunzip_begin(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}
