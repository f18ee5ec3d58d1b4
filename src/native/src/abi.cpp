// The boundary: checks arguments, and turns every exception into a number.
#include "checkpoint_vision.h"
#include "found.h"
#include "qr/reader.h"
#include "qr/unread.h"
#include "zxing/zxing_engine.h"

#if __has_include(<ZXing/ZXVersion.h>)
#include <ZXing/ZXVersion.h>
#else
#include <ZXing/Version.h>
#endif

#include <algorithm>
#include <cstring>
#include <new>

struct ecv_reader {
  std::vector<ecv::Found> found;
  ecv::qr::Reader own;
};

namespace {

constexpr int kMostCrossings = 200;

template <typename Body>
int32_t Guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return ECV_E_MEMORY;
  } catch (...) {
    return ECV_E_INTERNAL;
  }
}

bool Sound(const uint8_t* pixels, int64_t length, int32_t width, int32_t height, int32_t stride) {
  return pixels && width >= 1 && height >= 1 && width <= ECV_MAX_SIDE && height <= ECV_MAX_SIDE && stride >= width &&
         static_cast<int64_t>(height - 1) * stride + width <= length;
}

}  // namespace

extern "C" {

int32_t ecv_abi(void) { return ECV_ABI; }

#define ECV_TEXT2(x) #x
#define ECV_TEXT(x) ECV_TEXT2(x)
const char* ecv_zxing_version(void) {
  return ECV_TEXT(ZXING_VERSION_MAJOR) "." ECV_TEXT(ZXING_VERSION_MINOR) "." ECV_TEXT(ZXING_VERSION_PATCH);
}

ecv_reader* ecv_reader_new(void) { return new (std::nothrow) ecv_reader; }

void ecv_reader_free(ecv_reader* reader) { delete reader; }

int32_t ecv_reader_read(ecv_reader* reader, const uint8_t* pixels, int64_t pixels_length, int32_t width, int32_t height,
                        int32_t stride, const ecv_request* request, ecv_code* codes, int32_t codes_capacity,
                        uint8_t* content, int32_t content_capacity) {
  return Guarded([&]() -> int32_t {
    if (!reader || !request || !codes || codes_capacity < 1 || !content || content_capacity < 0 ||
        !Sound(pixels, pixels_length, width, height, stride)) {
      return ECV_E_ARGUMENT;
    }
    int max_codes = std::clamp(std::min(request->max_codes, codes_capacity), 1, ECV_MAX_CODES);
    ecv::Luma image{pixels, width, height, stride};
    reader->found.clear();
    ecv::qr::Deadline deadline(request->deadline_us);
    reader->own.Forget();
    if (request->engines & ECV_ENGINE_OWN) {
      reader->own.Read(image, max_codes, (request->engines & ECV_ACCUMULATE) != 0, deadline, reader->found);
    }
    // zxing-cpp tries marks three by three: its time grows with the third power of their number, and it cannot be stopped.
    bool bounded = reader->own.Crossings() <= kMostCrossings;
    if ((request->engines & ECV_ENGINE_ZXING) && reader->found.empty() && bounded && !deadline.Passed()) {
      reader->found = ecv::zxing::Read(image, max_codes);
    }

    int32_t count = 0, offset = 0;
    for (ecv::Found& found : reader->found) {
      if (count == codes_capacity) {
        break;
      }
      int32_t length = static_cast<int32_t>(found.content.size());
      if (length > content_capacity - offset) {
        return ECV_E_CAPACITY;
      }
      if (length > 0) {
        std::memcpy(content + offset, found.content.data(), found.content.size());
      }
      found.code.offset = offset;
      found.code.length = length;
      codes[count++] = found.code;
      offset += length;
    }
    return count;
  });
}

int32_t ecv_reader_unread(const ecv_reader* reader, ecv_unread* unread) {
  return Guarded([&]() -> int32_t {
    if (!reader || !unread) {
      return ECV_E_ARGUMENT;
    }
    return reader->found.empty() && ecv::qr::Describe(reader->own.Missed(), *unread) ? 1 : 0;
  });
}

int32_t ecv_write(const char* text, int32_t text_length, int32_t level, uint8_t* modules, int32_t capacity) {
  return Guarded([&]() -> int32_t {
    if (!text || text_length < 1 || level < 0 || level > 3 || !modules) {
      return ECV_E_ARGUMENT;
    }
    std::vector<uint8_t> matrix;
    int side = ecv::zxing::Write(std::string(text, static_cast<size_t>(text_length)), level, matrix);
    if (side < 0) {
      return side;
    }
    if (static_cast<int64_t>(matrix.size()) > capacity) {
      return ECV_E_CAPACITY;
    }
    std::memcpy(modules, matrix.data(), matrix.size());
    return side;
  });
}

}  // extern "C"
