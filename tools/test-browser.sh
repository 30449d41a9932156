#!/usr/bin/env bash
# Runs the widget's own tests in one engine: tools/test-browser.sh chrome|firefox|safari
set -eu
cd "$(dirname "$0")/.."

engine=$1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
# Debug information makes the module four times as large, and no debugger runs here.
export CARGO_PROFILE_DEV_DEBUG=0
export WASM_BINDGEN_TEST_TIMEOUT=${WASM_BINDGEN_TEST_TIMEOUT:-120}
# The runner uses the first of these that is set.
unset CHROMEDRIVER GECKODRIVER SAFARIDRIVER MSEDGEDRIVER
screen=()
case $engine in
  chrome)
    CHROMEDRIVER=$(command -v chromedriver)
    export CHROMEDRIVER
    ;;
  firefox)
    GECKODRIVER=$(command -v geckodriver)
    export GECKODRIVER
    ;;
  safari)
    SAFARIDRIVER=$(command -v WebKitWebDriver)
    export SAFARIDRIVER
    screen=(xvfb-run -a)
    # WebKit's sandbox starts neither as root nor in most containers. Only our own pages run without it.
    export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
    ;;
esac

# The test runner serves only the modules that Rust names. A page that misses one waits until the time limit.
named=$(grep -rhoP 'wasm_bindgen\(module = "/\K[^"]+' src tests/widget | sort -u)
imported=$(grep -hoP 'from "\./\K[^"]+' $named | sed 's|^|static/embed/|' | sort -u)
missing=$(comm -13 <(printf '%s\n' "$named") <(printf '%s\n' "$imported"))
if [ -n "$missing" ]; then
  echo "tests/widget/scripts.rs must name these modules, which others import: $missing" >&2
  exit 1
fi

# The server of the test runner has four threads, and adds one for a connection that finds none idle. In a burst of
# connections, such as Chrome's, it takes a thread for idle that is not, and the page waits for ever. So four connections
# keep these threads busy, and each connection of the browser gets its own.
port=$((20000 + RANDOM % 10000))
export WASM_BINDGEN_TEST_ADDRESS=127.0.0.1:$port
occupy() {
  for _ in 1 2 3 4; do
    until exec {connection}<>"/dev/tcp/127.0.0.1/$port"; do sleep 0.05; done 2>/dev/null
  done
  exec sleep infinity
}
occupy &
trap 'kill $!' EXIT

"${screen[@]}" cargo test ${CI:+--locked} -p ticket-note --tests --target wasm32-unknown-unknown
tools/ran.sh "the widget's tests" "$engine"
