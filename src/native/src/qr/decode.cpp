#include "qr/decode.h"

#include "qr/content.h"
#include "qr/model1.h"
#include "qr/reed_solomon.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ecv::qr {
namespace {

// Module of data bit `place` (0 is the word's highest bit) of the format word, first and second copy.
std::vector<std::pair<int, int>> FormatPlaces(int version, int copy) {
  int side = Side(version);
  std::vector<std::pair<int, int>> places;
  if (IsMicro(version)) {
    for (int x = 1; x <= 8; ++x) places.emplace_back(x, 8);
    for (int y = 7; y >= 1; --y) places.emplace_back(8, y);
  } else if (copy == 0) {
    for (int x = 0; x <= 8; ++x) {
      if (x != 6) places.emplace_back(x, 8);
    }
    for (int y = 7; y >= 0; --y) {
      if (y != 6) places.emplace_back(8, y);
    }
  } else {
    for (int y = side - 1; y >= side - 7; --y) places.emplace_back(8, y);
    for (int x = side - 8; x < side; ++x) places.emplace_back(x, 8);
  }
  return places;
}

int ReadWord(const Grid& belief, const std::vector<std::pair<int, int>>& places, bool mirrored) {
  int word = 0;
  for (auto [x, y] : places) {
    word = word << 1 | ((mirrored ? belief.At(y, x) : belief.At(x, y)) > 0 ? 1 : 0);
  }
  return word;
}

// A block that closes by chance is at most this likely, as a power of two, for one try of the many that a picture gets.
constexpr float kMostChanceBits = -36;

// How likely it is that random words close with so many errors found among `trusted` of them, parity left over after erasures: a power of two.
float ChanceBits(int trusted, int errors, int parity_left) {
  float bits = -8.0f * static_cast<float>(parity_left);
  for (int i = 0; i < errors; ++i) {
    bits += std::log2(static_cast<float>(trusted - i) / static_cast<float>(i + 1)) + 8;
  }
  return bits;
}

// Which codewords of the symbol belong to each block, data before error correction.
std::vector<std::vector<int>> Deal(const std::vector<Block>& shape, Family family) {
  std::vector<std::vector<int>> dealt(shape.size());
  int taken = 0;
  auto give = [&](auto wanted) {
    if (family == Family::kModel1) {
      for (size_t b = 0; b < shape.size(); ++b) {
        for (int i = 0; i < wanted(shape[b]); ++i) dealt[b].push_back(taken++);
      }
      return;
    }
    for (int i = 0; i < wanted(shape.back()); ++i) {  // the last block is never shorter than the others
      for (size_t b = 0; b < shape.size(); ++b) {
        if (i < wanted(shape[b])) dealt[b].push_back(taken++);
      }
    }
  };
  give([](const Block& block) { return block.data; });
  give([](const Block& block) { return block.total - block.data; });
  return dealt;
}

}  // namespace

void SymbolDecoder::Begin(int version) {
  version_ = version;
  attempts_.clear();
}

const SymbolDecoder::Layout& SymbolDecoder::LayoutOf(Family family) {
  Layout& layout = layouts_[{family, version_}];
  if (!layout.order.empty()) {
    return layout;
  }
  if (family == Family::kModel1) {
    layout.order = model1::Order(version_);
    layout.codewords = static_cast<int>(layout.order.size() / 8);
    return layout;
  }
  layout.codewords = TotalCodewords(version_);
  std::vector<uint8_t> pattern = FunctionPatterns(version_);
  int side = Side(version_), wanted = layout.codewords * 8;
  bool upward = true;
  for (int right = side - 1; right > 0; right -= 2) {
    if (family != Family::kMicro && right == 6) {
      --right;
    }
    for (int i = 0; i < side; ++i) {
      int y = upward ? side - 1 - i : i;
      for (int x = right; x >= right - 1; --x) {
        int at = y * side + x;
        if (pattern[static_cast<size_t>(at)] == kData && static_cast<int>(layout.order.size()) < wanted) {
          layout.order.push_back(at);
        }
      }
    }
    upward = !upward;
  }
  return layout;
}

bool SymbolDecoder::Look(const Grid& belief, bool erasures, Symbol& symbol) {
  Family family = IsMicro(version_) ? Family::kMicro : Family::kQr;
  for (bool mirrored : {false, true}) {
    if (LookFor(family, belief, mirrored, erasures, symbol)) {
      return true;
    }
  }
  return version_ >= 1 && version_ <= model1::kMostVersion && LookFor(Family::kModel1, belief, false, erasures, symbol);
}

