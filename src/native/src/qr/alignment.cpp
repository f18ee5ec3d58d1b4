// Alignment patterns: where the symbol bends, and where its fourth corner is.
#include "qr/edges.h"
#include "qr/shape.h"
#include "qr/tables.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

struct Match {
  Point pixel;
  float score = -1;
};

// Correlation of the 5 x 5 modules around `centre` with the pattern.
float Correlate(const Luma& image, Point centre, Point du, Point dv) {
  float value[25], sum = 0, squares = 0, product = 0;
  int n = 0;
  for (int y = -2; y <= 2; ++y) {
    for (int x = -2; x <= 2; ++x) {
      value[n] = At(image, centre + static_cast<float>(x) * du + static_cast<float>(y) * dv);
      sum += value[n];
      squares += value[n] * value[n];
      // 8 light (ring of radius 1), 17 dark: weights sum to zero.
      product += std::max(std::abs(x), std::abs(y)) == 1 ? value[n] * 17 : value[n] * -8;
      ++n;
    }
  }
  float variance = squares - sum * sum / 25;
  // Norm of the pattern: 8 * 17^2 + 17 * 8^2.
  return variance > 25 * 4 ? product / std::sqrt(variance * 3400) : -1;
}

Match Search(const Luma& image, Point centre, Point du, Point dv, float radius_modules) {
  Match best;
  int steps = static_cast<int>(std::ceil(radius_modules * 2));
  for (int y = -steps; y <= steps; ++y) {
    for (int x = -steps; x <= steps; ++x) {
      Point at = centre + 0.5f * static_cast<float>(x) * du + 0.5f * static_cast<float>(y) * dv;
      if (!Inside(image, at)) {
        continue;
      }
      // A far match must be better than a near one.
      float away = std::sqrt(static_cast<float>(x * x + y * y)) / static_cast<float>(steps + 1);
      float score = Correlate(image, at, du, dv) - 0.12f * away;
      if (score > best.score) {
        best = {at, score};
      }
    }
  }
  for (float step : {0.25f, 0.12f}) {
    Match start = best;
    for (int y = -1; y <= 1; ++y) {
      for (int x = -1; x <= 1; ++x) {
        Point at = start.pixel + step * static_cast<float>(x) * du + step * static_cast<float>(y) * dv;
        float score = Correlate(image, at, du, dv);
        if (score > best.score) {
          best = {at, score};
        }
      }
    }
  }
  return best;
}

}  // namespace

int FollowAlignment(const Luma& image, Shape& shape) {
  shape.warp.Clear();
  if (shape.version < 2) {
    return 0;
  }
  int side = shape.Side();
  float last = static_cast<float>(side - 3);
  std::vector<int> centres = AlignmentCentres(shape.version);

  // Control points: the finders' own frames, then every alignment pattern, those near known ones first.
  std::vector<Point> at, by;
  const float finder[3][2] = {{3.5f, 3.5f}, {static_cast<float>(side) - 3.5f, 3.5f}, {3.5f, static_cast<float>(side) - 3.5f}};
  auto controls = [&] {
    at.clear();
    by.clear();
    for (size_t i = 0; i < 3; ++i) {
      for (auto [du, dv] : {std::pair{-3.0f, -3.0f}, {3.0f, -3.0f}, {-3.0f, 3.0f}, {3.0f, 3.0f}}) {
        Point module{finder[i][0] + du, finder[i][1] + dv};
        at.push_back(module);
        by.push_back(shape.frames[i].At(du, dv) - shape.plane(module.x, module.y));
      }
    }
  };
  controls();

  struct Candidate {
    Point module;
    float order;
  };
  std::vector<Candidate> candidates;
  for (int cy : centres) {
    for (int cx : centres) {
      bool corner = (cx == 6 && cy == 6) || (cx == 6 && cy == side - 7) || (cx == side - 7 && cy == 6);
      if (!corner) {
        // From the three finders inward, so that every step is short.
        float u = static_cast<float>(cx), v = static_cast<float>(cy);
        candidates.push_back({{u + 0.5f, v + 0.5f}, std::min(u + v, 0.75f * std::min(last - u + v, u + last - v) + 6)});
      }
    }
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.order < b.order; });

  int found = 0;
  std::vector<std::pair<Point, Point>> seen;
  for (const Candidate& candidate : candidates) {
    Point m = candidate.module;
    Point guess = shape.plane(m.x, m.y);
    // What the nearest known points say about the displacement here.
    Point shift{};
    float weights = 0;
    for (size_t i = 0; i < at.size(); ++i) {
      Point d = at[i] - m;
      float weight = 1 / (Dot(d, d) * Dot(d, d) + 1);
      shift = shift + weight * by[i];
      weights += weight;
    }
    guess = guess + (1 / weights) * shift;
    Point du = 0.5f * (shape.plane(m.x + 1, m.y) - shape.plane(m.x - 1, m.y)), dv = 0.5f * (shape.plane(m.x, m.y + 1) - shape.plane(m.x, m.y - 1));
    float radius = candidates.size() == 1 ? 3.0f + 0.05f * static_cast<float>(side) : 2.5f;
    Match match = Search(image, guess, du, dv, radius);
    if (match.score < 0.6f) {
      continue;
    }
    at.push_back(m);
    by.push_back(match.pixel - shape.plane(m.x, m.y));
    seen.emplace_back(m, match.pixel);
    ++found;
  }
  if (found == 0) {
    return 0;
  }

  // The plane first takes what a plane can take; the warp gets the rest.
  std::vector<Point> modules, pixels;
  for (size_t i = 0; i < 3; ++i) {
    for (float dv : {-3.0f, 3.0f}) {
      for (float du : {-3.0f, 3.0f}) {
        modules.push_back({finder[i][0] + du, finder[i][1] + dv});
        pixels.push_back(shape.frames[i].At(du, dv));
      }
    }
  }
  for (const auto& [module, pixel] : seen) {
    for (int i = 0; i < 4; ++i) {
      modules.push_back(module);
      pixels.push_back(pixel);
    }
  }
  Homography plane = shape.plane;
  if (FitHomography(modules, pixels, plane)) {
    shape.plane = plane;
  }
  controls();
  for (const auto& [module, pixel] : seen) {
    at.push_back(module);
    by.push_back(pixel - shape.plane(module.x, module.y));
  }
  shape.warp.Fit(at, by, 1e-4f, side);
  return found;
}

}  // namespace ecv::qr
