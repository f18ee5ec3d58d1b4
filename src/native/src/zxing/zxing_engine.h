// zxing-cpp behind plain types, so that only these files know its changing API.
#pragma once
#include "found.h"

namespace ecv::zxing {

// Reads with every option that the installed release has. At most `max_codes` results.
std::vector<Found> Read(const Luma& image, int max_codes);

// UTF-8 to modules, 1 is dark. Returns the side, or ECV_E_CONTENT.
int Write(const std::string& text, int level, std::vector<uint8_t>& modules);

}  // namespace ecv::zxing
