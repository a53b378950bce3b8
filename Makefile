# Everything a newcomer or a build server types. Needs Python 3.11 or newer, git and make; the rest goes into .venv.
# Another Python: `make test PYTHON=/path/to/python3.12`

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
LOCKED := .ci/requirements.txt
READY := $(VENV)/.ready
LOCKED_TOOLS := .ci/requirements-dev.txt
TOOLS := $(VENV)/.ready-dev
CONSUMERS := tests/report/consumers
READERS := $(CONSUMERS)/.venv/.ready

# uv installs in seconds what takes pip half a minute. The outcome is the same; `make audit UV=` does without it.
UV ?= $(shell command -v uv 2>/dev/null)
ifneq ($(UV),)
NEW_VENV = $(UV) venv --quiet --no-project --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --compile-bytecode
USABLE = $(BIN)/python -c ''
NO_VENV = uv could not make $(VENV). Without uv: make $(or $(MAKECMDGOALS),audit) UV=
else
NEW_VENV = $(PYTHON) -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check
USABLE = $(BIN)/python -m pip --version
NO_VENV = This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv
endif

SAMPLE := inventory/cascade-ridge
REPORT := reports/cascade-ridge

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help audit test fuzz rules consumers lint format generated pictures bench lock clean

help:  ## List what can be done
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

audit: $(READY)  ## Check the sample practice and write its reports
	@mkdir -p reports
	@$(BIN)/portalaudit check $(SAMPLE) --as-of 2026-11-20 \
		-o html=$(REPORT).html -o junit=$(REPORT).xml; code=$$?; \
	case $$code in \
	0) echo; echo "Nothing to do in $(SAMPLE)." ;; \
	1) echo; echo "The sample practice has findings, as it is meant to. Each one above says what to do." ;; \
	*) echo; echo "Fix what is named above first; the reports in reports/ cover only what could be read."; exit $$code ;; \
	esac; \
	echo "The whole report, to open in a browser: $(REPORT).html"; \
	echo "The same for a build server:            $(REPORT).xml"

# A build server (CI=true) runs the slow tests too, and measures what all of them reach.
test: $(TOOLS) $(if $(CI),consumers)  ## Run the tests; with CI=true the slow ones too
	$(BIN)/python -m pytest -n auto $(if $(CI),--cov,-m 'not slow')

fuzz: $(TOOLS)  ## Change files at random until something breaks (ten minutes; MINUTES=600 for a night)
	$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10)

consumers: $(READERS)  ## Install the tools of others that read our reports, for the tests (needs node, npm and Java)

rules: $(READY)  ## Prove the shipped rules: every part exercised by a case, every change noticed, and count their logic
	$(BIN)/portalaudit test policies --coverage --mutate
	$(BIN)/python benchmarks/logic.py

lint: $(TOOLS)  ## Check style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --no-warn-unreachable --cache-dir .mypy_cache/win32 src
	$(BIN)/lint-imports

format: $(TOOLS)  ## Rewrite the code in the house style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

generated: $(TOOLS)  ## Rewrite the schemas and pages that are made from the program
	$(BIN)/python docs/generate.py

pictures: $(TOOLS)  ## Take the pictures of the README again (needs Chromium)
	$(BIN)/python docs/pictures.py

bench: $(TOOLS)  ## Measure 10,000 accounts against a hand-written script (about two minutes)
	$(BIN)/python benchmarks/run.py

# The only step that chooses versions: everything else installs exactly what this wrote.
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --no-annotate --quiet --custom-compile-command 'make lock'

lock: $(TOOLS)  ## Choose new versions of all dependencies and write them down
	$(COMPILE) --all-extras --group dev --upgrade --output-file $(LOCKED_TOOLS)
	$(COMPILE) --group build --upgrade --constraint $(LOCKED_TOOLS) --output-file $(LOCKED)
	$(COMPILE) --all-extras --upgrade --constraint $(LOCKED_TOOLS) --output-file .ci/requirements-run.txt
	$(subst pyproject.toml,$(CONSUMERS)/requirements.in,$(COMPILE)) --upgrade --output-file $(CONSUMERS)/requirements.txt

# Tools that only read what we write have an environment of their own: what they need is not for ours to agree with.
$(READERS): $(TOOLS) $(CONSUMERS)/requirements.txt $(CONSUMERS)/package-lock.json
	@echo "Installing the tools of others that read our reports: once, about a minute ..."
	@cd $(CONSUMERS) && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@$(BIN)/uv venv --quiet --clear --no-project --python "$$($(BIN)/python -c 'import sys; print(sys.executable)')" $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D)/bin/python --require-hashes --no-deps -r $(CONSUMERS)/requirements.txt
	@touch $@

clean:  ## Remove everything that the other targets made
	rm -rf $(VENV) $(CONSUMERS)/.venv $(CONSUMERS)/node_modules build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	find reports -type f -not -name .gitkeep -delete

# A Python that is named is the one that is used, also where another one made $(VENV).
WHICH = -c 'import sys; print(sys.base_prefix, sys.version)' 2>/dev/null
ifeq ($(origin PYTHON),command line)
ifneq ($(shell $(PYTHON) $(WHICH)),$(shell $(BIN)/python $(WHICH)))
USABLE = false
.PHONY: another-python
$(READY): another-python
endif
endif

# What a check needs. The locks are whole, so nothing is looked up beside them.
$(READY): $(LOCKED) pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "portalaudit needs Python 3.11 or newer, and '$(or $(PYTHON),python3)' is not." >&2; \
		echo "Install it, or say where it is: make $(or $(MAKECMDGOALS),test) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV): once, $(if $(UV),a few seconds,half a minute) ..."
	@$(USABLE) >/dev/null 2>&1 || { rm -rf $(VENV); $(NEW_VENV); } || { rm -rf $(VENV); \
		echo "$(NO_VENV)" >&2; exit 1; }
	@$(INSTALL) --require-hashes --no-deps -r $(LOCKED)$(if $(UV), || { \
		echo "Without uv: make $(or $(MAKECMDGOALS),audit) UV=" >&2; exit 1; })
	@$(INSTALL) --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q src  # as pip does for what it installs: a check feels start-up
	@touch $@

# What working on it needs beside that.
$(TOOLS): $(READY) $(LOCKED_TOOLS)
	@echo "Adding the developers' tools to $(VENV): once, $(if $(UV),a few seconds,about a minute) ..."
	@$(INSTALL) --require-hashes --no-deps -r $(LOCKED_TOOLS)
	@touch $@
