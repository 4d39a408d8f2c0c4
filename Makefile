# Needs make, Python 3.11 or newer, and pip. Everything else goes into .venv beside this file, as uv.lock says.
VENV := .venv
BIN := $(VENV)/bin
# --inexact: what one command needs does not drop what another one installed.
SYNC = UV_PROJECT_ENVIRONMENT=$(VENV) VIRTUAL_ENV= $(BIN)/python -m uv sync --locked --inexact --quiet
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Where the files of the lock cannot be had, as behind a mirror: the newest releases that pyproject.toml allows.
NEWEST = echo "The releases of uv.lock cannot be had here; the newest that fit are installed instead."
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
DOCUMENTS = $(wildcard src/underheaven/regimes/*.toml src/underheaven/societies/*.toml src/underheaven/studies/*.toml \
	src/underheaven/studies/*/*.toml)

.PHONY: audit compare verify test test-fast test-lowest fuzz check bench mutate docs verify-docs verify-power patterns tutorials lock clean install dev browser

audit: install
	@$(BIN)/underheaven audit court-defaulters-2013 --baseline none --society china-2020

compare: install
	@$(BIN)/underheaven compare court-defaulters-2013 --baseline none --society china-2020

verify: install
	@$(BIN)/underheaven verify

# Machine code is compiled once, and not by every worker; files in the order of tests/conftest.py, the long ones first.
PYTEST = $(BIN)/underheaven run none --society village --persons 8 --months 1 --replicates 1 --no-ranges --quiet >/dev/null && \
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test: dev
	@echo "All tests: 11 to 15 minutes on two cores. make test-fast takes two to three."
	@$(BIN)/lint-imports
	@$(PYTEST)

# Without the tests marked `slow`: whole runs, kills, many scenarios on the interpreted engine.
test-fast: dev
	@$(BIN)/lint-imports
	@$(PYTEST) -m 'not slow'

# The fast half with the oldest releases that pyproject.toml allows, in an environment of its own.
test-lowest: dev
	@$(BIN)/python -m uv venv --quiet --clear --python $(BIN)/python $(VENV)-lowest && \
	$(BIN)/python -m uv pip install --quiet --python $(VENV)-lowest/bin/python --resolution lowest-direct --only-binary :all: --no-binary underheaven \
		-e '.[report,tables,verify]' 'pytest>=8.2' 'pytest-xdist>=3.6' 'hypothesis>=6.100' 'import-linter>=2.1' \
		'statsmodels>=0.14.6' 'hatchling>=1.21' && \
	OPENBLAS_NUM_THREADS=1 $(VENV)-lowest/bin/python -m pytest -n auto --dist loadfile -m 'not slow' \
		--deselect tests/test_docs.py::test_generated_blocks_are_current

# Changed documents by the thousand through `check`, and sound ones simulated on both engines.
fuzz: dev
	@$(BIN)/python -m tests.fuzz.run

check: dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/underheaven check $(DOCUMENTS)

bench: install
	@$(BIN)/python benchmarks/speed_and_memory.py

mutate: dev
	@$(BIN)/python -m tests.mutation.run

docs: $(VENV)/docs.stamp
	@$(BIN)/python docs/generate_pages.py
	@$(BIN)/python -m sphinx -q -W -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

# The faults that the verification cases catch, planted and counted: about an hour.
verify-power: dev
	@$(BIN)/python docs/count_power.py

# The figures of docs/verification.md, which take some twenty minutes with those of the inference; the page itself is
# made with the others.
verify-docs: dev
	@$(BIN)/underheaven verify --json > docs/verification.json.new
	@mv docs/verification.json.new docs/verification.json
	@$(BIN)/python docs/inference_rows.py > docs/inference.json.new
	@mv docs/inference.json.new docs/inference.json
	@$(BIN)/python docs/generate_pages.py

# The figures of docs/patterns.md, which take some minutes; the page itself is made with the others.
patterns: dev
	@$(BIN)/underheaven patterns --json > docs/patterns.json.new
	@mv docs/patterns.json.new docs/patterns.json
	@$(BIN)/python docs/generate_pages.py

# What the cells of docs/tutorials print and draw: some seconds, once the engine is compiled.
tutorials: dev
	@$(BIN)/python docs/execute_tutorials.py

clean:
	rm -rf $(VENV) $(VENV)-lowest build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(VENV)/install.stamp
dev: $(VENV)/dev.stamp

# A stamp is newer than what it names only if everything was installed: the second time costs nothing.
$(VENV)/install.stamp: pyproject.toml uv.lock | $(VENV)/bin/pip
	@echo "Installing Underheaven into $(VENV) (once; a minute or two) ..."
	@$(PIP) 'uv>=0.9' && $(SYNC) --no-default-groups --extra report || { $(NEWEST); $(PIP) -e '.[report]'; }
	@touch $@

# Dependency groups need pip 25.1.
$(VENV)/dev.stamp: $(VENV)/install.stamp
	@$(SYNC) --extra report --group dev || { $(NEWEST); $(PIP) 'pip>=25.1' && $(PIP) --group dev; }
	@touch $@

$(VENV)/docs.stamp: $(VENV)/dev.stamp
	@$(SYNC) --extra report --group dev --group docs || { $(NEWEST); $(PIP) --group docs; }
	@touch $@

# What the tests of the pages need, beside a Chromium of the system.
browser: $(VENV)/dev.stamp
	@$(SYNC) --extra report --group dev --group browser || { $(NEWEST); $(PIP) --group browser; }

# Regenerates uv.lock with the newest releases, and the page that lists them.
lock: dev
	@$(BIN)/python -m uv lock --upgrade
	@$(MAKE) --no-print-directory dev
	@$(BIN)/python docs/generate_pages.py

# Debian keeps ensurepip in a package of its own: without it the environment is made bare and filled by the system's pip.
$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "Underheaven needs Python 3.11 or newer and finds none. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
	|| { $(PYTHON) -m venv --clear --without-pip $(VENV) >/dev/null 2>&1 \
	     && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip >/dev/null 2>&1; } \
	|| { rm -rf $(VENV); \
	     v=$$($(PYTHON) -c 'import sys; print("python%d.%d" % sys.version_info[:2])'); \
	     echo "$(PYTHON) cannot make a virtual environment here. On Debian or Ubuntu: sudo apt install $$v-venv python3-pip, then run make again."; exit 1; }
	@test -e $@ || ln -s pip3 $@
