#include "qr/accumulator.h"

#include "qr/tables.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

// Two looks at one code agree on more of its data modules than chance; two codes do not.
constexpr float kSameCode = 0.3f;

}  // namespace

void Accumulator::Clear() {
  for (Slot& slot : slots_) slot.version = 0;
}

void Accumulator::Forget(int version) {
  for (Slot& slot : slots_) {
    if (slot.version == version) slot.version = 0;
  }
}

int Accumulator::Add(const Grid& belief, Grid& mean) {
  std::vector<uint8_t> pattern = FunctionPatterns(belief.version);
  Slot* best = nullptr;
  float alike = kSameCode;
  for (Slot& slot : slots_) {
    if (slot.version != 0 && picture_ - slot.seen > kMostPicturesUnseen) slot.version = 0;
    if (slot.version != belief.version) continue;
    double product = 0, own = 0, other = 0;
    for (size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != kData) continue;
      product += static_cast<double>(belief.value[i]) * slot.sum[i];
      own += static_cast<double>(belief.value[i]) * belief.value[i];
      other += static_cast<double>(slot.sum[i]) * slot.sum[i];
    }
    float correlation = own > 0 && other > 0 ? static_cast<float>(product / std::sqrt(own * other)) : 0;
    if (correlation > alike) {
      alike = correlation;
      best = &slot;
    }
  }
  if (!best) {
    best = &*std::min_element(slots_.begin(), slots_.end(), [](const Slot& a, const Slot& b) {
      return (a.version == 0 ? -1 : a.seen) < (b.version == 0 ? -1 : b.seen);
    });
    *best = Slot{belief.version, 0, picture_, -1, std::vector<float>(belief.value.size(), 0.0f)};
  }
  best->seen = picture_;
  if (best->added != picture_) {
    // One look a picture; old looks fade, so that a code that changes is caught up with.
    best->added = picture_;
    float fade = best->frames >= kMostFrames ? 1 - 1.0f / kMostFrames : 1.0f;
    for (size_t i = 0; i < pattern.size(); ++i) best->sum[i] = fade * best->sum[i] + belief.value[i];
    ++best->frames;
  }
  mean.version = belief.version;
  mean.side = belief.side;
  mean.value.resize(belief.value.size());
  float scale = 1.0f / static_cast<float>(std::min(best->frames, kMostFrames));
  for (size_t i = 0; i < pattern.size(); ++i) mean.value[i] = scale * best->sum[i];
  return best->frames;
}

}  // namespace ecv::qr
