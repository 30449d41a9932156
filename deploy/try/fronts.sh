# What each reverse proxy does while the authentication service responds. Sourced by deploy/try.sh.

forged=(-H 'X-Agent: 8')

check_front() {
  curl -sS -X DELETE "http://$proxy/sandbox/notes"
  : >"$folder/asked.log"
  : >"$folder/arrived.log"
  check_public
  check_notes
  check_refusals
  check_status
  check_sign_in_page
  check_session
  check_other_paths
  check_bodies
  check_identities
  echo "try: $server: $passed checks so far"
}

check_public() {
  if [ "$server" = oauth2 ]; then
    check "long cookies of the callback pass" 302 "$(status_of "https://$site:$port/oauth2/callback?code=x")"
  else
    check "the portal is at the root" 200 "$(status_of "https://$site:$port/" "${forged[@]}")"
  fi
  check "the bundle is public" 200 "$(status_of "https://$site:$port/ticket-note/embed.js" "${forged[@]}")"
  check "the framed page is public" 200 "$(status_of "https://$site:$port/ticket-note/index.html" "${forged[@]}")"
  check "the health paths are not public" 404 "$(status_of "https://$site:$port/ticket-note/healthz" "${forged[@]}")"
}

check_notes() {
  check "a note without a session is refused" 401 "$(note)"
  check "a forged identity without a session is refused" 401 "$(note "${forged[@]}")"
  check "a session with an agent adds a note" 200 "$(note -b session=agent)"
  check "a forged identity is overwritten" 200 "$(note -b session=agent "${forged[@]}")"
  check "a forged header with an underscore is dropped" 200 "$(note -b session=agent -H 'X_Agent: 8')"
  check "a session without an agent is refused" 401 "$(note -b session=other)"
  check "a forged identity does not replace a missing agent" 401 "$(note -b session=other "${forged[@]}")"
  check "an identity named in Connection is kept or refused" "200 or 401" \
    "$(note -b session=agent -H 'Connection: X-Agent' | sed -E 's/^(200|401)$/200 or 401/')"
  check "a foreign origin is refused" 403 "$(note -b session=agent -H 'Origin: https://evil.example')"
}

# The service names an author with each of these refusals.
check_refusals() {
  local kind long
  for kind in forbidden moved; do
    check "a session that is $kind adds no note" 401 "$(note -b session=$kind "${forged[@]}")"
    session -b session=$kind "${forged[@]}" >/dev/null
    check "a session that is $kind signs in no user" '"canSignIn":true,"signedIn":false' "$(members)"
  done
  # Another status is a failure: the service has not said whether the user is signed in.
  for kind in broken absent; do
    check "a failed service ($kind) refuses every note" 503 "$(note -b session=$kind "${forged[@]}" -D "$folder/headers")"
    check_unavailable "a failed service ($kind)"
    check "a failed service ($kind) signs in no user" 503 "$(sign_in -b session=$kind "${forged[@]}" -D "$folder/headers")"
    check "the window of a failed service ($kind) has a sentence" text/plain "$(content_type)"
  done
  # A reverse proxy that responds before it has read the body must not cut the connection: the form would
  # read that as an unknown outcome.
  long=$(printf '{"ticketID":1,"type":"1","message":"'; printf '\\ud83d\\ude00%.0s' $(seq 20000); printf '"}')
  printf '%s' "$long" >"$folder/long"
  check "the longest note is added" 200 "$(note -b session=agent --data-binary "@$folder/long")"
  check "a failed service refuses the longest note" 503 \
    "$(note -b session=broken --data-binary "@$folder/long" -D "$folder/headers")"
  check_unavailable "the longest note"
}

# check_unavailable WHEN : checks that the form reads the last response as a note that was not sent.
check_unavailable() {
  check "$1: the response is JSON" application/json "$(content_type)"
  check "$1: the code of the form" unavailable "$(error_code)"
  check "$1: the note was not sent" no "$(sent)"
}

check_status() {
  local theirs
  theirs=$(uuid)
  check "a colleague adds a note" 200 "$(key=$theirs note -A colleague -b session=colleague)"
  check "the colleague sees its status" 200 "$(attempt "$theirs" -A colleague -b session=colleague)"
  check "a status without a session is refused" 401 "$(attempt "$theirs")"
  check "a forged identity sees no status" 401 "$(attempt "$theirs" "${forged[@]}")"
  check "an agent does not see it with a forged identity" 404 "$(attempt "$theirs" -b session=agent "${forged[@]}")"
  check "the status comes from the proxy" not_found "$(error_code)"
}

