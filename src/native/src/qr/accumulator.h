// Several pictures of one code: what no single one shows.
#pragma once
#include "qr/grid.h"

#include <array>
#include <vector>

namespace ecv::qr {

// Adds up beliefs about symbols that were found and not read. Bounded: a few symbols, each forgotten when it is not seen for a while.
class Accumulator {
 public:
  void NextPicture() { ++picture_; }
  void Clear();

  // Adds one look. Returns how many pictures contributed, 1 when this begins a symbol; `mean` is their belief.
  int Add(const Grid& belief, Grid& mean);

  // The symbol was read; its looks are of no more use.
  void Forget(int version);

 private:
  struct Slot {
    int version = 0, frames = 0;
    long seen = 0, added = -1;
    std::vector<float> sum;
  };
  static constexpr long kMostPicturesUnseen = 15;
  static constexpr int kMostFrames = 12;

  std::array<Slot, 4> slots_;
  long picture_ = 0;
};

}  // namespace ecv::qr
