// Three finders that could be the corners of one symbol.
#pragma once
#include "qr/finder.h"

#include <array>
#include <vector>

namespace ecv::qr {

struct Triple {
  std::array<int, 3> finder;    // top left, top right, bottom left
  std::array<Frame, 3> frames;  // turned so that u points from top left to top right, and v to bottom left
  float across, down;           // modules between the centres
  float strain;                 // how far from what one plane shows; 0 is perfect
};

// Likely triples, best first, at most `most`.
std::vector<Triple> FindTriples(const std::vector<Finder>& finders, size_t most);

// Pairs whose third finder is hidden: where it would be, in every way that two may stand. `finder` holds -1 for it.
std::vector<Triple> GuessTriples(const std::vector<Finder>& finders, float minimum_score, size_t most);

}  // namespace ecv::qr
