#!/bin/sh
# Install what the tests drive and Debian has packages of, where it is missing: two browsers, a
# screen for them, and a PostgreSQL server (the tests start their own; the packaged one is not used).
set -eu
missing=""
for program in chromium firefox-esr; do command -v $program >/dev/null || missing="$missing $program"; done
command -v Xvfb >/dev/null || missing="$missing xvfb"
command -v import >/dev/null || missing="$missing imagemagick"
command -v openssl >/dev/null || missing="$missing openssl"
command -v xdotool >/dev/null || missing="$missing xdotool"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
if ! command -v apt-get >/dev/null; then
  echo "The tests need:$missing. Install them and run this again." >&2
  exit 1
fi
echo "Installing$missing …" >&2
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core >/dev/null
