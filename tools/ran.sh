#!/bin/sh
# Says in which engines something ran: tools/ran.sh WHAT ENGINE…
set -eu

what=$1
shift
for engine in "$@"; do
  case $engine in
    chrome) name=Chrome ;;
    firefox) name=Firefox ;;
    safari) name="Safari (WebKit)" ;;
    *) echo "no engine is named $engine" >&2 && exit 1 ;;
  esac
  echo "==> $what ran in $name"
done
