# `make` alone says what there is. Nothing but Python >= 3.11, Node >= 20 and make has to be there.
PYTHON ?= python3
PY := .venv/bin/python
# What is installed and built first does not wait for each other.
MAKEFLAGS += --jobs=3
# Node 22 is the one to take. 20 works, too: jsii need not say at every start that its life has ended.
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20

# Says what is done, with its seconds; before the environment is there, too.
STAGE = $(if $(wildcard $(PY)),$(PY),$(PYTHON)) -m sandbox.cloud.command

VENV := .venv/.installed
CDK := out/cdk-cli/.installed
NPM := console/node_modules/.installed
CONSOLE := out/console/.built

.DEFAULT_GOAL := help
.PHONY: help tools sync local console screenshots scenario test check storm mutants bench bootstrap deploy clean

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/ -/'

sync: $(VENV) $(CDK) $(CONSOLE) ## one whole cycle on this machine, then compare both systems (ORDERS, SEED, COUNTRY, TRAFFIC_DIR)
	@$(PY) -m sandbox.proof sync

local: $(VENV) $(CDK) $(CONSOLE) ## the same, and stay up, with the console
	@$(PY) -m sandbox.proof local

console: $(CONSOLE) ## the web console, built into out/console

screenshots: $(VENV) $(CDK) $(CONSOLE) ## pictures of every screen of the console, into out/screenshots
	@$(PY) -m sandbox.proof.screens

scenario: $(VENV) ## one case as data, played in process; prints what came of it as JSON (FILE)
	@$(PY) -m sandbox.scenario $(FILE)

test: $(VENV) $(CDK) $(CONSOLE) ## every test
	@$(STAGE) 'testing the console' npm test --prefix console --silent
	@$(STAGE) 'testing everything else' $(PY) -m pytest -n auto

check: $(VENV) $(NPM) ## format, lint, types, tests
	@$(PY) -m ruff format .
	@$(PY) -m ruff check .
	@$(STAGE) 'checking types' $(PY) -m mypy
	@$(STAGE) --log out/console.log 'formatting the console' npm run format --prefix console --silent
	@$(STAGE) 'checking the console' npm run check --prefix console --silent
	@$(MAKE) --no-print-directory test

storm: $(VENV) ## cycles under random faults, then compare record by record (SEED, ROUNDS, ORDERS, COUNTRY; DISASTERS=no)
	@$(PY) -m sandbox.proof.storm --seed $(or $(SEED),1) --rounds $(or $(ROUNDS),20) --orders $(or $(ORDERS),100) \
		$(if $(COUNTRY),--country $(COUNTRY)) $(if $(filter no,$(DISASTERS)),--no-disasters)

mutants: $(VENV) .venv/.mutants ## small mistakes in shared/mapping, and which its tests do not see (ROOM=posting, SAMPLE, SEED, MODULE, JOBS)
	@$(PY) -m tests.mutants

bench: $(VENV) .venv/.alternatives ## calls, time and money, beside what people would use instead (BENCH=full: big sizes)
	@$(PY) -m sandbox.bench

bootstrap: $(VENV) $(CDK) ## prepare the account and region of this shell for deploy, once (WHERE=aws://account/region)
	@$(STAGE) 'preparing the account' node out/cdk-cli/node_modules/aws-cdk/bin/cdk bootstrap $(WHERE) \
		--app "$(PY) -m infra.bootstrap" --output out/cdk-bootstrap

deploy: $(VENV) $(CDK) $(CONSOLE) ## deploy to AWS, with the credentials of this shell (CONTEXT="-c name=value")
	@PATH="$(CURDIR)/.venv/bin:$$PATH" $(STAGE) 'deploying to AWS' \
		node out/cdk-cli/node_modules/aws-cdk/bin/cdk deploy --progress events $(CONTEXT)

clean: ## remove everything that was generated, not the environment
	@rm -rf out .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

# On a machine where nothing is installed yet nothing is, before it is known that all can be.
ifeq ($(wildcard $(VENV)),)
$(VENV) $(CDK) $(NPM): | tools
endif

define NODE
	@command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null \
		|| { echo "Node 20 or later with npm is needed" >&2; exit 2; }
endef

tools:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is not: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(NODE)

$(VENV): requirements.txt shared/requirements.txt
	@$(PY) -m pip --version >/dev/null 2>&1 || $(STAGE) --log out/venv.log 'making the Python environment' $(PYTHON) -m venv .venv
	@$(STAGE) --log out/pip.log 'installing the Python packages' \
		$(PY) -m pip install --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/.alternatives: sandbox/bench/requirements.txt $(VENV)
	@$(STAGE) --log out/alternatives.log 'installing what the connector is compared with' \
		$(PY) -m pip install --disable-pip-version-check --requirement $<
	@touch $@

.venv/.mutants: tests/mutants/requirements.txt $(VENV)
	@$(STAGE) --log out/mutants.log 'installing what makes the mutants' \
		$(PY) -m pip install --disable-pip-version-check --requirement $<
	@touch $@

$(CDK): sandbox/cloud/package.json sandbox/cloud/package-lock.json
	$(NODE)
	@mkdir -p $(@D) && cp $^ $(@D)
	@$(STAGE) --log $(@D)/npm.log 'installing the CDK command line' \
		npm ci --prefix $(@D) --no-audit --no-fund --loglevel=error
	@touch $@

$(NPM): console/package.json console/package-lock.json
	$(NODE)
	@$(STAGE) --log out/npm.log 'installing what the console is built with' \
		npm ci --prefix console --no-audit --no-fund --loglevel=error
	@touch $@

$(CONSOLE): $(NPM) docs/openapi.json $(shell find console -type f -not -path 'console/node_modules/*' -not -name '*.d.ts')
	@$(STAGE) --log out/console.log 'building the console' npm run build --prefix console --silent
	@touch $@
