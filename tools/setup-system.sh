#!/bin/sh
# Installs what the tests need from the system, as root by apt; otherwise prints the exact command.
set -eu

packages=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
    || command -v google-chrome >/dev/null 2>&1 || packages="$packages chromium"
# A page is only looked at honestly with real fonts behind it.
[ -d /usr/share/fonts/truetype/dejavu ] || packages="$packages fonts-dejavu-core"
# Spark runs on Java.
command -v java >/dev/null 2>&1 || packages="$packages default-jre-headless"

# The office's texts are gathered by gettext, and its database is tested on PostgreSQL too.
command -v xgettext >/dev/null 2>&1 || packages="$packages gettext"
command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
    || packages="$packages postgresql"
# Go's own transparency log reads what this program writes, as an outsider would; where a system
# does not have it, that one test says so and is left out.
wished=""
[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ] && command -v go >/dev/null 2>&1 \
    || wished=" golang-go golang-golang-x-mod-dev"

[ -n "$packages$wished" ] || exit 0
if [ -z "$packages" ] && { [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; }; then
    echo "One test is left out without:$wished" >&2
    exit 0
fi
install="apt-get update && apt-get install --yes --no-install-recommends$packages$wished"
if [ "$(id -u)" -ne 0 ]; then
    echo "The tests need:$packages$wished. As root, run:" >&2
    echo "  $install" >&2
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "No apt-get here; install by this system's own means:$packages" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2
# shellcheck disable=SC2086 # lists of package names
[ -z "$packages" ] || apt-get install --yes --quiet=2 --no-install-recommends $packages >/dev/null
# shellcheck disable=SC2086
[ -z "$wished" ] || apt-get install --yes --quiet=2 --no-install-recommends $wished >/dev/null \
    || echo "One test is left out without:$wished" >&2
