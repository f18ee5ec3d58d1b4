// One number a module: first its luminance, then how surely it is dark.
#pragma once
#include "qr/shape.h"

#include <vector>

namespace ecv::qr {

// Side * side values, row by row.
struct Grid {
  int version = 0, side = 0;
  std::vector<float> value;

  float At(int x, int y) const { return value[static_cast<size_t>(y) * side + x]; }
};

// Luminance at every module's centre; `shift` moves all samples, in modules.
void Sample(const Luma& image, const Shape& shape, Point shift, Grid& luminance);

struct Softening {
  int radius;     // modules around that set a module's threshold; 0 for the whole symbol
  float sharpen;  // how much of the neighbours' light is taken out again: focus lost by about half a module
};

// Luminance to belief: +1 surely dark, -1 surely light, near 0 anything. Flat regions, such as glare, come out near 0.
void Soften(const Grid& luminance, Softening how, Grid& belief);

// Share of the function patterns' modules, beyond chance, that are as the standard draws them: 1 all, 0 chance.
float FunctionScore(const Grid& belief);

}  // namespace ecv::qr
