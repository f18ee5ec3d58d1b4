#include "qr/reader.h"

#include "qr/binarize.h"
#include "qr/micro.h"
#include "qr/shape.h"

#include <algorithm>
#include <cmath>

namespace ecv::qr {
namespace {

constexpr float kMinimumRoughFrame = 0.28f;
constexpr size_t kMostFinders = 200;
constexpr float kMinimumFrame = 0.58f;
// One like this is hardly ever anything but a finder.
constexpr float kCertainFrame = 0.85f;
// Two like this are worth looking for a third that is hidden.
constexpr float kMinimumPair = 0.8f;
// Modules from a symbol's corner within which a finder is its own; another symbol's keeps its quiet zone.
constexpr float kFinderReach = 6.5f;

bool Contains(const std::array<Point, 4>& quad, Point p) {
  for (size_t i = 0; i < 4; ++i) {
    if (Cross(quad[(i + 1) % 4] - quad[i], p - quad[i]) < 0) return false;
  }
  return true;
}

}  // namespace

const Luma& Reader::Level(int level, bool inverted) {
  size_t at = static_cast<size_t>(level + 1);
  if (!ready_[at][0]) {
    if (level == 0) {
      views_[at][0] = original_;
    } else if (level < 0) {
      Double(original_, doubled_);
      views_[at][0] = doubled_.View();
    } else {
      Plane& half = halves_[level - 1];
      Halve(Level(level - 1, false), half);
      views_[at][0] = half.View();
    }
    ready_[at][0] = true;
  }
  if (inverted && !ready_[at][1]) {
    Invert(views_[at][0], inverted_[at]);
    views_[at][1] = inverted_[at].View();
    ready_[at][1] = true;
  }
  return views_[at][inverted ? 1 : 0];
}

bool Reader::Settled(const Finder& finder) const {
  return std::any_of(read_.begin(), read_.end(), [&](const auto& quad) {
    // Its own finder, which may lie a little outside when the symbol is bent.
    if (std::any_of(quad.begin(), quad.end(), [&](Point corner) { return Length(corner - finder.centre) < kFinderReach * finder.module; })) return true;
    // A code may stand inside another; only what cannot be anything but a finder counts there.
    return finder.score < kCertainFrame && Contains(quad, finder.centre);
  });
}

void Reader::Read(const Luma& image, int max_codes, bool accumulate, const Deadline& deadline, std::vector<Found>& found) {
  original_ = image;
  accumulate_ = accumulate;
  deadline_ = deadline;
  accumulator_.NextPicture();
  for (auto& level : ready_) level[0] = level[1] = false;
  read_.clear();
  tried_.clear();
  evidence_ = 0;
  certain_[0].clear();
  certain_[1].clear();
  judged_[0].clear();
  judged_[1].clear();
  int longest = std::max(image.width, image.height);
  std::vector<Pass> passes;
  auto add = [&](int level, Rule rule, bool only_with_evidence, int attempt) {
    if ((level > 0 && (std::min(image.width, image.height) >> level) < 24) || (level < 0 && longest > 400)) return;
    passes.push_back({level, rule, only_with_evidence, attempt});
  };
  if (longest > 500) {
    add(1, Rule::kBlocks, false, ECV_ATTEMPT_HALF);
    add(0, Rule::kBlocks, false, ECV_ATTEMPT_FULL);
  } else {
    add(0, Rule::kBlocks, false, ECV_ATTEMPT_FULL);
    add(1, Rule::kBlocks, false, ECV_ATTEMPT_HALF);
  }
  add(2, Rule::kBlocks, false, ECV_ATTEMPT_QUARTER);
  add(1, Rule::kWide, false, ECV_ATTEMPT_WIDE);
  add(0, Rule::kWide, true, ECV_ATTEMPT_WIDE);
  add(0, Rule::kNarrow, true, ECV_ATTEMPT_NARROW);
  add(1, Rule::kNarrow, true, ECV_ATTEMPT_NARROW);
  add(-1, Rule::kWide, true, ECV_ATTEMPT_DOUBLE);
  for (const Pass& pass : passes) {
    if (deadline_.Passed() || static_cast<int>(found.size()) >= max_codes) {
      break;
    }
    if (pass.only_with_evidence && evidence_ < 2) {
      continue;
    }
    size_t before = found.size();
    RunPass(pass, max_codes, found);
    // Once something is read, the next look must add to it, or the rest is left alone.
    if (!found.empty() && (!AnotherMayBeThere() || (before > 0 && found.size() == before))) break;
    // Before the costly looks use up the time: what several pictures add up to needs a look in each of them.
    if (accumulate_ && found.empty() && &pass == &passes[1]) {
      for (bool inverted : {false, true}) GuessThird(Effort::kGlance, inverted, max_codes, found);
    }
  }
  for (bool inverted : {false, true}) {
    std::erase_if(certain_[inverted ? 1 : 0], [&](const Finder& f) { return Settled(f); });
    ReadMicros(inverted, max_codes, found);
    GuessThird(Effort::kAll, inverted, max_codes, found);
  }
}

bool Reader::AnotherMayBeThere() const {
  return std::any_of(std::begin(certain_), std::end(certain_),
                     [&](const auto& certain) { return std::count_if(certain.begin(), certain.end(), [&](const Finder& f) { return f.score > kCertainFrame && !Settled(f); }) >= 2; });
}

void Reader::Keep(Found one, std::vector<Found>& found) {
  std::array<Point, 4> quad;
  for (size_t i = 0; i < 4; ++i) quad[i] = {one.code.corners[2 * i], one.code.corners[2 * i + 1]};
  if (Cross(quad[1] - quad[0], quad[2] - quad[0]) < 0) std::swap(quad[1], quad[3]);
  read_.push_back(quad);
  found.push_back(std::move(one));
}

void Reader::Remember(bool inverted) {
  std::vector<Finder>& certain = certain_[inverted ? 1 : 0];
  constexpr size_t kMost = 24;
  for (const Finder& finder : finders_) {
    if (finder.score < kMinimumPair) continue;
    auto known = std::find_if(certain.begin(), certain.end(), [&](const Finder& f) { return Length(f.centre - finder.centre) < f.module; });
    if (known == certain.end()) {
      if (certain.size() < kMost) certain.push_back(finder);
    } else if (finder.score > known->score) {
      *known = finder;
    }
  }
}

void Reader::ReadMicros(bool inverted, int max_codes, std::vector<Found>& found) {
  for (const Finder& finder : certain_[inverted ? 1 : 0]) {
    if (deadline_.Passed() || static_cast<int>(found.size()) >= max_codes) return;
    if (Settled(finder)) continue;
    int level = FineLevel(finder.module);
    float scale = 1.0f / static_cast<float>(1 << level);
    Shape shape;
    Symbol symbol;
    if (ReadMicro(Level(level, inverted), {scale * finder.frame.centre, scale * finder.frame.u, scale * finder.frame.v}, decoder_, shape, symbol)) {
      Found one;
      Fill(shape, scale, symbol, ECV_ATTEMPT_MICRO, one);
      Keep(std::move(one), found);
    }
  }
}

void Reader::GuessThird(Effort effort, bool inverted, int max_codes, std::vector<Found>& found) {
  constexpr size_t kMostGuesses = 24;
  const std::vector<Finder>& certain = certain_[inverted ? 1 : 0];
  for (Triple& triple : GuessTriples(certain, kMinimumPair, kMostGuesses)) {
    if (deadline_.Passed() || static_cast<int>(found.size()) >= max_codes) {
      return;
    }
    if (std::any_of(triple.finder.begin(), triple.finder.end(), [&](int i) { return i >= 0 && Settled(certain[static_cast<size_t>(i)]); })) {
      continue;
    }
    // Whatever is left of the hidden finder pulls the guess towards itself.
    for (size_t i = 0; i < 3; ++i) {
      if (triple.finder[i] >= 0) continue;
      Frame& frame = triple.frames[i];
      int level = FineLevel(std::sqrt(std::abs(Cross(frame.u, frame.v))));
      const Luma& image = Level(level, inverted);
      float scale = 1.0f / static_cast<float>(1 << level);
      Frame guess{scale * frame.centre, scale * frame.u, scale * frame.v}, best = guess;
      float score = -1;
      for (int y = -6; y <= 6; ++y) {
        for (int x = -6; x <= 6; ++x) {
          Frame moved = guess;
          moved.centre = guess.At(0.5f * static_cast<float>(x), 0.5f * static_cast<float>(y));
          float here = FrameScore(image, moved) - 0.01f * static_cast<float>(x * x + y * y) / 4;
          if (here > score) {
            score = here;
            best = moved;
          }
        }
      }
      Frame fitted = best;
      if (FitFrame(image, fitted) && FrameScore(image, fitted) > std::max(0.5f, score)) best = fitted;
      if (score > 0.25f) frame = {(1 / scale) * best.centre, (1 / scale) * best.u, (1 / scale) * best.v};
    }
    Found one;
    if (TryTriple(triple, effort, ECV_ATTEMPT_GUESSED, inverted, one)) {
      Keep(std::move(one), found);
    }
  }
}

void Reader::RunPass(const Pass& pass, int max_codes, std::vector<Found>& found) {
  const Luma& level = Level(pass.level, false);
  int shortest = std::min(level.width, level.height);
  switch (pass.rule) {
    case Rule::kBlocks: BinarizeBlocks(level, 20, dark_); break;
    case Rule::kWide: BinarizeMean(level, std::max(25, shortest / 8), 2, dark_); break;
    case Rule::kNarrow: BinarizeMean(level, 17, 1, dark_); break;
  }
  finders_.clear();
  inverted_finders_.clear();
  crossings_ = std::max(crossings_, FindFinders(dark_, level.height > 400 ? 2 : 1, finders_, inverted_finders_));
  Triples(pass, false, max_codes, found);
  finders_.swap(inverted_finders_);
  Triples(pass, true, max_codes, found);
}

void Reader::Triples(const Pass& pass, bool inverted, int max_codes, std::vector<Found>& found) {
  float scale = pass.level >= 0 ? static_cast<float>(1 << pass.level) : 0.5f;
  for (Finder& finder : finders_) {
    finder.centre = scale * finder.centre;
    finder.module *= scale;
    finder.frame = {finder.centre, scale * finder.frame.u, scale * finder.frame.v};
  }
  Screen(inverted);
  Verify(inverted);
  Remember(inverted);
  std::erase_if(finders_, [&](const Finder& f) { return Settled(f); });
  for (const Triple& triple : FindTriples(finders_, 100)) {
    if (deadline_.Passed() || static_cast<int>(found.size()) >= max_codes) {
      return;
    }
    if (std::any_of(triple.finder.begin(), triple.finder.end(), [&](int i) { return Settled(finders_[static_cast<size_t>(i)]); })) {
      continue;
    }
    Found one;
    if (TryTriple(triple, Effort::kAll, pass.attempt, inverted, one)) {
      Keep(std::move(one), found);
    }
  }
}

int Reader::FineLevel(float module) const {
  // A module should be some pixels wide: fine enough to be exact, coarse enough to be quiet.
  int level = module > 14 ? 2 : module > 7 ? 1 : 0;
  while (level > 0 && std::min(original_.width, original_.height) >> level < 24) --level;
  return level;
}

void Reader::Screen(bool inverted) {
  for (Finder& finder : finders_) {
    int level = FineLevel(finder.module);
    float scale = 1.0f / static_cast<float>(1 << level);
    finder.score = FrameScore(Level(level, inverted), {scale * finder.centre, scale * finder.frame.u, scale * finder.frame.v});
  }
  std::erase_if(finders_, [](const Finder& f) { return f.score < kMinimumRoughFrame; });
  if (finders_.size() > kMostFinders) {
    std::nth_element(finders_.begin(), finders_.begin() + kMostFinders, finders_.end(), [](const Finder& a, const Finder& b) { return a.score > b.score; });
    finders_.resize(kMostFinders);
  }
}

void Reader::Verify(bool inverted) {
  std::vector<Judged>& judged = judged_[inverted ? 1 : 0];
  std::erase_if(finders_, [&](Finder& finder) {
    // Another pass may have judged the same place already.
    for (const Judged& known : judged) {
      if (Length(known.seen - finder.centre) < 0.35f * finder.module && std::abs(known.module - finder.module) < 0.15f * finder.module) {
        if (known.is_finder) {
          int support = finder.support;
          finder = known.result;
          finder.support = support;
        }
        return !known.is_finder;
      }
    }
    if (deadline_.Passed()) return true;
    Judged verdict{finder.centre, finder.module, false, finder};
    verdict.is_finder = Fit(inverted, verdict.result);
    judged.push_back(verdict);
    finder = verdict.result;
    if (verdict.is_finder && finder.score > kCertainFrame) ++evidence_;
    return !verdict.is_finder;
  });
}

bool Reader::Fit(bool inverted, Finder& finder) {
  int level = FineLevel(finder.module);
  const Luma& image = Level(level, inverted);
  float scale = 1.0f / static_cast<float>(1 << level);
  Frame frame{scale * finder.centre, scale * finder.frame.u, scale * finder.frame.v};
  if (!FitFrame(image, frame)) return false;
  finder.score = FrameScore(image, frame);
  float moved = Length(frame.centre - scale * finder.centre), module = std::sqrt(std::abs(Cross(frame.u, frame.v)));
  if (finder.score < kMinimumFrame || moved > 1.5f * scale * finder.module || std::abs(std::log(module / (scale * finder.module))) > 0.7f) {
    return false;
  }
  finder.frame = {(1 / scale) * frame.centre, (1 / scale) * frame.u, (1 / scale) * frame.v};
  if (Cross(finder.frame.u, finder.frame.v) < 0) finder.frame.v = -1.0f * finder.frame.v;
  finder.centre = finder.frame.centre;
  finder.module = module / scale;
  return true;
}

}  // namespace ecv::qr
