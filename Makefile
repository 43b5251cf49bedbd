# Everything lives in an environment of its own, .venv: nothing is installed elsewhere.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint format bench torture clean

demo: .stamp-run
	$(BIN)/clanbook demo

test: .stamp-dev lint
	$(BIN)/pytest -n auto

lint: .stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .stamp-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .stamp-dev
	$(BIN)/python -m tests.bench

torture: .stamp-dev
	$(BIN)/python -m tests.fire

.stamp-run: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	$(BIN)/python -m compileall -q .venv/lib clanbook store screens || true
	touch $@

.stamp-dev: pyproject.toml .stamp-run
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

clean:
	rm -rf .venv .stamp-run .stamp-dev build *.egg-info
