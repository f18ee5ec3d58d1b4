#include "qr/plane.h"

namespace ecv::qr {

void Halve(const Luma& from, Plane& to) {
  to.Resize(from.width / 2, from.height / 2);
  for (int y = 0; y < to.height; ++y) {
    const uint8_t* a = from.pixels + static_cast<ptrdiff_t>(2 * y) * from.stride;
    const uint8_t* b = a + from.stride;
    uint8_t* out = to.Row(y);
    for (int x = 0; x < to.width; ++x) {
      out[x] = static_cast<uint8_t>((a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + 2) >> 2);
    }
  }
}

void Double(const Luma& from, Plane& to) {
  to.Resize(from.width * 2, from.height * 2);
  for (int y = 0; y < to.height; ++y) {
    uint8_t* out = to.Row(y);
    for (int x = 0; x < to.width; ++x) {
      out[x] = static_cast<uint8_t>(At(from, {(static_cast<float>(x) + 0.5f) / 2, (static_cast<float>(y) + 0.5f) / 2}) + 0.5f);
    }
  }
}

void Invert(const Luma& from, Plane& to) {
  to.Resize(from.width, from.height);
  for (int y = 0; y < to.height; ++y) {
    const uint8_t* in = from.pixels + static_cast<ptrdiff_t>(y) * from.stride;
    uint8_t* out = to.Row(y);
    for (int x = 0; x < to.width; ++x) {
      out[x] = static_cast<uint8_t>(255 - in[x]);
    }
  }
}

}  // namespace ecv::qr
