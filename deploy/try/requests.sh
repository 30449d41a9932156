# The requests of the checks, to the reverse proxy at $port. Sourced by deploy/try.sh.

# Where the body of a response goes. A check that runs beside others sets its own.
response=$folder/response
# HTTP/1.1: over HTTP/2, curl 7.88 fails if the response comes before the whole body was read.
to_front() { curl -sS --http1.1 --cacert "$folder/tls.pem" --resolve "$site:$port:127.0.0.1" "$@"; }
status_of() { to_front -o "$response" -w '%{http_code}' "$@"; }
uuid() { cat /proc/sys/kernel/random/uuid; }

# note [OPTION…] : sends a note and prints the status. $path and $key replace the path and the attempt.
# An option `--data-binary` replaces the body.
note() {
  local body=(-d '{"ticketID":1,"type":"1","message":"Hello","userID":254}')
  if [[ " $* " == *' --data-binary '* ]]; then body=(); fi
  status_of -X POST "https://$site:$port${path:-/api/ticket-note/message}" -H 'Content-Type: application/json' \
    -H "Origin: https://$site:$port" -H "Idempotency-Key: \"${key:-$(uuid)}\"" \
    "${body[@]}" "$@"
}
attempt() { status_of "https://$site:$port/api/ticket-note/attempts/$1" "${@:2}"; }
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
sign_in() { status_of "https://$site:$port/api/ticket-note/sign-in?challenge=$challenge&lang=nl&ticketId=7" "$@"; }
session() { status_of "https://$site:$port/api/ticket-note/session" -H "Origin: https://$site:$port" "$@"; }
redeem() {
  local code
  code=$(sed -nE 's/.*data-code="([^"]*)".*/\1/p' "$response")
  session -X POST -H 'Content-Type: application/json' -D "$folder/headers" "$@" \
    -d "{\"code\":\"$code\",\"verifier\":\"$verifier\",\"as\":\"cookie\"}"
}
cookie() { sed -nE 's/^set-cookie: ([^;]*).*/\1/pI' "$folder/headers" | head -1; }
location() { sed -nE 's/^location: (https:..[^/]*)?(\/.*[^\r]).*/\2/pI' "$folder/headers" | tr -d '\r'; }
content_type() { sed -nE 's/^content-type: ([^;]*).*/\1/pI' "$folder/headers" | tr -d '\r'; }
error_code() { sed -E 's/.*"code":"([a-z_]*)".*/\1/' "$response"; }
# The members of a response without nested ones, in the order of their names.
members() { tr -d '{}' <"$response" | tr , '\n' | sort | paste -sd ,; }
# Whether the note was sent, as the form reads it.
sent() { sed -nE 's/.*"sent":"([a-z]*)".*/\1/p' "$response"; }
set_fault() {
  curl -sS -X PUT -o /dev/null "http://$proxy/sandbox/behaviour" -H 'Content-Type: application/json' -d "{\"fault\":\"$1\"}"
}
# authors : prints the authors of the notes, each with the number of notes.
authors() { curl -sS "http://$proxy/sandbox/notes" | grep -o '"userID":[0-9]*' | cut -d: -f2 | sort | uniq -c | xargs; }

check() {
  local claim=$1 expected=$2 found=$3
  if [ "$found" != "$expected" ]; then
    echo "try: $server: $claim: expected $expected, found $found"
    tail -n 5 "$folder"/*.log
    exit 1
  fi
  passed=$((passed + 1))
}
