#include "qr/tables.h"

#include <algorithm>
#include <bit>

namespace ecv::qr {
namespace {

// Table 9: error correction codewords a block, and blocks, by level and version.
constexpr uint8_t kEcPerBlock[4][40] = {
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30}};
constexpr uint8_t kBlocks[4][40] = {
    {1, 1, 1, 1, 1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81}};

// Micro QR, by -version - 1 and level: data codewords (the last of M1 and M3 has four bits) and error correction codewords.
constexpr uint8_t kMicro[4][3][2] = {{{3, 2}, {0, 0}, {0, 0}}, {{5, 5}, {4, 6}, {0, 0}}, {{11, 6}, {9, 8}, {0, 0}}, {{16, 8}, {14, 10}, {10, 14}}};

int Remainder(int value, int degree, int generator) {
  int rest = value << degree;
  for (int bit = 14 + 4; bit >= degree; --bit) {
    if (rest >> bit & 1) {
      rest ^= generator << (bit - degree);
    }
  }
  return value << degree | rest;
}

int FormatWord(int data, Family family) {
  return Remainder(data, 10, 0x537) ^ (family == Family::kMicro ? 0x4445 : family == Family::kModel1 ? 0x2825 : 0x5412);
}

}  // namespace

int TotalCodewords(int version) {
  if (IsMicro(version)) {
    const auto& m = kMicro[-version - 1][0];
    return m[0] + m[1];
  }
  int modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    int align = version / 7 + 2;
    modules -= (25 * align - 10) * align - 55;
    if (version >= 7) {
      modules -= 36;
    }
  }
  return modules / 8;
}

std::vector<Block> Blocks(int version, int level) {
  if (IsMicro(version)) {
    if (level > 2 || kMicro[-version - 1][level][1] == 0) {
      return {};
    }
    const auto& m = kMicro[-version - 1][level];
    return {{m[0] + m[1], m[0]}};
  }
  int total = TotalCodewords(version), count = kBlocks[level][version - 1], ec = kEcPerBlock[level][version - 1];
  std::vector<Block> blocks;
  for (int i = 0; i < count; ++i) {
    int length = total / count + (i >= count - total % count ? 1 : 0);
    blocks.push_back({length, length - ec});
  }
  return blocks;
}

std::vector<int> AlignmentCentres(int version) {
  if (version < 2) {
    return {};
  }
  int count = version / 7 + 2, last = Side(version) - 7;
  int step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
  std::vector<int> centres(count, 6);
  for (int i = count - 1; i > 0; --i) {
    centres[i] = last - (count - 1 - i) * step;
  }
  return centres;
}

std::vector<uint8_t> FunctionPatterns(int version) {
  int side = Side(version);
  std::vector<uint8_t> grid(static_cast<size_t>(side) * side, kData);
  auto set = [&](int x, int y, uint8_t value) {
    if (x >= 0 && y >= 0 && x < side && y < side) {
      grid[static_cast<size_t>(y) * side + x] = value;
    }
  };
  bool micro = IsMicro(version);
  int timing = micro ? 0 : 6;
  for (int i = 0; i < side; ++i) {
    set(i, timing, i % 2 == 0 ? kDark : kLight);
    set(timing, i, i % 2 == 0 ? kDark : kLight);
  }
  // Format words first; the finder's separator never overlaps them.
  for (int i = 0; i <= 8; ++i) {
    if (i != timing) {
      set(8, i, kFormat);
      set(i, 8, kFormat);
    }
    if (!micro && i < 8) {
      set(side - 1 - i, 8, kFormat);
      set(8, side - 1 - i, kFormat);
    }
  }
  if (!micro) {
    set(8, side - 8, kDark);
  }
  auto finder = [&](int cx, int cy) {
    for (int dy = -4; dy <= 4; ++dy) {
      for (int dx = -4; dx <= 4; ++dx) {
        int ring = std::max(std::abs(dx), std::abs(dy));
        set(cx + dx, cy + dy, ring == 2 || ring == 4 ? kLight : kDark);
      }
    }
  };
  finder(3, 3);
  if (micro) {
    return grid;
  }
  finder(side - 4, 3);
  finder(3, side - 4);
  std::vector<int> centres = AlignmentCentres(version);
  for (int cy : centres) {
    for (int cx : centres) {
      bool corner = (cx == 6 && cy == 6) || (cx == 6 && cy == side - 7) || (cx == side - 7 && cy == 6);
      for (int dy = -2; !corner && dy <= 2; ++dy) {
        for (int dx = -2; dx <= 2; ++dx) {
          set(cx + dx, cy + dy, std::max(std::abs(dx), std::abs(dy)) == 1 ? kLight : kDark);
        }
      }
    }
  }
  for (int i = 0; version >= 7 && i < 18; ++i) {
    set(side - 11 + i % 3, i / 3, kFormat);
    set(i / 3, side - 11 + i % 3, kFormat);
  }
  return grid;
}

std::vector<Format> DecodeFormat(int bits_a, int bits_b, Family family, int count) {
  // Two level bits 01 00 11 10 are L M Q H.
  constexpr int kLevel[] = {1, 0, 3, 2};
  // Micro QR symbol numbers: version and level.
  constexpr int kSymbol[8][2] = {{-1, 0}, {-2, 0}, {-2, 1}, {-3, 0}, {-3, 1}, {-4, 0}, {-4, 1}, {-4, 2}};
  std::vector<Format> all;
  for (int data = 0; data < 32; ++data) {
    unsigned word = static_cast<unsigned>(FormatWord(data, family));
    Format format;
    format.distance = std::min(std::popcount(word ^ static_cast<unsigned>(bits_a)), std::popcount(word ^ static_cast<unsigned>(bits_b)));
    if (family == Family::kMicro) {
      format.version = kSymbol[data >> 2][0];
      format.level = kSymbol[data >> 2][1];
      format.mask = data & 3;
    } else {
      format.level = kLevel[data >> 3];
      format.mask = data & 7;
    }
    if (format.distance <= 4) {
      all.push_back(format);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Format& a, const Format& b) { return a.distance < b.distance; });
  if (static_cast<int>(all.size()) > count) {
    all.resize(static_cast<size_t>(count));
  }
  return all;
}

int DecodeVersion(int bits) {
  for (int version = 7; version <= 40; ++version) {
    if (std::popcount(static_cast<unsigned>(Remainder(version, 12, 0x1F25) ^ bits)) <= 3) {
      return version;
    }
  }
  return 0;
}

bool Mask(int mask, int x, int y) {
  switch (mask) {
    case 0: return (x + y) % 2 == 0;
    case 1: return y % 2 == 0;
    case 2: return x % 3 == 0;
    case 3: return (x + y) % 3 == 0;
    case 4: return (x / 3 + y / 2) % 2 == 0;
    case 5: return x * y % 2 + x * y % 3 == 0;
    case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
    default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
  }
}

}  // namespace ecv::qr
