// Micro QR: one finder, timing patterns along the top and the left.
#pragma once
#include "qr/decode.h"
#include "qr/shape.h"

namespace ecv::qr {

// Reads the symbol whose only finder has this frame, in whatever turn. On success `shape` says where it lies.
bool ReadMicro(const Luma& image, const Frame& frame, SymbolDecoder& decoder, Shape& shape, Symbol& symbol);

}  // namespace ecv::qr
