# Two commands: `make report` (the half-year report of a real province) and `make test`.
# Each sets up what it needs in .venv from the lock files. Needs only Python 3.11 or newer, make and git.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PERIOD ?= 2023-H1
UNIT ?= ninh-thuan
WORKERS ?= auto
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: report test lab check format lock clean help

help:
	@echo "make report   execute the notebooks for PERIOD=$(PERIOD) UNIT=$(UNIT) into reports/"
	@echo "make test     run all checks and tests"
	@echo "make lab      open JupyterLab on notebooks/"
	@echo "make format   format code and notebooks, strip notebook outputs"
	@echo "make lock     resolve the lock files again (needs uv)"

report: .venv/ready
	$(BIN)/dtanalysis report $(PERIOD) --unit $(UNIT)

lab: .venv/ready
	$(BIN)/jupyter lab --notebook-dir=notebooks

test: check
	$(BIN)/python -m pytest -n $(WORKERS)

check: .venv/ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/ready-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/nbstripout --keep-id notebooks/*.ipynb

lock:
	.ci/lock.sh

.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found on the path."; exit 1; }
	@echo "Setting up .venv from requirements.lock; this is done once and takes a minute or two."
	test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# Spark is 400 MB and of use only where Java is; its tests say so where it is missing.
.venv/ready-test: .venv/ready requirements-test.lock requirements-spark.lock
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-test.lock
	if java -version >/dev/null 2>&1; then \
		$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-spark.lock; fi
	touch $@

clean:
	rm -rf .venv .pytest_cache .ruff_cache build dist
