#include "qr/grid.h"

#include "qr/tables.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

// Sums over windows of a grid, clipped at its border.
class Windows {
 public:
  Windows(int side, const std::vector<float>& value) : side_(side), sum_(static_cast<size_t>(side + 1) * (side + 1), 0) {
    for (int y = 0; y < side; ++y) {
      float row = 0;
      for (int x = 0; x < side; ++x) {
        row += value[static_cast<size_t>(y) * side + x];
        sum_[static_cast<size_t>(y + 1) * (side + 1) + x + 1] = sum_[static_cast<size_t>(y) * (side + 1) + x + 1] + row;
      }
    }
  }
  float Sum(int x, int y, int radius) const {
    int x0 = std::max(0, x - radius), y0 = std::max(0, y - radius), x1 = std::min(side_, x + radius + 1), y1 = std::min(side_, y + radius + 1);
    size_t n = static_cast<size_t>(side_) + 1;
    return sum_[y1 * n + x1] - sum_[y0 * n + x1] - sum_[y1 * n + x0] + sum_[y0 * n + x0];
  }
  static float Area(int side, int x, int y, int radius) {
    int x0 = std::max(0, x - radius), y0 = std::max(0, y - radius), x1 = std::min(side, x + radius + 1), y1 = std::min(side, y + radius + 1);
    return static_cast<float>((x1 - x0) * (y1 - y0));
  }

 private:
  int side_;
  std::vector<float> sum_;
};

}  // namespace

void Sample(const Luma& image, const Shape& shape, Point shift, Grid& luminance) {
  int side = shape.Side();
  luminance.version = shape.version;
  luminance.side = side;
  luminance.value.resize(static_cast<size_t>(side) * side);
  float middle = static_cast<float>(side) / 2;
  float module = Length(shape.plane(middle + 0.5f, middle) - shape.plane(middle - 0.5f, middle));
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      float u = static_cast<float>(x) + 0.5f + shift.x, v = static_cast<float>(y) + 0.5f + shift.y;
      Point centre = shape(u, v);
      float value = At(image, centre);
      if (module > 2.5f) {
        Point du = 0.22f * (shape.plane(u + 0.5f, v) - shape.plane(u - 0.5f, v)), dv = 0.22f * (shape.plane(u, v + 0.5f) - shape.plane(u, v - 0.5f));
        value = 0.28f * value + 0.18f * (At(image, centre + du) + At(image, centre - du) + At(image, centre + dv) + At(image, centre - dv));
      }
      luminance.value[static_cast<size_t>(y) * side + x] = value;
    }
  }
}

void Soften(const Grid& luminance, Softening how, Grid& belief) {
  int side = luminance.side;
  belief.version = luminance.version;
  belief.side = side;
  std::vector<float> value = luminance.value;
  if (how.sharpen > 0) {
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        float centre = luminance.At(x, y);
        float around = luminance.At(std::max(0, x - 1), y) + luminance.At(std::min(side - 1, x + 1), y) + luminance.At(x, std::max(0, y - 1)) +
                       luminance.At(x, std::min(side - 1, y + 1));
        value[static_cast<size_t>(y) * side + x] = centre + how.sharpen * (centre - 0.25f * around);
      }
    }
  }
  int radius = how.radius > 0 ? how.radius : side;
  Windows all(side, value);
  std::vector<float> bright(value.size()), count(value.size());
  float total = 0, total_bright = 0, total_count = 0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      size_t i = static_cast<size_t>(y) * side + x;
      bool light = value[i] * Windows::Area(side, x, y, radius) > all.Sum(x, y, radius);
      bright[i] = light ? value[i] : 0;
      count[i] = light ? 1.0f : 0.0f;
      total += value[i];
      total_bright += bright[i];
      total_count += count[i];
    }
  }
  float cells = static_cast<float>(value.size());
  float whole = total_count > 0 && total_count < cells ? total_bright / total_count - (total - total_bright) / (cells - total_count) : 0;
  float least = std::max(2.0f, 0.3f * whole);
  Windows lights(side, bright), counts(side, count);
  belief.value.resize(value.size());
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      size_t i = static_cast<size_t>(y) * side + x;
      float area = Windows::Area(side, x, y, radius), sum = all.Sum(x, y, radius), light_sum = lights.Sum(x, y, radius), light_count = counts.Sum(x, y, radius);
      float light = light_count > 0.5f ? light_sum / light_count : sum / area;
      float dark = light_count < area - 0.5f ? (sum - light_sum) / (area - light_count) : sum / area;
      float half = 0.5f * std::max(light - dark, least);
      belief.value[i] = std::clamp((0.5f * (light + dark) - value[i]) / half, -1.0f, 1.0f);
    }
  }
}

float FunctionScore(const Grid& belief) {
  std::vector<uint8_t> pattern = FunctionPatterns(belief.version);
  int right = 0, all = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == kDark || pattern[i] == kLight) {
      ++all;
      right += (belief.value[i] > 0) == (pattern[i] == kDark) ? 1 : 0;
    }
  }
  return 2 * static_cast<float>(right) / static_cast<float>(all) - 1;
}

}  // namespace ecv::qr
