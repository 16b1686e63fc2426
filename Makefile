# `make run` and `make test` set up what they need the first time and start at once the next.
PYTHON ?= python3
BIN := .venv/bin
PAGES ?= tests/golden
.DEFAULT_GOAL := help

.PHONY: help run test setup lock format openapi settings extension screenshots bench bench-extraction clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: .venv/runtime.stamp  ## train the first model if there is none, start the API, print the pairing code
	@$(BIN)/optflag serve $(ARGS)

test: setup  ## formatter, linters, type checkers and every test, real browsers included
	@tools/packages.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	npm run --silent lint
	npm test --silent
	$(BIN)/python -m pytest $(ARGS)

setup: .venv/dev.stamp node_modules/.package-lock.json  ## what the tests and the linters need

.venv/bin/python:
	@tools/venv.sh $(PYTHON)

.venv/runtime.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Optflag into .venv (once, about a minute) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	@echo "Installing the development tools …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@echo "Installing the extension's linters …" >&2
	@npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

lock:  ## pin every dependency again, with hashes
	tools/lock.sh

format: .venv/dev.stamp  ## write the code the way the checks want it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

openapi:  ## write docs/openapi.json from the code
	$(BIN)/python -m server.openapi > docs/openapi.json

settings:  ## write the table of docs/settings.md from the code
	$(BIN)/python -m server.settings docs/settings.md

extension: .venv/bin/python  ## build dist/optflag-chrome.zip and dist/optflag-firefox.zip, the same bytes each time
	@$(BIN)/python tools/build_extension.py

screenshots: setup  ## take the pictures of docs/images again
	@tools/packages.sh
	$(BIN)/python -m pytest tests/e2e/test_screen.py tests/e2e/test_look.py tests/e2e/test_review.py --screenshots
	$(BIN)/python -m tools.label_picture docs/images/label.svg

bench: setup  ## speed, memory and start of server and badge; PAGES=a folder of saved pages
	@tools/packages.sh
	@$(BIN)/python -m benchmarks.server $(PAGES) $(ARGS)
	@$(BIN)/python -m benchmarks.badge $(if $(filter-out file,$(origin PAGES)),$(PAGES))

bench-extraction: setup .venv/bench.stamp  ## extraction against its peers; ARGS='MARKED --pages FOLDER'
	@tools/packages.sh
	@$(BIN)/python -m benchmarks.extraction $(ARGS)

.venv/bench.stamp: requirements-bench.lock .venv/dev.stamp
	@echo "Installing the extractors to compare with …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	@touch $@

clean:  ## remove what setup made (models and database stay)
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache
