#include "qr/shape.h"

#include "qr/edges.h"
#include "qr/tables.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

// Half sides of a finder's squares, and whether it gets lighter outward there.
struct Square {
  float half;
  bool lighter;
};
constexpr Square kFinderSquares[] = {{1.5f, true}, {2.5f, false}, {3.5f, true}};
// A frame that fits no better than this after two rounds is not worth two more.
constexpr float kMinimumHalfway = 0.48f;
constexpr float kAlong[] = {-0.75f, -0.4f, 0, 0.4f, 0.75f};

}  // namespace

int Shape::Side() const { return qr::Side(version); }

bool FitFrame(const Luma& image, Frame& frame) {
  std::vector<double> a(36), b(6);
  for (int round = 0; round < 4; ++round) {
    if (round == 2 && FrameScore(image, frame) < kMinimumHalfway) {
      return false;
    }
    std::fill(a.begin(), a.end(), 0);
    std::fill(b.begin(), b.end(), 0);
    int seen = 0;
    float reach_modules = round == 0 ? 0.95f : 0.7f;
    for (const Square& square : kFinderSquares) {
      for (int side = 0; side < 4; ++side) {
        bool across_u = side < 2;
        float sign = side % 2 == 0 ? 1.0f : -1.0f;
        Point outward = across_u ? frame.u : frame.v, tangent = across_u ? frame.v : frame.u;
        Point normal{tangent.y, -tangent.x};
        float length = Length(normal);
        if (length < 0.3f) {
          return false;
        }
        normal = (1 / length) * normal;
        if (sign * Dot(normal, outward) < 0) {
          normal = -1.0f * normal;
        }
        float reach = reach_modules * std::abs(Dot(normal, outward));
        if (!(reach > 0.3f)) {
          return false;
        }
        for (int k = 0; k < 5; k += round < 2 ? 2 : 1) {
          float along = kAlong[k];
          float u = across_u ? sign * square.half : along * square.half, v = across_u ? along * square.half : sign * square.half;
          Point expected = frame.At(u, v);
          float offset;
          if (!MeasureEdge(image, expected, square.lighter ? normal : -1.0f * normal, reach, offset)) {
            continue;
          }
          if (!square.lighter) {
            offset = -offset;
          }
          ++seen;
          double weight = 1 / (1 + 4 * static_cast<double>(offset * offset) / (reach * reach));
          double row[6] = {normal.x, u * normal.x, v * normal.x, normal.y, u * normal.y, v * normal.y};
          for (int i = 0; i < 6; ++i) {
            for (int j = 0; j < 6; ++j) {
              a[static_cast<size_t>(i) * 6 + j] += weight * row[i] * row[j];
            }
            b[static_cast<size_t>(i)] += weight * row[i] * offset;
          }
        }
      }
    }
    if (seen < (round < 2 ? 15 : 26) || !Solve(a, b, 6)) {
      return false;
    }
    frame.centre = frame.centre + Point{static_cast<float>(b[0]), static_cast<float>(b[3])};
    frame.u = frame.u + Point{static_cast<float>(b[1]), static_cast<float>(b[4])};
    frame.v = frame.v + Point{static_cast<float>(b[2]), static_cast<float>(b[5])};
  }
  float lu = Length(frame.u), lv = Length(frame.v);
  return lu > 0.6f && lv > 0.6f && lu < 4 * lv && lv < 4 * lu && std::abs(Cross(frame.u, frame.v)) > 0.25f * lu * lv;
}

