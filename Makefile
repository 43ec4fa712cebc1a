# Every target sets itself up: a Python of 3.11 or newer is all that must be there.

PYTHON ?= python3
PORT ?= 8080
DIALECTS ?= helpdeskpro-apikey
BIN := .venv/bin

.PHONY: run test lint bench lock setup clean

# A server with the demo scenario that forgets all when it stops; DIALECTS= for all of them.
run: setup
	@exec $(BIN)/polydesk serve $(DIALECTS) --scenario demo --database :temporary: --port $(PORT)

# Everything a change must pass.
test: setup
	@bash .ci/checks

# The checks that take seconds; what can be put right is.
lint: setup
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m benchmarks

# Pin the newest versions that pyproject.toml allows.
lock:
	@bash .ci/lock $(PYTHON)

setup: .venv/ready

.venv/ready: pyproject.toml requirements/run.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Polydesk needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; try: make PYTHON=/path/to/python3.11")'
	@echo "setting up .venv (once)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv .polydesk build dist
