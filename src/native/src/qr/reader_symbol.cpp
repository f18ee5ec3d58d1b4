// One symbol: from three finders to its data.
#include "qr/reader.h"

#include "qr/registration.h"
#include "qr/shape.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

constexpr float kMinimumTiming = 0.3f;
// Below this the function patterns are not there, and nothing else is tried.
constexpr float kMinimumFunction = 0.55f;

// A symbol this small has at most one alignment pattern to hold the corner that no finder marks.
constexpr int kLooseCorner = 6;
constexpr float kSurelyThere = 0.85f;

// The plane with the corner opposite the first finder moved by so many modules.
bool MoveCorner(const Shape& from, float right, float down, Shape& shape) {
  float side = static_cast<float>(from.Side());
  Point corner = from.plane(side, side);
  Point across = corner - from.plane(side - 1, side), along = corner - from.plane(side, side - 1);
  shape = from;
  shape.warp.Clear();
  return FitHomography({{0, 0}, {side, 0}, {0, side}, {side, side}},
                       {from.plane(0, 0), from.plane(side, 0), from.plane(0, side), corner + right * across + down * along}, shape.plane);
}

int ReadVersionWord(const Luma& image, const Shape& shape) {
  // Both copies are near a finder, where its own axes hold even if the plane bends further on.
  int words[2] = {0, 0};
  for (int copy = 0; copy < 2; ++copy) {
    const Frame& frame = shape.frames[copy == 0 ? 1 : 2];
    float value[18], sum = 0;
    for (int i = 0; i < 18; ++i) {
      // Relative to the finder's centre: 4 to 7 modules before it along one axis, -3 to 2 along the other.
      float across = static_cast<float>(i % 3) - 7, along = static_cast<float>(i / 3) - 3;
      value[i] = At(image, copy == 0 ? frame.At(across, along) : frame.At(along, across));
      sum += value[i];
    }
    for (int i = 17; i >= 0; --i) {
      words[copy] = words[copy] << 1 | (value[i] * 18 < sum ? 1 : 0);
    }
    int version = DecodeVersion(words[copy]);
    if (version != 0) return version;
  }
  return 0;
}

}  // namespace

void Reader::Fill(const Shape& shape, float scale, Symbol& symbol, int attempt, Found& found) {
  float side = static_cast<float>(shape.Side());
  Point corners[4] = {shape(0, 0), shape(side, 0), shape(side, side), shape(0, side)};
  if (symbol.mirrored) std::swap(corners[1], corners[3]);
  for (size_t k = 0; k < 4; ++k) {
    found.code.corners[2 * k] = corners[k].x / scale;
    found.code.corners[2 * k + 1] = corners[k].y / scale;
  }
  found.code.version = symbol.version;
  found.code.level = symbol.level;
  found.code.repaired = symbol.repaired;
  found.code.erased = symbol.erased;
  found.code.attempt = attempt;
  found.code.frames = 1;
  found.code.form = ECV_FORM_CODEWORDS;
  found.content = std::move(symbol.data);
}

bool Reader::TryTriple(const Triple& triple, Effort effort, int attempt, bool inverted, Found& found) {
  float module = 0;
  for (const Frame& frame : triple.frames) {
    module += std::sqrt(std::abs(Cross(frame.u, frame.v))) / 3;
  }
  uint64_t key = inverted ? 1 : 0;
  for (const Frame& frame : triple.frames) {
    key = key * 1000003 + static_cast<uint64_t>(std::lround(frame.centre.x / (0.7f * module)) * 4096 + std::lround(frame.centre.y / (0.7f * module)));
  }
  if (effort == Effort::kGlance ? tried_.contains(key) : !tried_.insert(key).second) {
    return false;
  }
  int level = FineLevel(module);
  const Luma& image = Level(level, inverted);
  float scale = 1.0f / static_cast<float>(1 << level);

  Shape shape;
  for (size_t i = 0; i < 3; ++i) {
    const Frame& frame = triple.frames[i];
    shape.frames[i] = {scale * frame.centre, scale * frame.u, scale * frame.v};
  }
  float guess = (0.5f * (triple.across + triple.down) + 7 - 17) / 4;
  int middle = std::clamp(static_cast<int>(std::lround(guess)), 1, 40), spread = middle >= 10 ? 3 : 2;

  struct Choice {
    int version;
    float score;
  };
  std::vector<Choice> choices;
  int word = middle >= 6 ? ReadVersionWord(image, shape) : 0;
  for (int version = std::max(1, middle - spread); version <= std::min(40, middle + spread); ++version) {
    shape.version = version;
    if (!PlaneFromFrames(shape)) continue;
    float score = TimingScore(image, shape);
    choices.push_back({version, score + (version == word ? 1.0f : 0.0f) - 0.02f * std::abs(static_cast<float>(version) - guess)});
  }
  std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) { return a.score > b.score; });
  for (size_t i = 0; i < std::min<size_t>(2, choices.size()); ++i) {
    if (choices[i].score < kMinimumTiming) break;
    shape.version = choices[i].version;
    if (!PlaneFromFrames(shape)) continue;
    Symbol symbol;
    int frames = 1;
    look_.score = 0;
    if (TryShape(image, effort, shape, symbol, frames)) {
      Fill(shape, scale, symbol, frames > 1 ? ECV_ATTEMPT_ACCUMULATED : attempt, found);
      found.code.frames = frames;
      accumulator_.Forget(symbol.version);
      return true;
    }
    if (look_.score > missed_.score) {
      std::swap(look_, missed_);
      missed_.scale = scale;
      missed_.inverted = inverted;
    }
  }
  return false;
}

