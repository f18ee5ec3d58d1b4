// QR Code Model 1, the first form of the symbol: ISO/IEC 18004:2000 Annex M. Same finders, timing patterns and format places as
// today's, no alignment patterns, and codewords that lie in bricks of their own.
#pragma once
#include "qr/tables.h"

#include <vector>

namespace ecv::qr::model1 {

constexpr int kMostVersion = 14;

// Module index of every bit of every codeword, in order. The first four bits are a corner mark and carry nothing.
std::vector<int> Order(int version);

// Blocks (tables M.2 and M.4); each has its codewords in one run, those for data before those for error correction.
std::vector<Block> Blocks(int version, int level);

}  // namespace ecv::qr::model1
