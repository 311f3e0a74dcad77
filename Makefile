# `make` alone says what there is. Nothing but Python >= 3.11, Node >= 20 and make has to be there.
PYTHON ?= python3
PY := .venv/bin/python
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20

VENV := .venv/.installed
CDK := out/cdk-cli/.installed

.DEFAULT_GOAL := help
.PHONY: help sync local test check storm bench deploy clean

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/ -/'

sync: $(VENV) $(CDK) ## one whole cycle on this machine, then compare both systems (ORDERS, SEED, TRAFFIC_DIR)
	@$(PY) -m sandbox.cloud sync

local: $(VENV) $(CDK) ## the same, and stay up
	@$(PY) -m sandbox.cloud local

test: $(VENV) $(CDK) ## every test
	@$(PY) -m pytest -n auto --dist loadgroup

check: $(VENV) ## format, lint, types, tests
	@$(PY) -m ruff format .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(MAKE) --no-print-directory test

storm: $(VENV) ## cycles under random faults, then compare record by record (SEED, ROUNDS, ORDERS)
	@$(PY) -m sandbox.storm --seed $(or $(SEED),1) --rounds $(or $(ROUNDS),20) --orders $(or $(ORDERS),100)

bench: $(VENV) .venv/.alternatives ## calls, time and money, beside what people would use instead (BENCH=full: big sizes)
	@$(PY) -m sandbox.bench

deploy: $(VENV) $(CDK) ## deploy to AWS, with the credentials of this shell (CONTEXT="-c name=value")
	@PATH="$(CURDIR)/.venv/bin:$$PATH" node out/cdk-cli/node_modules/aws-cdk/bin/cdk deploy $(CONTEXT)

clean: ## remove everything that was generated, not the environment
	@rm -rf out .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

$(VENV): requirements.txt shared/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is not: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) -m pip install -qq --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/.alternatives: sandbox/bench/requirements.txt $(VENV)
	@$(PY) -m pip install -qq --disable-pip-version-check --requirement $<
	@touch $@

$(CDK): sandbox/cloud/package.json sandbox/cloud/package-lock.json
	@command -v npm >/dev/null && test "$$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 20 \
		|| { echo "Node 20 or later with npm is needed" >&2; exit 2; }
	@mkdir -p $(@D) && cp $^ $(@D)
	@cd $(@D) && npm ci --no-audit --no-fund --loglevel=error >npm.log 2>&1 \
		|| { echo "npm could not install the CDK command line (log: $(@D)/npm.log)" >&2; exit 2; }
	@touch $@
