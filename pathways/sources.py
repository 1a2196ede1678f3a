"""Reads the files of a pack: strings only, each value with the line that it stands on.

The ordinary YAML loader turns `no` into False and `12:30` into 750. Here every value is
the text that somebody wrote, and what would let two readers see two things (a key given
twice, anchors, aliases, tags) is refused.
"""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong, and what to do about it."""

    file: str
    line: int
    entry: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        entry = f"{self.entry}: " if self.entry else ""
        return f"{place}: {entry}{self.what} {self.remedy}".rstrip()


class PackRefused(Exception):
    """Files that are not taken in, with every mistake found in them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Source:
    """One file, read: its entries as plain strings, lists and mappings."""

    file: str
    data: Any
    node: yaml.Node | None
    problems: list[Problem] = field(default_factory=list)

    def line(self, steps: Iterable[str | int]) -> int:
        """The line on which a value stands; steps that do not exist are passed over."""
        node, line = self.node, 1
        if node is not None and node.start_mark is not None:
            line = node.start_mark.line + 1
        for step in steps:
            found = _child(node, step)
            if found is not None:
                line, node = found
        return line

    def line_of(self, entry: int, word: str) -> int:
        """The line on which a word first stands inside an entry, or the entry's own."""
        found = _child(self.node, entry)
        if found is None:
            return 1
        return _search(found[1], word) or found[0]

    def line_of_word(self, word: str) -> int:
        """The line on which a word first stands in the file."""
        return (_search(self.node, word) if self.node is not None else None) or 1


def read(path: Path, shown_as: str = "") -> Source:
    """Read one file; mistakes of writing are in `problems`, and its data is then empty."""
    name = shown_as or str(path)
    try:
        text = path.read_text(encoding="utf-8")
        node = _compose(text)
    except UnicodeDecodeError:
        return _unread(name, 1, "The file is not UTF-8 text.", "Save it as UTF-8.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "a character stands in it that is no text"
        return _unread(name, line, f"This is not YAML: {what}.", _yaml_remedy(str(what)))
    source = Source(name, None, node)
    if any(sign in text for sign in "&*!") and _SUSPECT.search(text):
        source.problems.extend(_forbidden(name, text))
    if not source.problems:
        source.data = _plain(node, source) if node is not None else []
    return source


def nearest(wrong: str, known: Iterable[str]) -> str:
    """A remedy that names the likeliest right word, or a few of the words there are."""
    words = sorted(known)
    close = difflib.get_close_matches(wrong, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]}?"
    if not words:
        return "None is declared."
    shown = ", ".join(words[:8])
    return f"Use one of: {shown}{' …' if len(words) > 8 else ''}."


def shown(path: Path) -> str:
    """The path as people write it: from the policy folder on, where it lies in one."""
    parts = path.parts
    if "policy" in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index("policy") :])
    return str(path)


class _Plain(CParser):
    """The C parser with nothing to resolve: every value is text.

    The two that do nothing are built-ins, because they are called once for each value.
    """

    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(tuple)

    def resolve(self, kind: type, value: str | None, implicit: object) -> str:
        return "text"


def _compose(text: str) -> yaml.Node | None:
    parser = _Plain(text)
    try:
        node: yaml.Node | None = parser.get_single_node()
    finally:
        parser.dispose()
    return node


_SUSPECT = re.compile(r"(?:^|[\s\[{,:-])[&*!]", re.MULTILINE)


def _forbidden(name: str, text: str) -> Iterator[Problem]:
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        assert event.start_mark is not None
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Problem(name, line, "", "An anchor or alias is used.", "Write it out in full.")
        elif getattr(event, "tag", None):
            yield Problem(name, line, "", "A tag is used.", "Leave it out: all values are text.")


def _plain(node: yaml.Node, source: Source) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, source) for each in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else str(key.value)
        if name in found:
            line = key.start_mark.line + 1
            source.problems.append(
                Problem(source.file, line, "", f"“{name}” is given twice.", "Keep one of them.")
            )
        found[name] = _plain(value, source)
    return found


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value.start_mark.line + 1, value
    return None


def _search(node: yaml.Node, word: str) -> int | None:
    if isinstance(node, yaml.ScalarNode):
        return node.start_mark.line + 1 if node.value == word else None
    parts = node.value
    if isinstance(node, yaml.MappingNode):
        parts = [each for pair in node.value for each in pair]
    for part in parts:
        line = _search(part, word)
        if line is not None:
            return line
    return None


def _unread(name: str, line: int, what: str, remedy: str) -> Source:
    return Source(name, None, None, [Problem(name, line, "", what, remedy)])


def _yaml_remedy(what: str) -> str:
    if "tab" in what or "token" in what:
        return "Indent with spaces, and put text that holds “: ” or “#” in quotes."
    return "Check the indentation and the quotes on this line and the one before."
