# What the commands of `dev` do. Sourced by `dev` after setup.sh.

BUILT="dist/.built"
SOURCES=(build.rs src style public index.html Trunk.toml Cargo.toml Cargo.lock tools/src tools/first-load.txt tools/Cargo.toml rust-toolchain.toml)

# Whether dist/ holds a build of the sources as they are now.
is_built() {
  [ -e "$BUILT" ] && [ -z "$(find "${SOURCES[@]}" -newer "$BUILT" -print -quit)" ]
}

step_build() {
  need_build_tools
  say "Release build into dist/ (3 min from nothing, about 1 min after a change)"
  local start
  start="$(mktemp)"
  release_build --dist dist
  # As old as the start of the build: a file saved meanwhile counts as newer.
  touch -r "$start" "$BUILT"
  rm -f "$start"
}

# release_build [FLAGS…]: what Trunk makes of the sources.
release_build() {
  # Panic messages name the source files of the build: without the folders of whoever built it. Functions have names that
  # tell closures and instances apart, for tools/src/split.
  local flags="-Csymbol-mangling-version=v0 --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=$PWD=. --remap-path-prefix=$(rustc --print sysroot)=rust"
  RUST_BACKTRACE=0 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags" env -u NO_COLOR trunk build --release "$@" || fail "the build failed, see above"
}

# Runs a build that notes which functions run until the first screen answers; the next build cuts the program by that.
step_first_load() {
  need_build_tools
  need_browsers
  say "Recording what the first load needs (3 min)"
  mkdir -p target/first-load
  RECORD_FIRST_LOAD=1 release_build --dist target/first-load
  cargo run --quiet --locked --package browser-tests --bin first-load -- target/first-load tools/first-load.txt
}

ensure_built() {
  if is_built; then say "dist/ is up to date"; else step_build; fi
}

step_run() {
  ensure_built
  exec cargo run --quiet --locked --package site -- serve dist "${PORT:-8080}"
}

step_lint() {
  need_wasm_target
  say "Format and lint (2 min from nothing, seconds afterwards)"
  cargo fmt --all --check || fail "the sources are not formatted: ./dev fmt"
  cargo clippy --quiet --locked --no-default-features --features xlsx --all-targets -- -D warnings
  cargo clippy --quiet --locked --target "$WASM_TARGET" -- -D warnings
  local member
  for member in $(members); do
    cargo clippy --quiet --locked --package "$member" --all-targets -- -D warnings
  done
  # The fuzz targets run in the long form only, but compile always. Nothing is linked: libFuzzer itself is not built.
  CUSTOM_LIBFUZZER_PATH=none/libfuzzer.a cargo clippy --quiet --locked --manifest-path fuzz/Cargo.toml --target-dir target -- -D warnings
}

# The workspace's other packages: the tools and the browser tests.
members() {
  echo site
  [ -d tests/browser ] && echo browser-tests
  true
}

step_native_tests() {
  need_rust
  say "Native tests (1 min from nothing, seconds afterwards)"
  cargo test --locked --no-default-features --features xlsx
  cargo test --locked --package site
}

# How often each fuzz target runs in the long form.
FUZZ_CASES=200000

# Text, files and links that chance makes up, under libFuzzer; in the long form only.
step_fuzz() {
  [ -n "${LONG:-}" ] || return 0
  need_nightly
  say "Fuzz targets, $FUZZ_CASES cases each (about 15 min)"
  fuzz/run.sh "$FUZZ_CASES" || fail "a fuzz target failed, see above"
}

step_browser_tests() {
  ensure_built
  [ -d tests/browser ] || return 0
  need_browsers
  say "Browser tests in Chromium, Firefox and WebKit (a few minutes)"
  cargo run --quiet --locked --package browser-tests -- "$@"
}

step_test() {
  local log status
  log="$(mktemp)"
  # In a process of its own: within a condition, bash would carry on after a failed step.
  set +e
  ./dev test-steps "$@" 2>&1 | tee "$log"
  status="${PIPESTATUS[0]}"
  set -e
  sum_up "$log" "$status"
  rm -f "$log"
  return "$status"
}

step_test_steps() {
  local what=all
  while [ $# -gt 0 ]; do
    case "$1" in
      --long) export LONG=1 ;;
      core | browser) what="$1" ;;
      *) break ;;
    esac
    shift
  done
  case "$what" in
    core) step_native_tests ;;
    browser) step_browser_tests "$@" ;;
    all)
      step_lint
      step_native_tests
      step_fuzz
      step_browser_tests
      ;;
  esac
}

# One line for all suites, in cargo's words.
sum_up() {
  awk -v status="$2" '
    /^test result:/ {
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^passed/) passed += $(i - 1)
        if ($i ~ /^failed/) failed += $(i - 1)
        if ($i ~ /^ignored/) ignored += $(i - 1)
      }
    }
    END {
      if (status != 0 && failed == 0) { print "a step other than a test failed, see above"; failed = 1 }
      printf "\ntest result: %s. %d passed; %d failed; %d ignored; all suites together\n",
        failed ? "FAILED" : "ok", passed, failed, ignored
    }' "$1"
}

# step_bench [sizes|native|wasm|browser]: one part, or all of them.
step_bench() {
  local part="${1:-all}"
  case "$part" in all | sizes | native | wasm | browser) ;; *) fail "bench has no part '$part': sizes, native, wasm, browser" ;; esac
  shift $(($# > 0))
  case "$part" in all | sizes) bench_sizes ;; esac
  case "$part" in all | native) bench_native "$@" ;; esac
  case "$part" in all | wasm) bench_wasm "$@" ;; esac
  case "$part" in all | browser) bench_browser "$@" ;; esac
}

bench_sizes() {
  ensure_built
  say "Size of the site"
  cargo run --quiet --locked --package site -- sizes dist
}

bench_native() {
  need_rust
  say "Computation, native (about 1 min, and 2 min to compile)"
  cargo bench --locked --no-default-features --features xlsx --bench '*' -- "$@"
}

bench_wasm() {
  need_wasm_target wasm32-wasip1
  need_hyperformula
  say "Computation in wasm under Node, and a spreadsheet engine beside it (about 1 min, and 1 min to compile)"
  CARGO_TARGET_WASM32_WASIP1_RUNNER="node --no-warnings benches/wasi.mjs" \
    cargo bench --locked --no-default-features --target wasm32-wasip1 --bench solve -- "$@"
  node benches/sheet.mjs
}

bench_browser() {
  ensure_built
  need_chromium
  say "First visit and key presses in Chromium (about 4 min)"
  cargo run --quiet --locked --package browser-tests --bin bench -- "$@"
}
