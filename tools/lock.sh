#!/bin/sh
# Write the three requirements*.lock from pyproject.toml, every version pinned with its hashes.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --upgrade pip pip-tools
common="--quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --newline LF"
"$tools/bin/pip-compile" $common --build-deps-for editable -o requirements.lock pyproject.toml
"$tools/bin/pip-compile" $common --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
"$tools/bin/pip-compile" $common --extra bench -c requirements.lock -c requirements-dev.lock -o requirements-bench.lock pyproject.toml
