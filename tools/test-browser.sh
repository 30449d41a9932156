#!/usr/bin/env bash
# Runs the widget's own tests in one engine: tools/test-browser.sh chrome|firefox|safari
set -euo pipefail
cd "$(dirname "$0")/.."

engine=$1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
# Debug information makes the module four times as large, and no debugger runs here.
export CARGO_PROFILE_DEV_DEBUG=0
export WASM_BINDGEN_TEST_TIMEOUT=${WASM_BINDGEN_TEST_TIMEOUT:-60}
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

tests=(cargo test ${CI:+--locked} -p ticket-note --tests --target wasm32-unknown-unknown)
"${tests[@]}" --no-run

# The runner's server now and then leaves one of Chrome's parallel connections without a thread. The page then loads
# for ever. Only a run in which no test has started is repeated.
output=$(mktemp)
trap 'rm -f "$output"' EXIT
for attempt in 1 2 3; do
  "${screen[@]}" timeout 100 "${tests[@]}" 2>&1 | tee "$output" && break
  if [ $attempt = 3 ] || grep -q '^test .* \.\.\. ' "$output"; then exit 1; fi
  echo "==> no test has started in $engine: again"
done
tools/ran.sh "the widget's tests" "$engine"
