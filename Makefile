# Everything a newcomer or a build server types. Needs Python 3.11 or newer, git and make; the rest goes into .venv.
# Another Python: `make test PYTHON=/path/to/python3.12`

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCKED := .ci/requirements.txt

SAMPLE := inventory/cascade-ridge
REPORT := reports/cascade-ridge

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help audit test rules lint format generated pictures bench lock clean

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

test: $(READY)  ## Run every test
	$(BIN)/python -m pytest -n auto --cov

rules: $(READY)  ## Prove the shipped rules: every part exercised by a case, every change noticed
	$(BIN)/portalaudit test policies --coverage --mutate

lint: $(READY)  ## Check style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## Rewrite the code in the house style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

generated: $(READY)  ## Rewrite the schemas and pages that are made from the program
	$(BIN)/python docs/generate.py

pictures: $(READY)  ## Take the pictures of the README again (needs Chromium)
	$(BIN)/python docs/pictures.py

bench: $(READY)  ## Measure 10,000 accounts against a hand-written script (about two minutes)
	$(BIN)/python benchmarks/run.py

# The only step that chooses versions: everything else installs exactly what this wrote.
lock:  ## Choose new versions of all dependencies and write them down
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install -qq uv
	build/lock/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-annotate --quiet --custom-compile-command 'make lock' --output-file $(LOCKED)

clean:  ## Remove everything that the other targets made
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	find reports -type f -not -name .gitkeep -delete

$(READY): $(LOCKED) pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "portalaudit needs Python 3.11 or newer; '$(or $(PYTHON),python3)' is none." >&2; \
		echo "Install it, or say where it is: make $(or $(MAKECMDGOALS),test) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV): once, about a minute ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV); } || { rm -rf $(VENV); \
		echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(LOCKED)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q src  # as pip does for what it installs: a check feels start-up
	@touch $@