float FrameScore(const Luma& image, const Frame& frame) {
  float sum[2] = {0, 0}, squares[2] = {0, 0}, product[2] = {0, 0}, pattern_sum[2] = {0, 0};
  int n[2] = {0, 0};
  for (int y = -4; y <= 4; ++y) {
    for (int x = -4; x <= 4; ++x) {
      int ring = std::max(std::abs(x), std::abs(y));
      float value = At(image, frame.At(static_cast<float>(x), static_cast<float>(y))), light = ring == 2 || ring == 4 ? 1.0f : 0.0f;
      for (int margin = ring == 4 ? 1 : 0; margin < 2; ++margin) {
        sum[margin] += value;
        squares[margin] += value * value;
        product[margin] += light * value;
        pattern_sum[margin] += light;
        ++n[margin];
      }
    }
  }
  float best = -1;
  for (int margin = 0; margin < 2; ++margin) {
    float count = static_cast<float>(n[margin]);
    float variance = squares[margin] - sum[margin] * sum[margin] / count, pattern = pattern_sum[margin] - pattern_sum[margin] * pattern_sum[margin] / count;
    if (variance > 4 * count) {
      best = std::max(best, (product[margin] - sum[margin] * pattern_sum[margin] / count) / std::sqrt(variance * pattern));
    }
  }
  return best;
}

float TimingScore(const Luma& image, const Shape& shape) {
  int side = shape.Side();
  float score[2] = {0, 0};
  for (int axis = 0; axis < 2; ++axis) {
    float agree = 0, all = 0, before = 0, here = 0;
    for (int i = 7; i <= side - 8; ++i) {
      float at = static_cast<float>(i) + 0.5f;
      float next = At(image, axis == 0 ? shape.plane(at, 6.5f) : shape.plane(6.5f, at));
      if (i >= 9) {
        float bump = here - 0.5f * (before + next);
        agree += i % 2 == 0 ? bump : -bump;  // the one in the middle, i - 1, is light when i is even
        all += std::abs(bump);
      }
      before = here;
      here = next;
    }
    score[axis] = all > 0 ? agree / all : 0;
  }
  return 0.5f * (score[0] + score[1]);
}

bool PlaneFromFrames(Shape& shape) {
  float side = static_cast<float>(shape.Side());
  const float centres[3][2] = {{3.5f, 3.5f}, {side - 3.5f, 3.5f}, {3.5f, side - 3.5f}};
  std::vector<Point> modules, pixels;
  for (size_t i = 0; i < 3; ++i) {
    for (float dv : {-3.0f, 3.0f}) {
      for (float du : {-3.0f, 3.0f}) {
        modules.push_back({centres[i][0] + du, centres[i][1] + dv});
        pixels.push_back(shape.frames[i].At(du, dv));
      }
    }
  }
  shape.warp.Clear();
  return FitHomography(modules, pixels, shape.plane);
}

bool RefinePlane(const Luma& image, Shape& shape) {
  std::vector<EdgeSample> edges;
  float side = static_cast<float>(shape.Side());
  const float centres[3][2] = {{3.5f, 3.5f}, {side - 3.5f, 3.5f}, {3.5f, side - 3.5f}};
  for (int round = 0; round < 2; ++round) {
    edges.clear();
    for (const auto& centre : centres) {
      for (const Square& square : kFinderSquares) {
        for (int i = 0; i < 4; ++i) {
          bool across_u = i < 2;
          float sign = i % 2 == 0 ? 1.0f : -1.0f;
          for (float along : kAlong) {
            float u = centre[0] + (across_u ? sign * square.half : along * square.half);
            float v = centre[1] + (across_u ? along * square.half : sign * square.half);
            AddEdge(image, shape.plane, {u, v}, across_u, sign > 0 ? square.lighter : !square.lighter, 0.7f, 1, edges);
          }
        }
      }
    }
    float timing_weight = std::min(2.0f, 30.0f / side);
    for (int i = 8; i <= shape.Side() - 8; ++i) {
      // Between module i - 1 and i; even modules are dark.
      float at = static_cast<float>(i);
      AddEdge(image, shape.plane, {at, 6.5f}, true, i % 2 != 0, 0.6f, timing_weight, edges);
      AddEdge(image, shape.plane, {6.5f, at}, false, i % 2 != 0, 0.6f, timing_weight, edges);
    }
    if (!FitEdges(edges, shape.plane, 2)) {
      return false;
    }
  }
  return true;
}

}  // namespace ecv::qr
