"""YAML 1.2 into a tree, from the parser's events: nothing is constructed, expanded or resolved by a library.

Anchors, aliases, merge keys and tags are refused where they stand. They are what turns 400 bytes into
gigabytes and text into objects, and no set-up needs them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from orgctl.domain.refusals import say
from orgctl.manifest.flaws import Flaws, ManifestError
from orgctl.manifest.tree import DEPTH, Cell, Node, Scalar, Sequence, Table, Unread, whole
from orgctl.manifest.yaml_rows import Rows
from orgctl.text.characters import code_point, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ruamel.yaml.events import CollectionStartEvent, DocumentStartEvent, ScalarEvent

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"(?P<ten>[-+]?[0-9]+)|0o(?P<eight>[0-7]+)|0x(?P<sixteen>[0-9a-fA-F]+)")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_NUMBERS_START: Final = frozenset("+-.0123456789")
_BASES: Final = {"ten": 10, "eight": 8, "sixteen": 16}


def plain_value(text: str) -> str | int | float | bool | None:
    """What a plain (unquoted) scalar is, by YAML 1.2's core schema: `no` and `1:30` are text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMBERS_START:
        integer = _INTEGER.fullmatch(text)
        if integer is not None and integer.lastgroup is not None:
            return whole(integer[integer.lastgroup], _BASES[integer.lastgroup])
        if _FLOAT.fullmatch(text):
            # Only that it is no whole number matters; its value nobody asks for.
            return float("nan")
    return text


def read_tree(text: str, flaws: Flaws) -> Node | None:
    """The document's tree, None for an empty file. Notes flaws; raises ManifestError where reading ends."""
    rows = Rows(text, plain_value)
    if rows.unmet:
        trial = Flaws("-")
        try:
            root = _Builder(trial, rows).build(_events(rows.rest, trial))
        except ManifestError:
            pass
        else:
            if not rows.unmet and not len(trial):
                return root
    return parse_tree(text, flaws)


def parse_tree(text: str, flaws: Flaws) -> Node | None:
    """What `read_tree` answers, by way of the parser alone."""
    return _Builder(flaws).build(_events(text, flaws))


def _events(text: str, flaws: Flaws) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    line, column = 1, 1
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            line, column = event.end_mark.line + 1, event.end_mark.column + 1
            yield event
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        if mark is not None:
            line, column = mark.line + 1, mark.column + 1
        said = visible(str(problem.problem or problem.context), limit=200)
        raise flaws.stop(line, column, say("This is not YAML: {problem}.", problem=said)) from None
    except ReaderError as problem:
        before = text[: problem.position]
        line, column = before.count("\n") + 1, problem.position - (before.rfind("\n") + 1) + 1
        said = code_point(text[problem.position])
        raise flaws.stop(
            line, column, say("{character} may not be in a YAML file.", character=said)
        ) from None
    except (YAMLError, ValueError) as problem:
        # An escape of no character, for one: the parser doesn't say where, but it is after the last event.
        said = visible(str(problem), limit=200)
        raise flaws.stop(line, column, say("This is not YAML: {problem}.", problem=said)) from None


class _Builder:
    """Puts nodes into their lists and tables as events come; `_open` are those that are not closed yet."""

    def __init__(self, flaws: Flaws, rows: Rows | None = None) -> None:
        self._flaws = flaws
        self._rows = rows
        self._open: list[Table | Sequence] = []
        self._keys: list[tuple[str | None, int, int] | None] = []
        self._root: Node | None = None
        self._documents = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        from ruamel.yaml import events as kinds

        handlers: dict[type, Callable[[Any, int, int], None]] = {
            kinds.ScalarEvent: self._scalar,
            kinds.MappingStartEvent: self._table,
            kinds.SequenceStartEvent: self._sequence,
            kinds.MappingEndEvent: self._end,
            kinds.SequenceEndEvent: self._end,
            kinds.AliasEvent: self._alias,
            kinds.DocumentStartEvent: self._document,
        }
        for event in events:
            handle = handlers.get(type(event))
            if handle is not None:
                handle(event, event.start_mark.line + 1, event.start_mark.column + 1)
        return self._root

    def _scalar(self, event: ScalarEvent, line: int, column: int) -> None:
        self._refuse_decoration(event, line, column)
        plain = not event.style
        value = plain_value(event.value) if plain else event.value
        self._add(Scalar(value, line, column), event.value, plain=plain)

    def _table(self, event: CollectionStartEvent, line: int, column: int) -> None:
        self._refuse_decoration(event, line, column)
        parent = self._open[-1] if self._open else None
        self._start(Table({}, line, column))
        if self._rows is not None and isinstance(parent, Sequence):
            parent.items.extend(self._rows.after(line, column, self._flaws))

    def _sequence(self, event: CollectionStartEvent, line: int, column: int) -> None:
        self._refuse_decoration(event, line, column)
        self._start(Sequence([], line, column))

    def _end(self, _event: object, _line: int, _column: int) -> None:
        self._open.pop()
        self._keys.pop()

    def _alias(self, _event: object, line: int, column: int) -> None:
        self._flaws.add(line, column, say("Aliases (*) are not read."), say("Write the value out."))
        self._add(Unread(line, column), "*", plain=False)

    def _document(self, event: DocumentStartEvent, line: int, column: int) -> None:
        if self._documents:
            raise self._flaws.stop(line, column, say("A second document starts here; a file holds one."))
        self._documents += 1
        if event.version or event.tags:
            self._flaws.add(line, column, say("Directives (%) are not read."))

    def _refuse_decoration(self, event: ScalarEvent | CollectionStartEvent, line: int, column: int) -> None:
        if event.anchor is not None:
            self._flaws.add(line, column, say("Anchors (&) are not read."), say("Write the value out."))
        if event.ctag is not None:
            self._flaws.add(
                line,
                column,
                say("Tags (!) are not read."),
                say("Text that looks like something else goes in quotes."),
            )

    def _start(self, node: Table | Sequence) -> None:
        if len(self._open) >= DEPTH:
            raise self._flaws.stop(
                node.line, node.column, say("This is nested deeper than {depth} levels.", depth=DEPTH)
            )
        self._add(node, None, plain=False)
        self._open.append(node)
        self._keys.append(None)

    def _add(self, node: Node, word: str | None, *, plain: bool) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = (self._key(node, word, plain=plain), node.line, node.column)
            return
        self._keys[-1] = None
        name, line, column = key
        if name is not None:
            parent.put(name, Cell(node, line, column), self._flaws)

    def _key(self, node: Node, word: str | None, *, plain: bool) -> str | None:
        if word is None:
            self._flaws.add(node.line, node.column, say("A key is a word, not a list or a table."))
        elif plain and word == "<<":
            self._flaws.add(
                node.line, node.column, say("Merge keys (<<) are not read."), say("Write the values out.")
            )
            return None
        return None if isinstance(node, Unread) else word
