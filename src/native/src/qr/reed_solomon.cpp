#include "qr/reed_solomon.h"

#include <algorithm>
#include <array>

namespace ecv::qr {
namespace {

constexpr int kMaxParity = 68;  // Model 1 has the longest

struct Field {
  // The logarithm of zero leads to where all powers are zero, whatever is added to it: no product needs a branch.
  static constexpr uint16_t kLogOfZero = 512;
  std::array<uint8_t, 2 * kLogOfZero + 1> power{};
  std::array<uint16_t, 256> log{};

  constexpr Field() {
    log[0] = kLogOfZero;
    int value = 1;
    for (int i = 0; i < 255; ++i) {
      power[i] = power[i + 255] = static_cast<uint8_t>(value);
      log[value] = static_cast<uint16_t>(i);
      value = value << 1 ^ (value & 0x80 ? 0x11D : 0);
    }
  }

  constexpr uint8_t Times(uint8_t a, uint8_t b) const { return power[log[a] + log[b]]; }
  constexpr uint8_t Over(uint8_t a, uint8_t b) const { return power[log[a] + 255 - log[b]]; }
};

constexpr Field kField;

// Coefficients from the constant term up.
using Polynomial = std::array<uint8_t, kMaxParity + 2>;

uint8_t At(const Polynomial& p, int degree, uint8_t x) {
  uint8_t sum = 0;
  for (int i = degree; i >= 0; --i) {
    sum = kField.Times(sum, x) ^ p[i];
  }
  return sum;
}

// Several at a time: each is a chain of look-ups that wait for one another.
bool Syndromes(std::span<const uint8_t> block, int parity, Polynomial& syndrome) {
  constexpr int kAtOnce = 8;
  uint8_t all = 0;
  for (int first = 0; first < parity; first += kAtOnce) {
    std::array<uint8_t, kAtOnce> sums{};
    for (uint8_t value : block) {
      for (int i = 0; i < kAtOnce; ++i) {
        sums[i] = static_cast<uint8_t>(kField.power[kField.log[sums[i]] + first + i] ^ value);
      }
    }
    for (int i = first; i < std::min(first + kAtOnce, parity); ++i) {
      all |= syndrome[i] = sums[i - first];
    }
  }
  return all == 0;
}

// The values of a polynomial at all places of a block in turn (Chien), each term from the one before.
class Values {
 public:
  Values(const Polynomial& p, int degree, int length) {
    for (int i = 0; i <= degree; ++i) {
      if (p[i]) terms_[count_++] = {(kField.log[p[i]] + i * (256 - length)) % 255, i};
    }
  }

  uint8_t Next() {
    uint8_t sum = 0;
    for (int i = 0; i < count_; ++i) {
      auto& [exponent, step] = terms_[i];
      sum ^= kField.power[exponent];
      exponent += step;
      exponent -= exponent >= 255 ? 255 : 0;
    }
    return sum;
  }

 private:
  struct Term {
    int exponent, step;
  };
  std::array<Term, kMaxParity + 1> terms_;
  int count_ = 0;
};

}  // namespace

Correction Correct(std::span<uint8_t> block, int parity, std::span<const int> erasures) {
  Correction result;
  int length = static_cast<int>(block.size()), erased = static_cast<int>(erasures.size());
  if (parity < 1 || parity > kMaxParity || erased > parity || length > 255 || length <= parity) {
    return result;
  }
  Polynomial syndrome{};
  if (Syndromes(block, parity, syndrome)) {
    result.closed = true;
    return result;
  }

  // The locator starts as the erasures' locator; Berlekamp and Massey find the rest.
  Polynomial locator{}, previous{};
  locator[0] = 1;
  for (int i = 0; i < erased; ++i) {
    uint8_t x = kField.power[length - 1 - erasures[i]];
    for (int j = i + 1; j > 0; --j) {
      locator[j] ^= kField.Times(locator[j - 1], x);
    }
  }
  previous = locator;
  int degree = erased, gap = 1;
  uint8_t scale = 1;
  for (int step = erased; step < parity; ++step) {
    uint8_t discrepancy = syndrome[step];
    for (int i = 1; i <= degree && i <= step; ++i) {
      discrepancy ^= kField.Times(locator[i], syndrome[step - i]);
    }
    if (discrepancy == 0) {
      ++gap;
      continue;
    }
    Polynomial before = locator;
    uint8_t factor = kField.Over(discrepancy, scale);
    for (int i = gap; i <= parity; ++i) {
      locator[i] ^= kField.Times(factor, previous[i - gap]);
    }
    if (2 * degree <= step + erased) {
      degree = step + 1 + erased - degree;
      previous = before;
      scale = discrepancy;
      gap = 1;
    } else {
      ++gap;
    }
  }
  while (degree > 0 && degree <= parity && locator[degree] == 0) {
    --degree;
  }
  if (degree > parity || 2 * (degree - erased) + erased > parity) {
    return result;
  }

  // Evaluator = syndrome * locator mod x^parity; Forney gives the values.
  Polynomial evaluator{};
  for (int i = 0; i < parity; ++i) {
    for (int j = 0; j <= std::min(i, degree); ++j) {
      evaluator[i] ^= kField.Times(locator[j], syndrome[i - j]);
    }
  }
  std::array<uint8_t, 255> repaired{};
  std::copy(block.begin(), block.end(), repaired.begin());
  int roots = 0;
  Values values(locator, degree, length);
  for (int place = 0; place < length; ++place) {
    if (values.Next() != 0) {
      continue;
    }
    int exponent = length - 1 - place;
    uint8_t inverse = kField.power[255 - exponent];
    ++roots;
    uint8_t derivative = 0;
    for (int i = 1; i <= degree; i += 2) {
      uint8_t term = locator[i];
      if (term) {
        derivative ^= kField.power[(kField.log[term] + (i - 1) * (255 - exponent)) % 255];
      }
    }
    if (derivative == 0) {
      return result;
    }
    uint8_t value = kField.Over(At(evaluator, parity - 1, inverse), derivative);
    value = kField.Times(value, kField.power[exponent]);
    if (value) {
      repaired[place] ^= value;
      ++result.repaired;
    }
  }
  std::span<uint8_t> after(repaired.data(), static_cast<size_t>(length));
  if (roots != degree || !Syndromes(after, parity, syndrome)) {
    result.repaired = 0;
    return result;
  }
  std::copy(after.begin(), after.end(), block.begin());
  result.closed = true;
  return result;
}

}  // namespace ecv::qr
