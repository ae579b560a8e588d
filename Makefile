# The two commands of the README are `make demo` and `make test`; `make help` lists the rest.
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= 4

.PHONY: help setup setup-dev demo test lint types imports unit format docs accuracy bench compiled test-compiled clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 14

setup: ## Make the virtual environment, install the packages and find a Chromium
	@VENV=$(VENV) scripts/setup

setup-dev:
	@VENV=$(VENV) scripts/setup dev

demo: setup ## Audit the fictional sample city and say where the report is
	@$(BIN)/mingjian demo --out demo-out

test: setup-dev lint types imports unit ## Run everything the gate runs

lint: ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: ## mypy, strict
	$(BIN)/mypy

imports: ## import-linter: imports run one way
	$(BIN)/lint-imports

# Bytecode is kept, whatever the environment says: the tests start some hundred processes that import the same modules.
# Many tests wait for servers, hence more workers than cores; what the tests of a file share is made by one of them.
unit: export PYTHONDONTWRITEBYTECODE =
unit: ## pytest without the slow soak tests
	@$(BIN)/python -m compileall -q mingjian reports rules checks crawler
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow"

format: ## Let ruff put everything in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: ## Write the generated pages again (docs/checks.md, the JSON Schema of plans)
	$(BIN)/python -m checks.documentation docs/checks.md
	$(BIN)/python -m rules.schema rules/plan.schema.json

compiled: ## Install into .venv-compiled with the hottest loops as machine code: a quarter less processor time to read
	@VENV=$(VENV)-compiled scripts/setup compiled
	@echo "the command is $(VENV)-compiled/bin/mingjian"

test-compiled: setup-dev compiled ## Run the tests of reading against what `make compiled` installed, and say what it costs
	@VENV=$(VENV) scripts/test-compiled

bench: ## Speed beside a bare Scrapy spider, and 200 hosts at once, on nginx (BENCH="portal hosts long requests")
	$(BIN)/python -m tests.bench $(BENCH)

accuracy: setup-dev ## Score the extractors on labelled real pages, beside others, where that folder is present
	@test -x $(VENV)-accuracy/bin/python || $(BIN)/python -m venv $(VENV)-accuracy
	@$(VENV)-accuracy/bin/python -m pip install -qq --disable-pip-version-check 'pip>=25.1'
	@$(VENV)-accuracy/bin/python -m pip install -qq --disable-pip-version-check --group accuracy
	@$(BIN)/python -m tests.accuracy --beside $(VENV)-accuracy/bin/python
	@$(BIN)/python -m tests.accuracy --speed

clean: ## Remove caches and the demo's output
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis demo-out
