"""Prints the figures of the proofs, also where several processes took part."""

from __future__ import annotations

import pytest

from tests import figures


def pytest_sessionfinish(session):
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["figures"] = {proof: dict(counted) for proof, counted in figures.COUNTED.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    for proof, counted in getattr(node, "workeroutput", {}).get("figures", {}).items():
        figures.add(proof, counted)


def pytest_terminal_summary(terminalreporter):
    for proof, counted in figures.COUNTED.items():
        told = ", ".join(f"{count:,} {what}" for what, count in counted.most_common())
        terminalreporter.write_line(f"{proof}: {told}")
