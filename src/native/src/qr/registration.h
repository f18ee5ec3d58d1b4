// Draws the places of modules to what is already known of them.
#pragma once
#include "qr/grid.h"

namespace ecv::qr {

// `known`: +1 where a module is dark for certain, -1 light, 0 unknown. Bends the shape so that the picture agrees with it best;
// false when too little is known.
bool Register(const Luma& image, const Grid& known, Shape& shape);

}  // namespace ecv::qr
