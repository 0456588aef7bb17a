#!/usr/bin/env bash
# fuzz/run.sh TARGET CASES: builds a fuzz target with the nightly compiler and runs it for a fixed number of cases.
# What it finds to be worth trying again is kept in fuzz/corpus/, what makes it fail in fuzz/artifacts/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target="$1"
cases="$2"
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
coverage+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
host="$(rustc +nightly -vV | sed -n 's/^host: //p')"
# With a target named, build scripts and macros are built without the flags.
RUSTFLAGS="--cfg fuzzing $coverage -Ccodegen-units=1" \
  cargo +nightly build --quiet --release --target "$host" --bin "$target"
mkdir -p "corpus/$target" "artifacts/$target"
"target/$host/release/$target" -runs="$cases" -max_len=4096 -artifact_prefix="artifacts/$target/" "corpus/$target"
