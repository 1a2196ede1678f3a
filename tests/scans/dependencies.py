"""Known faults in what is locked: asked of the public lists, or read from a report made elsewhere.

`python -m tests.scans.dependencies` fails where a fault is known, and where it cannot tell.
Where the lists cannot be reached, `--write` on a machine that reaches them writes the report
that is kept in the repository; here it is then looked at for its age and for what it is about.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs/security/dependencies.json"
LOCKS = ("uv.lock", "package-lock.json")
OLDEST = timedelta(days=14)
HOW = (
    "On a machine that reaches https://api.osv.dev and the registry of npm, with the same "
    "commit checked out: `make audit-report`, and commit docs/security/dependencies.json."
)
PYTHON = ["pip-audit", "--strict", "--disable-pip", "--require-hashes", "--format", "json", "-r"]
NODE = ["npm", "audit", "--json"]


class CannotTell(RuntimeError):
    """Nobody could be asked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    good: bool
    said: str


def locked(root: Path = ROOT) -> dict[str, str]:
    """What exactly a report is about: the files that lock every package, by their hashes."""
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in LOCKS}


def ask(requirements: str, run: Any = subprocess.run) -> list[str]:
    """The faults that the public lists know now. Raises CannotTell where they do not answer."""
    return _python(run([*PYTHON, requirements], capture_output=True, text=True)) + _node(
        run(NODE, capture_output=True, text=True, cwd=ROOT)
    )


def _python(done: Any) -> list[str]:
    try:
        listed = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotTell(done.stderr.strip()[-300:] or "pip-audit said nothing") from error
    if not listed or any("skip_reason" in each for each in listed):
        raise CannotTell("pip-audit left packages out")
    return [
        f"{each['name']} {each['version']}: {fault['id']}"
        for each in listed
        for fault in each["vulns"]
    ]


def _node(done: Any) -> list[str]:
    try:
        known = json.loads(done.stdout)["vulnerabilities"]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotTell(done.stderr.strip()[-300:] or "npm said nothing") from error
    return [f"{name} (npm): {each.get('severity', 'unknown')}" for name, each in known.items()]


def report(faults: list[str], now: datetime) -> dict[str, Any]:
    """What was found, when, and about what."""
    return {"made_at": now.astimezone(UTC).isoformat(), "locked": locked(), "faults": faults}


def judged(found: Any, now: datetime, about: dict[str, str]) -> Verdict:
    """Whether a report made elsewhere is good enough today."""
    try:
        made = datetime.fromisoformat(found["made_at"])
        faults, of = list(found["faults"]), dict(found["locked"])
        age = now - made
    except (ValueError, KeyError, TypeError):
        return Verdict(False, f"The report cannot be read. {HOW}")
    if of != about:
        return Verdict(False, f"The report is about other packages than are locked now. {HOW}")
    if not timedelta() <= age <= OLDEST:
        days = f"The report was made {age.days} days ago"
        return Verdict(False, f"{days}; it may be {OLDEST.days} days old. {HOW}")
    if faults:
        return Verdict(False, "Known faults:\n  " + "\n  ".join(faults))
    return Verdict(True, f"No known fault, as asked elsewhere on {made:%d %B %Y}.")


def verdict(requirements: str, now: datetime, *, run: Any = subprocess.run) -> Verdict:
    """Ask; where nobody answers, read the report."""
    try:
        faults = ask(requirements, run)
    except (CannotTell, OSError) as error:
        if not REPORT.exists():
            return Verdict(False, f"Nobody could be asked ({error}), and there is no report. {HOW}")
        return judged(json.loads(REPORT.read_text()), now, locked())
    if faults:
        return Verdict(False, "Known faults:\n  " + "\n  ".join(faults))
    return Verdict(True, "No known fault, as asked just now.")


def main(arguments: list[str]) -> int:
    now = datetime.now(UTC)
    if arguments[0] == "--write":
        REPORT.write_text(json.dumps(report(ask(arguments[1]), now), indent=1) + "\n")
        return 0
    found = verdict(arguments[0], now)
    print(found.said)
    return not found.good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
