# What a person runs. Everything sets itself up: `make ingest`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Slow ones: beside `make test` in short form, whole in `make test-faults`.
FAULTS := tests/faults tests/hostile $(addprefix tests/flows/test_, \
	order.py histories.py incremental.py incremental_names.py publishing.py exports.py reprocess.py verification.py)

.DEFAULT_GOAL := help
.PHONY: help ingest test test-faults-short test-faults test-schedules test-older-client check format bench clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "sayso needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

ingest: $(READY) ## load what is new in raw/ and publish warehouse/sayso.duckdb
	$(BIN)/sayso ingest

test: check ## all checks and the quick tests, under 5 minutes on 2 cores
	$(BIN)/python -m pytest -n 2 --dist worksteal $(addprefix --ignore=,$(FAULTS))

check: $(READY) ## linter, formatter, types, import contracts, SQL style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar sql

format: $(READY) ## put code and SQL into shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --disable-progress-bar sql

test-faults-short: $(READY) ## what test-faults runs, with 20 kills and a few of all else: six minutes
	$(BIN)/python -m pytest -n 2 --dist worksteal $(FAULTS)

test-faults: $(READY) ## kills at every boundary and 500 at random, full disks, hostile files, 1,000 publishes, any order: an hour and more
	SAYSO_KILLS=$${SAYSO_KILLS:-500} $(BIN)/python -m pytest -n 2 --dist worksteal $(FAULTS)

test-schedules: $(READY) ## prefect.yaml and its automations on a real server and worker: schedule, overlap, kills, who is told
	$(BIN)/python -m pytest -s tests/flows/schedules_end_to_end.py

test-older-client: $(READY) ## the published file read by the oldest DuckDB that it promises to open in
	$(PYTHON) -m venv build/older && build/older/bin/python -m pip install --quiet --disable-pip-version-check duckdb==1.4.4
	OLDER_CLIENTS=build/older/bin/python $(BIN)/python -m pytest tests/flows/test_verification.py -k older_client -rs

bench: $(READY) ## speed and memory, measured on generated documents
	$(BIN)/python -m tests.bench.bench_ingest
	$(BIN)/python -m tests.bench.bench_reading
	$(BIN)/python -m tests.bench.bench_document
	$(BIN)/python -m tests.bench.bench_names

clean: ## forget the environment and every published warehouse
	rm -rf $(VENV) build *.egg-info warehouse/generations warehouse/sayso.duckdb warehouse/.[!.]*
