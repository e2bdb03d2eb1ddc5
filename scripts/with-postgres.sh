#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL server that PLAFOND_POSTGRES leads to:
#
#   bash scripts/with-postgres.sh npx vitest run test/runtime/sql.test.ts
#
# The server is as unlike the others as it can be: not in UTC, and its text is in no order of code points. Where none
# is installed, the command runs without.
set -euo pipefail

binaries=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1) || true
if [ -z "$binaries" ] && command -v initdb >/dev/null; then
  binaries=$(dirname "$(command -v initdb)")
fi
if [ -z "$binaries" ]; then
  echo 'No PostgreSQL server is installed here: the command runs without one.' >&2
  exec "$@"
fi

home=$(mktemp -d)
# A server refuses to be root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$home"
  as() { su postgres -s /bin/sh -c '"$0" "$@"' -- "$@"; }
else
  as() { "$@"; }
fi

stop() {
  as "$binaries/pg_ctl" --pgdata="$home/data" --mode=immediate stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT

# Of the collations that differ from C, take one that this server knows.
initialise() {
  rm -rf "$home/data"
  as "$binaries/initdb" --pgdata="$home/data" --username=plafond --auth=trust --encoding=UTF8 --no-sync "$@" \
    >"$home/log" 2>&1
}
if ! initialise --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US &&
  ! initialise --locale=en_US.UTF-8 && ! initialise --locale=C.UTF-8; then
  cat "$home/log" >&2
  exit 1
fi

# Nobody but a socket in a folder of our own can reach it.
if ! as "$binaries/pg_ctl" --pgdata="$home/data" --log="$home/data/log" --wait start --options="\
  -c listen_addresses='' -c unix_socket_directories='$home' -c fsync=off -c autovacuum=off -c jit=off \
  -c timezone=America/St_Johns" >/dev/null; then
  cat "$home/data/log" >&2
  exit 1
fi

PLAFOND_POSTGRES="socket://plafond@$home?db=postgres" "$@"
