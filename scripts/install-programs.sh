#!/usr/bin/env bash
# Installs the programs of others that tests compare with, into a folder, and prints the variables that name them:
#
#     eval "$(bash scripts/install-programs.sh /tmp/programs)"
#
# Python's packages come from PyPI into virtual environments; Redis and Quantum ESPRESSO from Debian, where this runs as
# root. What cannot be had is said on standard error and left out: its tests are skipped, and say so. PySpark is the largest
# of them (its environment: 666 MB on the disk, 49 s of processor time). PyTorch (several GB) is left out: see
# packages/vae/test/torch.test.ts.
set -uo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/.." || exit 1

limit=${FTCP_INSTALL_SECONDS:-600} # for each of the steps below, as a mirror may hang

# Debian's first: they are quick, and a slow mirror of PyPI shall not cost them.
packages=()
command -v redis-server >/dev/null || packages+=(redis-server)
command -v pw.x >/dev/null || packages+=(quantum-espresso quantum-espresso-data)
command -v java >/dev/null || packages+=(default-jre-headless)
if [ ${#packages[@]} -gt 0 ]; then
  started=$SECONDS
  { timeout "$limit" apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive timeout "$limit" apt-get install -qy --no-install-recommends "${packages[@]}"; } >&2 ||
    echo "left out: ${packages[*]}" >&2
  echo "Debian: $((SECONDS - started)) s" >&2
fi

environment() { # variable, name, requirements...
  local variable=$1 path=$folder/$2 started=$SECONDS
  shift 2
  if { [ -x "$path/bin/python" ] || python3 -m venv "$path"; } >&2 &&
    timeout "$limit" "$path/bin/pip" install --quiet --disable-pip-version-check "$@" >&2; then
    echo "export $variable=$path/bin/python"
    echo "$variable: $((SECONDS - started)) s" >&2
  else
    echo "left out after $((SECONDS - started)) s: $variable ($*)" >&2
  fi
}

environment FTCP_PYTHON python -r tools/reference/requirements.txt
environment FTCP_PYTHON_OPTIMADE optimade -r tools/reference/datasets/requirements-optimade.txt
environment FTCP_PYTHON_SPARK spark -r examples/spark/requirements.txt
