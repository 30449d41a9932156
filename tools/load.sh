#!/usr/bin/env bash
# Measures the proxy with its ledger on disk: requests per second, latency and peak memory. For
# comparison, it also measures nginx as a plain reverse proxy in front of the same sandbox.
# Needs wrk and nginx.
#   SECONDS_EACH=10 CONNECTIONS="1 16 64" LEDGER_DIR=/tmp tools/load.sh
set -euo pipefail
cd "$(dirname "$0")/.."

each=${SECONDS_EACH:-10}
connections=${CONNECTIONS:-1 16 64}
folder=$(mktemp -d "${LEDGER_DIR:-$PWD/target}/ticket-note-load.XXXXXX")
started=()
finish() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

for program in wrk nginx; do
  PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || { echo "load: install $program (Debian: apt-get install wrk nginx-light)"; exit 1; }
done
cargo build --release -p ticket-note-proxy --example sandbox --bin ticket-note-proxy

# Prints the first line of a file, and waits up to 10 seconds for it.
first_line() {
  for _ in $(seq 100); do
    [ -s "$1" ] && head -n 1 "$1" && return
    sleep 0.1
  done
  echo "load: $1 is still empty after 10 seconds" >&2
  return 1
}

target/release/examples/sandbox >"$folder/sandbox" &
started+=($!)
endpoint=$(first_line "$folder/sandbox")
upstream=${endpoint%%/api*}
path=/${endpoint#http://*/}

export TICKET_NOTE_API_KEY=${endpoint##*apiKey=}
RUST_LOG=warn target/release/ticket-note-proxy --listen 127.0.0.1:0 --upstream "$upstream" --anonymous \
  --ledger "$folder/ledger.sqlite" --rate-limit 1000000 --drain-delay 0 >"$folder/proxy" &
proxy=$!
started+=("$proxy")
unset TICKET_NOTE_API_KEY
address=$(first_line "$folder/proxy")
address=${address#listening on }

port=$(shuf -i 20000-29999 -n 1)
cat >"$folder/nginx.conf" <<CONF
daemon off;
worker_processes 2;
pid $folder/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxied;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  upstream sandbox { server ${upstream#http://}; keepalive 64; }
  server {
    listen 127.0.0.1:$port;
    location / { proxy_pass http://sandbox; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
CONF
PATH=$PATH:/usr/sbin nginx -c "$folder/nginx.conf" -p "$folder" -e stderr &
started+=($!)
sleep 1

# Prints one row of the table: the server, the number of connections and the results of wrk.
measure() {
  local server=$1 count=$2 base=$3
  shift 3
  local threads=$((count > 1 ? 2 : 1))
  printf '%-7s %6d ' "$server" "$count"
  wrk -t "$threads" -c "$count" -d "${each}s" --latency -s tools/load/post.lua "$base" -- "$@" | tail -n 1
}

printf '%-7s %6s %10s %10s %10s %8s %8s\n' "" conns req/s p50-ms p99-ms requests failed
for count in $connections; do
  measure proxy "$count" "$address" proxy /api/ticket-note/message
  measure nginx "$count" "http://127.0.0.1:$port" upstream "$path"
done
awk '/VmHWM/ { printf "proxy: peak memory %.1f MiB\n", $2 / 1024 }' "/proc/$proxy/status"
du -h "$folder/ledger.sqlite" | awk '{ print "proxy: ledger " $1 }'
