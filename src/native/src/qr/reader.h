// Our own reader: cheap attempts first, costly ones only where a symbol is and stays unread.
#pragma once
#include "found.h"
#include "qr/accumulator.h"
#include "qr/clock.h"
#include "qr/decode.h"
#include "qr/plane.h"
#include "qr/shape.h"
#include "qr/triples.h"
#include "qr/unread.h"

#include <set>
#include <vector>

namespace ecv::qr {

class Reader {
 public:
  // Adds what it reads to `found`, at most `max_codes` in all.
  // `accumulate`: pictures follow one another; symbols that stay unread are added up over them.
  void Read(const Luma& image, int max_codes, bool accumulate, const Deadline& deadline, std::vector<Found>& found);

  // The surest symbol of the last picture that was found and not read.
  const Unread& Missed() const { return missed_; }
  void Forget() {
    missed_.score = 0;
    crossings_ = 0;
  }

  // How crowded the last picture was with what resembles a finder: thousands in a print of stars.
  int Crossings() const { return crossings_; }

 private:
  enum class Rule { kBlocks, kWide, kNarrow };
  enum class Effort { kGlance, kAll };  // a glance: one look, added to those of earlier pictures
  struct Pass {
    int level;                // 0 the picture itself, 1 half, 2 quarter, -1 twice
    Rule rule;                // how it is made dark and light
    bool only_with_evidence;  // not worth its time where no finder has been seen
    int attempt;              // ECV_ATTEMPT_*
  };

  void RunPass(const Pass& pass, int max_codes, std::vector<Found>& found);
  void Triples(const Pass& pass, bool inverted, int max_codes, std::vector<Found>& found);
  int FineLevel(float module) const;
  // Drops what does not look like a finder even roughly, and keeps the best of too many.
  void Screen(bool inverted);
  // Drops finders whose edges do not fit; the rest get their exact centre and axes.
  void Verify(bool inverted);
  bool Fit(bool inverted, Finder& finder);
  // Keeps the surest finders of all passes.
  void Remember(bool inverted);
  void ReadMicros(bool inverted, int max_codes, std::vector<Found>& found);
  // Two finders are there and the third is under glare, a thumb or a tear.
  void GuessThird(Effort effort, bool inverted, int max_codes, std::vector<Found>& found);
  // Whether sure finders of one polarity are left that belong to no symbol read so far; two may be a symbol.
  bool AnotherMayBeThere() const;
  // Keeps a symbol, and the place it stands at.
  void Keep(Found one, std::vector<Found>& found);
  static void Fill(const Shape& shape, float scale, Symbol& symbol, int attempt, Found& found);
  bool TryTriple(const Triple& triple, Effort effort, int attempt, bool inverted, Found& found);
  bool TryShape(const Luma& image, Effort effort, Shape& shape, Symbol& symbol, int& frames);
  // What closed says how the modules of the rest must lie: the shape is bent to it, and the rest is tried again.
  bool TryRegistered(const Luma& image, Shape& shape, Symbol& symbol);
  // A small symbol that is surely there, with its loose corner moved.
  bool TryMovedCorner(const Luma& image, Shape& shape, Symbol& symbol);
  // Adds one look at an unread symbol to those of earlier pictures, and tries what they show together.
  bool TryAccumulated(const Grid& belief, Symbol& symbol, int& frames);
  bool Settled(const Finder& finder) const;
  const Luma& Level(int level, bool inverted);

  Luma original_{};
  static constexpr int kLevels = 4;  // twice, once, half, quarter
  Plane halves_[2], doubled_, inverted_[kLevels];
  Luma views_[kLevels][2];
  bool ready_[kLevels][2] = {};
  Plane dark_;
  std::vector<Finder> finders_, inverted_finders_;
  struct Judged {
    Point seen;
    float module;
    bool is_finder;
    Finder result;
  };
  std::vector<Judged> judged_[2];
  std::vector<Finder> certain_[2];
  int evidence_ = 0;
  int crossings_ = 0;
  std::vector<std::array<Point, 4>> read_;  // quadrilaterals already read
  std::set<uint64_t> tried_;
  SymbolDecoder decoder_, mean_decoder_;
  Accumulator accumulator_;
  Unread look_, missed_;  // the symbol being looked at, and the surest of those that stayed unread
  bool accumulate_ = false;
  Deadline deadline_{0};
};

}  // namespace ecv::qr
