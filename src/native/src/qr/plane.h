// Pictures the reader makes for itself, and looking at them between pixels.
#pragma once
#include "found.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace ecv::qr {

struct Plane {
  int width = 0, height = 0;
  std::vector<uint8_t> pixels;

  void Resize(int w, int h) {
    width = w;
    height = h;
    pixels.resize(static_cast<size_t>(w) * h);
  }
  const uint8_t* Row(int y) const { return pixels.data() + static_cast<size_t>(y) * width; }
  uint8_t* Row(int y) { return pixels.data() + static_cast<size_t>(y) * width; }
  Luma View() const { return {pixels.data(), width, height, width}; }
};

struct Point {
  float x = 0, y = 0;
};
inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline Point operator*(float s, Point a) { return {s * a.x, s * a.y}; }
inline float Dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
inline float Cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }
inline float Length(Point a) { return std::sqrt(Dot(a, a)); }

// Coordinates: the centre of the first pixel is (0.5, 0.5). Outside the picture the border repeats.
inline float At(const Luma& image, Point p) {
  float x = p.x - 0.5f, y = p.y - 0.5f;
  x = x > 0 ? x : 0;  // also catches NaN
  y = y > 0 ? y : 0;
  float right = static_cast<float>(image.width - 1), bottom = static_cast<float>(image.height - 1);
  x = x < right ? x : right;
  y = y < bottom ? y : bottom;
  int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  int x1 = x0 + 1 < image.width ? x0 + 1 : x0, y1 = y0 + 1 < image.height ? y0 + 1 : y0;
  float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
  const uint8_t* above = image.pixels + static_cast<ptrdiff_t>(y0) * image.stride;
  const uint8_t* below = image.pixels + static_cast<ptrdiff_t>(y1) * image.stride;
  float upper = above[x0] + fx * static_cast<float>(above[x1] - above[x0]);
  float lower = below[x0] + fx * static_cast<float>(below[x1] - below[x0]);
  return upper + fy * (lower - upper);
}

inline bool Inside(const Luma& image, Point p, float margin = 0) {
  return p.x >= -margin && p.y >= -margin && p.x <= static_cast<float>(image.width) + margin && p.y <= static_cast<float>(image.height) + margin;
}

// Half the size by the mean of four.
void Halve(const Luma& from, Plane& to);

// Twice the size, between pixels.
void Double(const Luma& from, Plane& to);

// 255 - value.
void Invert(const Luma& from, Plane& to);

}  // namespace ecv::qr
