# Every recipe is one simple command: make runs it without a shell in between, and passes SIGTERM on to it.
PYTHON ?= python3
MAKEFLAGS += --no-print-directory
READY = .venv/.ready
.PHONY: demo test check bench shots words

demo: $(READY) ## a whole Samsyn with data in it; RESET=1 starts over, PORT=8001 moves it
	@.venv/bin/python -m infra.demo

test: $(READY) ## every test
	@.venv/bin/python -m pytest -n 2

check: $(READY) ## format, lint, types, order of imports, migrations, templates
	@.venv/bin/python -m infra.check

bench: $(READY) ## how fast it is, and where the time goes; CASES= and SECONDS= change how much
	@.venv/bin/python -m infra.bench

shots: $(READY) ## pictures of every page in var/shots
	@SHOTS=1 .venv/bin/python -m pytest -q tests/flows/test_looks.py -k has_no_fault

words: $(READY) ## the catalogue of English texts, gathered and compiled anew
	@.venv/bin/python -m infra.catalogue

# Built anew whenever the lock changes; a build that failed left no stamp, and is cleared away.
.venv/.packages: requirements-dev.lock
	@$(PYTHON) infra/machine.py
	@echo "Building the environment in .venv (half a minute, or as long as the downloads take)"
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@.venv/bin/python -m uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements-dev.lock
	@touch $@

$(READY): .venv/.packages pyproject.toml
	@.venv/bin/python -m uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@
