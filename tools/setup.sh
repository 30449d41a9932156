#!/usr/bin/env bash
# Installs what the named steps need, unless it is installed. The Makefile runs it: it sets TOOLS, the
# folder for the programs that are built here, and puts that folder on PATH.
#   tools/setup.sh rust|cluster|node|bundle|examples|hosts|chrome|firefox|safari|deny|load|bench|reverse-proxies …
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

# `type -P` finds programs only: some steps below have the name of one.
present() { type -P "$1" >/dev/null; }

# fits PROGRAM VERSION : succeeds if the program on PATH has a version of this pattern.
fits() {
  local version
  present "$1" && read -r _ version _ < <("$1" --version 2>/dev/null) && [[ $version == $2 ]]
}

# debian WHAT PACKAGE… : installs packages of the distribution, if root runs this.
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

# program NAME VERSION CRATE MINUTES [PATTERN] : installs a program of this version, unless the version
# of the one on PATH fits the pattern. MINUTES is how long a build takes on two cores.
program() {
  local name=$1 version=$2 crate=$3 minutes=$4
  fits "$name" "${5:-$version}" && return
  rust
  download "$name" "$version" "$crate" || build "$name" "$version" "$crate" "$minutes"
}

# Without cargo-binstall, or with access to the crates' registry only, the program is built instead.
download() {
  local name=$1 version=$2 crate=$3
  present cargo-binstall || return
  say "downloading $name $version"
  cargo binstall --no-confirm --force --disable-strategies compile --root "$TOOLS" "$crate@$version" &&
    fits "$name" "$version"
}

build() {
  local name=$1 version=$2 crate=$3 minutes=$4
  say "building $name $version: about $minutes minutes on two cores, once"
  # The crates' own profiles make slow builds of fast programs. Here the programs run for seconds.
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
  # The crate's lock may name crates that a lagging mirror lacks. Then cargo chooses the versions.
  cargo install --force --root "$TOOLS" --locked "$crate@$version" ||
    cargo install --force --root "$TOOLS" "$crate@$version" ||
    stop "install $name $version (cargo install $crate@$version), then run make again"
}

rust() {
  present rustup && present cargo || stop "install rustup, then run make again"
  present cc || stop "install a C compiler (on Debian or Ubuntu: apt-get install gcc libc6-dev)"
  # rust-toolchain.toml names the toolchain. Older versions of rustup install it on the first call.
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 || rustup toolchain install
  rustup component list --installed | grep -qx rust-src || rustup component add rust-src
  rustup target list --installed | grep -qx wasm32-unknown-unknown ||
    rustup target add wasm32-unknown-unknown
}

node_is_new_enough() { present node && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$OLDEST_NODE" ]; }

node_tools() {
  node_is_new_enough && present npm || debian "Node $OLDEST_NODE or newer, with npm" nodejs npm
  node_is_new_enough || stop "install Node $OLDEST_NODE or newer, with npm"
  npm_packages tools
}

# npm_packages FOLDER : installs the packages of the folder's lock.
npm_packages() {
  local folder=$1
  # npm writes this file last, so a newer one means that the lock's packages are in place.
  [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && return
  say "installing the packages of $folder/package-lock.json"
  npm ci --prefix "$folder"
  touch "$folder/node_modules/.package-lock.json"
}

examples() {
  node_tools
  npm_packages examples/react
  npm_packages examples/vue
}

hosts() {
  node_tools
  npm_packages hosts
}

# The program and the crate must have the same version.
wasm_bindgen_version() {
  sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock
}

bundle() {
  rust
  node_tools
  # Any patch of a release of Trunk builds the same bundle.
  program trunk "$TRUNK" trunk 8 "${TRUNK%.*}.*"
  program wasm-bindgen "$(wasm_bindgen_version)" wasm-bindgen-cli 4
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
  present geckodriver || program geckodriver "$GECKODRIVER" geckodriver 2
}

# WebKitGTK is the WebKit for Linux. It needs a display, which xvfb provides.
safari() {
  present WebKitWebDriver && present xvfb-run && present xauth && return
  debian "WebKitGTK's driver and a virtual screen" webkit2gtk-driver xvfb xauth
}

deny() { program cargo-deny "$CARGO_DENY" cargo-deny 5 "${CARGO_DENY%.*}.*"; }

load() {
  cluster
  present wrk && present nginx && return
  debian "wrk, and nginx for the comparison" wrk nginx-light
}

# What the tests of several proxies need. Without it they are left out, except in CI.
cluster() {
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || present postgres &&
    present haproxy && present pgbouncer && present faketime && return
  if [ -z "${CI:-}" ] && { ! present apt-get || [ "$(id -u)" != 0 ]; }; then
    say "the tests with PostgreSQL need postgresql, haproxy, pgbouncer and faketime"
    return
  fi
  debian "PostgreSQL, HAProxy, PgBouncer and faketime" postgresql haproxy pgbouncer faketime
}

# The peer in Yew is built as the form is, without Trunk.
bench() {
  rust
  node_tools
  program wasm-bindgen "$(wasm_bindgen_version)" wasm-bindgen-cli 4
  npm_packages bench
  chrome
}

# What the tests behind a reverse proxy need. Without it they are left out, except in CI.
reverse_proxies() {
  local PATH=$PATH:/usr/sbin
  present nginx && present caddy && present haproxy && present curl && present openssl && return
  if [ -z "${CI:-}" ] && { ! present apt-get || [ "$(id -u)" != 0 ]; }; then
    say "the tests behind a reverse proxy need nginx, caddy, haproxy, curl and openssl"
    return
  fi
  debian "the reverse proxies" nginx-light caddy haproxy curl openssl
}

for step in "$@"; do
  case $step in
    rust | cluster | bundle | examples | hosts | chrome | firefox | safari | deny | load | bench) "$step" ;;
    node) node_tools ;;
    reverse-proxies) reverse_proxies ;;
    *) stop "tools/setup.sh has no step $step" ;;
  esac
done
