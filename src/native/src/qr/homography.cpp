#include "qr/homography.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {

bool Solve(std::vector<double>& a, std::vector<double>& b, int n) {
  for (int column = 0; column < n; ++column) {
    int pivot = column;
    for (int row = column + 1; row < n; ++row) {
      if (std::abs(a[static_cast<size_t>(row) * n + column]) > std::abs(a[static_cast<size_t>(pivot) * n + column])) {
        pivot = row;
      }
    }
    double lead = a[static_cast<size_t>(pivot) * n + column];
    if (!(std::abs(lead) > 1e-12)) {
      return false;
    }
    if (pivot != column) {
      std::swap_ranges(a.begin() + static_cast<ptrdiff_t>(pivot) * n, a.begin() + static_cast<ptrdiff_t>(pivot + 1) * n,
                       a.begin() + static_cast<ptrdiff_t>(column) * n);
      std::swap(b[static_cast<size_t>(pivot)], b[static_cast<size_t>(column)]);
    }
    for (int row = column + 1; row < n; ++row) {
      double factor = a[static_cast<size_t>(row) * n + column] / lead;
      if (factor == 0) {
        continue;
      }
      for (int i = column; i < n; ++i) {
        a[static_cast<size_t>(row) * n + i] -= factor * a[static_cast<size_t>(column) * n + i];
      }
      b[static_cast<size_t>(row)] -= factor * b[static_cast<size_t>(column)];
    }
  }
  for (int row = n - 1; row >= 0; --row) {
    double sum = b[static_cast<size_t>(row)];
    for (int i = row + 1; i < n; ++i) {
      sum -= a[static_cast<size_t>(row) * n + i] * b[static_cast<size_t>(i)];
    }
    b[static_cast<size_t>(row)] = sum / a[static_cast<size_t>(row) * n + row];
    if (!std::isfinite(b[static_cast<size_t>(row)])) {
      return false;
    }
  }
  return true;
}

namespace {

// Adds weight * row * row^T to the upper system.
void Accumulate(std::vector<double>& a, std::vector<double>& b, const double (&row)[8], double value, double weight) {
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j < 8; ++j) {
      a[static_cast<size_t>(i) * 8 + j] += weight * row[i] * row[j];
    }
    b[static_cast<size_t>(i)] += weight * row[i] * value;
  }
}

bool Sane(const Homography& h) {
  return std::all_of(h.h.begin(), h.h.end(), [](float v) { return std::isfinite(v); }) && std::abs(h.h[6]) < 0.2f && std::abs(h.h[7]) < 0.2f;
}

}  // namespace

bool FitHomography(const std::vector<Point>& modules, const std::vector<Point>& pixels, Homography& result) {
  std::vector<double> a(64, 0), b(8, 0);
  for (size_t i = 0; i < modules.size(); ++i) {
    double u = modules[i].x, v = modules[i].y, x = pixels[i].x, y = pixels[i].y;
    // Scaled so that the system stays well conditioned.
    double ux[8] = {u, v, 1, 0, 0, 0, -u * x, -v * x}, uy[8] = {0, 0, 0, u, v, 1, -u * y, -v * y};
    Accumulate(a, b, ux, x, 1);
    Accumulate(a, b, uy, y, 1);
  }
  if (!Solve(a, b, 8)) {
    return false;
  }
  Homography fitted;
  for (size_t i = 0; i < 8; ++i) {
    fitted.h[i] = static_cast<float>(b[i]);
  }
  if (!Sane(fitted)) {
    return false;
  }
  result = fitted;
  return true;
}

