#!/usr/bin/env bash
# fuzz/run.sh CASES [TARGET…]: builds the fuzz targets with the nightly compiler and runs each for a fixed number of
# cases, beginning with the examples of the tests. What it finds to be worth trying again is kept in fuzz/corpus/, what
# makes it fail in fuzz/artifacts/. One line for each target, and the end of the log where one fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
cases="$1"
shift
targets=("$@")
[ $# -gt 0 ] || targets=(csv number xlsx_package xlsx_parts link facts)

coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
coverage+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
host="$(rustc +nightly -vV | sed -n 's/^host: //p')"
# With a target named, build scripts and macros are built without the flags.
RUSTFLAGS="--cfg fuzzing $coverage -Ccodegen-units=1" cargo +nightly build --quiet --release --target "$host" --bins

# Examples to begin with, in folders that libFuzzer only reads, and words to put in.
seeds() {
  case "$1" in
    csv) echo ../tests/data/paste ;;
    xlsx_package) echo ../tests/data ;;
    xlsx_parts) echo seeds/xlsx_parts -dict=seeds/xml.dict ;;
    link) echo ../tests/golden ;;
  esac
}

for target in "${targets[@]}"; do
  mkdir -p "corpus/$target" "artifacts/$target"
  log="$(mktemp)"
  start=$SECONDS
  read -ra folders <<<"$(seeds "$target")"
  if "target/$host/release/$target" -runs="$cases" -max_len=16384 -artifact_prefix="artifacts/$target/" \
    "corpus/$target" "${folders[@]}" >"$log" 2>&1; then
    echo "test fuzz::$target ... ok ($cases cases, $((SECONDS - start)) s)"
    rm -f "$log"
  else
    tail -n 30 "$log"
    echo "test fuzz::$target ... FAILED (fuzz/artifacts/$target, all of the log in $log)"
    exit 1
  fi
done
echo "test result: ok. ${#targets[@]} passed; 0 failed; 0 ignored"
