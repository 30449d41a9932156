#!/usr/bin/env bash
# The widget's own tests in one engine: tools/test-browser.sh chrome|firefox|safari
set -eu
cd "$(dirname "$0")/.."

engine=$1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
export WASM_BINDGEN_TEST_TIMEOUT=${WASM_BINDGEN_TEST_TIMEOUT:-120}
# The runner takes the first driver that it is told of.
unset CHROMEDRIVER GECKODRIVER SAFARIDRIVER MSEDGEDRIVER
screen=()
case $engine in
  chrome) CHROMEDRIVER=$(command -v chromedriver) && export CHROMEDRIVER ;;
  firefox) GECKODRIVER=$(command -v geckodriver) && export GECKODRIVER ;;
  safari)
    SAFARIDRIVER=$(command -v WebKitWebDriver) && export SAFARIDRIVER
    screen=(xvfb-run -a)
    # Its sandbox cannot start as root, nor in most containers; the pages are our own.
    export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
    ;;
esac

"${screen[@]}" cargo test ${CI:+--locked} -p ticket-note --tests --target wasm32-unknown-unknown
tools/ran.sh "the widget's tests" "$engine"
