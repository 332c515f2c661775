#!/bin/sh
# Reads the Cerby bearer token as docs/credentials-file.md asks a reader to. POSIX sh with awk and curl.
#
#   sh read-token.sh /users 5     calls GET <base url>/users five times and prints each status
set -eu

credentials_path() {
  case "${CERBY_SHARED_CREDENTIALS_FILE:-}" in
    '') printf '%s\n' "$HOME/.cerby/credentials" ;;
    '~'|'~/'*) printf '%s\n' "$HOME${CERBY_SHARED_CREDENTIALS_FILE#?}" ;;
    *) printf '%s\n' "$CERBY_SHARED_CREDENTIALS_FILE" ;;
  esac
}

# Sets base_url, token and ends_at (seconds since 1970) from the profile that CERBY_PROFILE names.
read_profile() {
  fields=$(awk -v wanted="${CERBY_PROFILE:-default}" '
    { sub(/\r$/, "") }
    /^\[/ { section = substr($0, 2, index($0, "]") - 2) }
    section == wanted && /^[A-Za-z_]+[ \t]*=/ {
      key = tolower(substr($0, 1, index($0, "=") - 1)); gsub(/[ \t]/, "", key)
      value = substr($0, index($0, "=") + 1); sub(/^[ \t]+/, "", value); sub(/[ \t].*$/, "", value)
      values[key] = value
    }
    # Days since 1970 by the civil calendar, with years that begin in March.
    function seconds(t,  y, m, d) {
      y = substr(t, 1, 4) + 0; m = substr(t, 6, 2) + 0; d = substr(t, 9, 2) + 0
      if (m <= 2) { y--; m += 12 }
      return (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d - 719469) * 86400 \
        + substr(t, 12, 2) * 3600 + substr(t, 15, 2) * 60 + substr(t, 18, 2)
    }
    END {
      if (values["cerby_bearer_token"] == "") exit 1
      printf "%s %s %d\n", values["cerby_base_url"], values["cerby_bearer_token"], seconds(values["cerby_token_expiration"])
    }' "$(credentials_path)") || { echo "No Cerby token in profile ${CERBY_PROFILE:-default}: sign in with Latchkey." >&2; return 1; }
  base_url=${fields%% *}
  ends_at=${fields##* }
  token=${fields#* }
  token=${token% *}
}

now() { awk 'BEGIN { srand(); print srand() }'; }

# The token goes to curl through a file descriptor: arguments can be seen by every user of the machine.
send() {
  printf 'header = "Authorization: Bearer %s"\n' "$token" | curl --silent --output /dev/null --write-out '%{http_code}' --config - "$base_url$1"
}

# Never sends a token in its last minute, and sends again once with the newest one when refused.
call() {
  if [ -z "${token:-}" ] || [ $((ends_at - $(now))) -lt 60 ]; then read_profile; fi
  status=$(send "$1")
  if [ "$status" = 401 ]; then
    refused=$token
    read_profile
    if [ "$token" != "$refused" ]; then status=$(send "$1"); fi
  fi
  printf '%s\n' "$status"
}

count=0
while [ "$count" -lt "${2:-1}" ]; do
  call "$1"
  count=$((count + 1))
  sleep 0.1
done
