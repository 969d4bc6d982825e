# make run    the app, from a bare checkout          make test    everything, as the CI runs it
# make check  what a machine can read without running make bench   CPU of the heavy paths
# make coverage and make test-deep: how well the statistics are tested
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_FOR_TESTS := $(VENV)/.ready-for-tests
READY_FOR_BENCH := $(VENV)/.ready-for-bench
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
MESSAGES := cxdash/locale/catalogues/cxdash.pot

.DEFAULT_GOAL := run
.PHONY: run test test-deep coverage check bench format catalogue clean

run: $(READY)
	$(BIN)/python -m cxdash serve

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "cxdash needs Python 3.11 or later as $(PYTHON). Install one, or name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.txt
	@touch $@

$(READY_FOR_TESTS): $(READY) tests/requirements.txt
	$(PIP) -r tests/requirements.txt
	@touch $@

$(READY_FOR_BENCH): $(READY_FOR_TESTS) tests/benchmarks/requirements.txt
	$(PIP) --no-deps -r tests/benchmarks/requirements.txt
	@touch $@

# What reads the code runs before what runs it, and short tests before long ones and those with a browser (tests/conftest.py
# puts them in that order, file by file). The examples in docstrings are tests too; the shell and the migrations are
# scripts that cannot be imported alone.
test: $(READY_FOR_TESTS)
	tests/install_browser.sh $(BIN)/python
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest cxdash tests --ignore=cxdash/ui --ignore=cxdash/vault/migrations \
		-n 2 --dist loadfile --no-loadscope-reorder

# Laws with examples that nobody has seen, and two hundred loads killed in the middle; deliberate mistakes in the
# statistics, each of which some test must notice; hostile files, and thousands of damaged ones.
test-deep: $(READY_FOR_TESTS)
	CXDASH_TEST_KILLS=200 $(BIN)/python -m pytest --hypothesis-profile=deep -n 2 --dist loadfile tests/inference tests/ingest
	$(BIN)/python -m tests.mutation
	$(BIN)/python -m tests.fuzz.manifest --all
	$(BIN)/python -m tests.fuzz --cases 5000 --workers 2

coverage: $(READY_FOR_TESTS)
	$(BIN)/python -m coverage run --branch --source=cxdash/inference -m pytest tests/inference
	$(BIN)/python -m coverage report -m --skip-covered --fail-under=100

check: $(READY_FOR_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.catalogue --check $(MESSAGES)

bench: $(READY_FOR_BENCH)
	$(BIN)/python -m tests.benchmarks

format: $(READY_FOR_TESTS)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: $(READY_FOR_TESTS)
	$(BIN)/python -m tests.catalogue $(MESSAGES)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './data/*' -prune -exec rm -rf {} +
