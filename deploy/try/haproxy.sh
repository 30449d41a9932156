# HAProxy, with one proxy, one stub and one machine that is down. Sourced by deploy/try.sh.

start_haproxy() {
  sed -e "s|bind 10.0.0.10:8080|bind 127.0.0.1:${port_of[haproxy]}|; s|src 10.0.0.4|src 127.0.0.1|" \
    -e "s|server a 10.0.0.1:8080|server a $1|; /server [bc] /d; s|timeout server 60s|timeout server 2s|" deploy/haproxy.cfg >"$folder/haproxy.cfg"
  haproxy -db -f "$folder/haproxy.cfg" >"$folder/haproxy.log" 2>&1 &
  started+=($!)
  haproxy_process=$!
  for _ in $(seq 100); do curl -s -o /dev/null "$haproxy" && break || sleep 0.1; done
}

to_haproxy() { curl -sS -o "$response" -D "$folder/headers" -w '%{http_code}' "$@"; }

check_haproxy() {
  server=haproxy
  haproxy=http://127.0.0.1:${port_of[haproxy]}
  start_haproxy "$peer"
  check "the reverse proxy gets through" 200 "$(to_haproxy "$haproxy/" -H 'X-Forwarded-For: 192.0.2.1')"
  check "the address of the client passes unchanged" 192.0.2.1 "$(cat "$response")"
  check "another machine is refused" 403 "$(to_haproxy --interface 127.0.0.2 "$haproxy/" "${forged[@]}")"
  # The peer closes the connection after it got the note.
  check "a proxy that is lost in between: the status" 502 "$(to_haproxy -d '{}' "$haproxy/api/ticket-note/message")"
  check "a proxy that is lost in between: the outcome is unknown" "" "$(sent)"
  # The peer accepts connections, and does not respond in time.
  kill -STOP "$behind_process"
  check "a proxy that hangs: the status" 504 "$(to_haproxy -d '{}' "$haproxy/api/ticket-note/message")"
  check "a proxy that hangs: the outcome is unknown" "" "$(sent)"
  kill -CONT "$behind_process"
  end "$haproxy_process"
  start_haproxy "$(address 11)"
  check "without any proxy: the status" 503 "$(to_haproxy -d '{}' "$haproxy/api/ticket-note/message")"
  check_unavailable "without any proxy"
  end "$haproxy_process"
}