bool FitEdges(const std::vector<EdgeSample>& edges, Homography& result, int iterations) {
  if (edges.size() < 12) {
    return false;
  }
  Homography current = result;
  std::vector<double> a(64), b(8);
  for (int round = 0; round < iterations; ++round) {
    std::fill(a.begin(), a.end(), 0);
    std::fill(b.begin(), b.end(), 0);
    const auto& h = current.h;
    for (const EdgeSample& edge : edges) {
      double u = edge.module.x, v = edge.module.y, w = h[6] * u + h[7] * v + 1;
      if (w < 1e-3) {
        continue;
      }
      double x = (h[0] * u + h[1] * v + h[2]) / w, y = (h[3] * u + h[4] * v + h[5]) / w;
      double nx = edge.normal.x, ny = edge.normal.y;
      double rest = nx * (edge.pixel.x - x) + ny * (edge.pixel.y - y);
      double along = nx * x + ny * y;
      double row[8] = {nx * u / w, nx * v / w, nx / w, ny * u / w, ny * v / w, ny / w, -along * u / w, -along * v / w};
      double weight = edge.weight / (1 + rest * rest);
      Accumulate(a, b, row, rest, weight);
    }
    for (int i = 0; i < 8; ++i) {
      a[static_cast<size_t>(i) * 9] *= 1 + 1e-6;
    }
    if (!Solve(a, b, 8)) {
      return false;
    }
    for (size_t i = 0; i < 8; ++i) {
      current.h[i] += static_cast<float>(b[i]);
    }
    if (!Sane(current)) {
      return false;
    }
  }
  result = current;
  return true;
}

bool Warp::Fit(const std::vector<Point>& at, const std::vector<Point>& by, float stiffness, int side) {
  Clear();
  int points = static_cast<int>(at.size()), order = points + 3;
  if (points < 4 || points > 120) {
    return false;
  }
  auto kernel = [](double squared) { return squared > 0 ? 0.5 * squared * std::log(squared) : 0; };
  std::vector<double> a(static_cast<size_t>(order) * order, 0), x(static_cast<size_t>(order), 0), y(static_cast<size_t>(order), 0);
  double scale = 1.0 / side;
  for (int i = 0; i < points; ++i) {
    for (int j = 0; j < points; ++j) {
      Point d = at[static_cast<size_t>(i)] - at[static_cast<size_t>(j)];
      a[static_cast<size_t>(i) * order + j] = kernel(Dot(d, d) * scale * scale) + (i == j ? stiffness : 0);
    }
    double basis[3] = {1, at[static_cast<size_t>(i)].x * scale, at[static_cast<size_t>(i)].y * scale};
    for (int j = 0; j < 3; ++j) {
      a[static_cast<size_t>(i) * order + points + j] = a[static_cast<size_t>(points + j) * order + i] = basis[j];
    }
    x[static_cast<size_t>(i)] = by[static_cast<size_t>(i)].x;
    y[static_cast<size_t>(i)] = by[static_cast<size_t>(i)].y;
  }
  std::vector<double> copy = a;
  if (!Solve(copy, x, order) || !Solve(a, y, order)) {
    return false;
  }
  nodes_ = static_cast<int>(std::ceil(static_cast<float>(side) / kStep)) + 1;
  grid_.resize(static_cast<size_t>(nodes_) * nodes_);
  for (int gy = 0; gy < nodes_; ++gy) {
    for (int gx = 0; gx < nodes_; ++gx) {
      double u = gx * kStep, v = gy * kStep, dx = x[points] + scale * (u * x[points + 1] + v * x[points + 2]),
             dy = y[points] + scale * (u * y[points + 1] + v * y[points + 2]);
      for (int i = 0; i < points; ++i) {
        double du = (u - at[static_cast<size_t>(i)].x) * scale, dv = (v - at[static_cast<size_t>(i)].y) * scale, k = kernel(du * du + dv * dv);
        dx += k * x[static_cast<size_t>(i)];
        dy += k * y[static_cast<size_t>(i)];
      }
      grid_[static_cast<size_t>(gy) * nodes_ + gx] = {static_cast<float>(dx), static_cast<float>(dy)};
    }
  }
  count_ = points;
  return true;
}

Point Warp::operator()(float u, float v) const {
  if (count_ == 0) {
    return {};
  }
  float most = static_cast<float>(nodes_ - 1) - 1e-3f;
  float x = std::clamp(u / kStep, 0.0f, most), y = std::clamp(v / kStep, 0.0f, most);
  int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
  const Point* row = grid_.data() + static_cast<size_t>(y0) * nodes_ + x0;
  Point upper = row[0] + fx * (row[1] - row[0]), lower = row[nodes_] + fx * (row[nodes_ + 1] - row[nodes_]);
  return upper + fy * (lower - upper);
}

}  // namespace ecv::qr
