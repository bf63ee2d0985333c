#!/usr/bin/env bash
# The Python package: linter, types, wheel, tests against the built server, and the example.
# Takes Python 3.11 or newer for what the tests run with, and 3.9 for the oldest, where it is there.
# `npm run build` comes first. The environment is kept in .leeway/ for the next time.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root/sdk/python"
python="${PYTHON:-python3}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=
# The directories that this leaves behind are all in one place.
export PYTEST_ADDOPTS="-p no:cacheprovider --basetemp=$scratch/pytest"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "test-python: $python is older than 3.11; name another one in PYTHON." >&2
  exit 1
fi
if [ ! -f "$root/dist/cli/main.js" ]; then
  echo 'test-python: dist/ is missing; run npm run build first.' >&2
  exit 1
fi

# Makes an environment, or takes the one of the last time if the same was asked for.
environment() {
  local directory="$1" interpreter="$2" wanted
  shift 2
  wanted="$("$interpreter" -VV) $* $(cat requirements-dev.txt)"
  if [ "$(cat "$directory/asked-for" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$directory"
    "$interpreter" -m venv "$directory"
    "$directory/bin/pip" install --quiet --no-compile "$@"
    printf '%s' "$wanted" > "$directory/asked-for"
  fi
}

environment "$root/.leeway/python" "$python" --requirement requirements-dev.txt
bin="$root/.leeway/python/bin"

"$bin/ruff" format --no-cache --quiet --check . "$root/examples/fastapi-churn"
"$bin/ruff" check --no-cache --quiet . "$root/examples/fastapi-churn"
"$bin/mypy" --cache-dir="$scratch/mypy"

# Built from a copy, because setuptools leaves its traces beside the source.
mkdir "$scratch/source"
cp -r pyproject.toml README.md src "$scratch/source/"
"$bin/pip" wheel --quiet --no-deps --no-build-isolation --wheel-dir "$scratch/wheel" "$scratch/source"
install_wheel() { "$1/pip" install --quiet --no-deps --force-reinstall "$scratch"/wheel/leeway-*.whl; }

install_wheel "$bin"
"$bin/python" -m pytest

oldest=''
for candidate in python3.9 "$HOME"/.pyenv/versions/3.9.*/bin/python; do
  if "$candidate" -c '' 2>/dev/null; then oldest="$candidate" && break; fi
done
if [ -n "$oldest" ]; then
  environment "$root/.leeway/python-oldest" "$oldest" pytest==8.4.2
  install_wheel "$root/.leeway/python-oldest/bin"
  "$root/.leeway/python-oldest/bin/python" -m pytest tests/test_encoding.py tests/test_process.py \
    -k 'not told_to_stop'
else
  echo 'test-python: there is no Python 3.9 here, so it was not tried on the oldest.'
fi

LEEWAY_COMMAND="node $root/dist/cli/main.js" "$bin/python" "$root/examples/fastapi-churn/run.py"
