// Constants of ISO/IEC 18004: sizes, blocks, alignment patterns, format and version words, masks.
// Versions 1 to 40 are QR codes; -1 to -4 are Micro QR M1 to M4.
#pragma once
#include <cstdint>
#include <vector>

namespace ecv::qr {

inline bool IsMicro(int version) { return version < 0; }
inline int Side(int version) { return IsMicro(version) ? 9 - 2 * version : 17 + 4 * version; }

// One Reed-Solomon block: total codewords and how many of them are data.
struct Block {
  int total, data;
};

// Blocks in the order the codewords are interleaved; empty where the level does not exist (Micro QR).
std::vector<Block> Blocks(int version, int level);

// Codewords of the whole symbol.
int TotalCodewords(int version);

// Row and column coordinates of alignment pattern centres; empty for version 1 and Micro QR.
std::vector<int> AlignmentCentres(int version);

// A symbol whose function patterns are 2 light, 3 dark; data modules 0.
enum Module : uint8_t { kData = 0, kFormat = 1, kLight = 2, kDark = 3 };
std::vector<uint8_t> FunctionPatterns(int version);

struct Format {
  int level = -1;   // 0 L, 1 M, 2 Q, 3 H
  int mask = 0;
  int version = 0;  // Micro QR only: what the word says
  int distance = 99;  // bits that differ from the nearest word
};

// The families of symbols, told apart by what their format words are masked with.
enum class Family { kQr, kModel1, kMicro };

// Candidates for 15 bits as read, nearest first, at most `count`, distance at most 4.
std::vector<Format> DecodeFormat(int bits_a, int bits_b, Family family, int count);

// The 18-bit version word; 0 when no word is within 3 bits.
int DecodeVersion(int bits);

// Mask pattern 0 to 7; for Micro QR the caller passes MicroMask().
bool Mask(int mask, int x, int y);
inline int MicroMask(int mask) {
  constexpr int kMap[] = {1, 4, 6, 7};
  return kMap[mask & 3];
}

}  // namespace ecv::qr
