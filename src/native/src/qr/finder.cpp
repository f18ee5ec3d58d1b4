#include "qr/finder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace ecv::qr {
namespace {

constexpr int kRays = 24;
constexpr int kGoodRays = 15;

// Five runs through a finder. The three inside must have its proportions; one of the outer two may run on into something dark.
inline bool Proportioned(const int* run) {
  // In fifths of what the inner three runs sum to, so that most runs fail on whole numbers.
  int sum = run[1] + run[2] + run[3];
  if (10 * run[2] < 4 * sum - 8 || 10 * run[2] > 8 * sum + 8 || sum < 4) {
    return false;
  }
  float unit = static_cast<float>(sum) / 5, slack = 0.5f * unit + 0.55f;
  if (std::abs(static_cast<float>(run[1]) - unit) > slack || std::abs(static_cast<float>(run[3]) - unit) > slack ||
      std::abs(static_cast<float>(run[2]) - 3 * unit) > 0.9f * unit + 0.8f) {
    return false;
  }
  float first = static_cast<float>(run[0]), last = static_cast<float>(run[4]), least = 0.45f * unit, most = 1.7f * unit + 0.7f;
  return first >= least && last >= least && (first <= most || last <= most);
}

// Section through (x, y) along one axis. Gives the middle of the stone, and its unit; false when it is not a finder's.
struct Section {
  float middle = 0, unit = 0;
};
bool CrossSection(const Plane& dark, uint8_t ink, int x, int y, bool vertical, int limit, Section& section) {
  int length = vertical ? dark.height : dark.width, at = vertical ? y : x;
  ptrdiff_t step = vertical ? dark.width : 1;
  const uint8_t* origin = dark.pixels.data() + (vertical ? x : static_cast<ptrdiff_t>(y) * dark.width);
  if (origin[at * step] != ink) {
    return false;
  }
  int run[5] = {0, 0, 0, 0, 0}, i = at;
  for (; i >= 0 && origin[i * step] == ink; --i) ++run[2];
  int low = i + 1;
  for (; i >= 0 && origin[i * step] != ink && run[1] <= limit; --i) ++run[1];
  for (; i >= 0 && origin[i * step] == ink && run[0] <= limit; --i) ++run[0];
  i = at + 1;
  for (; i < length && origin[i * step] == ink; ++i) ++run[2];
  int high = i;
  for (; i < length && origin[i * step] != ink && run[3] <= limit; ++i) ++run[3];
  for (; i < length && origin[i * step] == ink && run[4] <= limit; ++i) ++run[4];
  section.middle = 0.5f * static_cast<float>(low + high);
  section.unit = static_cast<float>(run[1] + run[2] + run[3]) / 5;
  return Proportioned(run);
}

struct Direction {
  float x, y;
};
const std::array<Direction, kRays>& Directions() {
  static const std::array<Direction, kRays> kTable = [] {
    std::array<Direction, kRays> table{};
    for (int i = 0; i < kRays; ++i) {
      double angle = 2 * M_PI * i / kRays;
      table[static_cast<size_t>(i)] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
    }
    return table;
  }();
  return kTable;
}

// A parallelogram's axes: its spread makes it round again, and the fourth harmonic of what is left points at the corners.
void EstimateAxes(const std::array<float, kRays>& ring, Finder& finder) {
  float xx = 0, xy = 0, yy = 0;
  for (size_t i = 0; i < kRays; ++i) {
    Direction d = Directions()[i];
    float x = ring[i] * d.x, y = ring[i] * d.y, weight = ring[i] * ring[i];  // by area, not by angle
    xx += weight * x * x;
    xy += weight * x * y;
    yy += weight * y * y;
  }
  float trace = xx + yy, root = std::sqrt(std::max(0.0f, (xx - yy) * (xx - yy) + 4 * xy * xy));
  float large = 0.5f * (trace + root), small = std::max(0.5f * (trace - root), 0.04f * large);
  float angle = 0.5f * std::atan2(2 * xy, xx - yy), c = std::cos(angle), s = std::sin(angle);
  float stretch = std::sqrt(std::sqrt(large / small));  // along the long axis, and its inverse along the short one
  double real = 0, imaginary = 0;
  for (size_t i = 0; i < kRays; ++i) {
    Direction d = Directions()[i];
    float x = ring[i] * d.x, y = ring[i] * d.y;
    float a = (c * x + s * y) / stretch, b = (-s * x + c * y) * stretch;
    double theta = std::atan2(b, a), radius = std::sqrt(a * a + b * b);
    real += radius * radius * std::cos(4 * theta);
    imaginary += radius * radius * std::sin(4 * theta);
  }
  float corner = static_cast<float>(std::atan2(imaginary, real) / 4), axis = corner + static_cast<float>(M_PI / 4);
  auto back = [&](float turn) {
    float a = finder.module * std::cos(turn) * stretch, b = finder.module * std::sin(turn) / stretch;
    return Point{c * a - s * b, s * a + c * b};
  };
  finder.frame = {finder.centre, back(axis), back(axis + static_cast<float>(M_PI / 2))};
}

// Looks outward from the centre: every ray leaves the stone at 1.5 modules and meets the ring at 2.5, stretched alike.
bool LookAround(const Plane& dark, uint8_t ink, Point centre, float unit, Finder& finder) {
  std::array<float, kRays> stone{}, ring{};
  int good = 0;
  float step = std::max(0.34f, unit / 8), reach = 6 * unit + 2;
  for (int i = 0; i < kRays; ++i) {
    Direction d = Directions()[static_cast<size_t>(i)];
    float first = 0, second = 0;
    for (float r = 0.6f * unit; r < reach; r += step) {
      int x = static_cast<int>(centre.x + r * d.x), y = static_cast<int>(centre.y + r * d.y);
      if (x < 0 || y < 0 || x >= dark.width || y >= dark.height) {
        break;
      }
      bool is_dark = dark.pixels[static_cast<size_t>(y) * dark.width + x] == ink;
      if (first == 0 && !is_dark) {
        first = r;
      } else if (first != 0 && is_dark) {
        second = r;
        break;
      }
    }
    if (first != 0 && second != 0 && second > 1.2f * first - 0.4f && second < 2.5f * first + 0.8f) {
      stone[static_cast<size_t>(i)] = first;
      ring[static_cast<size_t>(i)] = second;
      ++good;
    } else if (i - good >= kRays - kGoodRays) {
      return false;
    }
  }
  if (good < kGoodRays) {
    return false;
  }
  // The area inside the ring is 25 modules; rays that saw nothing borrow from the one opposite.
  float area = 0;
  for (size_t i = 0; i < kRays; ++i) {
    if (ring[i] == 0) {
      ring[i] = ring[(i + kRays / 2) % kRays];
    }
  }
  int counted = 0;
  for (size_t i = 0; i < kRays; ++i) {
    float a = ring[i], b = ring[(i + 1) % kRays];
    if (a > 0 && b > 0) {
      area += a * b;
      ++counted;
    }
  }
  if (counted < 12) {
    return false;
  }
  area *= 0.5f * std::sin(static_cast<float>(2 * M_PI / kRays)) * kRays / static_cast<float>(counted);
  finder.centre = centre;
  finder.module = std::sqrt(area * 1.03f) / 5;
  finder.quality = static_cast<float>(good) / kRays;
  EstimateAxes(ring, finder);
  return true;
}

// Adds to `crossings` where both sections through a place have a finder's proportions, whatever its corners look like.
void Consider(const Plane& dark, uint8_t ink, float middle, int y, float unit, std::vector<Finder>& found, int& crossings) {
  for (Finder& known : found) {
    if (std::abs(known.centre.x - middle) < 1.6f * known.module && std::abs(known.centre.y - static_cast<float>(y)) < 1.6f * known.module) {
      ++known.support;
      return;
    }
  }
  int limit = static_cast<int>(8 * unit) + 4;
  Section vertical, horizontal;
  if (!CrossSection(dark, ink, static_cast<int>(middle), y, true, limit, vertical) || vertical.unit > 3.2f * unit || unit > 3.2f * vertical.unit) {
    return;
  }
  if (!CrossSection(dark, ink, static_cast<int>(middle), static_cast<int>(vertical.middle), false, limit, horizontal)) {
    return;
  }
  ++crossings;
  Finder finder;
  finder.support = 1;
  if (LookAround(dark, ink, {horizontal.middle, vertical.middle}, std::min(horizontal.unit, vertical.unit), finder)) {
    // The same finder may be entered twice from rows that lean.
    for (Finder& known : found) {
      if (Length(known.centre - finder.centre) < 1.5f * known.module) {
        ++known.support;
        return;
      }
    }
    found.push_back(finder);
  }
}

void ScanRow(const Plane& dark, int y, std::vector<Finder>& found, std::vector<Finder>& inverted, int& crossings) {
  const uint8_t* row = dark.Row(y);
  // Ends of the last six runs; runs alternate, and the one that just ended is of colour `was`.
  int ends[6] = {0, 0, 0, 0, 0, 0}, count = 0;
  auto ended = [&](int x, bool was_dark) {
    for (int i = 0; i < 5; ++i) ends[i] = ends[i + 1];
    ends[5] = x;
    if (++count < 5) {
      return;
    }
    int run[5];
    for (int i = 0; i < 5; ++i) {
      run[i] = ends[i + 1] - ends[i];
    }
    if (Proportioned(run)) {
      float unit = static_cast<float>(run[1] + run[2] + run[3]) / 5;
      Consider(dark, was_dark ? 1 : 0, 0.5f * static_cast<float>(ends[2] + ends[3]), y, unit, was_dark ? found : inverted, crossings);
    }
  };
  uint8_t last = row[0];
  int x = 0;
  for (; x + 8 <= dark.width; x += 8) {
    uint64_t word;
    std::memcpy(&word, row + x, 8);
    if constexpr (std::endian::native == std::endian::little) {
      uint64_t changes = word ^ (word << 8 | last);
      while (changes) {
        int byte = std::countr_zero(changes) / 8;
        ended(x + byte, row[x + byte] == 0);
        changes &= changes - 1;
      }
    } else {
      for (int i = 0; i < 8; ++i) {
        if (row[x + i] != (i ? row[x + i - 1] : last)) {
          ended(x + i, row[x + i] == 0);
        }
      }
    }
    last = row[x + 7];
  }
  for (; x < dark.width; ++x) {
    if (row[x] != last) {
      ended(x, last != 0);
      last = row[x];
    }
  }
  ended(dark.width, last != 0);
}

}  // namespace

int FindFinders(const Plane& dark, int row_step, std::vector<Finder>& found, std::vector<Finder>& inverted) {
  constexpr size_t kMost = 1500;
  int crossings = 0;
  for (int y = row_step / 2; y < dark.height && found.size() + inverted.size() < kMost; y += row_step) {
    ScanRow(dark, y, found, inverted, crossings);
  }
  return crossings;
}

}  // namespace ecv::qr
