#!/usr/bin/env bash
# Checks nginx.conf, Caddyfile and oauth2-proxy/nginx.conf. It runs nginx and Caddy in front of a real
# proxy with the sandbox, a stub of the authentication service, of oauth2-proxy and of the portal. Needs curl, openssl, nginx and caddy
# (Debian: apt-get install curl openssl nginx-light caddy). If every check passes, it prints the
# number of checks.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin

folder=$(mktemp -d)
started=()
finish() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

for program in curl openssl nginx caddy; do
  command -v "$program" >/dev/null || { echo "try: install $program"; exit 1; }
done
base=$(shuf -i 21000-28000 -n 1)
proxy=127.0.0.1:$base auth=127.0.0.1:$((base + 1)) portal=127.0.0.1:$((base + 2))
nginx=$((base + 3)) caddy=$((base + 4)) oauth2=$((base + 5)) oauth2_proxy=127.0.0.1:$((base + 6))
site=crm.example

mkdir "$folder/dist"
echo '<!doctype html>' >"$folder/dist/index.html"
echo 'export {}' >"$folder/dist/embed.js"
cargo build -q -p ticket-note-proxy
target/debug/ticket-note-proxy --sandbox --dist "$folder/dist" --listen "$proxy" --drain-delay 0 --user-header X-Agent \
  --public-origin "https://$site:$nginx" --public-origin "https://$site:$caddy" --public-origin "https://$site:$oauth2" 2>"$folder/log" >/dev/null &
started+=($!)
curl -s --retry 50 --retry-delay 1 --retry-connrefused -o /dev/null "http://$proxy/healthz" || {
  echo "try: the proxy did not start"
  cat "$folder/log"
  exit 1
}

openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj "/CN=$site" -addext "subjectAltName=DNS:$site" \
  -keyout "$folder/tls.key" -out "$folder/tls.pem" 2>/dev/null
sed -e "s|127.0.0.1:8080|$proxy|; s|127.0.0.1:9091|$auth|; s|127.0.0.1:3000|$portal|" \
  -e "s|listen 443|listen 127.0.0.1:$nginx|; s|/etc/ssl/crm.example|$folder/tls|" deploy/nginx.conf >"$folder/site.conf"
sed -e "s|127.0.0.1:8080|$proxy|; s|127.0.0.1:4180|$oauth2_proxy|; s|ticket_note\b|ticket_note_oauth2|" \
  -e "s|listen 443|listen 127.0.0.1:$oauth2|; s|/etc/ssl/crm.example|$folder/tls|" \
  deploy/oauth2-proxy/nginx.conf >"$folder/oauth2.conf"
# The stub of the authentication service has these sessions: `agent` has an agent, `other` has none,
# `forbidden` and `moved` are refused with 403 and a redirect, and `broken` makes the service fail.
cat >"$folder/nginx.conf" <<CONF
daemon off;
pid $folder/nginx.pid;
error_log $folder/nginx.log;
events {}
http {
  access_log off;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxied;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  map \$cookie_session \$agent_of { agent 7; default ""; }
  server {
    listen $auth;
    location = /verify {
      if (\$cookie_session = broken) { return 500; }
      if (\$cookie_session = forbidden) { return 403; }
      if (\$cookie_session = moved) { return 302 /login; }
      if (\$cookie_session = "") { return 401; }
      add_header X-Agent \$agent_of always;
      return 204;
    }
  }
  server { listen $portal; location / { return 200 "portal"; } location = /login { return 200 "\$arg_next"; } }
  server {
    listen $oauth2_proxy;
    location = /oauth2/auth {
      if (\$cookie_session = broken) { return 500; }
      if (\$cookie_session = forbidden) { return 403; }
      if (\$cookie_session = moved) { return 302 /oauth2/start; }
      if (\$cookie_session = "") { return 401; }
      add_header X-Auth-Request-Email \$agent_of always;
      return 202;
    }
  }
  include $folder/site.conf;
  include $folder/oauth2.conf;
}
CONF
nginx -c "$folder/nginx.conf" -p "$folder" -e "$folder/nginx.log" &
started+=($!)
{ echo '{ admin off
  auto_https disable_redirects
  skip_install_trust
}'; sed "s|^{\$SITE:crm.example} {|https://$site:$caddy {\n\ttls $folder/tls.pem $folder/tls.key|" deploy/Caddyfile; } >"$folder/Caddyfile"
PROXY=$proxy AUTH=$auth PORTAL=$portal XDG_DATA_HOME=$folder XDG_CONFIG_HOME=$folder \
  caddy run --config "$folder/Caddyfile" --adapter caddyfile 2>"$folder/caddy.log" &
