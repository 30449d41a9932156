# Starts the proxy, the stubs and the reverse proxies. Sourced by deploy/try.sh.

started=()
# end PROCESS : ends a process and waits for it.
end() {
  local process running=()
  kill "$1"
  wait "$1" 2>/dev/null || true
  for process in "${started[@]}"; do [ "$process" = "$1" ] || running+=("$process"); done
  started=("${running[@]}")
}
# SIGTERM waits for a process that is stopped, so SIGCONT comes first.
finish() {
  for process in "${started[@]}"; do kill -CONT "$process" && kill "$process" || true; done 2>/dev/null
  wait 2>/dev/null || true
  rm -rf "$folder"
}

# Twelve ports in a row that no program uses.
base=
until [ -n "$base" ]; do
  base=$(shuf -i 21000-28000 -n 1)
  for port in $(seq "$base" $((base + 11))); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then base= && break; fi
  done
done
address() { echo "127.0.0.1:$((base + $1))"; }
proxy=$(address 0) auth=$(address 1) portal=$(address 2) oauth2_proxy=$(address 3) tap=$(address 4) peer=$(address 5)
declare -A port_of=([nginx]=$((base + 6)) [caddy]=$((base + 7)) [oauth2]=$((base + 8)) [careless]=$((base + 9)) [haproxy]=$((base + 10)))

start_proxy() {
  local origins=() name
  for name in nginx caddy oauth2 careless; do origins+=(--public-origin "https://$site:${port_of[$name]}"); done
  mkdir "$folder/dist"
  echo '<!doctype html>' >"$folder/dist/index.html"
  echo 'export {}' >"$folder/dist/embed.js"
  target/debug/ticket-note-proxy --sandbox --dist "$folder/dist" --listen "$proxy" --drain-delay 0 \
    --user-header X-Agent "${origins[@]}" 2>"$folder/proxy.log" >/dev/null &
  started+=($!)
  proxy_process=$!
  curl -s --retry 50 --retry-delay 1 --retry-connrefused -o /dev/null "http://$proxy/healthz" || {
    echo "try: the proxy did not start"
    cat "$folder/proxy.log"
    exit 1
  }
}

# start_nginx NAME : runs nginx with the servers of $folder/NAME.servers. It is a single process, so that
# it can be stopped as a whole.
start_nginx() {
  local home=$folder/$1
  mkdir "$home"
  cat >"$home.conf" <<CONF
daemon off;
master_process off;
pid $home/nginx.pid;
error_log $home.log;
events {}
http {
  access_log off;
  client_body_temp_path $home/body;
  proxy_temp_path $home/proxied;
  fastcgi_temp_path $home/fastcgi;
  uwsgi_temp_path $home/uwsgi;
  scgi_temp_path $home/scgi;
  include $home.servers;
}
CONF
  nginx -c "$home.conf" -p "$home" -e "$home.log" &
  started+=($!)
}

# The authentication service and oauth2-proxy. They have these sessions: `agent` is author 7,
# `colleague` is author 8, and `other` has no author. `forbidden`, `moved` and no session are refused, and
# `broken` makes the service fail. The service is careless: it names author 8 with each refusal.
session_answers='
      if ($cookie_session = broken) { return 500; }
      if ($cookie_session = absent) { return 404; }
      if ($cookie_session = forbidden) { return 403; }
      if ($cookie_session = moved) { return 302 /login; }
      if ($cookie_session = "") { return 401; }'
# 9,000 bytes of cookies, which OpenID Connect can need.
long_cookies=$(for name in a b c; do echo "add_header Set-Cookie $name=$(printf 'x%.0s' $(seq 3000)) always;"; done)

start_stubs() {
  cat >"$folder/service.servers" <<CONF
  map \$cookie_session \$agent_of { agent 7; other ""; default 8; }
  log_format asked '\$http_x_agent';
  # nginx drops X_Agent otherwise, and the log must show it.
  underscores_in_headers on;
  # With a queue this short, some connections are not made while the service hangs.
  server {
    listen $auth backlog=1;
    access_log $folder/asked.log asked;
    location = /verify {$session_answers
      add_header X-Agent \$agent_of always;
      return 204;
    }
  }
  server {
    listen $oauth2_proxy backlog=1;
    access_log $folder/asked.log asked;
    location = /oauth2/auth {$session_answers
      add_header X-Auth-Request-Email \$agent_of always;
      return 202;
    }
    location = /oauth2/callback { $long_cookies return 302 /; }
  }
CONF
  # The tap shows which identity arrives at the proxy. The peer stands in for a proxy behind HAProxy.
  cat >"$folder/behind.servers" <<CONF
  log_format arrived '\$http_host \$http_user_agent \$http_x_agent';
  underscores_in_headers on;
  server { listen $portal; location / { return 200 "portal"; } location = /login { return 200 "\$arg_next"; } }
  server {
    listen $tap;
    access_log $folder/arrived.log arrived;
    client_max_body_size 0;
    location / { proxy_pass http://$proxy; proxy_http_version 1.1; proxy_set_header Host \$http_host; }
  }
  server {
    listen $peer;
    location / { return 200 "\$http_x_forwarded_for"; }
    location = /api/ticket-note/message { return 444; }
  }
CONF
  start_nginx service
  service_process=$!
  start_nginx behind
  behind_process=$!
}

# nginx_front NAME FILE : writes the servers of a reverse proxy.
nginx_front() {
  sed -e "s|127.0.0.1:8080|$tap|; s|127.0.0.1:9091|$auth|; s|127.0.0.1:4180|$oauth2_proxy|; s|127.0.0.1:3000|$portal|" \
    -e "s|listen 443|listen 127.0.0.1:${port_of[$1]}|; s|/etc/ssl/crm.example|$folder/tls|" "deploy/$2" >"$folder/$1.servers"
}

start_fronts() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj "/CN=$site" -addext "subjectAltName=DNS:$site" \
    -keyout "$folder/tls.key" -out "$folder/tls.pem" 2>/dev/null
  nginx_front nginx nginx.conf
  nginx_front oauth2 oauth2-proxy/nginx.conf
  # A reverse proxy that passes on the header of the browser. The check of the guide must find it on each path.
  nginx_front careless nginx.conf
  sed -i '/proxy_set_header X-Agent/d; /auth_request .ticket-note-sign-in-auth;/d' "$folder/careless.servers"
  for server in nginx oauth2 careless; do start_nginx "$server"; done
  printf '{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n' >"$folder/Caddyfile"
  sed "s|^{\$SITE:crm.example} {|https://$site:${port_of[caddy]} {\n\tbind 127.0.0.1\n\ttls $folder/tls.pem $folder/tls.key|" \
    deploy/Caddyfile >>"$folder/Caddyfile"
  PROXY=$tap AUTH=$auth PORTAL=$portal XDG_DATA_HOME=$folder XDG_CONFIG_HOME=$folder \
    caddy run --config "$folder/Caddyfile" --adapter caddyfile 2>"$folder/caddy.log" &
  started+=($!)
  for server in nginx caddy oauth2 careless; do
    port=${port_of[$server]}
    for _ in $(seq 100); do status_of "https://$site:$port/" >/dev/null 2>&1 && break || sleep 0.1; done
  done
}
