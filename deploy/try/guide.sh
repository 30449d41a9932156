# Checks what docs/operators.md offers to copy: commands and settings. Sourced by deploy/try.sh.

# guide_commands : prints the commands, with the address and the session of this run.
guide_commands() {
  sed -n '/^### Check the reverse proxy/,/^## /p' docs/operators.md | sed -n '/^```sh/,/^```/{//!p}' |
    sed "s|https://crm.example|https://$site:$port|; s|COOKIE|session=agent|"
}

# guide_results : runs the commands against the reverse proxy, and prints one word for each line.
guide_results() {
  (
    curl() { command curl --http1.1 --cacert "$folder/tls.pem" --resolve "$site:$port:127.0.0.1" "$@"; }
    eval "$(guide_commands)"
  ) | sed -E 's/.*"signedIn":(true|false).*/session \1/; s/.*"code":"([a-z_]*)".*/\1/' | paste -sd ,
}

# check_settings : checks each block of "Settings for each row". `--check` sends no request.
check_settings() {
  local block number=0 extension
  extension=$(printf 'abcdefgh%.0s' 1 2 3 4)
  server=guide
  echo 'alice 7' >"$folder/users"
  while IFS= read -r -d '' block; do
    number=$((number + 1))
    block=${block//\/etc\/ticket-note\/users/$folder\/users}
    block=${block//:\/\/ID,/:\/\/$extension,}
    check "block $number of the settings is valid" "the settings are valid" \
      "$(env $block target/debug/ticket-note-proxy --sandbox --check 2>&1)"
  done < <(sed -n '/^### Settings for each row/,/^### Identity/p' docs/operators.md |
    sed -n '/^```sh/,/^```/p' | sed 's/^```sh$//' | tr '\n' ' ' | sed 's/``` */\x00/g')
  check "each row has its settings" 7 "$number"
}

check_guide() {
  check_settings
  for server in nginx caddy oauth2 careless; do
    port=${port_of[$server]}
    case $server in
      # This one takes no identity from the authentication service, so the last line has no identity.
      careless) check "the commands of the guide find a forged identity" \
        "bundle 200,note 422,status 404,sign-in 200,session true,unauthenticated" "$(guide_results)" ;;
      *) check "the commands of the guide" \
        "bundle 200,note 401,status 401,sign-in 302,session false,invalid_note" "$(guide_results)" ;;
    esac
  done
}
