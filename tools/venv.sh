#!/bin/sh
# Make .venv; on Debian the venv module is a package of its own (python3-venv).
set -eu
python=${1:-python3}
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || {
  echo "Optflag needs Python 3.11 to 3.13; '$python' is another. Run: make PYTHON=python3.11 …" >&2
  exit 1
}
"$python" -m venv .venv 2>/dev/null && exit 0
rm -rf .venv
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
if command -v apt-get >/dev/null; then
  echo "Installing python3-venv …" >&2
  { $sudo apt-get update -qq && $sudo apt-get install -y -qq python3-venv; } >/dev/null
fi
"$python" -m venv .venv || {
  echo "Python's venv module is missing. Install it (Debian: apt install python3-venv) and run this again." >&2
  exit 1
}