check_sign_in_page() {
  local login='/login?next='
  if [ "$server" = oauth2 ]; then login='/oauth2/start?rd='; fi
  check "the sign-in page redirects to the login page" 302 "$(sign_in "${forged[@]}" -D "$folder/headers")"
  check "the login page gets the whole address to return to" \
    "$login/api/ticket-note/sign-in%3Fchallenge=$challenge%26lang=nl%26ticketId=7" "$(location)"
  status_of "https://$site:$port/api/ticket-note/sign-in?challenge=x%26next=https://evil.example%26rd=https://evil.example" \
    -D "$folder/headers" >/dev/null
  check "a query cannot add parameters to the address of the login page" 0 "$(grep -ci '^location:.*&' "$folder/headers")"
  check "a redirect of the service leads to the login page" 302 "$(sign_in -b session=moved "${forged[@]}")"
  # A login page that returns a signed-in user at once would come here again.
  check "a user who is refused gets no login page" 401 "$(sign_in -b session=forbidden "${forged[@]}" -D "$folder/headers")"
  check "the page for that user is that of the proxy" 1 "$(grep -c "frame-ancestors 'none'" "$folder/headers")"
  check "a session without an agent is not signed in" 401 "$(sign_in -b session=other "${forged[@]}")"
  check "a session with an agent is signed in" 200 "$(sign_in -b session=agent "${forged[@]}")"
  check "the page names the agent of the session" 1 "$(grep -c '<bdi>7</bdi>' "$response")"
}

# The session of ticket-note, from the page that check_sign_in_page left.
check_session() {
  local own kind
  check "the form redeems the code without the session of the portal" 200 "$(redeem "${forged[@]}")"
  own=$(cookie)
  check "the session of ticket-note is a cookie" 1 "$(grep -c '^__Host-ticket-note=' <<<"$own")"
  check "it adds a note without the session of the portal" 200 "$(note -b "$own")"
  for kind in forbidden moved other; do
    check "it adds a note beside a session of the portal ($kind)" 200 "$(note -b "$own; session=$kind" "${forged[@]}")"
  done
  check "a forged identity beside it is removed" 200 "$(note -b "$own" "${forged[@]}" -H 'X_Agent: 8')"
  check "a failed service refuses it too" 503 "$(note -b "$own; session=broken" "${forged[@]}")"
  session -b "$own" "${forged[@]}" >/dev/null
  check "the session names the agent" 1 "$(grep -c '"name":"7"' "$response")"
  session "${forged[@]}" >/dev/null
  check "a forged identity has no session" '"canSignIn":true,"signedIn":false' "$(members)"
  check "the session ends" 200 "$(session -X DELETE -b "$own" "${forged[@]}")"
  check "a session that was ended adds no note" 401 "$(note -b "$own" "${forged[@]}")"
}

# Other ways to write the paths. What arrives is checked by the authors of the notes and by the tap.
check_other_paths() {
  local path
  for path in /ticket-note/api/ticket-note/message /ticket-note//api/ticket-note/message \
    /ticket-note/../api/ticket-note/message /ticket-note/%2e%2e/api/ticket-note/message /api/ticket-note/message/ \
    /api//ticket-note/message /API/ticket-note/message; do
    note --path-as-is "${forged[@]}" >/dev/null
    note --path-as-is -b session=agent "${forged[@]}" >/dev/null
  done
  for path in /ticket-note/api/ticket-note/sign-in /ticket-note/api/ticket-note/session \
    /ticket-note/%2e%2e/api/ticket-note/sign-in /api/ticket-note/sign-in/ /api//ticket-note/sign-in /API/ticket-note/sign-in; do
    status_of --path-as-is "https://$site:$port$path?challenge=$challenge" "${forged[@]}" >/dev/null
    check "no code for a forged identity at $path" 0 "$(grep -c 'data-code="' "$response")"
  done
}

check_bodies() {
  set_fault error400
  note -b session=agent >/dev/null
  check "the body of a refusal passes unchanged" upstream_refused "$(error_code)"
  set_fault http500
  note -b session=agent >/dev/null
  check "the body of an unknown outcome passes unchanged" outcome_unknown "$(error_code)"
  set_fault none
}

# Author 8 is the forged one, except in the requests of the colleague.
check_identities() {
  local others
  others=$(authors)
  check "the colleague has one note, the agent the others" 1 "$(grep -cE '^[0-9]+ 7 1 8$' <<<"$others")"
  check "the bundle and the API were asked" yes "$([ "$(wc -l <"$folder/arrived.log")" -gt 20 ] && echo yes)"
  check "no forged identity arrives at the proxy" 0 "$(grep -v ' colleague ' "$folder/arrived.log" | grep -cv ' \(7\|-\)$')"
  check "the service was asked" yes "$([ "$(wc -l <"$folder/asked.log")" -gt 20 ] && echo yes)"
  check "no identity of the browser arrives at the service" 0 "$(grep -cv '^-$' "$folder/asked.log")"
}
