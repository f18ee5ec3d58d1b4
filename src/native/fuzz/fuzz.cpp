// Feeds the reader mutated pictures and raw buffers of every size and stride. Seeded; built with sanitizers by fuzz.sh.
// Usage: fuzz SEED SECONDS
#include "checkpoint_vision.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Random = std::mt19937_64;

constexpr int kDeadlineMicroseconds = 20'000;
// The largest pictures may come late, and a sanitizer keeps what was freed for a while (quarantine_size_mb, 256 unless told).
constexpr long kMostGrowthKilobytes = 400'000;

int Below(Random& random, int bound) { return static_cast<int>(random() % static_cast<uint64_t>(bound)); }

struct Picture {
  int width = 0, height = 0, stride = 0;
  std::vector<uint8_t> pixels;
};

// A real code, so that mutations reach the depths of the decoder.
Picture Code(Random& random) {
  std::string text;
  for (int i = 1 + Below(random, 300); i > 0; --i) text += static_cast<char>(32 + Below(random, 95));
  std::vector<uint8_t> modules(ECV_MAX_MODULES);
  int side = ecv_write(text.data(), static_cast<int32_t>(text.size()), Below(random, 4), modules.data(), static_cast<int32_t>(modules.size()));
  if (side <= 0) return {};
  // Now and then so large that the reader works on a quarter of it.
  int scale = 1 + (side < 40 && Below(random, 4) == 0 ? Below(random, 24) : Below(random, 6)), quiet = Below(random, 5), size = (side + 2 * quiet) * scale;
  Picture picture{size, size, size + Below(random, 17), {}};
  picture.pixels.assign(static_cast<size_t>(picture.stride) * size, 255);
  for (int y = 0; y < side * scale; ++y) {
    for (int x = 0; x < side * scale; ++x) {
      if (modules[static_cast<size_t>(y / scale) * side + x / scale]) picture.pixels[static_cast<size_t>(y + quiet * scale) * picture.stride + x + quiet * scale] = 0;
    }
  }
  return picture;
}

void Mutate(Picture& picture, Random& random) {
  auto at = [&](int x, int y) -> uint8_t& { return picture.pixels[static_cast<size_t>(y) * picture.stride + x]; };
  switch (Below(random, 6)) {
    case 0:  // noise
      for (int i = Below(random, picture.width * picture.height); i > 0; --i) at(Below(random, picture.width), Below(random, picture.height)) = static_cast<uint8_t>(random());
      break;
    case 1: {  // a block of one brightness
      int x0 = Below(random, picture.width), y0 = Below(random, picture.height), w = 1 + Below(random, picture.width - x0), h = 1 + Below(random, picture.height - y0);
      uint8_t value = static_cast<uint8_t>(random());
      for (int y = y0; y < y0 + h; ++y) {
        for (int x = x0; x < x0 + w; ++x) at(x, y) = value;
      }
      break;
    }
    case 2:  // inverted
      for (uint8_t& pixel : picture.pixels) pixel = static_cast<uint8_t>(255 - pixel);
      break;
    case 3: {  // slanted
      int slant = Below(random, 9) - 4;
      for (int y = 0; y < picture.height; ++y) {
        auto row = picture.pixels.begin() + static_cast<ptrdiff_t>(y) * picture.stride;
        std::rotate(row, row + std::abs(slant * y / 8) % picture.width, row + picture.width);
      }
      break;
    }
    case 4: {  // cut
      picture.height = 1 + Below(random, picture.height);
      picture.width = 1 + Below(random, picture.width);
      break;
    }
    default:  // low contrast
      for (uint8_t& pixel : picture.pixels) pixel = static_cast<uint8_t>(100 + pixel / 16);
  }
}

Picture Raw(Random& random) {
  Picture picture;
  picture.width = 1 + Below(random, Below(random, 20) == 0 ? 1500 : 200);
  picture.height = 1 + Below(random, Below(random, 20) == 0 ? 1500 : 200);
  picture.stride = picture.width + Below(random, 40);
  picture.pixels.resize(static_cast<size_t>(picture.height - 1) * picture.stride + picture.width);
  int kind = Below(random, 3);
  for (uint8_t& pixel : picture.pixels) pixel = kind == 0 ? static_cast<uint8_t>(random()) : kind == 1 ? static_cast<uint8_t>(random() % 2 * 255) : 128;
  return picture;
}

// Marks that pass for finders along their axes and nowhere else: what tempts readers to try all of them three by three.
Picture Stars(Random& random) {
  int scale = 2 + Below(random, 4), pitch = 8 + Below(random, 16);
  Picture picture{1280, 720, 1280, {}};
  picture.pixels.resize(1280 * 720);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      int u = std::abs(x / scale % pitch - pitch / 2), v = std::abs(y / scale % pitch - pitch / 2), ring = std::max(u, v);
      picture.pixels[static_cast<size_t>(y) * 1280 + x] = ring <= 1 || (ring == 3 && (u == 0 || v == 0 || u == v)) ? 0 : 255;
    }
  }
  return picture;
}

}  // namespace