started+=($!)

port=$nginx
# HTTP/1.1: over HTTP/2, curl 7.88 fails if the response comes before the whole body was read.
status_of() { curl -sS --http1.1 --cacert "$folder/tls.pem" --resolve "$site:$port:127.0.0.1" -o "$folder/response" -w '%{http_code}' "$@"; }
note() {
  status_of -X POST "https://$site:$port${path:-/api/ticket-note/message}" -H 'Content-Type: application/json' \
    -H "Origin: https://$site:$port" -H "Idempotency-Key: \"$(cat /proc/sys/kernel/random/uuid)\"" \
    -d '{"ticketID":1,"type":"1","message":"Hello","userID":254}' "$@"
}
passed=0
check() {
  local claim=$1 expected=$2 found=$3
  if [ "$found" != "$expected" ]; then
    echo "try: $server: $claim: expected $expected, found $found"
    tail -n 5 "$folder"/*log
    exit 1
  fi
  passed=$((passed + 1))
}
set_fault() {
  curl -sS -X PUT -o /dev/null "http://$proxy/sandbox/behaviour" -H 'Content-Type: application/json' -d "{\"fault\":\"$1\"}"
}
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
sign_in() { status_of "https://$site:$port/api/ticket-note/sign-in?challenge=$challenge&lang=nl&ticketId=7" "$@"; }
session() {
  status_of "https://$site:$port/api/ticket-note/session" -H "Origin: https://$site:$port" "$@"
}
redeem() {
  local code
  code=$(sed -nE 's/.*data-code="([^"]*)".*/\1/p' "$folder/response")
  session -X POST -H 'Content-Type: application/json' -D "$folder/headers" "$@" \
    -d "{\"code\":\"$code\",\"verifier\":\"$verifier\",\"as\":\"cookie\"}"
}
cookie() { sed -nE 's/^set-cookie: ([^;]*).*/\1/pI' "$folder/headers" | head -1; }
error_code() { sed -E 's/.*"code":"([a-z_]*)".*/\1/' "$folder/response"; }
authors() { curl -sS "http://$proxy/sandbox/notes" | grep -o '"userID":[0-9]*' | sort | uniq -c | tr -s ' ' ' '; }

