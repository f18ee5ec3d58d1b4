// The deadline of one call.
#pragma once
#include <chrono>

namespace ecv::qr {

class Deadline {
 public:
  explicit Deadline(int microseconds) : limited_(microseconds > 0), end_(Now() + std::chrono::microseconds(microseconds)) {}
  bool Passed() const { return limited_ && Now() >= end_; }

 private:
  using Clock = std::chrono::steady_clock;
  static Clock::time_point Now() { return Clock::now(); }
  bool limited_;
  Clock::time_point end_;
};

}  // namespace ecv::qr
