/* The C ABI of checkpoint_vision: QR codes out of 8-bit luminance, and QR codes out of text.
 *
 * Nothing is thrown across this boundary; negative results are ECV_E_*. A reader is used by one thread at a time.
 * Memory per reader is bounded by the largest picture it was given, at most ECV_MAX_SIDE on each side.
 */
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ECV_API __attribute__((visibility("default")))
#else
#define ECV_API
#endif

/* Goes up whenever a struct or a function below changes. */
#define ECV_ABI 2

#define ECV_MAX_SIDE 4096
#define ECV_MAX_CODES 64
/* Modules of a version 40 symbol. */
#define ECV_MAX_MODULES (177 * 177)

enum {
  ECV_E_ARGUMENT = -1, /* null pointer, size or stride out of range, buffer shorter than the picture */
  ECV_E_MEMORY = -2,
  ECV_E_CAPACITY = -3, /* the caller's buffer is too small */
  ECV_E_CONTENT = -4,  /* text that fits no QR code */
  ECV_E_INTERNAL = -5,
  ECV_E_UNSUPPORTED = -6 /* built against a zxing-cpp without its writer */
};

/* Which engines may be used; ecv_request.engines. */
enum {
  ECV_ENGINE_OWN = 1,
  ECV_ENGINE_ZXING = 2,
  ECV_ACCUMULATE = 4 /* pictures follow one another: symbols found and not read are added up over them */
};

enum {
  ECV_FORM_TEXT = 0,     /* content is UTF-8 */
  ECV_FORM_CODEWORDS = 1 /* content is the symbol's data codewords, after error correction */
};

/* Which attempt read a code; ecv_code.attempt. */
enum {
  ECV_ATTEMPT_ZXING = 1,
  ECV_ATTEMPT_HALF = 2,     /* thresholds by blocks, picture at half size */
  ECV_ATTEMPT_FULL = 3,     /* the same at full size */
  ECV_ATTEMPT_QUARTER = 4,  /* the same at quarter size */
  ECV_ATTEMPT_WIDE = 5,     /* threshold is the mean of a wide window */
  ECV_ATTEMPT_NARROW = 6,   /* threshold is the mean of a narrow window */
  ECV_ATTEMPT_DOUBLE = 7,   /* picture at twice its size */
  ECV_ATTEMPT_GUESSED = 8,  /* one finder hidden, its place guessed from the other two */
  ECV_ATTEMPT_MICRO = 9,    /* Micro QR */
  ECV_ATTEMPT_ACCUMULATED = 10 /* several pictures of it, none of which sufficed */
};

typedef struct ecv_request {
  int32_t engines;     /* ECV_ENGINE_*, added */
  int32_t deadline_us; /* 0: none. Checked between attempts; one attempt of zxing-cpp is not interrupted */
  int32_t max_codes;   /* 1 to ECV_MAX_CODES; the search ends when so many are read */
} ecv_request;

typedef struct ecv_code {
  float corners[8];  /* x, y of top left, top right, bottom right, bottom left of the symbol itself */
  int32_t version;   /* 1 to 40; -1 to -4 for M1 to M4; 0 unknown */
  int32_t level;     /* 0 L, 1 M, 2 Q, 3 H; -1 unknown */
  int32_t repaired;  /* codewords changed by error correction; -1 unknown */
  int32_t erased;    /* codewords it was told to distrust; -1 unknown */
  int32_t attempt;   /* ECV_ATTEMPT_* */
  int32_t frames;    /* pictures that contributed */
  int32_t form;      /* ECV_FORM_* */
  int32_t offset;    /* of the content, in the caller's content buffer */
  int32_t length;    /* bytes of content */
} ecv_code;

/* A QR code that is in the picture and could not be read, and what may be the matter with it. */
typedef struct ecv_unread {
  float corners[8];  /* as in ecv_code */
  int32_t version;   /* as far as it could be told */
  float module;      /* side of a module, pixels */
  float sharpness;   /* contrast of single modules over that of large areas: 1 sharp, 0 all one blur */
  float glare;       /* share of the modules that are lost in light, 0 to 1 */
  float light, dark; /* luminance of light and of dark modules, 0 to 255 */
} ecv_unread;

typedef struct ecv_reader ecv_reader;

ECV_API int32_t ecv_abi(void);

/* "major.minor.patch" of the zxing-cpp this library was built against. */
ECV_API const char* ecv_zxing_version(void);

/* Null when out of memory. */
ECV_API ecv_reader* ecv_reader_new(void);
ECV_API void ecv_reader_free(ecv_reader* reader);

/* Reads the codes in one picture of height rows, stride bytes apart, in a buffer of pixels_length bytes.
 * Returns how many of `codes` were filled, or ECV_E_*. */
ECV_API int32_t ecv_reader_read(ecv_reader* reader, const uint8_t* pixels, int64_t pixels_length,
                                int32_t width, int32_t height, int32_t stride, const ecv_request* request,
                                ecv_code* codes, int32_t codes_capacity, uint8_t* content, int32_t content_capacity);

/* What the last picture held and nobody read. Returns 1, 0 when there is none or when a code was read, or ECV_E_*. */
ECV_API int32_t ecv_reader_unread(const ecv_reader* reader, ecv_unread* unread);

/* Makes a QR code of UTF-8 text; level 0 L to 3 H. One byte a module, row by row, 1 is dark, without quiet zone.
 * Returns the number of modules on a side, or ECV_E_*. */
ECV_API int32_t ecv_write(const char* text, int32_t text_length, int32_t level, uint8_t* modules, int32_t capacity);

#ifdef __cplusplus
}
#endif
