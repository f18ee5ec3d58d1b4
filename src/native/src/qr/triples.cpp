#include "qr/triples.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

constexpr float kLean = 0.45f;  // how far off its axis a neighbour may be seen, as a tangent

// `way` in modules of the frame; the larger part says which axis it follows, the smaller how far it leans.
struct Way {
  int quarter = 0;  // turns that bring u onto it
  float modules = 0, lean = 9;
};

Way Along(const Frame& frame, Point way) {
  float area = Cross(frame.u, frame.v), u = Cross(way, frame.v) / area, v = Cross(frame.u, way) / area;
  bool along_u = std::abs(u) >= std::abs(v);
  float large = along_u ? u : v, small = along_u ? v : u;
  return {along_u ? (large > 0 ? 0 : 2) : (large > 0 ? 1 : 3), std::abs(large), std::abs(small) / std::max(1e-6f, std::abs(large))};
}

// Turned by quarters: u becomes v, -u, -v.
Frame Turned(const Frame& frame, int quarter) {
  Point u = frame.u, v = frame.v;
  switch (quarter & 3) {
    case 0: return frame;
    case 1: return {frame.centre, v, -1.0f * u};
    case 2: return {frame.centre, -1.0f * u, -1.0f * v};
    default: return {frame.centre, -1.0f * v, u};
  }
}

struct Neighbour {
  int index;
  Way from, to;  // seen from the corner, and from the neighbour
  float modules, size;
};

}  // namespace

std::vector<Triple> FindTriples(const std::vector<Finder>& finders, size_t most) {
  std::vector<Triple> all;
  std::vector<Neighbour> neighbours;
  int count = static_cast<int>(finders.size());
  for (int a = 0; a < count; ++a) {
    const Finder& corner = finders[static_cast<size_t>(a)];
    neighbours.clear();
    for (int b = 0; b < count; ++b) {
      const Finder& other = finders[static_cast<size_t>(b)];
      float size = std::abs(std::log(other.module / corner.module));
      if (b == a || size > 0.9f) continue;
      Point way = other.centre - corner.centre;
      Way from = Along(corner.frame, way), to = Along(other.frame, way);
      if (from.lean > kLean || to.lean > kLean) continue;
      float modules = 0.5f * (from.modules + to.modules);
      if (modules < 10 || modules > 190) continue;
      neighbours.push_back({b, from, to, modules, size});
    }
    for (const Neighbour& right : neighbours) {
      for (const Neighbour& below : neighbours) {
        if (((right.from.quarter + 1) & 3) != below.from.quarter) continue;  // frames turn u to v as the picture turns x to y
        float ratio = std::abs(std::log(right.modules / below.modules));
        if (ratio > 0.7f) continue;
        const Finder &r = finders[static_cast<size_t>(right.index)], &d = finders[static_cast<size_t>(below.index)];
        Triple triple;
        triple.finder = {a, right.index, below.index};
        triple.frames = {Turned(corner.frame, right.from.quarter), Turned(r.frame, right.to.quarter), Turned(d.frame, below.to.quarter + 3)};
        triple.across = right.modules;
        triple.down = below.modules;
        triple.strain = right.from.lean + right.to.lean + below.from.lean + below.to.lean + ratio + 0.4f * (right.size + below.size) +
                        (3 - corner.quality - r.quality - d.quality) / 3 + 0.003f * std::max(right.modules, below.modules);
        if (triple.strain < 1) all.push_back(triple);
      }
    }
  }
  auto less = [](const Triple& p, const Triple& q) { return p.strain < q.strain; };
  if (all.size() > most) {
    std::nth_element(all.begin(), all.begin() + static_cast<ptrdiff_t>(most), all.end(), less);
    all.resize(most);
  }
  std::sort(all.begin(), all.end(), less);
  return all;
}

}  // namespace ecv::qr
