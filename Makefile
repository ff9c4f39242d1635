# A newcomer needs two of these: `make demo` runs the main job on this machine, `make test` runs the tests.
# Each makes the virtual environment first where there is none; a second run starts at once.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test check lint fix spark bar profile picture docs site lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## a wire and its outlets on this machine, crawled for simulated days; writes demo/
	$(BIN)/wirediff demo $(ARGS)
	@command -v wirediff >/dev/null || echo "to have the command wirediff here: source $(BIN)/activate"

test: $(READY) ## run the tests; ARGS="-k config" picks some
	$(BIN)/pytest -n auto --maxprocesses 4 $(ARGS)

check: lint test ## everything that has to hold before a commit

lint: $(READY) ## format, lint, types, import order
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY) ## format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

spark: $(VENV)/.spark ## what analysis on Spark and its tests need besides (450 MB; Java is yours to bring)

bar: $(READY) ## every promise as a figure beside its bar, in short; ARGS=--full for the whole campaigns
	$(BIN)/python -m benchmarks.bar $(ARGS)

profile: $(READY) ## where the time of a page goes, by stage; DATA=folder of pages, FLAME=file for the stacks
	@test -n "$(DATA)" || { echo "make profile needs pages: make profile DATA=folder"; exit 1; }
	$(BIN)/python -m benchmarks.profile $(DATA) $(if $(FLAME),--flame $(FLAME)) $(ARGS)

picture: $(READY) ## take the pictures of the demo's report in docs/ again (after make demo; needs Chromium)
	$(BIN)/python docs/picture.py demo

docs: $(READY) ## write the references in docs/ anew, from the code; after make demo, what notebooks print too
	$(BIN)/python docs/reference.py
	@test ! -e demo/report.html || $(BIN)/python docs/notebooks.py demo

site: $(READY) ## the docs as a site: build/site/index.html; a warning is a mistake
	$(BIN)/python -m sphinx -q -a -E -W --keep-going docs build/site

lock: ## pin every dependency again, with hashes
	@command -v uv >/dev/null || { echo "make lock needs uv: pipx install uv"; exit 1; }
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml \
	  --no-header --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra spark pyproject.toml \
	  --constraint requirements.lock --no-header --output-file requirements-spark.lock

clean: ## take away the environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installs what a lock pins; uv is quicker where it is there.
INSTALL = install() { command -v uv >/dev/null && uv pip install --quiet --python $(BIN)/python "$$@" || \
	  $(BIN)/python -m pip install --quiet "$$@"; }; install

$(VENV)/.spark: requirements-spark.lock $(READY)
	@$(INSTALL) --require-hashes -r requirements-spark.lock
	@touch $@

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "wirediff needs Python 3.11 or newer as $(PYTHON): install it, or name one: make demo PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make a virtual environment: on Debian, apt-get install python3-venv"; exit 1; }
	@echo "installing what requirements.lock pins into $(VENV) (once; about a minute)"
	@$(INSTALL) --require-hashes -r requirements.lock && install --no-deps --no-build-isolation -e .
	@touch $(READY)
