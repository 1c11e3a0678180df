# Each target sets itself up from nothing but Python 3.11+ and make.
PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
ENGINES_READY := $(VENV)/.engines-ready
BENCH_READY := $(VENV)/.bench-ready
# A file's tests in one process, files in the order that tests/conftest.py gives them.
IN_TWO := -n 2 --dist loadfile --no-loadscope-reorder
# Tests that call most of the compiled code, which takes long to compile and is kept once it is.
COMPILING := tests/matching/test_matching_plain.py tests/matching/test_matching_outcomes.py \
  tests/matching/test_matching_duplicates.py tests/roll/test_roll_lookup.py tests/roll/test_roll_coded.py
SCALE ?= 0.01
SEED ?= 1
DEMO_OUT ?= demo-out
# Tests start many processes: what Python makes of a source is kept for the next one.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo verifier test compiled test-fast check format bench setup-system lock clean

help:
	@echo "make demo          the whole job on synthetic data (SCALE=1 for the whole county)"
	@echo "make verifier      rollcheck-verify.pyz, which checks what is published and needs Python alone"
	@echo "make test          types, format, lint and every test"
	@echo "make test-fast     the quick tests, no browser"
	@echo "make check         types, format, lint"
	@echo "make compiled      the kernels, compiled once for every process of the tests"
	@echo "make bench         speed, memory and accuracy, side by side with peers"
	@echo "make setup-system  what the tests need from the system (Chromium, Java, PostgreSQL, gettext, Go)"
	@echo "make lock          resolve the lock files anew (needs uv)"

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Rollcheck needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The engines that are extras: Spark, and Splink to estimate weights.
$(ENGINES_READY): $(READY) requirements-engines.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-engines.lock
	@touch $@

$(BENCH_READY): $(ENGINES_READY) requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

demo: $(READY)
	$(BIN)/rollcheck demo --out $(DEMO_OUT) --scale $(SCALE) --seed $(SEED)
	@echo "The command rollcheck is $(BIN)/rollcheck here; docs/index.md says what else it does."

setup-system:
	@sh tools/setup-system.sh

verifier: $(READY)
	$(BIN)/python -c 'from pathlib import Path; from rollcheck.publish.bundle_verifier import NAME, write_verifier; write_verifier(Path(NAME))'

# Types are checked in one process: beside it, what every process of the tests would compile is.
test: setup-system $(ENGINES_READY)
	@$(MAKE) --no-print-directory --jobs=2 check compiled
	$(BIN)/python -m pytest $(IN_TWO)
	sh tools/with-postgresql.sh $(BIN)/python -m pytest $(IN_TWO) -m "not browser" tests/office

compiled: $(ENGINES_READY)
	$(BIN)/python -m pytest --quiet $(COMPILING)

test-fast: $(ENGINES_READY)
	$(BIN)/python -m pytest $(IN_TWO) -m "not slow and not browser"

check: $(ENGINES_READY)
	$(BIN)/mypy
	$(BIN)/ruff format --check
	$(BIN)/ruff check

format: $(READY)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(BENCH_READY)
	$(BIN)/python -m bench --keep

# One universal resolution for Python 3.11 to 3.13; hashes pin the files themselves.
LOCK := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-header --quiet pyproject.toml
lock:
	$(LOCK) --extra dev --output-file requirements.lock
	$(LOCK) --extra spark --extra tune --constraints requirements.lock --output-file requirements-engines.lock
	$(LOCK) --extra bench --extra tune --constraints requirements.lock --output-file requirements-bench.lock

clean:
	rm -rf $(VENV) $(DEMO_OUT) .mypy_cache .ruff_cache .pytest_cache
