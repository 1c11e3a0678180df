#!/bin/sh
# Runs a command with DATABASE_URL naming a PostgreSQL server made for it and thrown away after it.
# ROLLCHECK_FSYNC=on has it wait for the disk, as a server does that is to keep anything.
set -eu

for found in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
    [ -x "$found" ] && bin=$(dirname "$found")
done
[ -n "${bin:-}" ] || { echo "PostgreSQL is not installed; run: make setup-system" >&2; exit 1; }

home=$(mktemp -d "${TMPDIR:-/tmp}/rollcheck-postgresql.XXXXXX")
# The server refuses to run as root; then it runs as the user that its package made.
as=""
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$home"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
stop() {
    $as "$bin/pg_ctl" --pgdata="$home/data" --mode=immediate --silent stop || true
    rm -rf "$home"
}
trap stop EXIT INT TERM

cd "$home"
$as "$bin/initdb" --pgdata="$home/data" --username=rollcheck --auth=trust --encoding=UTF8 \
    --no-sync >/dev/null
# A socket in a folder of our own: no port to collide with, nothing that others can reach.
$as "$bin/pg_ctl" --pgdata="$home/data" --silent --wait --log="$home/log" \
    --options="-c listen_addresses='' -c unix_socket_directories='$home' -c fsync=${ROLLCHECK_FSYNC:-off}" start
$as "$bin/createdb" --host="$home" --username=rollcheck rollcheck
cd - >/dev/null
DATABASE_URL="postgresql://rollcheck@/rollcheck?host=$home" "$@"
