// What may be the matter with a symbol that is there and cannot be read: said in numbers, for whoever guides the person.
#pragma once
#include "checkpoint_vision.h"
#include "qr/grid.h"

namespace ecv::qr {

struct Unread {
  float score = 0;  // of its function patterns; 0: there is none
  Shape shape;
  Grid luminance, belief;
  float scale = 1;
  bool inverted = false;
};

// False where nothing was seen that is surely a symbol.
bool Describe(const Unread& unread, ecv_unread& out);

}  // namespace ecv::qr
