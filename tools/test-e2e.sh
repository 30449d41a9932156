#!/usr/bin/env bash
# Runs the end-to-end tests in one engine: tools/test-e2e.sh chrome|chrome-js|firefox|safari [FILTER…]
# chrome-js is Chrome without WebAssembly. It runs the tests of the element and of the framed page.
set -euo pipefail
cd "$(dirname "$0")/.."

export TICKET_NOTE_ENGINE=$1
screen=()
without=()

# leave_out FILTER REASON : leaves tests out that this engine cannot run, and says so.
leave_out() {
  printf '==> not in %s: %s, because %s\n' "$TICKET_NOTE_ENGINE" "$1" "$2"
  without+=(--skip "$1")
}

if [ "$1" = safari ]; then
  leave_out hosts::extension "the driver of WebKitGTK installs no extension"
  leave_out a_login_page_with_an_opener_policy "the driver of WebKitGTK loses a page whose process changes"
  leave_out the_form_follows_the_system "the driver of WebKitGTK sets no colour scheme of the system"
  for test in the_user_who_signed_in_in_another_tab no_note_is_added_for_another_user an_unknown_note_of_another_user; do
    leave_out "$test" "the driver of WebKitGTK opens no window from a second tab"
  done
  screen=(xvfb-run -a)
  export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
fi
[ "$1" = firefox ] || leave_out in_the_window_of_firefox "only Firefox's driver reaches the browser's own window"
[ "$1" != firefox ] || leave_out only_in_chromium "Firefox has no side panel, and admits every extension"
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
if ! run "${@:2}"; then
  panics=$(grep -c 'panicked at' "$log" || true)
  timeouts=$(grep -c '^Safari: Operation timed out' "$log" || true)
  [ "$timeouts" -gt 0 ] && [ "$panics" = "$timeouts" ] || exit 1
  mapfile -t failed < <(sed -n 's/^test \(.*\) \.\.\. FAILED$/\1/p' "$log")
  printf '\n==> the driver stopped responding; running again: %s\n' "${failed[*]}"
  run --exact "${failed[@]}"
fi
tools/ran.sh "the end-to-end tests" "$1"
