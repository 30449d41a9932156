#!/usr/bin/env bash
# The end-to-end tests in one engine: tools/test-e2e.sh chrome|firefox|safari
set -eu
cd "$(dirname "$0")/.."

export TICKET_NOTE_ENGINE=$1
screen=()
if [ "$1" = safari ]; then
  screen=(xvfb-run -a)
  export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
fi

"${screen[@]}" cargo test ${CI:+--locked} -p ticket-note-e2e -- --test-threads="${TICKET_NOTE_SESSIONS:-3}"
tools/ran.sh "the end-to-end tests" "$1"
