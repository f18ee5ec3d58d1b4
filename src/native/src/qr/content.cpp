#include "qr/content.h"

namespace ecv::qr {
namespace {

class Bits {
 public:
  Bits(std::span<const uint8_t> data, int length) : data_(data), left_(length) {}
  int Left() const { return left_; }
  int Read(int count) {
    int value = 0;
    for (; count > 0; --count, ++at_, --left_) {
      value = value << 1 | (data_[static_cast<size_t>(at_ / 8)] >> (7 - at_ % 8) & 1);
    }
    return value;
  }
  void Skip(int count) {
    at_ += count;
    left_ -= count;
  }

 private:
  std::span<const uint8_t> data_;
  int left_, at_ = 0;
};

enum Mode { kNumeric, kAlphanumeric, kByte, kKanji, kHanzi };

// Bits of the character count, table 3.
int CountBits(Mode mode, int version) {
  if (version < 0) {
    constexpr int kMicro[4][4] = {{3, 0, 0, 0}, {4, 3, 0, 0}, {5, 4, 4, 3}, {6, 5, 5, 4}};
    return kMicro[-version - 1][mode];
  }
  constexpr int kLong[5][3] = {{10, 12, 14}, {9, 11, 13}, {8, 16, 16}, {8, 10, 12}, {8, 10, 12}};
  return kLong[mode][version < 10 ? 0 : version < 27 ? 1 : 2];
}

int DataBits(Mode mode, int count) {
  switch (mode) {
    case kNumeric: return count / 3 * 10 + (count % 3 == 0 ? 0 : count % 3 == 1 ? 4 : 7);
    case kAlphanumeric: return count / 2 * 11 + count % 2 * 6;
    case kByte: return 8 * count;
    default: return 13 * count;
  }
}

}  // namespace

bool WellFormed(int version, std::span<const uint8_t> data) {
  bool micro = version < 0;
  int total = static_cast<int>(data.size()) * 8 - (version == -1 || version == -3 ? 4 : 0);
  Bits bits(data, total);
  int mode_bits = micro ? -version - 1 : 4;
  int characters = 0;
  while (bits.Left() >= mode_bits) {
    if (micro && bits.Left() < mode_bits + CountBits(kNumeric, version)) {
      break;
    }
    int word = bits.Read(mode_bits);
    Mode mode;
    if (micro) {
      mode = static_cast<Mode>(word);
      if (word > 3 || CountBits(mode, version) == 0) {
        return false;
      }
    } else {
      switch (word) {
        case 0: return characters > 0;
        case 1: mode = kNumeric; break;
        case 2: mode = kAlphanumeric; break;
        case 4: mode = kByte; break;
        case 8: mode = kKanji; break;
        case 13:
          if (bits.Left() < 4) return false;
          bits.Skip(4);
          mode = kHanzi;
          break;
        case 3:
          if (bits.Left() < 16) return false;
          bits.Skip(16);
          continue;
        case 5: continue;
        case 9:
          if (bits.Left() < 8) return false;
          bits.Skip(8);
          continue;
        case 7: {
          if (bits.Left() < 8) return false;
          int first = bits.Read(8), more = first < 0x80 ? 0 : first < 0xC0 ? 8 : 16;
          if (bits.Left() < more) return false;
          bits.Skip(more);
          continue;
        }
        default: return false;
      }
    }
    int count_bits = CountBits(mode, version);
    if (bits.Left() < count_bits) {
      return false;
    }
    int count = bits.Read(count_bits);
    if (micro && count == 0 && word == 0) {
      return characters > 0;  // the terminator is all zeros
    }
    int length = DataBits(mode, count);
    if (length > bits.Left()) {
      return false;
    }
    bits.Skip(length);
    characters += count;
  }
  return characters > 0;
}

}  // namespace ecv::qr
