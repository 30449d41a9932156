#!/usr/bin/env bash
# Measures the proxy: requests per second, latency and peak memory. Its ledger is an SQLite file, then
# a PostgreSQL database with synchronous_commit=on, for one proxy and for three behind HAProxy. For
# comparison, it also measures nginx as a plain reverse proxy in front of the same sandbox.
# Needs wrk, nginx, PostgreSQL and HAProxy.
#   SECONDS_EACH=10 CONNECTIONS="1 16 64" LEDGER_DIR=/tmp tools/load.sh
set -euo pipefail
cd "$(dirname "$0")/.."

each=${SECONDS_EACH:-10}
connections=${CONNECTIONS:-1 16 64}
folder=$(mktemp -d "${LEDGER_DIR:-$PWD/target}/ticket-note-load.XXXXXX")
started=()
# The folder of PostgreSQL's programs: the newest of Debian's packages, else the one on PATH.
postgres=$(compgen -G '/usr/lib/postgresql/*/bin/' | sort -V | tail -n 1 || dirname "$(command -v postgres)")
finish() {
  [ ! -e "$folder/database/postmaster.pid" ] || as_owner "$postgres/pg_ctl" -D "$folder/database" -m immediate -s stop || true
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

# PostgreSQL's programs refuse to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"); else "$@"; fi
}

PATH=$PATH:/usr/sbin
for program in wrk nginx haproxy "$postgres/initdb"; do
  command -v "$program" >/dev/null || { echo "load: install $program (Debian: apt-get install wrk nginx-light haproxy postgresql)"; exit 1; }
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

key=${endpoint##*apiKey=}
# Starts a proxy that writes its address to the file of this name.
start_proxy() {
  local name=$1
  shift
  TICKET_NOTE_API_KEY=$key RUST_LOG=warn target/release/ticket-note-proxy --listen 127.0.0.1:0 \
    --upstream "$upstream" --anonymous --rate-limit 1000000 --drain-delay 0 "$@" >"$folder/$name" &
  proxy=$!
  started+=("$proxy")
}
address_of() { first_line "$folder/$1" | sed 's/^listening on //'; }

start_proxy sqlite --ledger "$folder/ledger.sqlite"
sqlite=$proxy

port=$(shuf -i 20000-29999 -n 1)
database=$((port + 1)) balancer=$((port + 2))
mkdir "$folder/database"
chmod 755 "$folder"
[ "$(id -u)" != 0 ] || chown postgres "$folder/database"
as_owner "$postgres/initdb" -D "$folder/database" -U notes --auth=trust -E UTF8 --locale=C >/dev/null
as_owner "$postgres/pg_ctl" -D "$folder/database" -l "$folder/database/log" -s -w start \
  -o "-p $database -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c synchronous_commit=on"
"$postgres/createdb" -h 127.0.0.1 -p "$database" -U notes notes
ledger=postgres://notes@127.0.0.1:$database/notes
for name in a b c; do
  start_proxy "$name" --ledger "$ledger"
done
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
nginx -c "$folder/nginx.conf" -p "$folder" -e stderr &
started+=($!)
sed -e "s|bind :8080|bind 127.0.0.1:$balancer|" $(
  number=1
  for name in a b c; do
    printf -- '-e s|10.0.0.%d:8080|%s| ' "$number" "$(address_of "$name" | sed 's|^http://||')"
    number=$((number + 1))
  done
) deploy/haproxy.cfg >"$folder/haproxy.cfg"
haproxy -db -f "$folder/haproxy.cfg" >/dev/null 2>&1 &
started+=($!)
sleep 3

# Prints one row of the table: the server, the number of connections and the results of wrk.
measure() {
  local server=$1 count=$2 base=$3
  shift 3
  local threads=$((count > 1 ? 2 : 1))
  printf '%-13s %6d ' "$server" "$count"
  wrk -t "$threads" -c "$count" -d "${each}s" --latency -s tools/load/post.lua "$base" -- "$@" | tail -n 1
}

printf '%-13s %6s %10s %10s %10s %8s %8s\n' "" conns req/s p50-ms p99-ms requests failed
for count in $connections; do
  measure sqlite "$count" "$(address_of sqlite)" proxy /api/ticket-note/message
  measure postgresql "$count" "$(address_of a)" proxy /api/ticket-note/message
  measure postgresql-3 "$count" "http://127.0.0.1:$balancer" proxy /api/ticket-note/message
  measure nginx "$count" "http://127.0.0.1:$port" upstream "$path"
done
awk '/VmHWM/ { printf "sqlite: peak memory %.1f MiB\n", $2 / 1024 }' "/proc/$sqlite/status"
awk '/VmHWM/ { printf "postgresql: peak memory %.1f MiB (the last of three)\n", $2 / 1024 }' "/proc/$proxy/status"
du -h "$folder/ledger.sqlite" | awk '{ print "sqlite: ledger " $1 }'
query="SELECT 'postgresql: ledger ' || pg_size_pretty(pg_total_relation_size('ticket_note_attempt')) || ', ' || count(*) || ' rows' FROM ticket_note_attempt"
"$postgres/psql" -h 127.0.0.1 -p "$database" -U notes -d notes -qtAX -c "$query"
