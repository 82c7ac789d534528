"""Writes packages/featurize/src/property/elementalProperties.ts from the tables of mendeleev 0.3.6.

    pip install --no-deps --target OLD mendeleev==0.3.6
    python make_elemental_properties.py OLD/mendeleev/elements.db > elementalProperties.ts

Only the SQLite file of that release is read, so the package itself need not be importable (it is of
2017 and does not run on a current Python). 0.3.6 is the last release before CGCNN (Xie & Grossman,
2018); later releases hold other atomic volumes (gases at room temperature), another group for
La, Lu and Ac and a few new electron affinities, so that their vectors would not be CGCNN's.
"""

import re
import sqlite3
import sys

SHELLS = "spdf"
CORES = {"He": "1s2", "Ne": "[He] 2s2 2p6", "Ar": "[Ne] 3s2 3p6", "Kr": "[Ar] 3d10 4s2 4p6",
         "Xe": "[Kr] 4d10 5s2 5p6", "Rn": "[Xe] 4f14 5d10 6s2 6p6"}


def occupations(configuration):
    """'[Ne] 3s2' -> {(1, 's'): 2, (2, 's'): 2, (2, 'p'): 6, (3, 's'): 2}"""
    core = re.match(r"\[(\w+)\]", configuration)
    shells = occupations(CORES[core.group(1)]) if core else {}
    for n, letter, count in re.findall(r"(\d)([spdf])(\d*)", re.sub(r"\[\w+\]", "", configuration)):
        shells[int(n), letter] = int(count or 1)
    return shells


def valence_electrons(configuration, block):
    """Electrons of the outermost shell n: ns (+ np in the p block, + (n-1)d in the d block).

    In the f block only ns counts. Pd ([Kr] 4d10) has n = 4, so its "ns + (n-1)d" is 4s2 3d10 = 12.
    """
    shells = occupations(configuration)
    n = max(key[0] for key in shells)
    count = shells.get((n, "s"), 0)
    if block == "p":
        count += shells.get((n, "p"), 0)
    if block == "d":
        count += shells.get((n - 1, "d"), 0)
    return count


def text(value):
    return "undefined" if value is None else f"{value:.10g}"


def main(path):
    database = sqlite3.connect(path)
    energies = dict(database.execute(
        "select atomic_number, energy from ionizationenergies where degree = 1"))
    rows = database.execute(
        "select atomic_number, symbol, group_id, period, en_pauling, covalent_radius_pyykko, "
        "electronic_configuration, electron_affinity, block, atomic_volume from elements "
        "where atomic_number <= 103 order by atomic_number").fetchall()
    head, tail = open(__file__.replace(".py", ".ts.template")).read().split("  /* ROWS */\n")
    sys.stdout.write(head)
    for z, symbol, group, period, chi, radius, configuration, affinity, block, volume in rows:
        sys.stdout.write("  " + ", ".join([
            f'row("{symbol}"', text(group), text(period), text(chi), text(radius),
            text(valence_electrons(configuration, block)), text(energies.get(z)),
            text(affinity), f'"{block}"', text(volume)]) + "),\n")
    sys.stdout.write(tail)


main(sys.argv[1])
