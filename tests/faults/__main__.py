"""``python -m tests.faults [--size 0.2] [CASE…]``: runs the cases and prints the table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.databases import servers
from tests.faults.bench import Outcome, bench, webhook
from tests.faults.cases import CASES, WEBHOOK
from tests.faults.replicas import NGINX, SERVED


def main() -> int:
    """Run; status 1 if a question was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--size", type=float, default=1.0, help="1 is the whole suite (default), 0.1 a tenth of it")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of: {', '.join((*CASES, *SERVED))} (default: all)")
    options = parser.parse_args()
    print(f"{'case':44} {'asked':>6} {'never':>6} {'twice':>6} {'back after':>11}")
    lost = 0
    for name in options.cases or (*CASES, *SERVED):
        if name in SERVED:
            lost += served(name, options.size)
            continue
        settings = webhook() if name in WEBHOOK else {}
        with tempfile.TemporaryDirectory() as folder, bench(Path(folder), **settings) as b:
            outcome = CASES[name](b, options.size)
        lost += outcome.never
        print(line(outcome), flush=True)
    return 1 if lost else 0


def served(name: str, size: float) -> int:
    """A case with a PostgreSQL server, where there is one, and nginx; the questions lost."""
    with servers() as make, tempfile.TemporaryDirectory() as folder:
        if make is None or NGINX is None:
            print(f"{name}: skipped, nginx or PostgreSQL is not installed")
            return 0
        outcome = SERVED[name](Path(folder), make(), size)
    print(line(outcome), flush=True)
    return outcome.never


def line(found: Outcome) -> str:
    """An outcome as a line of the table."""
    back = "" if found.back is None else f"{found.back:.1f} s"
    note = f"  {found.note}" if found.note else ""
    return f"{found.case:44} {found.asked:6} {found.never:6} {found.twice:6} {back:>11}{note}"


if __name__ == "__main__":
    sys.exit(main())
