# What each reverse proxy does while a server behind it is down. Sourced by deploy/try.sh.

# The checks of this file send requests to all reverse proxies at once, each with files of its own.
ask_all() {
  local server port path=/api/ticket-note/message
  for server in nginx caddy oauth2; do
    port=${port_of[$server]}
    answer note note -b session=agent "${forged[@]}"
    answer status attempt "$(uuid)" -b session=agent "${forged[@]}"
    answer session session -b session=agent "${forged[@]}"
    answer page sign_in -b session=agent "${forged[@]}"
  done
  wait "${asked[@]}"
  asked=()
}
asked=()

# answer NAME COMMAND… : runs a request in the background. It prints the status and the seconds.
answer() {
  local answer=$folder/$server.$1
  (response=$answer.body "${@:2}" --max-time 25 -D "$answer.headers" -w '%{http_code} %{time_total}' >"$answer.status" || true) &
  asked+=($!)
}

# check_answers WHEN : checks that each response is a 503, before the form gives up after 30 seconds.
check_answers() {
  local name status seconds
  for server in nginx caddy oauth2; do
    for name in note status session page; do
      read -r status seconds <"$folder/$server.$name.status" || true
      response=$folder/$server.$name.body
      cp "$folder/$server.$name.headers" "$folder/headers"
      check "$1: the status of the $name" 503 "$status"
      check "$1: the $name comes within 15 seconds" yes "$([ "${seconds%.*}" -lt 15 ] && echo yes)"
      if [ "$name" = page ]; then
        check "$1: the window has a sentence" "text/plain 1" "$(content_type) $(grep -c 'try again' "$response")"
      else
        check_unavailable "$1: $name"
      fi
    done
  done
  response=$folder/response
}

check_hanging_service() {
  local before
  before=$(authors)
  kill -STOP "$service_process"
  ask_all
  kill -CONT "$service_process"
  check_answers "a service that hangs"
  server=all
  check "a service that hangs: no note was added" "$before" "$(authors)"
}

check_stopped_service() {
  end "$service_process"
  ask_all
  check_answers "a service that is down"
}

# The reverse proxy does not know whether the proxy got the note, so it must not say that it was not sent.
check_stopped_proxy() {
  end "$behind_process"
  nginx_service_only
  for server in nginx caddy oauth2; do
    port=${port_of[$server]}
    check "a proxy that is down: the status" 502 "$(note -b session=agent)"
    check "a proxy that is down: the outcome is unknown" "" "$(sent)"
  done
}

# Starts the authentication service again, after check_stopped_service ended it.
nginx_service_only() {
  rm -r "$folder/service"
  start_nginx service
  for _ in $(seq 100); do curl -s -o /dev/null "http://$auth/verify" && break || sleep 0.1; done
}
