#!/usr/bin/env bash
# Runs the end-to-end tests in one engine: tools/test-e2e.sh chrome|chrome-js|firefox|safari
# chrome-js is Chrome without WebAssembly. It runs the tests of the element and of the framed page.
set -euo pipefail
cd "$(dirname "$0")/.."

export TICKET_NOTE_ENGINE=$1
screen=()
if [ "$1" = safari ]; then
  screen=(xvfb-run -a)
  export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
fi
without=()
if [ "$1" = chrome-js ]; then
  # The tests in `drawn_first` hold the WebAssembly file, which this engine never requests.
  for module in bundle demo drawn_first examples manifest playground; do without+=(--skip "$module::"); done
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT

run() {
  "${screen[@]}" cargo test ${CI:+--locked} --workspace --test e2e -- \
    --test-threads="${TICKET_NOTE_SESSIONS:-3}" "${without[@]}" "$@" | tee "$log"
}

# WebKit's driver sometimes stops responding and reports a time-out. If that is the only reason why
# tests failed, they run once more.
if ! run; then
  panics=$(grep -c 'panicked at' "$log" || true)
  timeouts=$(grep -c '^Safari: Operation timed out' "$log" || true)
  [ "$timeouts" -gt 0 ] && [ "$panics" = "$timeouts" ] || exit 1
  mapfile -t failed < <(sed -n 's/^test \(.*\) \.\.\. FAILED$/\1/p' "$log")
  printf '\n==> the driver stopped responding; running again: %s\n' "${failed[*]}"
  run --exact "${failed[@]}"
fi
tools/ran.sh "the end-to-end tests" "$1"
