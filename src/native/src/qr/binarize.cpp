#include "qr/binarize.h"

#include <algorithm>
#include <cstring>

namespace ecv::qr {
namespace {

constexpr int kBlock = 8;

void MarkRow(const uint8_t* in, uint8_t* out, int count, int threshold) {
  for (int x = 0; x < count; ++x) {
    out[x] = in[x] < threshold ? 1 : 0;
  }
}

}  // namespace

void BinarizeBlocks(const Luma& image, int contrast, Plane& dark) {
  dark.Resize(image.width, image.height);
  int columns = (image.width + kBlock - 1) / kBlock, rows = (image.height + kBlock - 1) / kBlock;
  std::vector<int> level(static_cast<size_t>(columns) * rows);
  for (int by = 0; by < rows; ++by) {
    int y0 = std::max(0, std::min(by * kBlock, image.height - kBlock));
    int height = std::min(kBlock, image.height);
    for (int bx = 0; bx < columns; ++bx) {
      int x0 = std::max(0, std::min(bx * kBlock, image.width - kBlock));
      int width = std::min(kBlock, image.width), sum = 0, least = 255, most = 0;
      for (int y = y0; y < y0 + height; ++y) {
        const uint8_t* row = image.pixels + static_cast<ptrdiff_t>(y) * image.stride + x0;
        for (int x = 0; x < width; ++x) {
          int value = row[x];
          sum += value;
          least = std::min(least, value);
          most = std::max(most, value);
        }
      }
      int mean = sum / (width * height);
      if (most - least < contrast) {
        // Flat: light unless the neighbours say that this brightness is dark.
        mean = least / 2;
        if (by > 0 && bx > 0) {
          size_t at = static_cast<size_t>(by) * columns + bx;
          int around = (level[at - columns] + 2 * level[at - 1] + level[at - columns - 1]) / 4;
          if (least < around) {
            mean = around;
          }
        }
      }
      level[static_cast<size_t>(by) * columns + bx] = mean;
    }
  }
  for (int by = 0; by < rows; ++by) {
    int top = std::clamp(by, 2, std::max(2, rows - 3));
    for (int bx = 0; bx < columns; ++bx) {
      int left = std::clamp(bx, 2, std::max(2, columns - 3)), sum = 0, count = 0;
      for (int y = std::max(0, top - 2); y <= std::min(rows - 1, top + 2); ++y) {
        for (int x = std::max(0, left - 2); x <= std::min(columns - 1, left + 2); ++x) {
          sum += level[static_cast<size_t>(y) * columns + x];
          ++count;
        }
      }
      int threshold = sum / count + 1, x0 = bx * kBlock, width = std::min(kBlock, image.width - x0);
      for (int y = by * kBlock; y < std::min((by + 1) * kBlock, image.height); ++y) {
        MarkRow(image.pixels + static_cast<ptrdiff_t>(y) * image.stride + x0, dark.Row(y) + x0, width, threshold);
      }
    }
  }
}

void BinarizeMean(const Luma& image, int window, int offset, Plane& dark) {
  dark.Resize(image.width, image.height);
  int w = image.width, h = image.height, radius = std::max(1, window / 2);
  std::vector<uint32_t> column(static_cast<size_t>(w), 0);
  std::vector<uint32_t> prefix(static_cast<size_t>(w) + 1, 0);
  int top = 0, bottom = 0;  // column holds rows [top, bottom)
  for (int y = 0; y < h; ++y) {
    int want_bottom = std::min(h, y + radius + 1), want_top = std::max(0, y - radius);
    for (; bottom < want_bottom; ++bottom) {
      const uint8_t* row = image.pixels + static_cast<ptrdiff_t>(bottom) * image.stride;
      for (int x = 0; x < w; ++x) {
        column[static_cast<size_t>(x)] += row[x];
      }
    }
    for (; top < want_top; ++top) {
      const uint8_t* row = image.pixels + static_cast<ptrdiff_t>(top) * image.stride;
      for (int x = 0; x < w; ++x) {
        column[static_cast<size_t>(x)] -= row[x];
      }
    }
    for (int x = 0; x < w; ++x) {
      prefix[static_cast<size_t>(x) + 1] = prefix[static_cast<size_t>(x)] + column[static_cast<size_t>(x)];
    }
    const uint8_t* in = image.pixels + static_cast<ptrdiff_t>(y) * image.stride;
    uint8_t* out = dark.Row(y);
    uint32_t high = static_cast<uint32_t>(bottom - top);
    for (int x = 0; x < w; ++x) {
      int x0 = std::max(0, x - radius), x1 = std::min(w, x + radius + 1);
      uint32_t area = high * static_cast<uint32_t>(x1 - x0);
      uint32_t sum = prefix[static_cast<size_t>(x1)] - prefix[static_cast<size_t>(x0)];
      out[x] = (in[x] + static_cast<uint32_t>(offset)) * area < sum ? 1 : 0;
    }
  }
}

}  // namespace ecv::qr
