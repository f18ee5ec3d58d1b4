// What an engine found, before it crosses the boundary.
#pragma once
#include "checkpoint_vision.h"
#include <cstdint>
#include <string>
#include <vector>

namespace ecv {

struct Luma {
  const uint8_t* pixels;
  int width, height, stride;
};

struct Found {
  ecv_code code{};
  std::vector<uint8_t> content;
};

}  // namespace ecv
