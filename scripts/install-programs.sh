#!/usr/bin/env bash
# Installs the programs of others that tests compare with, into a folder, and prints the variables that name them:
#
#     eval "$(bash scripts/install-programs.sh /tmp/programs)"
#
# Python's packages come from PyPI into virtual environments; Redis and Quantum ESPRESSO from Debian, where this runs as
# root. What cannot be had is said on standard error and left out: its tests are skipped, and say so. PyTorch (several GB)
# is left out: see packages/vae/test/torch.test.ts.
set -uo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/.." || exit 1

environment() { # variable, name, requirements...
  local variable=$1 path=$folder/$2
  shift 2
  if { [ -x "$path/bin/python" ] || python3 -m venv "$path"; } >&2 && "$path/bin/pip" install --quiet --disable-pip-version-check "$@" >&2; then
    echo "export $variable=$path/bin/python"
  else
    echo "left out: $variable ($*)" >&2
  fi
}

environment FTCP_PYTHON python -r tools/reference/requirements.txt
environment FTCP_PYTHON_OPTIMADE optimade -r tools/reference/datasets/requirements-optimade.txt
environment FTCP_PYTHON_SPARK spark -r examples/spark/requirements.txt

packages=()
command -v redis-server >/dev/null || packages+=(redis-server)
command -v pw.x >/dev/null || packages+=(quantum-espresso quantum-espresso-data)
command -v java >/dev/null || packages+=(default-jre-headless)
if [ ${#packages[@]} -gt 0 ]; then
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"; } >&2 ||
    echo "left out: ${packages[*]}" >&2
fi
