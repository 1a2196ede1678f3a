"""A register that cannot be read is refused with all that is wrong, and compared in full."""

from __future__ import annotations

import pytest

from pathways.register import Registered, differences, load_register
from pathways.sources import PackRefused
from pathways.tests.ledger_given import ledger_clause

REGISTER = """\
- {id: T-01, kind: timescale, section: One}
- {id: T-02, kind: practice, section: Two, items: 2}
"""


@pytest.fixture
def register(tmp_path):
    """Writes a register and reads it."""

    def _register(text: str = REGISTER):
        (tmp_path / "register.yaml").write_text(text)
        return load_register(tmp_path)

    return _register


def test_a_register_is_read_whole(register):
    found = register()

    assert found == {
        "T-01": Registered("T-01", "timescale", "One", 0),
        "T-02": Registered("T-02", "practice", "Two", 2),
    }
    assert [each.rule for each in found.values()] == [True, False]
    assert register("") == {}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "- {id: T-01, kind: scope, section: One}",
            "3: clause T-01: The clause stands in the register twice. Keep one of them.",
        ),
        ("- {id: T-03, section: One}", "3: clause T-03: “kind” is missing. Add it."),
        ("- {kind: scope, section: One}", "3: clause : “id” is missing. Add it."),
        ("- T-03", "3: The value is not a mapping. Write it as “key: value”."),
        (
            "- {id: T-03, kind: scope, section: One, items: none}",
            "3: clause T-03: “none” is not a whole number. Write it in figures.",
        ),
        (
            "- {id: T-03, kind: scope, section: One, id: T-04}",
            "3: “id” is given twice. Keep one of them.",
        ),
    ],
)
def test_what_is_wrong_in_a_register_is_told(register, tmp_path, more, said):
    with pytest.raises(PackRefused) as refused:
        register(REGISTER + more)

    assert str(refused.value) == f"{tmp_path}/register.yaml:{said}"


def test_all_that_is_wrong_in_a_register_is_told_at_once(register):
    with pytest.raises(PackRefused) as refused:
        register("- one\n- two\n- {id: T-01, kind: scope, section: One}\n")

    assert [problem.line for problem in refused.value.problems] == [1, 2]


KNOWN = {
    "T-01": Registered("T-01", "timescale", "One", 2),
    "T-02": Registered("T-02", "share", "A"),
    "P-09": Registered("P-09", "practice", "One", 4),
}


@pytest.mark.parametrize(
    ("clause", "present", "said"),
    [
        (ledger_clause("T-01", kind="timescale", honoured="enforced"), 2, []),
        (ledger_clause("T-01", kind="timescale", honoured="enforced"), 3, []),
        (
            ledger_clause("T-01", kind="timescale", honoured="enforced"),
            1,
            ["The text lists 2 things, and 1 of them are present as data."],
        ),
        (
            ledger_clause("T-01", kind="scope", honoured="shown"),
            2,
            ["The register has it as timescale, not scope."],
        ),
        (
            ledger_clause("T-01", kind="timescale", honoured="not yet"),
            0,
            ["A clause of kind timescale has to be kept; it cannot stand as not yet."],
        ),
        (
            ledger_clause("T-01", kind="timescale", honoured="out of scope"),
            0,
            ["A clause of kind timescale has to be kept; it cannot stand as out of scope."],
        ),
        (
            ledger_clause("T-02", kind="share", honoured="out of scope"),
            0,
            ["The register has it in the section “A”."],
        ),
        (ledger_clause("P-09", honoured="out of scope"), 0, []),
        (ledger_clause("P-09", honoured="not yet"), 0, []),
        (
            ledger_clause("T-022", kind="share", honoured="shown"),
            0,
            ["It is not in the register. Did you mean T-02?"],
        ),
    ],
)
def test_where_ledger_and_register_do_not_agree_it_is_told(clause, present, said):
    assert list(differences(clause, KNOWN, present)) == said