bool Reader::TryShape(const Luma& image, Effort effort, Shape& shape, Symbol& symbol, int& frames) {
  decoder_.Begin(shape.version);
  Shape start = shape;
  Grid luminance, belief;
  auto look = [&](Softening how, bool erasures) {
    Soften(luminance, how, belief);
    return decoder_.Look(belief, erasures, symbol);
  };
  if (!RefinePlane(image, shape)) shape = start;
  FollowAlignment(image, shape);
  Sample(image, shape, {0, 0}, luminance);
  Soften(luminance, {4, 0}, belief);
  float function = FunctionScore(belief);
  look_.score = function;
  look_.shape = shape;
  look_.luminance = luminance;
  look_.belief = belief;
  if (function < kMinimumFunction) return false;
  if (decoder_.Look(belief, false, symbol) || TryAccumulated(belief, symbol, frames)) return true;
  if (effort == Effort::kGlance) return false;
  constexpr Softening kMore[] = {{0, 0}, {3, 0.5f}, {6, 0.25f}, {4, 1.0f}};
  for (Softening how : kMore) {
    if (deadline_.Passed()) return false;
    if (look(how, false)) return true;
  }
  if (look({4, 0}, true)) return true;
  for (Softening how : kMore) {
    if (deadline_.Passed()) return false;
    if (look(how, true)) return true;
  }
  if (TryRegistered(image, shape, symbol)) return true;
  // Without the alignment patterns, and without the timing patterns: either may have led astray.
  Sample(image, start, {0, 0}, luminance);
  Soften(luminance, {4, 0}, belief);
  float plain = FunctionScore(belief);
  shape = start;
  if (plain >= kMinimumFunction && decoder_.Look(belief, true, symbol)) return true;
  return std::max(plain, function) > kSurelyThere && TryMovedCorner(image, shape, symbol);
}

bool Reader::TryRegistered(const Luma& image, Shape& shape, Symbol& symbol) {
  Grid known, luminance, belief;
  for (int closed = 0, now; (now = decoder_.Known(known)) > closed; closed = now) {
    if (deadline_.Passed() || !Register(image, known, shape)) return false;
    Sample(image, shape, {0, 0}, luminance);
    for (bool erasures : {false, true}) {
      for (Softening how : {Softening{4, 0}, Softening{3, 0.5f}}) {
        Soften(luminance, how, belief);
        if (decoder_.Look(belief, erasures, symbol)) return true;
      }
    }
  }
  return false;
}

bool Reader::TryMovedCorner(const Luma& image, Shape& shape, Symbol& symbol) {
  if (shape.version > kLooseCorner) return false;
  constexpr Point kMoves[] = {{0.7f, 0}, {-0.7f, 0}, {0, 0.7f}, {0, -0.7f}, {0.7f, 0.7f}, {-0.7f, -0.7f}, {0.7f, -0.7f}, {-0.7f, 0.7f}};
  Grid luminance, belief;
  for (Point move : kMoves) {
    Shape moved;
    if (deadline_.Passed()) return false;
    if (!MoveCorner(shape, move.x, move.y, moved)) continue;
    Sample(image, moved, {0, 0}, luminance);
    Soften(luminance, {4, 0}, belief);
    if (decoder_.Look(belief, false, symbol)) {
      shape = moved;
      return true;
    }
  }
  return false;
}

bool Reader::TryAccumulated(const Grid& belief, Symbol& symbol, int& frames) {
  if (!accumulate_) return false;
  Grid mean;
  frames = accumulator_.Add(belief, mean);
  if (frames >= 2) {
    mean_decoder_.Begin(belief.version);
    if (mean_decoder_.Look(mean, false, symbol) || mean_decoder_.Look(mean, true, symbol)) return true;
  }
  frames = 1;
  return false;
}

}  // namespace ecv::qr
