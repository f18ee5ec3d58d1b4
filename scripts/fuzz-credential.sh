# Mutated codes of every format against the verifier: SECONDS (600) [SEED (the time)]. Fails on a forgery, an exception or a broken limit, and prints the seed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export ECP_FUZZ_SECONDS="${1:-600}" ECP_FUZZ_SEED="${2:-$(date +%s)}"
dotnet test tests/EdgeCheckpoint.Core.Tests -c Release --nologo --filter FullyQualifiedName~CredentialFuzzTests \
  --logger 'console;verbosity=detailed' | grep -E 'credential fuzz|Passed|Failed|error|seed|threw|forgery|checks|took'
