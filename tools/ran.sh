#!/bin/sh
# Prints the engines in which tests ran: tools/ran.sh TESTS ENGINE…
set -eu

tests=$1
shift
for engine in "$@"; do
  case $engine in
    chrome) name=Chrome ;;
    chrome-js) name="Chrome without WebAssembly" ;;
    firefox) name=Firefox ;;
    safari) name="Safari (WebKit)" ;;
    node) name=Node ;;
    *) echo "unknown engine $engine: use chrome, chrome-js, firefox, safari or node" >&2 && exit 1 ;;
  esac
  echo "==> $tests ran in $name"
done
