#define ZX_USE_UTF8 1
#include "zxing_engine.h"

#include <ZXing/ReadBarcode.h>
#if __has_include(<ZXing/ZXVersion.h>)
#include <ZXing/ZXVersion.h>
#else
#include <ZXing/Version.h>
#endif
#if ZXING_VERSION_MAJOR < 2
#include <ZXing/Result.h>
#endif

namespace ecv::zxing {
namespace {

#if ZXING_VERSION_MAJOR > 2 || (ZXING_VERSION_MAJOR == 2 && ZXING_VERSION_MINOR >= 2)
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

Options AllOptions(int max_codes) {
  Options options;
#if ZXING_VERSION_MAJOR >= 2
  options.setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::MicroQRCode);
  options.setTryInvert(true);
  options.setTextMode(ZXing::TextMode::Plain);
#else
  options.setFormats(ZXing::BarcodeFormat::QRCode);
#endif
  options.setTryHarder(true);
  options.setTryRotate(true);
  options.setTryDownscale(true);
  options.setMaxNumberOfSymbols(static_cast<uint8_t>(max_codes));
  return options;
}

}  // namespace

std::vector<Found> Read(const Luma& image, int max_codes) {
  ZXing::ImageView view(image.pixels, image.width, image.height, ZXing::ImageFormat::Lum, image.stride);
  std::vector<Found> all;
  for (const auto& result : ZXing::ReadBarcodes(view, AllOptions(max_codes))) {
    if (!result.isValid()) {
      continue;
    }
    Found found;
    const auto& corners = result.position();
    for (int i = 0; i < 4; ++i) {
      found.code.corners[2 * i] = static_cast<float>(corners[i].x);
      found.code.corners[2 * i + 1] = static_cast<float>(corners[i].y);
    }
    found.code.level = -1;
    found.code.repaired = -1;
    found.code.erased = -1;
    found.code.attempt = ECV_ATTEMPT_ZXING;
    found.code.frames = 1;
    found.code.form = ECV_FORM_TEXT;
    std::string text = result.text();
    found.content.assign(text.begin(), text.end());
    all.push_back(std::move(found));
  }
  return all;
}

}  // namespace ecv::zxing
