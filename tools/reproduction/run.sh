#!/usr/bin/env bash
# Makes the runs of tables 2 and 3, of the semi-supervised comparison and of figures S1 and S5 of docs/reproduction.md
# one after another, the cheapest and most telling first, and prints these tables from what is there. Table 1 and the
# cases are made by `ftcp reproduce`, the ensemble and the trade-off by measureEnsemble.ts and measureTradeOff.ts.
# Finished runs (docs/reproduction/runs/*.json) are taken as they are, and a training that was interrupted goes on
# from its last epoch, so this may be stopped at any time (Ctrl-C) and started again.
#
#   tools/reproduction/run.sh ../shared/data/crystals.jsonl.gz            # what is missing of them
#   tools/reproduction/run.sh ../shared/data/crystals.jsonl.gz cgcnn      # one part: ftcp, semisupervised, cgcnn,
#                                                                         # reference, paper, figures
#   ONLY_TABLES=1 tools/reproduction/run.sh DATA                          # trains nothing, prints tables
#
# FTCP names the command (default: the built one, `npm run build` makes it), THREADS its threads (default 1). The
# convolutional networks of presets reference and paper take hours with their recipes' 200 and 100 epochs and three
# seeds; TABLE2_EPOCHS, TABLE3_EPOCHS and SEEDS are by default what the runs in docs/reproduction were made with.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=${1:?name the dataset}
part=${2:-all}
read -ra ftcp <<<"${FTCP:-node packages/cli/bin/ftcp.js}"
common=(--data "$data" --out docs/reproduction --engine onnxruntime-node --threads "${THREADS:-1}" --on test)
[ -z "${ONLY_TABLES:-}" ] || common+=(--no-training)

is_asked() { [ "$part" = all ] || [ "$part" = "$1" ]; }
make() { echo "== ftcp reproduce $*" >&2; "${ftcp[@]}" reproduce "$@" "${common[@]}"; }

if is_asked ftcp; then
  make table3 --rows ftcp --seeds 3
  make table3 --rows ftcp --labels mp2018 --seeds 1
fi
if is_asked semisupervised; then
  make semisupervised --seeds 5
fi
if is_asked cgcnn; then
  for labels in mixed mp2018; do make table2 --rows cgcnn --labels "$labels" --seeds 3; done
fi
# Table 2 has forward models. Eq. 1 against its linear shortcut is the difference of both and both-linear (preset
# paper) or both-eq1 (preset reference).
make_convolutional() { # preset, row with F exchanged, seeds of Table 2, epochs of Table 3
  make table2 --preset "$1" --rows real momentum both "$2" --seeds "${SEEDS:-$3}" --epochs "${TABLE2_EPOCHS:-10}"
  make table3 --preset "$1" --rows real both "$2" --seeds "${SEEDS:-1}" --epochs "${TABLE3_EPOCHS:-$4}"
}
if is_asked reference; then make_convolutional reference both-eq1 3 20; fi
if is_asked paper; then make_convolutional paper both-linear 1 10; fi
if is_asked figures; then
  for figure in s1 s5; do
    "${ftcp[@]}" reproduce "figure-$figure" --data "$data" --out docs/figures --model ternary-20 --engine wasm
  done
fi
npx prettier --write docs/reproduction >/dev/null
