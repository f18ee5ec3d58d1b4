// Luminance to dark (1) and light (0). No single rule works for phone screens, shadows and print alike.
#pragma once
#include "qr/plane.h"

#include <cstdint>
#include <vector>

namespace ecv::qr {

// Threshold per 8 x 8 block from its neighbourhood of 5 x 5 blocks. Blocks whose range is below `contrast` count as flat.
void BinarizeBlocks(const Luma& image, int contrast, Plane& dark);

// Threshold is the mean of a square window, less `offset`.
void BinarizeMean(const Luma& image, int window, int offset, Plane& dark);

}  // namespace ecv::qr
