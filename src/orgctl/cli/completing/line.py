"""A line as bash has it: split into words without their quotes, and what to put in the last one's place.

Readline completes a part of a word only: what stands behind the last `=`, `:` or `@`, or within quotes.
"""

from __future__ import annotations

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")
_IN_DOUBLE = frozenset('"$`\\')


class Line:
    """`line` ends at the cursor; `word` is what readline will replace, as it stands there."""

    def __init__(self, line: str, word: str) -> None:
        tokens = _split(line)
        self.is_target = len(tokens) > 1 and tokens[-2].raw in {"<", ">"}
        """Whether the last word is where output goes, or input comes from."""
        said = [
            token
            for before, token in zip([None, *tokens], tokens, strict=False)
            if token.raw not in {"<", ">"} and not (before and before.raw in {"<", ">"})
        ]
        last = said.pop() if said else _Token()
        names = [token.text for token in said]
        while names and _is_assignment(names[0]):
            names.pop(0)
        self.words = names[1:]
        self.current = last.text
        self._quote = last.quote
        kept = last.raw[: len(last.raw) - len(word)] if last.raw.endswith(word) else ""
        self._kept = _split(kept)[-1].text if kept else ""
        if last.quote and not kept:
            # readline's word begins behind the quote
            self._kept = ""

    def written(self, value: str) -> str | None:
        """What stands for a value in readline's word; None where what is kept of it says something else."""
        if not value.startswith(self._kept):
            return None
        rest = value[len(self._kept) :]
        if self._quote == "'":
            return rest.replace("'", "'\\''")
        if self._quote == '"':
            return "".join(f"\\{each}" if each in _IN_DOUBLE else each for each in rest)
        return "".join(
            each if each in _PLAIN or (each > "\x7f" and each.isalnum()) else f"\\{each}" for each in rest
        )


class _Token:
    """A word: as it was typed, without its quotes, and the quote that is still open."""

    __slots__ = ("quote", "raw", "text")

    def __init__(self) -> None:
        self.raw = ""
        self.text = ""
        self.quote = ""


def _split(line: str) -> list[_Token]:  # noqa: C901 (bash's own states)
    """The words of a line, the last one perhaps empty."""
    tokens = [_Token()]
    escaped = False
    for each in line:
        token = tokens[-1]
        if escaped:
            # within double quotes a backslash stands for itself before most characters
            token.text += each if token.quote != '"' or each in _IN_DOUBLE else f"\\{each}"
            token.raw += each
            escaped = False
        elif each == "\\" and token.quote != "'":
            token.raw += each
            escaped = True
        elif token.quote:
            token.raw += each
            if each == token.quote:
                token.quote = ""
            else:
                token.text += each
        elif each in "'\"":
            token.raw += each
            token.quote = each
        elif each in " \t\n":
            if token.raw:
                tokens.append(_Token())
        elif each in "<>":
            if token.raw.isdecimal() or token.raw in {"<", ">", "&"}:
                tokens.pop()
            tokens.append(_Token())
            tokens[-1].raw = tokens[-1].text = each
            tokens.append(_Token())
        else:
            token.raw += each
            token.text += each
    return tokens


def _is_assignment(word: str) -> bool:
    name, equals, _value = word.partition("=")
    return bool(equals) and name.isidentifier()
