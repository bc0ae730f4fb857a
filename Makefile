# The manual: `make` prints what can be done. Every target sets up what it needs on a bare Debian
# machine with Python 3.11, git and make, and does nothing twice.

PYTHON  ?= $(shell command -v python3.11 || command -v python3)
BIN     := .venv/bin
INTEROP := tests/interop
NPM     := $(if $(wildcard $(INTEROP)/package-lock.json),$(INTEROP)/node_modules/.stamp)
LOCK    := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-header
PIP     := $(BIN)/python -m pip -qq --disable-pip-version-check install

# Two processes: each takes half of the tests in one piece, so that what is made once for a file is
# made by one of them, and who is done first takes of the other's rest.
BOTH    := -n 2 --dist worksteal

export PIP_REQUIRE_VIRTUALENV := 1
export NO_MKDOCS_2_WARNING := 1
# What was compiled is kept, tests too: the second run, on PostgreSQL, begins sooner.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check e2e bench docs proof lock clean coverage sbom \
        lint types contracts dead dependencies templates docs-check

help: ## print this
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.tools ## build .venv: the locked packages, by hash, and this one, editable

run: .venv/.product ## open the product with a demonstration in it: http://127.0.0.1:8000
	$(BIN)/testamur demo

test: .venv/.tools $(NPM) ## run the tests, on SQLite and on PostgreSQL (under 12 minutes on two cores)
	@requirements/debian pg_ctlcluster=postgresql
	$(BIN)/python -m pytest $(BOTH) -m "not browser" $(PYTEST)
	$(BIN)/python scripts/with_postgres.py \
	  $(BIN)/python -m pytest $(BOTH) --migrations -m "not browser" \
	  tests/web --ignore tests/web/vc_api --ignore tests/web/api/test_read_the_manual.py \
	  --ignore tests/web/operate/test_serve.py $(PYTEST)

proof: .venv/.tools $(NPM) ## run the long property tests: hours, and new cases every time
	TESTAMUR_PROOF=1 $(BIN)/python -m pytest $(BOTH) -m "hypothesis or proof" $(PYTEST)

e2e: docs ## drive a real Chromium: every page, and journeys
	@requirements/debian chromium=chromium
	$(BIN)/python -m pytest -m browser $(or $(PYTEST),tests/browser)

CHECKS := lint types contracts dead dependencies templates docs-check
check: .venv/.tools ## everything a machine can say about the code, all of it even when a part fails
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

lint: .venv/.tools ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.tools ## mypy, strict
	$(BIN)/mypy

contracts: .venv/.tools ## who may import whom
	$(BIN)/lint-imports --no-cache

dead: .venv/.tools ## code that nothing uses
	$(BIN)/python scripts/names_in_templates.py build/names_in_templates.py
	$(BIN)/vulture src tests $(wildcard bench scripts docs) build/names_in_templates.py

dependencies: .venv/.tools ## what is imported is declared, and the other way round
	$(BIN)/deptry src

templates: .venv/.tools ## HTML templates
	@if [ -n "$$(find src -name '*.html' -print -quit)" ]; then \
	  $(BIN)/djlint --lint --quiet src; else echo "no templates yet"; fi

docs-check: .venv/.tools # the site builds, every link in it leads somewhere, generated pages are current
	$(BIN)/python docs/problems_page.py --check
	$(BIN)/python docs/cli_page.py --check
	$(BIN)/python docs/conformance_page.py --check
	$(BIN)/mkdocs build --strict --quiet

docs: .venv/.tools ## write the generated pages and build the site into site/
	$(BIN)/python docs/problems_page.py
	$(BIN)/python docs/cli_page.py
	$(BIN)/python docs/conformance_page.py
	$(BIN)/mkdocs build --strict --quiet
	@echo "docs: site/index.html"

bench: .venv/.tools $(NPM) ## measure against the limits and against other libraries
	$(BIN)/python -m bench

coverage: .venv/.tools ## which lines the tests do not reach
	$(BIN)/coverage run -m pytest -q -m "not browser" tests/unit tests/web
	$(BIN)/coverage report

sbom: .venv/.tools ## list every package of the product, CycloneDX, into dist/sbom.json
	@mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements/web.txt --output-reproducible -o dist/sbom.json

lock: .venv/.tools ## resolve requirements/*.in and the npm packages anew, with hashes, naming no registry
	$(LOCK) --upgrade requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt requirements/core.in -o requirements/core.txt
	$(LOCK) -c requirements/dev.txt requirements/web.in -o requirements/web.txt
	$(LOCK) -c requirements/dev.txt requirements/build.in -o requirements/build.txt
	@if [ -f $(INTEROP)/package.json ]; then \
	  cd $(INTEROP) && npm install --package-lock-only --omit-lockfile-registry-resolved; fi

clean: ## remove everything that was built
	rm -rf .venv site dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache .coverage $(INTEROP)/node_modules src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------- set-up

.venv/bin/python:
	@requirements/debian python3=python3 "$(or $(PYTHON),python3):ensurepip=python3-venv"
	$(or $(PYTHON),python3) -m venv .venv

.venv/.product: requirements/web.txt requirements/build.txt pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements/web.txt -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@# Compiled now, so that a command starts at once even where Python may not write beside its files.
	@$(BIN)/python -m compileall -q -j 0 src .venv/lib/python*/site-packages > /dev/null || true
	@touch $@

.venv/.tools: requirements/dev.txt .venv/.product
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(INTEROP)/node_modules/.stamp: $(INTEROP)/package-lock.json
	@requirements/debian node=nodejs npm=npm
	cd $(INTEROP) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
