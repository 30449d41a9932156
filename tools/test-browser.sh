#!/usr/bin/env bash
# Runs the widget's own tests in one engine: tools/test-browser.sh chrome|firefox|safari
set -eu
cd "$(dirname "$0")/.."

engine=$1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
# With debug information, the module has 20 MB instead of 5, and one run in three hangs in Chrome before its first test.
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

"${screen[@]}" cargo test ${CI:+--locked} -p ticket-note --tests --target wasm32-unknown-unknown
tools/ran.sh "the widget's tests" "$engine"