int main(int count, char** arguments) {
  uint64_t seed = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1;
  int seconds = count > 2 ? std::atoi(arguments[2]) : 10;
  std::printf("seed %llu, %d s, zxing-cpp %s\n", static_cast<unsigned long long>(seed), seconds, ecv_zxing_version());
  Random random(seed);
  ecv_reader* reader = ecv_reader_new();
  std::vector<uint8_t> content(1 << 20);
  ecv_code codes[ECV_MAX_CODES];
  long pictures = 0, read = 0, wrong = 0, slowest = 0, resident = 0;
  auto end = Clock::now() + std::chrono::seconds(seconds);
  while (Clock::now() < end) {
    bool is_code = Below(random, 3) != 0;
    Picture picture = is_code ? Code(random) : Below(random, 8) == 0 ? Stars(random) : Raw(random);
    if (picture.width == 0) continue;
    // What the code says when nothing is wrong with it is all that it may ever say.
    ecv_request clean{ECV_ENGINE_OWN, 0, 1};
    std::vector<uint8_t> truth;
    if (is_code && ecv_reader_read(reader, picture.pixels.data(), static_cast<int64_t>(picture.pixels.size()), picture.width, picture.height, picture.stride, &clean, codes, 1,
                                   content.data(), static_cast<int32_t>(content.size())) == 1) {
      truth.assign(content.begin(), content.begin() + codes[0].length);
    }
    for (int i = Below(random, 4); i > 0; --i) Mutate(picture, random);
    // An exact copy, so that the sanitizer sees one byte too many.
    std::vector<uint8_t> exact(picture.pixels.begin(), picture.pixels.begin() + static_cast<ptrdiff_t>(picture.height - 1) * picture.stride + picture.width);
    bool own_only = Below(random, 4) != 0;
    ecv_request request{(own_only ? ECV_ENGINE_OWN : ECV_ENGINE_OWN | ECV_ENGINE_ZXING) | (Below(random, 2) ? ECV_ACCUMULATE : 0), kDeadlineMicroseconds, 1 + Below(random, ECV_MAX_CODES)};
    auto start = Clock::now();
    int32_t result = ecv_reader_read(reader, exact.data(), static_cast<int64_t>(exact.size()), picture.width, picture.height, picture.stride, &request, codes,
                                     ECV_MAX_CODES, content.data(), static_cast<int32_t>(content.size()));
    long microseconds = static_cast<long>(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count());
    slowest = std::max(slowest, microseconds);
    ecv_unread unread;
    int32_t told = ecv_reader_unread(reader, &unread);
    if (result < 0 || told < 0 || (told == 1 && (result > 0 || !(unread.module > 0) || !(unread.glare >= 0 && unread.glare <= 1)))) {
      std::printf("picture %ld: error %d, unread %d\n", pictures, result, told);
      return 1;
    }
    for (int i = 0; i < result; ++i) {
      auto first = content.begin() + codes[i].offset;
      bool own = codes[i].form == ECV_FORM_CODEWORDS;
      if (own && !std::equal(truth.begin(), truth.end(), first, first + codes[i].length)) {
        std::printf("picture %ld: a wrong text (version %d, repaired %d, erased %d, attempt %d, pictures %d)\n", pictures, codes[i].version, codes[i].repaired, codes[i].erased,
                    codes[i].attempt, codes[i].frames);
        ++wrong;
      }
    }
    read += result > 0 ? 1 : 0;
    ++pictures;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    if (pictures == 500) resident = usage.ru_maxrss;
    if (resident > 0 && usage.ru_maxrss > resident + kMostGrowthKilobytes) {
      std::printf("picture %ld: grown from %ld to %ld kB\n", pictures, resident, static_cast<long>(usage.ru_maxrss));
      return 1;
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  // Wrong arguments are refused, whatever they are.
  ecv_request request{3, 0, 1};
  uint8_t one = 0;
  bool refused = ecv_reader_read(nullptr, &one, 1, 1, 1, 1, &request, codes, 1, content.data(), 1) < 0 &&
                 ecv_reader_read(reader, nullptr, 1, 1, 1, 1, &request, codes, 1, content.data(), 1) < 0 &&
                 ecv_reader_read(reader, &one, 1, 2, 1, 2, &request, codes, 1, content.data(), 1) < 0 &&
                 ecv_reader_read(reader, &one, 1, 1, 1, 0, &request, codes, 1, content.data(), 1) < 0 &&
                 ecv_reader_read(reader, &one, 1, 1, -1, 1, &request, codes, 1, content.data(), 1) < 0;
  ecv_reader_free(reader);
  std::printf("%ld pictures, %ld with a code, %ld wrong, slowest read %ld us, resident after 500 pictures %ld kB, at the end %ld kB\n", pictures, read, wrong, slowest, resident,
              static_cast<long>(usage.ru_maxrss));
  // A sanitized build on a busy machine is slow; a hundred deadlines is a hang.
  bool timely = slowest < 100L * kDeadlineMicroseconds;
  if (!refused || !timely) std::printf("%s\n", refused ? "a read hung" : "a wrong argument was taken");
  return refused && timely && wrong == 0 ? 0 : 1;
}
