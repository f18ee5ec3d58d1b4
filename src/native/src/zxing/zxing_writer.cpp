#include "zxing_engine.h"

// Release 3 can be built without this writer; reading works all the same.
#if __has_include(<ZXing/MultiFormatWriter.h>)
#define ECV_HAS_WRITER 1
#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/CharacterSet.h>
#include <ZXing/MultiFormatWriter.h>
#endif

#include <algorithm>
#include <stdexcept>

namespace ecv::zxing {

#ifndef ECV_HAS_WRITER

int Write(const std::string&, int, std::vector<uint8_t>&) { return ECV_E_UNSUPPORTED; }

#else

int Write(const std::string& text, int level, std::vector<uint8_t>& modules) {
  ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
  // The writer maps 1..8 onto L, M, Q, H two by two.
  writer.setEccLevel(2 * level + 1).setMargin(0);
  bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) {
    writer.setEncoding(ZXing::CharacterSet::UTF8);
  }
  try {
    ZXing::BitMatrix matrix = writer.encode(text, 0, 0);
    int side = matrix.width();
    modules.resize(static_cast<size_t>(side) * side);
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        modules[static_cast<size_t>(y) * side + x] = matrix.get(x, y) ? 1 : 0;
      }
    }
    return side;
  } catch (const std::invalid_argument&) {
    return ECV_E_CONTENT;
  } catch (const std::logic_error&) {
    return ECV_E_CONTENT;
  }
}

#endif

}  // namespace ecv::zxing
