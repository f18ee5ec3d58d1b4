// The structure of a symbol's data: only what is well formed counts as read.
#pragma once
#include <cstdint>
#include <span>

namespace ecv::qr {

// Whether the data codewords are segments of known modes that end where they should.
bool WellFormed(int version, std::span<const uint8_t> data);

}  // namespace ecv::qr
