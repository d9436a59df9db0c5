# Suyuan 溯源. `make help` lists the targets; `make demo` and `make test` are the two that a newcomer needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal \
	--no-annotate --python-version 3.11
# A module's tests share what they set up, so a module stays with one worker; four at most, for each may start a PostgreSQL.
PARALLEL := -n auto --maxprocesses=4 --dist loadfile
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
# A lock names every package there is to install, so nothing is resolved again: an older pip would take the newest
# release of a package asked for with an extra, and then refuse it for want of a hash.
LOCKED := $(PIP) install --no-deps --require-hashes

.PHONY: help demo test lint format check-all bench lock clean browser

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.ready ## set everything up, solve the demo case, check it against its truth, say where the report is
	@$(BIN)/suyuan doctor --quick
	@$(BIN)/suyuan demo --no-serve --check

test: .venv/.dev browser ## set everything up and run all tests but the slow ones; pytest's summary line comes last
	@$(BIN)/python -m pytest -q -m "not slow" $(PARALLEL) --cov --cov-report=term:skip-covered

lint: .venv/.dev ## style, types, the import contract of the rooms, tidy tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -q tests/tidy -p no:cacheprovider

format: .venv/.dev ## format the code and mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

check-all: lint browser ## everything: lint, all tests with the slow ones, the example's files made anew
	@$(BIN)/python examples/case_0316/make_case.py --check
	@$(BIN)/python -m pytest -q

bench: .venv/.dev ## measure; each figure is a ratio taken side by side in one run (benchmarks/RESULTS.md)
	@$(BIN)/python -m benchmarks

lock: .venv/.dev ## renew the locked versions (requirements/*.lock) from pyproject.toml
	@$(COMPILE) pyproject.toml -o requirements/runtime.lock
	@$(COMPILE) --group pyproject.toml:build -c requirements/runtime.lock -o requirements/build.lock
	@$(COMPILE) pyproject.toml --group dev -c requirements/runtime.lock -o requirements/dev.lock

clean: ## remove the environment and every cache
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis htmlcov .coverage build dist
	find src tests benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} +

# As root the tests' browser and fonts are installed where they lack; else the browser tests are skipped and counted.
browser:
	@if ! command -v chromium >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
	      chromium fonts-noto-cjk; } >/dev/null 2>&1 \
	  || echo "Chromium could not be installed; the browser tests will be skipped."; fi

.venv/bin/python:
	@$(PYTHON) -m venv .venv || { echo "Python 3.11 with venv is needed (Debian: apt-get install python3-venv)."; rm -rf .venv; exit 1; }

.venv/.ready: requirements/runtime.lock requirements/build.lock pyproject.toml | .venv/bin/python
	@echo "Setting up .venv (locked versions, once) …"
	@$(LOCKED) -r requirements/runtime.lock
	@$(LOCKED) -r requirements/build.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.ready
	@echo "Adding what the tests and checks need …"
	@$(LOCKED) -r requirements/dev.lock
	@touch $@
