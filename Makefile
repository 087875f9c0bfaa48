# `make` alone explains the commands.
.DEFAULT_GOAL := help
.PHONY: packages help run demo host setup test lint front words bench lock clean setup-developer
ARGS ?=
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV_PYTHON := .venv/bin/python
COMPILE := uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11

help:  ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 16

run: setup  ## start Craftkit here (ARGS=--once: stop after the first PDF; PORT=8010: another port)
	@$(VENV_PYTHON) -m ops.run $(ARGS)

demo: setup  ## start Craftkit, render a first PDF into var/demo/, stop
	@$(VENV_PYTHON) -m ops.run --once

test: setup-developer packages  ## everything: checks, unit, browser and server tests, on SQLite and on PostgreSQL with Redis
	@$(VENV_PYTHON) -m ops.test $(ARGS)

lint: setup-developer  ## the checks that need no test run: ruff, mypy, import-linter, migrations
	@$(VENV_PYTHON) -m ops.test --lint

host: setup  ## start the sample product that embeds the editor and the form (beside make run; ORIGIN=http://localhost:9100)
	@$(VENV_PYTHON) manage.py embed_host $(or $(ORIGIN),http://localhost:9100)
	@$(VENV_PYTHON) examples/host/server.py

front:  ## check and build the browser's side into static/dist (needs Node.js)
	@npm ci --no-audit --no-fund --loglevel=error && npm run --silent check

words: setup-developer  ## collect the words of the pages into locale/ and compile their translations
	@$(VENV_PYTHON) -m ops.words

bench: setup-developer  ## measure against raw Chromium and peers (bench/README.md)
	@$(VENV_PYTHON) -m bench.run $(ARGS)

lock:  ## renew requirements*.txt from requirements*.in (needs uv)
	@$(COMPILE) $(ARGS) requirements.in -o requirements.txt
	@$(COMPILE) $(ARGS) requirements-dev.in -o requirements-dev.txt

clean:  ## remove what can be made again; var/ with its data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +

setup:
	@$(if $(PYTHON),$(PYTHON) -m ops.environment,echo "✗ Craftkit needs Python 3.11 or newer. Name one: make run PYTHON=/path/to/python3"; exit 1)

setup-developer:
	@$(if $(PYTHON),$(PYTHON) -m ops.environment --developer,echo "✗ Craftkit needs Python 3.11 or newer. Name one: make test PYTHON=/path/to/python3"; exit 1)

# What tests take from npm: axe for accessibility and tsc for the typed clients.
packages:
	@command -v npm >/dev/null || { echo "✗ The tests need Node.js 20 or newer with npm; on Debian: apt install nodejs npm"; exit 1; }
	@test node_modules/.package-lock.json -nt package-lock.json || npm ci --no-audit --no-fund --loglevel=error
