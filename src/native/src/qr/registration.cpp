#include "qr/registration.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecv::qr {
namespace {

constexpr int kMostNodesAcross = 10;
constexpr int kFewestKnown = 24;
constexpr float kLeastAgreement = 0.3f;

struct KnownModule {
  Point pixel;
  float value;
};

// Correlation of the picture with what is known, all modules moved by `shift` pixels.
float Agreement(const Luma& image, const std::vector<KnownModule>& patch, Point shift) {
  float sum = 0, squares = 0, product = 0, known = 0;
  for (const KnownModule& module : patch) {
    float light = At(image, module.pixel + shift);
    sum += light;
    squares += light * light;
    product -= module.value * light;
    known += module.value;
  }
  float n = static_cast<float>(patch.size());
  float variance = squares - sum * sum / n, spread = n - known * known / n;
  return variance > n && spread > 1 ? (product + sum * known / n) / std::sqrt(variance * spread) : -1;
}

// The shift that agrees best, at most 1.3 modules each way; false when none agrees well.
bool BestShift(const Luma& image, const std::vector<KnownModule>& patch, Point du, Point dv, Point& best) {
  best = {};
  float agreement = Agreement(image, patch, best);
  auto search = [&](int steps, float modules) {
    Point from = best;
    for (int v = -steps; v <= steps; ++v) {
      for (int u = -steps; u <= steps; ++u) {
        Point shift = from + modules * (static_cast<float>(u) * du + static_cast<float>(v) * dv);
        float here = Agreement(image, patch, shift);
        if (here > agreement) {
          agreement = here;
          best = shift;
        }
      }
    }
  };
  search(3, 0.4f);
  search(1, 0.13f);
  return agreement >= kLeastAgreement;
}

}  // namespace

bool Register(const Luma& image, const Grid& known, Shape& shape) {
  int side = known.side, across = std::clamp(side / 6, 3, kMostNodesAcross);
  float step = static_cast<float>(side) / static_cast<float>(across), reach = std::max(4.0f, 0.6f * step);
  std::vector<Point> at, by;
  std::vector<KnownModule> patch;
  for (int j = 0; j < across; ++j) {
    for (int i = 0; i < across; ++i) {
      Point node{(static_cast<float>(i) + 0.5f) * step, (static_cast<float>(j) + 0.5f) * step};
      int x0 = std::max(0, static_cast<int>(node.x - reach)), x1 = std::min(side - 1, static_cast<int>(node.x + reach));
      int y0 = std::max(0, static_cast<int>(node.y - reach)), y1 = std::min(side - 1, static_cast<int>(node.y + reach));
      // Every second module of a wide patch is enough.
      int stride = x1 - x0 > 12 ? 2 : 1;
      patch.clear();
      for (int y = y0; y <= y1; ++y) {
        for (int x = x0 + (stride > 1 ? y % 2 : 0); x <= x1; x += stride) {
          if (known.At(x, y) != 0) patch.push_back({shape(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f), known.At(x, y)});
        }
      }
      Point du = shape.plane(node.x + 0.5f, node.y) - shape.plane(node.x - 0.5f, node.y), dv = shape.plane(node.x, node.y + 0.5f) - shape.plane(node.x, node.y - 0.5f);
      Point shift;
      if (static_cast<int>(patch.size()) < kFewestKnown || !BestShift(image, patch, du, dv, shift)) continue;
      at.push_back(node);
      by.push_back(shape(node.x, node.y) + shift - shape.plane(node.x, node.y));
    }
  }
  return shape.warp.Fit(at, by, 1e-4f, side);
}

}  // namespace ecv::qr