for server in nginx caddy oauth2; do
  port=${!server}
  for _ in $(seq 50); do status_of "https://$site:$port/" >/dev/null 2>&1 && break || sleep 0.1; done
  curl -sS -X DELETE "http://$proxy/sandbox/notes"
  login='/login?next='
  if [ "$server" = oauth2 ]; then login='/oauth2/start?rd='; fi
  [ "$server" = oauth2 ] || check "the portal is at the root" 200 "$(status_of "https://$site:$port/")"
  check "the bundle is public" 200 "$(status_of "https://$site:$port/ticket-note/embed.js")"
  check "the framed page is public" 200 "$(status_of "https://$site:$port/ticket-note/index.html")"
  check "a note without a session is refused" 401 "$(note)"
  check "a forged identity without a session is refused" 401 "$(note -H 'X-Agent: 8')"
  check "a session with an agent adds a note" 200 "$(note -b session=agent)"
  check "a forged identity is overwritten" 200 "$(note -b session=agent -H 'X-Agent: 8')"
  check "a forged header with an underscore is dropped" 200 "$(note -b session=agent -H 'X_Agent: 8')"
  # Caddy passes on the name of its placeholder, which is no user ID.
  check "a session without an agent is refused" "401 or 403" "$(note -b session=other | sed -E 's/^40[13]$/401 or 403/')"
  check "a forged identity does not replace a missing agent" "401 or 403" \
    "$(note -b session=other -H 'X-Agent: 8' | sed -E 's/^40[13]$/401 or 403/')"
  check "an identity named in Connection is kept or refused" "200 or 401" \
    "$(note -b session=agent -H 'Connection: X-Agent' | sed -E 's/^(200|401)$/200 or 401/')"
  check "a failed authentication service refuses every note" 5 "$(note -b session=broken -H 'X-Agent: 8' | cut -c1)"
  for path in /ticket-note/api/ticket-note/message /ticket-note//api/ticket-note/message \
    /ticket-note/../api/ticket-note/message /ticket-note/%2e%2e/api/ticket-note/message /api/ticket-note/message/ \
    /api//ticket-note/message /API/ticket-note/message; do
    note --path-as-is -H 'X-Agent: 8' >/dev/null
    note --path-as-is -b session=agent -H 'X-Agent: 8' >/dev/null
  done
  path=''
  attempt=https://$site:$port/api/ticket-note/attempts/$(cat /proc/sys/kernel/random/uuid)
  check "a status without a session is refused" 401 "$(status_of "$attempt" -H 'X-Agent: 8')"
  check "a session gets the status of its attempts" 404 "$(status_of "$attempt" -b session=agent -H 'X-Agent: 8')"
  check "the status comes from the proxy" not_found "$(error_code)"
  check "a foreign origin is refused" 403 "$(note -b session=agent -H 'Origin: https://evil.example')"
  # The sign-in window.
  check "the sign-in page redirects to the login page" 302 "$(sign_in -H 'X-Agent: 8' -D "$folder/headers")"
  check "the login page gets the whole address to return to" \
    "$login/api/ticket-note/sign-in%3Fchallenge=$challenge%26lang=nl%26ticketId=7" \
    "$(sed -nE 's/^location: (https:..[^/]*)?(\/.*[^\r]).*/\2/pI' "$folder/headers" | tr -d '\r')"
  status_of "https://$site:$port/api/ticket-note/sign-in?challenge=x%26next=https://evil.example%26rd=https://evil.example" \
    -D "$folder/headers" >/dev/null
  check "a query cannot add parameters to the address of the login page" 0 "$(grep -ci '^location:.*&' "$folder/headers")"
  check "a refused session redirects to the login page" 302 "$(sign_in -b session=forbidden -H 'X-Agent: 8')"
  check "a redirect of the authentication service does too" 302 "$(sign_in -b session=moved -H 'X-Agent: 8')"
  check "a failed authentication service signs in no user" 503 "$(sign_in -b session=broken -H 'X-Agent: 8')"
  check "a session without an agent is not signed in" "401 or 403" \
    "$(sign_in -b session=other -H 'X-Agent: 8' | sed -E 's/^40[13]$/401 or 403/')"
  check "a session with an agent is signed in" 200 "$(sign_in -b session=agent -H 'X-Agent: 8')"
  check "the page names the agent of the session" 1 "$(grep -c '<bdi>7</bdi>' "$folder/response")"
  check "the form redeems the code without the session of the portal" 200 "$(redeem -H 'X-Agent: 8')"
  own=$(cookie)
  check "the session of ticket-note is a cookie" 1 "$(grep -c '^__Host-ticket-note=' <<<"$own")"
  check "it adds a note without the session of the portal" 200 "$(note -b "$own")"
  for kind in forbidden moved; do
    check "it adds a note beside a session of the portal that is refused" 200 "$(note -b "$own; session=$kind")"
    check "a refused session alone adds no note" 401 "$(note -b session=$kind -H 'X-Agent: 8')"
  done
  check "a forged identity beside it is removed" 200 "$(note -b "$own" -H 'X-Agent: 8' -H 'X_Agent: 8')"
  check "a failed authentication service refuses it too" 503 "$(note -b "$own; session=broken" -H 'X-Agent: 8')"
  check "the refusal says that nothing was sent" unavailable "$(error_code)"
  session -b "$own" -H 'X-Agent: 8' >/dev/null
  check "the session names the agent" 1 "$(grep -c '"name":"7"' "$folder/response")"
  session -H 'X-Agent: 8' >/dev/null
  check "a forged identity has no session" '{"canSignIn":true,"signedIn":false}' "$(cat "$folder/response")"
  check "the session ends" 200 "$(session -X DELETE -b "$own" -H 'X-Agent: 8')"
  check "a session that was ended adds no note" 401 "$(note -b "$own" -H 'X-Agent: 8')"
  for path in /ticket-note/api/ticket-note/sign-in /ticket-note/api/ticket-note/session \
    /ticket-note/%2e%2e/api/ticket-note/sign-in /api/ticket-note/sign-in/ /api//ticket-note/sign-in /API/ticket-note/sign-in; do
    status_of --path-as-is "https://$site:$port$path?challenge=$challenge" -H 'X-Agent: 8' >/dev/null
    check "no code for a forged identity at $path" 0 "$(grep -c 'data-code="' "$folder/response")"
  done
  path=''
  set_fault error400
  note -b session=agent >/dev/null
  check "the body of a refusal passes unchanged" upstream_refused "$(error_code)"
  set_fault http500
  note -b session=agent >/dev/null
  check "the body of an unknown outcome passes unchanged" outcome_unknown "$(error_code)"
  set_fault none
  check "the health paths are not public" 404 "$(status_of "https://$site:$port/ticket-note/healthz")"
  check "the author of every note is the agent" 0 "$(authors | grep -vc '"userID":7$')"
  echo "try: $server: authors of the notes:$(authors)"
done
echo "try: $passed checks passed"