int SymbolDecoder::Known(Grid& known) {
  auto closed = [](const Attempt& attempt) { return std::count_if(attempt.blocks.begin(), attempt.blocks.end(), [](const BlockState& b) { return b.closed; }); };
  auto best = std::max_element(attempts_.begin(), attempts_.end(), [&](const Attempt& a, const Attempt& b) { return closed(a) < closed(b); });
  if (IsMicro(version_) || best == attempts_.end() || closed(*best) == 0) return 0;

  std::vector<uint8_t> pattern = FunctionPatterns(version_);
  known.version = version_;
  known.side = Side(version_);
  known.value.assign(pattern.size(), 0);
  for (size_t i = 0; i < pattern.size(); ++i) {
    known.value[i] = pattern[i] == kDark ? 1.0f : pattern[i] == kLight ? -1.0f : 0.0f;
  }
  const Layout& layout = LayoutOf(best->family);
  std::vector<std::vector<int>> dealt = Deal(best->shape, best->family);
  for (size_t b = 0; b < dealt.size(); ++b) {
    if (!best->blocks[b].closed) continue;
    for (size_t i = 0; i < dealt[b].size(); ++i) {
      for (int bit = 0; bit < 8; ++bit) {
        int at = layout.order[static_cast<size_t>(dealt[b][i]) * 8 + static_cast<size_t>(bit)], x = at % known.side, y = at / known.side;
        bool dark = ((best->blocks[b].codewords[i] << bit & 0x80) != 0) != Mask(best->format.mask, x, y);
        known.value[best->mirrored ? static_cast<size_t>(x) * known.side + y : static_cast<size_t>(at)] = dark ? 1.0f : -1.0f;
      }
    }
  }
  return static_cast<int>(closed(*best));
}

bool SymbolDecoder::LookFor(Family family, const Grid& belief, bool mirrored, bool erasures, Symbol& symbol) {
  int a = ReadWord(belief, FormatPlaces(version_, 0), mirrored), b = ReadWord(belief, FormatPlaces(version_, 1), mirrored);
  for (const Format& format : DecodeFormat(a, b, family, 2)) {
    if (family == Family::kMicro && (format.version != version_ || format.distance > 2)) {
      continue;
    }
    if (format.distance > 3 && (mirrored || family == Family::kModel1)) {
      continue;
    }
    auto same = [&](const Attempt& t) {
      return t.family == family && t.mirrored == mirrored && t.format.level == format.level && t.format.mask == format.mask;
    };
    auto known = std::find_if(attempts_.begin(), attempts_.end(), same);
    if (known == attempts_.end()) {
      if (attempts_.size() >= 8) {
        continue;
      }
      Attempt attempt;
      attempt.family = family;
      attempt.format = format;
      attempt.mirrored = mirrored;
      attempt.shape = family == Family::kModel1 ? model1::Blocks(version_, format.level) : Blocks(version_, format.level);
      attempt.blocks.resize(attempt.shape.size());
      if (attempt.shape.empty()) {
        continue;
      }
      attempts_.push_back(std::move(attempt));
      known = attempts_.end() - 1;
    }
    if (LookAs(belief, *known, erasures, symbol)) {
      return true;
    }
  }
  return false;
}

