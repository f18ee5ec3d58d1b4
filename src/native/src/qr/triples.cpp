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

// In the turn that looks most like another.
Frame Nearest(const Frame& frame, const Frame& like) {
  Frame best = frame;
  float most = -9;
  for (int turn = 0; turn < 4; ++turn) {
    Frame turned = Turned(frame, turn);
    float alike = Dot(turned.u, like.u) / (Length(turned.u) * Length(like.u));
    if (alike > most) {
      most = alike;
      best = turned;
    }
  }
  return best;
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

std::vector<Triple> GuessTriples(const std::vector<Finder>& finders, float minimum_score, size_t most) {
  std::vector<Triple> all;
  int count = static_cast<int>(finders.size());
  for (int a = 0; a < count; ++a) {
    for (int b = a + 1; b < count; ++b) {
      const Finder &p = finders[static_cast<size_t>(a)], &q = finders[static_cast<size_t>(b)];
      float size = std::abs(std::log(q.module / p.module));
      if (p.score < minimum_score || q.score < minimum_score || size > 0.6f) continue;
      Point way = q.centre - p.centre;
      Way from = Along(p.frame, way), to = Along(q.frame, way);
      float modules = 0.5f * (from.modules + to.modules), strain = size + 2 - 0.5f * (p.score + q.score) - 0.5f * (p.quality + q.quality);
      auto add = [&](std::array<int, 3> index, const Frame& first, const Frame& second, const Frame& third, float extra) {
        all.push_back({index, {first, second, third}, modules, modules, strain + extra});
      };
      if (from.lean < 0.3f && to.lean < 0.3f && modules >= 10 && modules <= 100) {
        // Side by side: p and q are top left and top right in one of the two directions, or top left and bottom left.
        Frame f = Turned(p.frame, from.quarter), g = Turned(q.frame, to.quarter);
        Point down = 0.5f * modules * (f.v + g.v);
        auto shifted = [&](const Frame& near, Point by) { return Frame{near.centre + by, near.u, near.v}; };
        float lean = from.lean + to.lean;
        add({a, b, -1}, f, g, shifted(f, down), lean);                                                              // below p
        add({b, -1, a}, Turned(g, 1), shifted(Turned(g, 1), down), Turned(f, 1), lean);                             // q is top left, p bottom left
        add({b, a, -1}, Turned(g, 2), Turned(f, 2), shifted(Turned(g, 2), -1.0f * down), lean);                     // the same two upside down
        add({a, -1, b}, Turned(f, 3), shifted(Turned(f, 3), -1.0f * down), Turned(g, 3), lean);
      } else if (from.lean > 0.5f && to.lean > 0.5f) {
        // Across the diagonal, with the corner on either side: in the turn where q lies towards -u and v, p is top right.
        for (int quarter = 0; quarter < 4; ++quarter) {
          Frame f = Turned(p.frame, quarter), g = Nearest(q.frame, f);
          float area = Cross(f.u, f.v), u = Cross(way, f.v) / area, v = Cross(f.u, way) / area;
          if (u * v >= 0 || std::abs(u) < 10 || std::abs(v) < 10 || std::abs(u) > 100 || std::abs(v) > 100) continue;
          Frame corner{u < 0 ? p.centre + u * f.u : q.centre - u * g.u, 0.5f * (f.u + g.u), 0.5f * (f.v + g.v)};
          Triple triple{{-1, u < 0 ? a : b, u < 0 ? b : a}, {corner, u < 0 ? f : g, u < 0 ? g : f}, std::abs(u), std::abs(v), 0};
          triple.strain = strain + std::abs(1 - std::abs(u / v));
          all.push_back(triple);
        }
      }
    }
  }
  auto less = [](const Triple& x, const Triple& y) { return x.strain < y.strain; };
  std::sort(all.begin(), all.end(), less);
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace ecv::qr
