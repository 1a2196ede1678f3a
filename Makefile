# Everything that one does with Holdfast from a checkout. `make` alone lists it.

# The first Python here that runs and is new enough (a name on the path may be a stub).
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
FRONTEND := $(shell find casework/web/frontend -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup run test check audit audit-report sbom fuzz bench mutants proof fmt

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready casework/web/static/build/.ready ## Install everything that is locked, and build the assets

run: setup var/static/.ready ## Start the demonstration and print its address
	@HOLDFAST_DEMO=yes holdfast demonstrate
	@HOLDFAST_DEMO=yes holdfast serve

# A worker keeps to one stretch of the tests, so that what many of them need is made once.
test: setup ## Run every test, browser journeys included
	@bin/browser
	@ruff check . && ruff format --check . && mypy && lint-imports
	@pytest -n 2 --dist worksteal --create-db --reuse-db --ignore=tests/journeys
	@pytest -n 3 --dist worksteal --reuse-db tests/journeys

check: setup ## Check style, types, import order and the policy packs
	@ruff check . && ruff format --check . && mypy && lint-imports && holdfast policy check

# Kept apart from the product: what looks for faults brings a hundred packages of its own.
AUDIT := var/audit
audit: setup $(AUDIT)/.ready ## Look for risky code, secrets, and known faults in what is locked
	@$(AUDIT)/bin/bandit --quiet --recursive casework pathways --exclude '*/tests/*' -ll -ii
	@uv export --frozen --no-dev --no-emit-project --quiet -o $(AUDIT)/requirements.txt
	@PATH="$(CURDIR)/$(AUDIT)/bin:$$PATH" $(BIN)/python -m tests.scans.test_rules
	@PATH="$(CURDIR)/$(AUDIT)/bin:$$PATH" $(BIN)/python -m tests.scans.policies $(AUDIT)/policies
	@$(BIN)/pytest -q tests/house_rules/test_secrets.py
	@PATH="$(CURDIR)/$(AUDIT)/bin:$$PATH" $(BIN)/python -m tests.scans.dependencies $(AUDIT)/requirements.txt

audit-report: setup $(AUDIT)/.ready ## Ask for known faults here, for a place that cannot ask
	@uv export --frozen --no-dev --no-emit-project --quiet -o $(AUDIT)/requirements.txt
	@PATH="$(CURDIR)/$(AUDIT)/bin:$$PATH" $(BIN)/python -m tests.scans.dependencies --write $(AUDIT)/requirements.txt

sbom: setup $(AUDIT)/.ready ## Write var/audit/sbom.json: everything inside, with its version
	@uv export --frozen --no-dev --no-emit-project --quiet -o $(AUDIT)/requirements.txt
	@$(AUDIT)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		-o $(AUDIT)/sbom.json $(AUDIT)/requirements.txt

$(AUDIT)/.ready: pyproject.toml uv.lock | $(VENV)/.ready
	@UV_PROJECT_ENVIRONMENT=$(AUDIT) uv sync --system-certs --frozen --quiet --only-group audit
	@touch $@

bench: setup ## Print the figures and ratios of docs/benchmarks.md
	@uv sync --system-certs --frozen --quiet --group bench
	@for each in benchmarks/[a-z]*.py; do echo; echo "== $$each"; python $$each || exit 1; done

mutants: setup ## Change the engine in small ways and count what the tests notice (hours)
	@uv sync --system-certs --frozen --quiet --group mutation
	@mutmut run --max-children 2 $(MUTANTS)
	@python benchmarks/_mutants.py

proof: setup ## Run the proofs of docs/security/proofs.md with their full counts (PARTS="model wall")
	@python -m tests.prove $(PARTS)

fuzz: setup ## Drive every parser with bytes, a minute each (FUZZ=seconds), and print the counts
	@uv sync --system-certs --frozen --quiet --inexact --group fuzz
	@python -m tests.fuzz.run $(or $(FUZZ),60)

fmt: setup ## Bring the code into the house style
	@ruff format . && ruff check --fix .

var/static/.ready: casework/web/static/build/.ready
	@holdfast collectstatic --noinput --verbosity 0
	@touch $@

$(VENV)/.ready: pyproject.toml uv.lock
	@bin/python-ready "$(PYTHON)" $(VENV)
	@touch $@

casework/web/static/build/.ready: package.json package-lock.json $(FRONTEND) | $(VENV)/.ready
	@bin/node-ready
	@npm ci --silent --no-audit --no-fund
	@touch $@
