// Reed-Solomon over GF(256), polynomial 0x11D, first root 1: ISO/IEC 18004 annex A.
#pragma once
#include <cstdint>
#include <span>

namespace ecv::qr {

struct Correction {
  bool closed = false;  // every syndrome is zero now
  int repaired = 0;     // codewords that changed
};

// Corrects `block` in place: errors at unknown places and erasures at the given ones, 2 * errors + erasures <= parity.
// The block is unchanged when it does not close.
Correction Correct(std::span<uint8_t> block, int parity, std::span<const int> erasures);

}  // namespace ecv::qr
