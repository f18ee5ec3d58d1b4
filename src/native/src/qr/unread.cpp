#include "qr/unread.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

// Function patterns as good as this are hardly ever texture.
constexpr float kSurelyThere = 0.5f;
// Belief in a module below this says nothing.
constexpr float kNoBelief = 0.2f;

float Quantile(std::vector<float> values, float share) {
  auto nth = values.begin() + static_cast<ptrdiff_t>(share * static_cast<float>(values.size() - 1));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

// Mean difference of neighbours on both timing patterns, which alternate: what single modules keep of the contrast.
float TimingContrast(const Grid& luminance) {
  float sum = 0;
  int count = 0;
  for (int i = 8; i + 1 < luminance.side - 7; ++i) {
    sum += std::abs(luminance.At(i, 6) - luminance.At(i + 1, 6)) + std::abs(luminance.At(6, i) - luminance.At(6, i + 1));
    count += 2;
  }
  return count > 0 ? sum / static_cast<float>(count) : 0;
}

}  // namespace

bool Describe(const Unread& unread, ecv_unread& out) {
  if (unread.score < kSurelyThere) return false;
  Grid luminance = unread.luminance;
  if (unread.inverted) {
    for (float& value : luminance.value) value = 255 - value;
  }
  float side = static_cast<float>(unread.shape.Side());
  Point corners[4] = {unread.shape(0, 0), unread.shape(side, 0), unread.shape(side, side), unread.shape(0, side)};
  float around = 0;
  for (size_t i = 0; i < 4; ++i) {
    Point corner = (1 / unread.scale) * corners[i];
    out.corners[2 * i] = corner.x;
    out.corners[2 * i + 1] = corner.y;
    around += Length(corners[(i + 1) % 4] - corners[i]) / unread.scale;
  }
  out.version = unread.shape.version;
  out.module = around / (4 * side);
  out.light = Quantile(luminance.value, 0.9f);
  out.dark = Quantile(luminance.value, 0.1f);
  out.sharpness = std::clamp(TimingContrast(luminance) / std::max(1.0f, out.light - out.dark), 0.0f, 1.0f);
  float middle = (out.light + out.dark) / 2;
  int lost = 0;
  for (size_t i = 0; i < luminance.value.size(); ++i) {
    if (std::abs(unread.belief.value[i]) < kNoBelief && luminance.value[i] > middle) ++lost;
  }
  out.glare = static_cast<float>(lost) / static_cast<float>(luminance.value.size());
  return true;
}

}  // namespace ecv::qr
