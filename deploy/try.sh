#!/usr/bin/env bash
# Checks the reverse proxies of this folder: nginx.conf, Caddyfile, oauth2-proxy/nginx.conf and
# haproxy.cfg. It runs them in front of a real proxy with the sandbox, and stubs of the authentication
# service, of oauth2-proxy and of the portal. `make test-deploy` builds the proxy and runs this.
# If every check passes, it prints the number of checks. If a program is missing, it tests nothing; with
# CI set, that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin

for program in curl openssl nginx caddy haproxy; do
  command -v "$program" >/dev/null && continue
  echo "try: not tested: $program is missing: run tools/setup.sh reverse-proxies"
  [ -z "${CI:-}" ] && exit 0 || exit 1
done
[ -x target/debug/ticket-note-proxy ] || { echo "try: not built: run make test-deploy" && exit 1; }

folder=$(mktemp -d)
site=crm.example
passed=0
server=start
source deploy/try/start.sh
source deploy/try/requests.sh
source deploy/try/fronts.sh
source deploy/try/failures.sh
source deploy/try/guide.sh
source deploy/try/haproxy.sh
trap finish EXIT

start_proxy
start_stubs
start_fronts
for server in nginx caddy oauth2; do
  port=${port_of[$server]}
  check_front
done
check_guide
check_haproxy
# These checks come last, because they end the stubs and the proxy.
check_hanging_service
check_stopped_service
check_stopped_proxy
echo "try: $passed checks passed"
