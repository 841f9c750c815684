#!/usr/bin/env bash
# Makes the lock files again (needs `uv`): exact versions and hashes for Python 3.11 to 3.13, naming no index.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command ".ci/lock.sh" "$@"; }
compile --extra build --extra dossiers pyproject.toml --output-file requirements.lock
compile --extra build --extra dossiers --extra agencies --extra test pyproject.toml \
    --constraint requirements.lock --output-file requirements-test.lock
# Only what Spark brings; the rest is there already.
sed -n 's/^test-spark = \["\(.*\)"\]$/\1/p' pyproject.toml | compile --output-file requirements-spark.lock -
