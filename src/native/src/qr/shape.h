// Where every module of one symbol lies in the picture.
#pragma once
#include "qr/finder.h"
#include "qr/homography.h"

#include <array>
#include <optional>

namespace ecv::qr {

struct Shape {
  int version = 0;
  Homography plane;
  Warp warp;
  std::array<Frame, 3> frames;  // top left, top right, bottom left

  Point operator()(float u, float v) const { return warp.Empty() ? plane(u, v) : plane(u, v) + warp(u, v); }
  int Side() const;
};

// Fits the axes to the edges of stone and ring. False when too few edges are there.
bool FitFrame(const Luma& image, Frame& frame);

// Correlation of the 9 x 9 modules around the centre with a finder and its light margin, best of with and without margin; 1 is perfect.
float FrameScore(const Luma& image, const Frame& frame);

// How well alternating modules stand where the timing patterns should be: 1 perfect, 0 chance.
float TimingScore(const Luma& image, const Shape& shape);

// The plane through the finders' corners for a given version; false when they lie in no plane.
bool PlaneFromFrames(Shape& shape);

// Draws the plane to all edges of finders and timing patterns.
bool RefinePlane(const Luma& image, Shape& shape);

// Finds alignment patterns; moves the plane to the last, and bends the warp to all. Returns how many were found.
int FollowAlignment(const Luma& image, Shape& shape);

}  // namespace ecv::qr