bool SymbolDecoder::LookAs(const Grid& belief, Attempt& attempt, bool erasures, Symbol& symbol) {
  const Layout& layout = LayoutOf(attempt.family);
  int side = belief.side, total = layout.codewords, mask = IsMicro(version_) ? MicroMask(attempt.format.mask) : attempt.format.mask;
  bool half = version_ == -1 || version_ == -3;
  int half_at = half ? attempt.shape[0].data - 1 : -1;
  std::vector<uint8_t> codeword(static_cast<size_t>(total), 0);
  std::vector<float> sure(static_cast<size_t>(total), 1);
  size_t next = 0;
  for (int i = 0; i < total; ++i) {
    for (int bit = 0; bit < (i == half_at ? 4 : 8); ++bit, ++next) {
      if (next >= layout.order.size()) break;
      int at = layout.order[next], x = at % side, y = at / side;
      float value = attempt.mirrored ? belief.At(y, x) : belief.At(x, y);
      bool dark = (value > 0) != Mask(mask, x, y);
      codeword[static_cast<size_t>(i)] |= static_cast<uint8_t>(dark ? 0x80 >> bit : 0);
      sure[static_cast<size_t>(i)] = std::min(sure[static_cast<size_t>(i)], std::abs(value));
    }
  }
  if (attempt.family == Family::kModel1) {
    codeword[0] &= 0x0F;  // the corner mark
  }

  size_t blocks = attempt.shape.size();
  int parity = attempt.shape[0].total - attempt.shape[0].data;
  std::vector<std::vector<int>> dealt = Deal(attempt.shape, attempt.family);

  bool complete = true;
  for (size_t b = 0; b < blocks; ++b) {
    BlockState& state = attempt.blocks[b];
    if (state.closed) {
      continue;
    }
    size_t length = dealt[b].size();
    std::vector<uint8_t> words(length);
    for (size_t i = 0; i < length; ++i) {
      words[i] = codeword[static_cast<size_t>(dealt[b][i])];
    }
    auto close = [&](std::span<const int> erased) {
      std::vector<uint8_t> copy = words;
      Correction done = Correct(copy, parity, erased);
      if (!done.closed || (half && (copy[static_cast<size_t>(half_at)] & 0x0F))) {
        return false;
      }
      // Erasures use up the parity that would tell a wrong text from a right one.
      int errors = static_cast<int>(length);
      for (size_t i = 0; i < length; ++i) {
        bool trusted = std::find(erased.begin(), erased.end(), static_cast<int>(i)) == erased.end();
        if (!trusted || copy[i] == words[i]) --errors;
      }
      if (!erased.empty() && ChanceBits(static_cast<int>(length - erased.size()), errors, parity - static_cast<int>(erased.size())) > kMostChanceBits) {
        return false;
      }
      // What was corrected must have been doubtful, or little.
      float against = 0, all = 0;
      for (size_t i = 0; i < length; ++i) {
        float weight = sure[static_cast<size_t>(dealt[b][i])];
        all += weight;
        against += copy[i] != words[i] ? weight : 0;
      }
      if (!erased.empty() && against > 0.14f * all) {
        return false;
      }
      state.closed = true;
      state.repaired = done.repaired;
      state.erased = static_cast<int>(erased.size());
      state.codewords = std::move(copy);
      return true;
    };
    // M1 only detects errors.
    if (version_ == -1) {
      std::vector<uint8_t> copy = words;
      Correction done = Correct(copy, parity, {});
      if (done.closed && done.repaired == 0) close({});
    } else {
      close({});
    }
    if (!state.closed && erasures && attempt.format.distance <= 3 && !IsMicro(version_)) {
      std::vector<int> doubtful(length);
      std::iota(doubtful.begin(), doubtful.end(), 0);
      std::sort(doubtful.begin(), doubtful.end(),
                [&](int p, int q) { return sure[static_cast<size_t>(dealt[b][static_cast<size_t>(p)])] < sure[static_cast<size_t>(dealt[b][static_cast<size_t>(q)])]; });
      for (int count = 2; count <= parity - 4 && !state.closed; count += 2) {
        close(std::span<const int>(doubtful.data(), static_cast<size_t>(count)));
      }
    }
    complete = complete && state.closed;
  }
  if (!complete) {
    return false;
  }
  symbol = {};
  symbol.version = version_;
  symbol.level = attempt.format.level;
  symbol.mask = attempt.format.mask;
  symbol.mirrored = attempt.mirrored;
  for (size_t b = 0; b < blocks; ++b) {
    const BlockState& state = attempt.blocks[b];
    symbol.repaired += state.repaired;
    symbol.erased += state.erased;
    symbol.data.insert(symbol.data.end(), state.codewords.begin(), state.codewords.begin() + attempt.shape[b].data);
  }
  if (attempt.family == Family::kModel1) {
    for (size_t i = 0; i < symbol.data.size(); ++i) {
      uint8_t next = i + 1 < symbol.data.size() ? symbol.data[i + 1] : uint8_t{0};
      symbol.data[i] = static_cast<uint8_t>(symbol.data[i] << 4 | next >> 4);
    }
  }
  if (!WellFormed(version_, symbol.data)) {
    for (BlockState& state : attempt.blocks) state.closed = false;
    return false;
  }
  return true;
}

}  // namespace ecv::qr
