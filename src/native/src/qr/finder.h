// Finder patterns: squares whose every section through the centre is dark-light-dark-light-dark as 1:1:3:1:1.
#pragma once
#include "qr/plane.h"

#include <vector>

namespace ecv::qr {

// A finder's own axes: one module along u and along v, in pixels.
struct Frame {
  Point centre, u, v;
  Point At(float du, float dv) const { return centre + du * u + dv * v; }
};

struct Finder {
  Point centre;
  Frame frame;        // axes in an arbitrary quarter turn
  float module = 0;   // pixels, square root of the area of one module
  int support = 0;    // rows that showed it
  float quality = 0;  // share of the rays that saw the pattern, 0 to 1
  float score = 0;    // correlation with the pattern once its edges were fitted
};

// Finds them in a binarised picture. A dark neighbour without quiet zone may swallow the outer ring on one side.
// `inverted` gets those that are light on dark. Returns how often a row crossed anything with a finder's proportions both ways.
int FindFinders(const Plane& dark, int row_step, std::vector<Finder>& found, std::vector<Finder>& inverted);

}  // namespace ecv::qr
