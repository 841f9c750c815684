#!/usr/bin/env bash
# Makes both lock files again (needs `uv`): exact versions and hashes for Python 3.11 to 3.13, naming no index.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command ".ci/lock.sh" --extra build pyproject.toml "$@"; }
compile --output-file requirements.lock
compile --extra test --constraint requirements.lock --output-file requirements-test.lock
