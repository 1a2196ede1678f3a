"""How many small changes to the engine the tests notice, module by module.

Reads what `mutmut run` left in `mutants/` (`make mutants`). A change that no test runs over
counts as not noticed; one that was not tried is left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FAILED = {1, 3}
"""How the tests end that notice a change."""
NEVER_ENDED = {36, 24, -24, 152, 255, -9, -11}
NOT_TRIED = {None, 2, 34}


def counted(meta: Path) -> tuple[int, int]:
    """Of one module, how many changes were noticed and how many were tried."""
    codes = json.loads(meta.read_text())["exit_code_by_key"].values()
    tried = [code for code in codes if code not in NOT_TRIED]
    return sum(code in FAILED | NEVER_ENDED for code in tried), len(tried)


def main(folder: Path) -> None:
    whole = [0, 0]
    for meta in sorted(folder.glob("pathways/*.meta")):
        noticed, tried = counted(meta)
        whole = [whole[0] + noticed, whole[1] + tried]
        if tried:
            print(f"{meta.name.removesuffix('.py.meta'):20} {noticed:5} of {tried:5}", end="  ")
            print(f"{noticed / tried:6.1%}")
    if whole[1]:
        print(f"{'all':20} {whole[0]:5} of {whole[1]:5}  {whole[0] / whole[1]:6.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "mutants"))
