"""JSON into a tree. The standard library's decoder has no places for values, hence this one."""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import Sentence, say
from orgctl.manifest.tree import DEPTH, Cell, Node, Scalar, Sequence, Table, whole
from orgctl.text.characters import refused_character

if TYPE_CHECKING:
    from orgctl.manifest.flaws import Flaws, ManifestError

_TOKEN: Final = re.compile(
    r"[ \t\n\r]*(?:(?P<mark>[{}\[\],:\"])|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)|(?P<word>true|false|null)|(?P<end>\Z))"
)
_WORDS: Final = {"true": True, "false": False, "null": None}


def read_tree(text: str, flaws: Flaws) -> Node | None:
    """The document's tree, None for an empty file. Notes flaws; raises ManifestError where reading ends."""
    return _Decoder(text, flaws).document()


class _Decoder:
    def __init__(self, text: str, flaws: Flaws) -> None:
        self._text = text
        self._flaws = flaws
        self._at = 0
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def document(self) -> Node | None:
        start, kind = self._next()
        if kind == "":
            return None
        node = self._value(start, kind, 0)
        start, kind = self._next()
        if kind:
            raise self._stop(start, say("The document ended before this."))
        return node

    def _value(self, start: int, kind: str, depth: int) -> Node:
        line, column = self._place(start)
        if kind in "{[" and depth >= DEPTH:
            raise self._stop(start, say("This is nested deeper than {depth} levels.", depth=DEPTH))
        if kind == "{":
            return self._table(Table({}, line, column), depth + 1)
        if kind == "[":
            return self._sequence(Sequence([], line, column), depth + 1)
        if kind == '"':
            return Scalar(self._string(start), line, column)
        if kind in _WORDS:
            return Scalar(_WORDS[kind], line, column)
        if kind in {"}", "]", ",", ":", ""}:
            raise self._stop(start, say("A value is missing here."))
        return Scalar(whole(kind) if kind.lstrip("-").isdecimal() else float("nan"), line, column)

    def _table(self, table: Table, depth: int) -> Table:
        start, kind = self._next()
        while kind != "}":
            if kind != '"':
                raise self._stop(start, say("A key in double quotes is missing here."))
            line, column = self._place(start)
            key = self._string(start)
            self._expect(":")
            table.put(key, Cell(self._value(*self._next(), depth), line, column), self._flaws)
            start, kind = self._next()
            if kind == ",":
                start, kind = self._next()
                if kind == "}":
                    raise self._stop(start, say("A comma comes before this; there is none after the last."))
            elif kind != "}":
                raise self._stop(start, say("{mark} is missing here.", mark=", / }"))
        return table

    def _sequence(self, sequence: Sequence, depth: int) -> Sequence:
        start, kind = self._next()
        while kind != "]":
            sequence.items.append(self._value(start, kind, depth))
            start, kind = self._next()
            if kind == ",":
                start, kind = self._next()
                if kind == "]":
                    raise self._stop(start, say("A comma comes before this; there is none after the last."))
            elif kind != "]":
                raise self._stop(start, say("{mark} is missing here.", mark=", / ]"))
        return sequence

    def _next(self) -> tuple[int, str]:
        """The next token: where it starts and what it is; a string is its opening quote, the end is empty."""
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            at = self._at
            while self._text[at] in " \t\n\r":
                at += 1
            raise self._stop(at, say("This is not JSON."))
        self._at = found.end()
        group = found.lastgroup or "end"
        return found.start(group), found.group(group)

    def _expect(self, mark: str) -> None:
        start, kind = self._next()
        if kind != mark:
            raise self._stop(start, say("{mark} is missing here.", mark=mark))

    def _string(self, start: int) -> str:
        try:
            value, self._at = scanstring(self._text, start + 1, True)  # noqa: FBT003 (strict; takes no keywords)
        except JSONDecodeError as problem:
            if problem.pos < len(self._text) and refused_character(self._text[problem.pos]):
                raise self._stop(
                    problem.pos, say("A control character is escaped in JSON (\\n, \\t).")
                ) from None
            raise self._stop(problem.pos, say("This text has no end or a wrong escape.")) from None
        return str(value)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _stop(self, offset: int, message: Sentence) -> ManifestError:
        return self._flaws.stop(*self._place(offset), message)
