// Measuring where an expected edge really is.
#pragma once
#include "qr/homography.h"

namespace ecv::qr {

// Looks along `normal` (unit, towards the light side) within `reach` pixels of `expected` for the steepest rise.
bool MeasureEdge(const Luma& image, Point expected, Point normal, float reach, float& offset);

// Measures the edge that crosses u (or v) at `module`, and keeps it. `lighter`: it gets lighter as that coordinate grows.
void AddEdge(const Luma& image, const Homography& plane, Point module, bool across_u, bool lighter, float reach_modules, float weight,
             std::vector<EdgeSample>& edges);

}  // namespace ecv::qr
