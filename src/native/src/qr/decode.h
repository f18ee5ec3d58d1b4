// From belief to data: format word, codewords, and error correction that knows which codewords to distrust.
#pragma once
#include "qr/grid.h"
#include "qr/tables.h"

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ecv::qr {

struct Symbol {
  int version = 0, level = -1, mask = 0;
  bool mirrored = false;
  int repaired = 0, erased = 0;
  std::vector<uint8_t> data;  // data codewords; the last of M1 and M3 holds its four bits on the left, that of Model 1 likewise
};

// Decodes one symbol from as many different looks at it as the caller can get. Blocks that closed stay closed.
class SymbolDecoder {
 public:
  // Forgets everything; the looks that follow are of one symbol.
  void Begin(int version);

  // One more look. `erasures`: also try with doubtful codewords erased. True when the symbol is complete.
  bool Look(const Grid& belief, bool erasures, Symbol& symbol);

  // The modules that are certain: those of function patterns, and those of closed blocks in the reading with most of them.
  // +1 dark, -1 light, 0 unknown. Returns how many blocks closed.
  int Known(Grid& known);

 private:
  struct Layout {
    std::vector<int> order;  // module index of every bit of every codeword, in order
    int codewords = 0;
  };
  struct BlockState {
    bool closed = false;
    int repaired = 0, erased = 0;
    std::vector<uint8_t> codewords;
  };
  // One reading of the format word that looks keep contributing to.
  struct Attempt {
    Family family = Family::kQr;
    Format format;
    bool mirrored = false;
    std::vector<Block> shape;
    std::vector<BlockState> blocks;
  };

  const Layout& LayoutOf(Family family);
  bool LookFor(Family family, const Grid& belief, bool mirrored, bool erasures, Symbol& symbol);
  bool LookAs(const Grid& belief, Attempt& attempt, bool erasures, Symbol& symbol);

  int version_ = 0;
  std::vector<Attempt> attempts_;
  std::map<std::pair<Family, int>, Layout> layouts_;
};

}  // namespace ecv::qr
