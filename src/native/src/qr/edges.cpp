#include "qr/edges.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {

bool MeasureEdge(const Luma& image, Point expected, Point normal, float reach, float& offset) {
  constexpr int kSamples = 13;
  float value[kSamples], step = 2 * reach / (kSamples - 3);
  if (!Inside(image, expected)) {
    return false;
  }
  float least = 255, most = 0;
  for (int i = 0; i < kSamples; ++i) {
    float s = (static_cast<float>(i) - (kSamples - 1) / 2) * step;
    value[i] = At(image, expected + s * normal);
    least = std::min(least, value[i]);
    most = std::max(most, value[i]);
  }
  int best = 1;
  float rise = 0;
  for (int i = 1; i < kSamples - 1; ++i) {
    float here = value[i + 1] - value[i - 1];
    if (here > rise) {
      rise = here;
      best = i;
    }
  }
  if (rise < 3 || rise < 0.25f * (most - least)) {
    return false;
  }
  float place = static_cast<float>(best);
  if (best > 1 && best < kSamples - 2) {
    float left = value[best] - value[best - 2], right = value[best + 2] - value[best], bend = left - 2 * rise + right;
    if (bend < -1e-3f) {
      place += std::clamp(0.5f * (left - right) / bend, -0.5f, 0.5f);
    }
  }
  offset = (place - (kSamples - 1) / 2) * step;
  return true;
}

void AddEdge(const Luma& image, const Homography& plane, Point module, bool across_u, bool lighter, float reach_modules, float weight,
             std::vector<EdgeSample>& edges) {
  Point here = plane(module.x, module.y);
  Point du = plane(module.x + 0.5f, module.y) - plane(module.x - 0.5f, module.y);
  Point dv = plane(module.x, module.y + 0.5f) - plane(module.x, module.y - 0.5f);
  Point outward = across_u ? du : dv, tangent = across_u ? dv : du;
  Point normal{tangent.y, -tangent.x};
  float length = Length(normal);
  if (!(length > 0.2f)) {
    return;
  }
  normal = (1 / length) * normal;
  float along = Dot(normal, outward);
  if (along < 0) {
    normal = -1.0f * normal;
    along = -along;
  }
  float reach = reach_modules * along, offset;
  if (!(reach > 0.2f) || reach > 200) {
    return;
  }
  Point towards_light = lighter ? normal : -1.0f * normal;
  if (MeasureEdge(image, here, towards_light, reach, offset)) {
    edges.push_back({module, here + offset * towards_light, normal, weight});
  }
}

}  // namespace ecv::qr
