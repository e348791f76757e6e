# `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help install run cluster weights test test-slow test-all lint lint-js fix format-js bench recipe

PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3.14 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
RUN := .venv/.filled-to-run
CLUSTER := .venv/.filled-to-cluster
DEV := .venv/.filled-to-test
# Two processes, a file in one of them: of two cores one would mostly wait for a browser. The longest files come first (tests/conftest.py).
TESTS := -n 2 --dist loadfile --no-loadscope-reorder

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

install: $(DEV) ## make .venv and fill it (quick when nothing changed)

run: $(RUN) ## the playground on http://127.0.0.1:7860
	$(BIN)/python app.py

cluster: $(CLUSTER) ## the same, computed by two workers on this machine: docs/cluster.md
	PLAYGROUND_CLUSTER=local PLAYGROUND_WORKERS=$(or $(PLAYGROUND_WORKERS),1) $(BIN)/python app.py

weights: $(RUN) ## fetch weights before a lecture: make weights NETWORKS="resnet18 vgg16"
	$(BIN)/python -m models.store.fetch_weights $(NETWORKS)

test: $(DEV) ## every test but the slow ones (what cannot run here is named in the last lines)
	@$(BIN)/python tests/chromium.py --install
	$(BIN)/python -m pytest $(TESTS) -m "not slow"

test-slow: $(DEV) ## the slow tests alone
	@$(BIN)/python tests/chromium.py --install
	$(BIN)/python -m pytest $(TESTS) -m slow

test-all: $(DEV) ## the slow tests too
	@$(BIN)/python tests/chromium.py --install
	$(BIN)/python -m pytest $(TESTS)

lint: $(DEV) lint-js ## ruff, mypy, eslint, prettier and tsc, nothing changed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p app -p models

# The page needs no package and no build: npm brings these checks alone. Where there is none they are left out, and that is said.
lint-js:
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory node_modules/.package-lock.json && npx eslint . && npm run --silent format:check && npm run --silent types; \
	elif [ -n "$$NOTHING_LEFT_OUT" ]; then echo "no npm here: the JavaScript cannot be checked"; exit 1; \
	else echo "no npm here: the JavaScript was not checked"; fi

format-js: node_modules/.package-lock.json ## let prettier format the JavaScript
	npm run --silent format

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

fix: $(DEV) ## let ruff mend and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV) ## every figure that a text of ours names
	@for file in $(filter-out benchmarks/timing.py benchmarks/browsing.py,$(wildcard benchmarks/*.py)); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

recipe: $(DEV) ## train what assets/weights holds: make recipe NETWORK=lenet5
	$(BIN)/python -m models.recipes.$(or $(NETWORK),lenet5)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found; install one, or say make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv

$(RUN): requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(CLUSTER): requirements-cluster.txt $(RUN)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-cluster.txt
	@touch $@

$(DEV): requirements-dev.txt requirements-cluster.txt $(RUN)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
