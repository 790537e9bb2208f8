"""Taking values out of a table one key at a time, noting whatever is not as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from orgctl.domain.refusals import Code, InvalidInput, Sentence, say
from orgctl.manifest.tree import Cell, Node, Scalar, Sequence, Table, Unread
from orgctl.text.characters import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from orgctl.manifest.flaws import Flaws

T = TypeVar("T")


class Fields:
    """One table with its known keys. What is missing or flawed comes out as None, the flaw being noted."""

    def __init__(self, table: Table, known: Collection[str], flaws: Flaws) -> None:
        self.line = table.line
        self.column = table.column
        self._cells = table.cells
        self._flaws = flaws
        for key, cell in table.cells.items():
            if key not in known:
                flaws.add(
                    cell.line,
                    cell.column,
                    say("There is no key {key} here.", key=visible(key) or "''"),
                    nearest(key, known),
                )

    def __contains__(self, key: str) -> bool:
        return key in self._cells

    def require(self, *keys: str) -> bool:
        """Whether all of the keys are there."""
        missing = [key for key in keys if key not in self._cells]
        for key in missing:
            self._flaws.add(self.line, self.column, say("The key {key} is missing here.", key=key))
        return not missing

    def refuse(self, key: str, message: Sentence, hint: Sentence | None = None) -> None:
        """Note a flaw at the key."""
        cell = self._cells[key]
        self._flaws.add(cell.line, cell.column, message, hint)

    def is_null(self, key: str) -> bool:
        """Whether the key is there with the value null."""
        cell = self._cells.get(key)
        return cell is not None and isinstance(cell.node, Scalar) and cell.node.value is None

    def text(self, key: str, clean: Callable[[str], T]) -> T | None:
        """The text at the key, as `clean` makes it; what it raises is noted at the value's place."""
        cell = self._cells.get(key)
        return None if cell is None else text(key, cell.node, clean, self._flaws, cell)

    def choice(self, key: str, choices: Mapping[str, T]) -> T | None:
        """One of the words."""
        return self.text(key, lambda word: choose(key, word, choices))

    def flag(self, key: str) -> bool | None:
        """True or false."""
        cell = self._cells.get(key)
        if cell is None or isinstance(cell.node, Unread):
            return None
        if isinstance(cell.node, Scalar) and isinstance(cell.node.value, bool):
            return cell.node.value
        self._flaws.add(*_place(cell), say("{key} is true or false.", key=key))
        return None

    def whole(self, key: str, clean: Callable[[int], int]) -> int | None:
        """A whole number, as `clean` accepts it."""
        cell = self._cells.get(key)
        if cell is None or isinstance(cell.node, Unread):
            return None
        if isinstance(cell.node, Scalar) and isinstance(cell.node.value, int):
            value = cell.node.value
            if not isinstance(value, bool):
                return _cleaned(cell.node, lambda: clean(value), self._flaws)
        self._flaws.add(*_place(cell), say("{key} is a whole number, without quotes.", key=key))
        return None

    def each(self, key: str, read: Callable[[Node], T | None]) -> tuple[T, ...] | None:
        """The items of the list at the key that can be read."""
        cell = self._cells.get(key)
        if cell is None:
            return None
        if not isinstance(cell.node, Sequence):
            if not isinstance(cell.node, Unread):
                self._flaws.add(*_place(cell), say("{key} is a list.", key=key))
            return ()
        return tuple(item for item in map(read, cell.node.items) if item is not None)


def text(key: str, node: Node, clean: Callable[[str], T], flaws: Flaws, cell: Cell | None = None) -> T | None:
    """The text that the node is, as `clean` makes it, or None with the flaw noted."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        value = node.value
        return _cleaned(node, lambda: clean(value), flaws)
    if isinstance(node, Unread):
        return None
    if isinstance(node, Scalar) and node.value is None:
        line, column = (node.line, node.column) if cell is None else (cell.line, cell.column)
        flaws.add(
            line, column, say("{key} has no value.", key=key), say("Leave the key out to leave it alone.")
        )
    elif isinstance(node, Scalar):
        flaws.add(
            node.line,
            node.column,
            say("{key} is text, and this reads as something else.", key=key),
            say("Put it in quotes."),
        )
    else:
        flaws.add(node.line, node.column, say("{key} is text, not a list or a table.", key=key))
    return None


def table(what: str | Sentence, node: Node, flaws: Flaws) -> Table | None:
    """The table that the node is, or None with the flaw noted."""
    if isinstance(node, Table):
        return node
    if not isinstance(node, Unread):
        flaws.add(node.line, node.column, say("{what} is a table of keys and values.", what=what))
    return None


def choose(what: str | Sentence, word: str, choices: Mapping[str, T]) -> T:
    """What the word stands for. Raises InvalidInput with the words that there are."""
    if word in choices:
        return choices[word]
    raise InvalidInput(
        Code.INPUT_FILE,
        say("{word} is no {what}.", word=visible(word) or "''", what=what),
        nearest(word, choices) or say("It is one of {choices}.", choices=", ".join(choices)),
    )


def nearest(word: str, known: Collection[str]) -> Sentence | None:
    """The known word that may have been meant."""
    from difflib import get_close_matches

    near = get_close_matches(word[:64].lower(), known, n=1)
    return say("Did you mean {near}?", near=near[0]) if near else None


def _cleaned(node: Scalar, clean: Callable[[], T], flaws: Flaws) -> T | None:
    try:
        return clean()
    except InvalidInput as refused:
        flaws.add(node.line, node.column, refused.message, refused.hint)
        return None


def _place(cell: Cell) -> tuple[int, int]:
    if isinstance(cell.node, Scalar) and cell.node.value is None:
        return cell.line, cell.column
    return cell.node.line, cell.node.column
