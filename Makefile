# Needs Python 3.11 or newer, git and make; everything else is installed into .venv from the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCK := requirements-dev.lock
# What a site needs, which `answerable init` gives to every site, and what builds and installs a package.
SITE_LOCK := generator/answerable/templates/pins/constraints.txt
BUILD_LOCK := requirements-build.lock
SITE_READY := $(VENV)/.site-ready
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
FORMAT ?= text
# Processes that share the tests; JOBS=0 runs them in this one, as a debugger wants.
JOBS ?= auto
PYTEST_JOBS := -n $(JOBS) --dist worksteal
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
# The example's codes are no secret: everybody may look up its made-up complaints.
EXAMPLE_SECRET := the-example-has-no-secrets-0123456789
HAS_BROWSER = for name in $(CHROMIUM) $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; false
# Chromium without a browser around it opens a page in a third of the time; the tests prefer it where there is one.
HEADLESS_SHELL := chromium-headless-shell
HEADLESS_SHELL_TRIED := $(VENV)/.headless-shell
IS_ROOT_ON_DEBIAN = test "$$(id -u)" = 0 && command -v apt-get >/dev/null 2>&1
# Playwright brings its own Node, which needs a library that a bare Debian has not.
HAS_DRIVER = $(BIN)/python -m playwright --version >/dev/null 2>&1
# Programs of others that read status pages; the tests run them as they are.
CLIENTS := tests/clients
CLIENTS_READY := $(CLIENTS)/node_modules/.ready
HAS_NODE = command -v node >/dev/null && command -v npm >/dev/null
# Debian keeps its programs off the PATH.
HAS_POSTGRESQL = for program in initdb /usr/lib/postgresql/*/bin/initdb; do command -v $$program >/dev/null && exit 0; done; false
APT_INSTALL = apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
# Where Debian's own Node is overlaid by its maker's, npm is inside and Debian's npm cannot be added.
ADD_NODE = $(APT_INSTALL) nodejs >/dev/null && { command -v npm >/dev/null || { $(APT_INSTALL) npm >/dev/null; }; }

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --custom-compile-command "make lock"

export NO_MKDOCS_2_WARNING := 1
.DEFAULT_GOAL := help
.PHONY: help install site docs screenshots test check lowest lock bench clean python chromium node postgresql
.DELETE_ON_ERROR:

help: ## show these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(if $(wildcard $(READY)),install,$(SITE_READY)) ## build the example and serve it with live reload
	@echo "site: building the example and serving it; the address follows, Ctrl-C stops"
	@ANSWERABLE_CODE_SECRET="$${ANSWERABLE_CODE_SECRET:-$(EXAMPLE_SECRET)}" $(BIN)/answerable serve

docs: install ## build these documents as a site, with the example as a demo below it, into docs-site/
	@echo "docs: building the documents and the demo"
	@ANSWERABLE_CODE_SECRET="$(EXAMPLE_SECRET)" $(BIN)/python docs/site/build.py docs-site
	@echo "docs: look at them with: python3 -m http.server -d docs-site"

screenshots: install chromium ## take the pictures in docs/images anew; one or two minutes
	@echo "screenshots: building the example and taking pictures of it"
	@$(BIN)/python -m docs.screenshots

test: install chromium node $(CLIENTS_READY) postgresql ## run every test, those in a browser, with other people's clients and databases included
	@echo "test: running every test, which takes a while; ARGS=tests/unit/test_init.py runs one file"
	@$(BIN)/python -m pytest $(PYTEST_JOBS) $(ARGS)

check: install ## look at format, lint, types, documents and the example's records
	@echo "check: format, lint, types, house and documents, the example's records"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/unit/test_house.py
	@$(BIN)/answerable check --now 2026-11-24T09:00:00+03:30 --format $(FORMAT)

lowest: install node ## run the unit tests with the oldest versions that pyproject.toml allows
	@echo "lowest: installing the oldest versions into $(VENV)/lowest"
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(VENV)/lowest
	@$(BIN)/uv pip install --quiet --python $(VENV)/lowest/bin/python --resolution lowest-direct -e . --group dev
	@$(VENV)/lowest/bin/python -m pytest $(PYTEST_JOBS) tests/unit $(ARGS)

bench: install ## measure building speed and memory (benchmarks/)
	@echo "bench: measuring builds"
	@set -e; for script in benchmarks/bench_*.py; do $(BIN)/python "$$script" $(ARGS); done

lock: install ## write the locks anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@echo "lock: resolving pyproject.toml into $(LOCK), $(BUILD_LOCK) and $(SITE_LOCK)"
	@$(COMPILE) pyproject.toml --group dev -o $(LOCK) $(ARGS)
	@$(COMPILE) --group build -c $(LOCK) -o $(BUILD_LOCK)
	@$(COMPILE) pyproject.toml -c $(LOCK) --no-annotate -o $(SITE_LOCK)

clean: ## remove what make made
	@echo "clean: removing the virtual environment, the built site and caches"
	@rm -rf $(VENV) $(CLIENTS)/node_modules site docs-site dist .answerable .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find generator tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

install: $(READY) ## make the virtual environment from the lock

$(BIN)/python:
	@$(MAKE) --no-print-directory -s python
	@echo "install: making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(READY): $(LOCK) pyproject.toml | $(BIN)/python
	@echo "install: installing the tools of developers and what a site needs, as $(LOCK) names them; a minute or two"
	@$(PIP) --require-hashes -r $(LOCK)
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(SITE_READY)

$(SITE_READY): $(SITE_LOCK) $(BUILD_LOCK) pyproject.toml | $(BIN)/python
	@echo "site: installing the $$(grep -c '^[a-z].*==' $(SITE_LOCK)) packages that a site needs into $(VENV); about a minute, once"
	@$(PIP) --require-hashes -r $(SITE_LOCK)
	@echo "site: installing Answerable itself, from this folder"
	@$(PIP) --require-hashes -r $(BUILD_LOCK)
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# Says in one line what is missing, or adds it where that is ours to do.
python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo "make: needs Python 3.11 or newer as $(PYTHON); or say make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { $(IS_ROOT_ON_DEBIAN) && echo "install: adding python3-venv" && $(APT_INSTALL) python3-venv >/dev/null; } \
	    || { echo "make: needs Python's venv module; on Debian: sudo apt-get install python3-venv"; exit 1; }

chromium: install $(HEADLESS_SHELL_TRIED)
	@{ ($(HAS_BROWSER)) && $(HAS_DRIVER); } \
	    || { $(IS_ROOT_ON_DEBIAN) && echo "test: adding Chromium" && $(APT_INSTALL) chromium libatomic1 >/dev/null; } \
	    || { echo "make: the browser tests need Chromium; on Debian: sudo apt-get install chromium libatomic1"; exit 1; }

$(HEADLESS_SHELL_TRIED): | $(BIN)/python
	@command -v $(HEADLESS_SHELL) >/dev/null || ! { $(IS_ROOT_ON_DEBIAN); } \
	    || { echo "test: adding Chromium's headless shell" && $(APT_INSTALL) $(HEADLESS_SHELL) >/dev/null 2>&1; } \
	    || echo "test: there is none; the tests take the whole Chromium, which is slower"
	@touch $@

node:
	@{ $(HAS_NODE); } \
	    || { $(IS_ROOT_ON_DEBIAN) && echo "test: adding Node and npm" && $(ADD_NODE); } \
	    || { echo "make: the tests with npm's clients need Node 18 or newer and npm; on Debian: sudo apt-get install nodejs npm"; exit 1; }

postgresql:
	@($(HAS_POSTGRESQL)) \
	    || { $(IS_ROOT_ON_DEBIAN) && echo "test: adding PostgreSQL" && $(APT_INSTALL) postgresql >/dev/null; } \
	    || { echo "make: the tests of other databases need PostgreSQL; on Debian: sudo apt-get install postgresql"; exit 1; }

$(CLIENTS_READY): $(CLIENTS)/package.json $(CLIENTS)/package-lock.json | node
	@echo "test: installing what $(CLIENTS)/package-lock.json names"
	@cd $(CLIENTS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
