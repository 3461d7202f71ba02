// Brotli (RFC 7932), from the system's package. The tests read with the decoder what the encoder has written.
#include <brotli/decode.h>
#include <brotli/encode.h>
