// From module coordinates to pixels: a plane seen in perspective, and what bends away from it.
#pragma once
#include "qr/plane.h"

#include <array>
#include <vector>

namespace ecv::qr {

// Solves a * x = b of order n in place (Gauss with pivots); false when singular. `a` is row-major n x n.
bool Solve(std::vector<double>& a, std::vector<double>& b, int n);

struct Homography {
  // x = (h0 u + h1 v + h2) / w, y = (h3 u + h4 v + h5) / w, w = h6 u + h7 v + 1.
  std::array<float, 8> h{1, 0, 0, 0, 1, 0, 0, 0};

  Point operator()(float u, float v) const {
    float w = h[6] * u + h[7] * v + 1;
    w = w > 1e-4f ? w : 1e-4f;
    return {(h[0] * u + h[1] * v + h[2]) / w, (h[3] * u + h[4] * v + h[5]) / w};
  }
};

// Least squares over pairs; needs four.
bool FitHomography(const std::vector<Point>& modules, const std::vector<Point>& pixels, Homography& result);

// One edge seen in the picture: the module point on it, the pixel where it was found, and the normal it was measured along.
struct EdgeSample {
  Point module, pixel, normal;
  float weight = 1;
};

// Moves the homography so that its edges fall on those seen: least squares along the normals, outliers damped.
bool FitEdges(const std::vector<EdgeSample>& edges, Homography& result, int iterations);

// Displacements from the plane, smooth between control points (thin plate).
class Warp {
 public:
  void Clear() { count_ = 0; }
  bool Empty() const { return count_ == 0; }
  // `at` in modules, `by` in pixels; `stiffness` 0 passes through every point.
  bool Fit(const std::vector<Point>& at, const std::vector<Point>& by, float stiffness, int side);
  Point operator()(float u, float v) const;

 private:
  static constexpr float kStep = 3;
  int count_ = 0, nodes_ = 0;
  std::vector<Point> grid_;
};

}  // namespace ecv::qr
