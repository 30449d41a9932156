#!/usr/bin/env bash
# Tries the two fronts of this folder, each with a real proxy of the sandbox behind it and a
# stand-in for the sign-in beside it. Needs curl, openssl, and nginx and caddy (Debian:
# apt-get install nginx-light caddy). Ends with "passed" and how many claims held.
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
proxy=127.0.0.1:$base sign_in=127.0.0.1:$((base + 1)) portal=127.0.0.1:$((base + 2))
nginx=$((base + 3)) caddy=$((base + 4))
site=crm.example

mkdir "$folder/dist"
echo '<!doctype html>' >"$folder/dist/index.html"
echo 'export {}' >"$folder/dist/embed.js"
cargo build -q -p ticket-note-proxy
target/debug/ticket-note-proxy --sandbox --dist "$folder/dist" --listen "$proxy" --user-header X-Agent \
  --public-origin "https://$site:$nginx" --public-origin "https://$site:$caddy" 2>"$folder/log" >/dev/null &
started+=($!)
curl -sS --retry 50 --retry-delay 1 --retry-connrefused -o "$folder/answer" "http://$proxy/healthz"

openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj "/CN=$site" -addext "subjectAltName=DNS:$site" \
  -keyout "$folder/tls.key" -out "$folder/tls.pem" 2>/dev/null
sed -e "s|127.0.0.1:8080|$proxy|; s|127.0.0.1:9091|$sign_in|; s|127.0.0.1:3000|$portal|" \
  -e "s|listen 443|listen 127.0.0.1:$nginx|; s|/etc/ssl/crm.example|$folder/tls|" deploy/nginx.conf >"$folder/site.conf"
# The sign-in: a cookie for an agent, one for a session that it knows no agent for, one that it
# breaks on. The portal: a page.
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
    listen $sign_in;
    location = /verify {
      if (\$cookie_session = broken) { return 500; }
      if (\$cookie_session = "") { return 401; }
      add_header X-Agent \$agent_of always;
      return 204;
    }
  }
  server { listen $portal; location / { return 200 "portal"; } }
  include $folder/site.conf;
}
CONF
nginx -c "$folder/nginx.conf" -p "$folder" -e "$folder/nginx.log" &
started+=($!)
{ echo '{ admin off
  auto_https disable_redirects
  skip_install_trust
}'; sed "s|^{\$SITE:crm.example} {|https://$site:$caddy {\n\ttls $folder/tls.pem $folder/tls.key|" deploy/Caddyfile; } >"$folder/Caddyfile"
PROXY=$proxy SIGN_IN=$sign_in PORTAL=$portal XDG_DATA_HOME=$folder XDG_CONFIG_HOME=$folder \
  caddy run --config "$folder/Caddyfile" --adapter caddyfile 2>"$folder/caddy.log" &
started+=($!)

port=$nginx
# HTTP/1.1: this curl stumbles over a front that answers a post before it has read it.
ask() { curl -sS --http1.1 --cacert "$folder/tls.pem" --resolve "$site:$port:127.0.0.1" -o "$folder/answer" -w '%{http_code}' "$@"; }
note() {
  ask -X POST "https://$site:$port${path:-/api/ticket-note/message}" -H 'Content-Type: application/json' \
    -H "Origin: https://$site:$port" -H "Idempotency-Key: \"$(cat /proc/sys/kernel/random/uuid)\"" \
    -d '{"ticketID":1,"type":"1","message":"Hello","userID":254}' "$@"
}
held=0
claim() {
  local says=$1 expected=$2 found=$3
  if [ "$found" != "$expected" ]; then
    echo "try: $front: $says: expected $expected, found $found"
    tail -n 5 "$folder"/*log
    exit 1
  fi
  held=$((held + 1))
}
authors() { curl -sS "http://$proxy/sandbox/notes" | grep -o '"userID":[0-9]*' | sort | uniq -c | tr -s ' ' ' '; }

for front in nginx caddy; do
  port=${!front}
  for _ in $(seq 50); do ask "https://$site:$port/" >/dev/null 2>&1 && break || sleep 0.1; done
  curl -sS -X DELETE "http://$proxy/sandbox/notes"
  claim "the portal is at the root" 200 "$(ask "https://$site:$port/")"
  claim "the bundle is public" 200 "$(ask "https://$site:$port/ticket-note/embed.js")"
  claim "the framed page is public" 200 "$(ask "https://$site:$port/ticket-note/index.html")"
  claim "a note without a session is refused" 401 "$(note)"
  claim "a forged identity without a session is refused" 401 "$(note -H 'X-Agent: 8')"
  claim "a session is an author" 200 "$(note -b session=agent)"
  claim "a forged identity is overwritten" 200 "$(note -b session=agent -H 'X-Agent: 8')"
  claim "a forged twin is dropped" 200 "$(note -b session=agent -H 'X_Agent: 8')"
  claim "a session without an agent is nobody" 401 "$(note -b session=other)"
  claim "a forged identity does not fill in for the agent" 401 "$(note -b session=other -H 'X-Agent: 8')"
  claim "an identity that is named in Connection is kept, or refused" "200 or 401" \
    "$(note -b session=agent -H 'Connection: X-Agent' | sed -E 's/^(200|401)$/200 or 401/')"
  claim "a broken sign-in lets nobody in" 5 "$(note -b session=broken -H 'X-Agent: 8' | cut -c1)"
  for path in /ticket-note/api/ticket-note/message /ticket-note//api/ticket-note/message \
    /ticket-note/../api/ticket-note/message /ticket-note/%2e%2e/api/ticket-note/message /api/ticket-note/message/ \
    /api//ticket-note/message /API/ticket-note/message; do
    note --path-as-is -H 'X-Agent: 8' >/dev/null
    note --path-as-is -b session=agent -H 'X-Agent: 8' >/dev/null
  done
  path=''
  claim "a foreign origin is refused" 403 "$(note -b session=agent -H 'Origin: https://evil.example')"
  claim "the proxy's health is not shown" 404 "$(ask "https://$site:$port/ticket-note/healthz")"
  claim "every note is by the agent" 0 "$(authors | grep -vc '"userID":7$')"
  echo "try: $front: the notes' authors:$(authors)"
done
echo "try: passed, $held claims"
