#!/usr/bin/env bash
# The end-to-end tests in one engine: tools/test-e2e.sh chrome|firefox|safari
set -euo pipefail
cd "$(dirname "$0")/.."

export TICKET_NOTE_ENGINE=$1
screen=()
if [ "$1" = safari ]; then
  screen=(xvfb-run -a)
  export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT

run() {
  "${screen[@]}" cargo test ${CI:+--locked} -p ticket-note-e2e --test e2e -- \
    --test-threads="${TICKET_NOTE_SESSIONS:-3}" "$@" | tee "$log"
}

# WebKit's driver now and then answers nothing any more, which it calls a time-out of its own. Tests that
# ended by that, and by nothing else, run again, once.
if ! run; then
  panics=$(grep -c 'panicked at' "$log" || true)
  silences=$(grep -c '^Safari: Operation timed out' "$log" || true)
  [ "$silences" -gt 0 ] && [ "$panics" = "$silences" ] || exit 1
  mapfile -t ended < <(sed -n 's/^test \(.*\) \.\.\. FAILED$/\1/p' "$log")
  printf '\n==> the driver fell silent: once more %s\n' "${ended[*]}"
  run --exact "${ended[@]}"
fi
tools/ran.sh "the end-to-end tests" "$1"
