# Getting what a command lacks. Sourced by `dev`; every need_… function is quick when nothing is missing.

TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132
ESBUILD_VERSION=0.25.12
GECKODRIVER_VERSION=0.37.1
AXE_VERSION=4.14.1
HYPERFORMULA_VERSION=3.5.0
WASM_TARGET=wasm32-unknown-unknown

TOOLS="$PWD/.tools"
export PATH="$TOOLS/bin:$TOOLS/binaryen/node_modules/.bin:$TOOLS/esbuild/node_modules/.bin:$PATH"
# A Rust of one's own goes before one that was installed here for want of another.
if [ -d "$TOOLS/cargo/bin" ] && ! command -v cargo >/dev/null 2>&1; then
  export CARGO_HOME="$TOOLS/cargo" RUSTUP_HOME="$TOOLS/rustup" PATH="$PATH:$TOOLS/cargo/bin"
fi

say() { printf '\033[1m» %s\033[0m\n' "$*" >&2; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# version_is PROGRAM TEXT: whether `PROGRAM --version` contains TEXT as a word.
# Without `grep -q`, which leaves at the first match: a program still writing then fails, and would be installed anew.
version_is() { have "$1" && "$1" --version 2>/dev/null | grep -wF -- "$2" >/dev/null; }

# The compiler and a linker. rust-toolchain.toml says which version; rustup gets it when cargo is first called.
need_rust() {
  have cc || apt_install "a C compiler and linker (about 1 min)" build-essential
  have cargo && return
  have curl || apt_install "curl, to get Rust" curl ca-certificates
  say "Installing Rust into .tools/ (about 1 min, once)"
  local setup log="${TMPDIR:-/tmp}/giam-ngheo-rust.log"
  setup="$(mktemp)"
  export CARGO_HOME="$TOOLS/cargo" RUSTUP_HOME="$TOOLS/rustup" PATH="$PATH:$TOOLS/cargo/bin"
  curl --proto =https -sSf https://static.rust-lang.org/rustup/rustup-init.sh -o "$setup" &&
    sh "$setup" -y --quiet --profile minimal --default-toolchain none --no-modify-path >"$log" 2>&1 ||
    fail "Rust is missing and could not be had (see $log): install it from https://rustup.rs, then run this again"
  rm -f "$setup"
}

# need_wasm_target [TARGET]: Rust's libraries for the browser, or for another kind of wasm.
need_wasm_target() {
  need_rust
  local target="${1:-$WASM_TARGET}"
  [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] && return
  have rustup || fail "Rust's $target target is missing and there is no rustup to add it"
  say "Adding Rust's $target target (seconds)"
  rustup target add "$target" || fail "rustup could not add the target $target"
}

# The compiler with which fuzz targets are built; the program itself never is.
need_nightly() {
  need_rust
  have rustup || fail "the fuzz targets want the nightly compiler and there is no rustup to get it: leave out --long, or install rustup"
  rustup run nightly rustc --version >/dev/null 2>&1 && return
  say "Installing the nightly compiler for the fuzz targets (about 1 min, once)"
  rustup toolchain install nightly --profile minimal ||
    fail "rustup could not install the nightly compiler, which the fuzz targets want: leave out --long to run the other tests"
}

# cargo_tool CRATE VERSION MINUTES [FLAGS…]: a program from crates.io into .tools/bin.
# The programs only run a few seconds per build: compiling them fast matters more than their speed.
cargo_tool() {
  local crate="$1" version="$2" minutes="$3"
  shift 3
  need_rust
  say "Installing $crate $version into .tools/ (about $minutes min, once)"
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    cargo install "$crate" --version "$version" --root "$TOOLS" --quiet "$@" ||
    fail "cargo could not install $crate $version"
}

need_trunk() {
  version_is trunk "$TRUNK_VERSION" ||
    cargo_tool trunk "$TRUNK_VERSION" 3 --locked --no-default-features --features rustls
}

need_wasm_bindgen() {
  local version
  version="$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)"
  # Without --locked: its own lock file names a package that can no longer be had.
  version_is wasm-bindgen "$version" || cargo_tool wasm-bindgen-cli "$version" 3
}

need_npm() {
  have npm && have node && return
  apt_install "Node.js, for wasm-opt, esbuild and axe-core (about 1 min)" nodejs npm
}

# npm_tool NAME VERSION: a package from npm into .tools/NAME (a folder each: npm removes what it does not know).
npm_tool() {
  local name="$1" version="$2" manifest="$TOOLS/$1/node_modules/$1/package.json"
  [ -e "$manifest" ] && grep -q "\"version\": \"$version" "$manifest" && return
  need_npm
  say "Installing $name $version into .tools/ (seconds)"
  mkdir -p "$TOOLS/$name"
  npm install --prefix "$TOOLS/$name" --no-save --no-audit --no-fund --loglevel=error "$name@$version" >&2 ||
    fail "npm could not install $name $version"
}

need_wasm_opt() {
  version_is wasm-opt "version $BINARYEN_VERSION" || npm_tool binaryen "$BINARYEN_VERSION"
}

need_esbuild() { npm_tool esbuild "$ESBUILD_VERSION"; }

need_axe() { npm_tool axe-core "$AXE_VERSION"; }

# Only measured beside the program, never part of it.
need_hyperformula() { npm_tool hyperformula "$HYPERFORMULA_VERSION"; }

# apt_install WHAT PACKAGE…: fails with one sentence where apt cannot be used.
apt_install() {
  local what="$1" sudo=""
  shift
  have apt-get || fail "$what is missing; install the equivalent of: $*"
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "$what is missing; as root, run: apt-get install $*"
    sudo=sudo
  fi
  say "Installing $what"
  {
    $sudo apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@"
  } >"${TMPDIR:-/tmp}/giam-ngheo-apt.log" 2>&1 ||
    fail "apt-get could not install $* (see ${TMPDIR:-/tmp}/giam-ngheo-apt.log)"
}

need_build_tools() {
  need_wasm_target
  need_trunk
  need_wasm_bindgen
  need_wasm_opt
  need_esbuild
}

need_chromium() {
  have chromium && have chromedriver && return
  apt_install "Chromium and its driver (about 1 min, once)" chromium chromium-driver fonts-noto-core
}

need_browsers() {
  local missing=()
  have chromium || missing+=(chromium)
  have chromedriver || missing+=(chromium-driver)
  have firefox-esr || have firefox || missing+=(firefox-esr)
  have WebKitWebDriver || missing+=(webkit2gtk-driver)
  have Xvfb || missing+=(xvfb xauth)
  if [ ${#missing[@]} -gt 0 ]; then
    apt_install "browsers and their drivers (about 3 min, once)" "${missing[@]}" fonts-noto-core
  fi
  version_is geckodriver "$GECKODRIVER_VERSION" ||
    cargo_tool geckodriver "$GECKODRIVER_VERSION" 2 --locked
  need_axe
}
