#!/usr/bin/env bash
# Mutated pictures and raw buffers into the native reader, under AddressSanitizer and UndefinedBehaviorSanitizer.
# Arguments: seconds (default 60), seed (default: the time, printed).
source "$(dirname "$0")/setup.sh"

seconds=${1:-60}
seed=${2:-$(date +%s)}
need_packages g++ cmake libzxing-dev
build=build/native-fuzz
build_native "$build" -DECV_SANITIZE=ON -DECV_FUZZ=ON
ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 \
  "$build/checkpoint_vision_fuzz" "$seed" "$seconds"
