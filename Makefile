# `make` or `make help` lists what there is.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test lint format messages screenshots requirements clean

PORT ?= 8000
HOST := 127.0.0.1
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.installed ## serve the demo association (PORT=8000; HOST=0.0.0.0 lets a phone in)
	@HOST=$(HOST) PORT=$(PORT) scripts/run-demo

demo: .venv/.installed ## throw the demo association away and make it anew
	@rm -rf var/db.sqlite3* var/media var/private
	@$(BIN)/python scripts/prepare_demo.py

test: .venv/.installed-dev ## check everything, then run all tests on SQLite and on PostgreSQL
	@scripts/run-tests

lint: .venv/.installed-dev ## the checks alone: style, templates, layers, migrations
	@scripts/run-checks

format: .venv/.installed-dev ## put Python into the house's form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

messages: .venv/.installed ## gather the texts into locale/ and compile them (needs gettext)
	@scripts/messages

screenshots: .venv/.installed-dev ## take docs/screenshots anew from a running demo (needs Chromium)
	@$(BIN)/python scripts/screenshots.py --url http://$(HOST):$(PORT)

requirements: .venv/.installed-dev ## pin the newest releases that requirements*.in allow
	@for name in requirements requirements-dev; do \
	  $(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-find-links --no-emit-index-url \
	    --no-emit-trusted-host --strip-extras --allow-unsafe --output-file=$$name.txt $$name.in || exit; \
	done

clean: ## remove the virtual environment and all caches; var/ stays, it holds data
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@scripts/make-venv

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing what the site runs on (once, about a minute)"
	@$(PIP) install --quiet --quiet --require-hashes --requirement requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing what the tests need (once)"
	@$(PIP) install --quiet --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@
