#!/usr/bin/env bash
# Installs what the named steps need and what is not there yet. Run by make, which sets TOOLS, the
# folder for programs that are built here, and has it on PATH.
#   tools/setup.sh rust|node|bundle|chrome|firefox|safari|deny …
set -eu
cd "$(dirname "$0")/.."

TRUNK=0.21.14
GECKODRIVER=0.37.1
CARGO_DENY=0.20.2
OLDEST_NODE=18

say() { printf '\n==> %s\n' "$*"; }

stop() {
  printf 'stopped: %s\n' "$*" >&2
  exit 1
}

# Programs only: some steps below have the name of one.
present() { type -P "$1" >/dev/null; }

# is PROGRAM VERSION : whether that one is on PATH.
is() { present "$1" && "$1" --version 2>/dev/null | grep -wF -- "$2" >/dev/null; }

# debian WHAT PACKAGE… : from the distribution, where that is possible without asking.
debian() {
  local what=$1
  shift
  if ! present apt-get || [ "$(id -u)" != 0 ]; then
    stop "install $what (on Debian or Ubuntu, as root: apt-get install $*), then run make again"
  fi
  say "installing $what"
  [ -n "${apt_is_fresh:-}" ] || apt-get update -q
  apt_is_fresh=yes
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" ||
    stop "install $what (apt-get could not install $*), then run make again"
}

# Ubuntu ships its browsers under other names.
on_ubuntu() { grep -qsx 'ID=ubuntu' /etc/os-release; }

# program NAME VERSION CRATE : built from source, unless the very version is there.
program() {
  local name=$1 version=$2 crate=$3
  is "$name" "$version" && return
  rust
  say "building $name $version: this takes some minutes, once"
  # Some are set to be built slowly, to run fast; here they run for seconds.
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
  # A lock may name crates that a lagging mirror does not have yet; then the newest that fit will do.
  cargo install --force --root "$TOOLS" --locked "$crate@$version" ||
    cargo install --force --root "$TOOLS" "$crate@$version" ||
    stop "install $name $version (cargo install $crate@$version), then run make again"
}

rust() {
  present rustup && present cargo || stop "install rustup, then run make again"
  present cc || stop "install a C compiler (on Debian or Ubuntu: apt-get install gcc libc6-dev)"
  # rust-toolchain.toml names the toolchain; older rustups install it on the first call by themselves.
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 || rustup toolchain install
  rustup component list --installed | grep -qx rust-src || rustup component add rust-src
  rustup target list --installed | grep -qx wasm32-unknown-unknown ||
    rustup target add wasm32-unknown-unknown
}

node_is_new_enough() { present node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$OLDEST_NODE" ]; }

node_tools() {
  node_is_new_enough && present npm || debian "Node $OLDEST_NODE or newer, with npm" nodejs npm
  node_is_new_enough || stop "install Node $OLDEST_NODE or newer, with npm"
  # npm writes this file last, so a newer one means that the lock's packages are in place.
  [ tools/node_modules/.package-lock.json -nt tools/package-lock.json ] && return
  say "installing the pinned packages of tools/package-lock.json"
  npm ci --prefix tools
  touch tools/node_modules/.package-lock.json
}

# The program has to be of the same version as the crate.
wasm_bindgen_version() {
  sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock
}

bundle() {
  rust
  node_tools
  program trunk "$TRUNK" trunk
  program wasm-bindgen "$(wasm_bindgen_version)" wasm-bindgen-cli
}

chrome() {
  present chromedriver && return
  if on_ubuntu; then
    debian "Chromium and its driver" chromium-browser chromium-chromedriver
  else
    debian "Chromium and its driver" chromium chromium-driver
  fi
  present chromedriver || stop "install chromedriver and Chromium or Chrome"
}

firefox() {
  if ! present firefox && ! present firefox-esr; then
    if on_ubuntu; then debian Firefox firefox; else debian Firefox firefox-esr; fi
  fi
  present geckodriver || program geckodriver "$GECKODRIVER" geckodriver
}

# WebKitGTK is the WebKit that runs where Safari does not; it draws to a screen only.
safari() {
  present WebKitWebDriver && present xvfb-run && present xauth && return
  debian "WebKitGTK's driver and a virtual screen" webkit2gtk-driver xvfb xauth
}

deny() { program cargo-deny "$CARGO_DENY" cargo-deny; }

load() {
  present wrk && present nginx && return
  debian "wrk, and nginx to compare with" wrk nginx-light
}

fronts() {
  present nginx && present caddy && present curl && present openssl && return
  debian "the fronts" nginx-light caddy curl openssl
}

for step in "$@"; do
  case $step in
    rust | bundle | chrome | firefox | safari | deny | load | fronts) "$step" ;;
    node) node_tools ;;
    *) stop "tools/setup.sh knows no step $step" ;;
  esac
done
