#include "qr/micro.h"

#include "qr/edges.h"
#include "qr/tables.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

// The smallest symbol has so much timing pattern that the finder must be exact for the rest.
constexpr float kMinimumFunction = 0.8f;

// Both timing patterns start alike in every version: light, dark, light, dark after the finder.
bool TimingBegins(const Luma& image, const Frame& frame) {
  for (int axis = 0; axis < 2; ++axis) {
    float value[4];
    for (int i = 0; i < 4; ++i) {
      float along = static_cast<float>(i) + 4, across = -3;
      value[i] = At(image, axis == 0 ? frame.At(along, across) : frame.At(across, along));
    }
    float light = std::min(value[0], value[2]), dark = std::max(value[1], value[3]);
    if (!(light > dark + 6)) return false;
  }
  return true;
}

void Refine(const Luma& image, Shape& shape) {
  std::vector<EdgeSample> edges;
  constexpr float kAlong[] = {-0.75f, -0.4f, 0, 0.4f, 0.75f};
  for (int square = 0; square < 3; ++square) {
    float half = 1.5f + static_cast<float>(square);
    bool lighter = square != 1;
    for (int i = 0; i < 4; ++i) {
      bool across_u = i < 2;
      float sign = i % 2 == 0 ? 1.0f : -1.0f;
      for (float along : kAlong) {
        Point module{3.5f + (across_u ? sign * half : along * half), 3.5f + (across_u ? along * half : sign * half)};
        AddEdge(image, shape.plane, module, across_u, sign > 0 ? lighter : !lighter, 0.7f, 1, edges);
      }
    }
  }
  for (int i = 8; i < shape.Side(); ++i) {
    float at = static_cast<float>(i);
    AddEdge(image, shape.plane, {at, 0.5f}, true, i % 2 != 0, 0.6f, 2, edges);
    AddEdge(image, shape.plane, {0.5f, at}, false, i % 2 != 0, 0.6f, 2, edges);
  }
  Homography plane = shape.plane;
  if (FitEdges(edges, plane, 2)) shape.plane = plane;
}

// The row and the column just beyond the symbol are its quiet zone.
bool QuietBeyond(const Luma& image, const Shape& shape) {
  int side = shape.Side(), light = 0, all = 0;
  float dark_level = At(image, shape(3.5f, 3.5f)), light_level = At(image, shape(1.5f, 3.5f)), middle = 0.5f * (dark_level + light_level);
  for (int i = 0; i < side; ++i) {
    for (Point module : {Point{static_cast<float>(side) + 0.7f, static_cast<float>(i) + 0.5f}, Point{static_cast<float>(i) + 0.5f, static_cast<float>(side) + 0.7f}}) {
      Point pixel = shape(module.x, module.y);
      if (!Inside(image, pixel)) continue;
      ++all;
      light += At(image, pixel) > middle ? 1 : 0;
    }
  }
  return 10 * light >= 8 * all;
}

}  // namespace

bool ReadMicro(const Luma& image, const Frame& frame, SymbolDecoder& decoder, Shape& shape, Symbol& symbol) {
  Frame turned = frame;
  for (int turn = 0; turn < 4; ++turn) {
    turned = {frame.centre, turned.v, -1.0f * turned.u};
    if (!TimingBegins(image, turned)) continue;
    for (int version = -1; version >= -4; --version) {
      shape.version = version;
      shape.warp.Clear();
      Point origin = turned.At(-3.5f, -3.5f);
      shape.plane.h = {turned.u.x, turned.v.x, origin.x, turned.u.y, turned.v.y, origin.y, 0, 0};
      Refine(image, shape);
      if (!QuietBeyond(image, shape)) continue;
      Grid luminance, belief;
      Sample(image, shape, {0, 0}, luminance);
      decoder.Begin(version);
      for (Softening how : {Softening{0, 0}, Softening{4, 0}, Softening{4, 0.5f}}) {
        Soften(luminance, how, belief);
        if (FunctionScore(belief) < kMinimumFunction) break;
        if (decoder.Look(belief, false, symbol)) return true;
      }
    }
  }
  return false;
}

}  // namespace ecv::qr
