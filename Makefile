PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SIZES ?= 1000 10000
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test bench check messages clean

# The portal with its demo organization, at http://127.0.0.1:8000
run: $(VENV)/.run
	@$(BIN)/python app.py --demo --port $(PORT)

# The whole suite, installing what it needs first (announced)
test: $(VENV)/.dev
	@.ci/system-packages
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache --verbose > $(VENV)/layers.txt || { cat $(VENV)/layers.txt; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m pytest --numprocesses=auto

# What pages cost in a large organization, then how well and how fast the search answers, beside others. With
# SIZES="1000 10000 100000" on a hundred thousand documents too: Whoosh used plainly takes several minutes to index them.
bench: $(VENV)/.dev
	@.ci/system-packages
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.search relevance
	@$(BIN)/python -m tests.bench.search speed $(SIZES)

# Bring the French catalogue up to date with the code (then translate what is new)
messages: $(VENV)/.dev
	@$(BIN)/python -m portal.translations.update

$(VENV)/.run: .ci/locks/run.txt pyproject.toml
	@echo "Preparing the environment (about 20 seconds, once)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes -r .ci/locks/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: .ci/locks/dev.txt .ci/locks/whoosh3.txt pyproject.toml
	@echo "Preparing the environment and its test tools (about 40 seconds, once)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes -r .ci/locks/dev.txt
	@echo "Beside it, alone in $(VENV)/whoosh3: another fork of Whoosh, on which the search engine is tested too."
	@rm -rf $(VENV)/whoosh3
	@$(INSTALL) --require-hashes --target $(VENV)/whoosh3 -r .ci/locks/whoosh3.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache
