"""Everything that is wrong with a set-up file, collected and said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.text.characters import visible

if TYPE_CHECKING:
    from orgctl.domain.refusals import Sentence

SHOWN: Final = 50
"""So many are said in full; the rest are counted."""

KEPT: Final = 1_000
"""Reading stops at so many: a file of another kind is wrong in every line."""


class Flaw(NamedTuple):
    """One thing that is wrong; line and column count from 1, characters and not bytes."""

    line: int
    column: int
    message: Sentence
    hint: Sentence | None = None


class ManifestError(InvalidInput):
    """The file can't be used (exit 2, `input.file`). `flaws` are in the order of the file.

    As text, one flaw a line, `FILE:LINE:COLUMN: SENTENCE`; the first fifty, then how many more there are.
    """

    def __init__(self, name: str, flaws: list[Flaw]) -> None:
        self.name = name
        self.flaws = tuple(sorted(flaws, key=lambda flaw: flaw[:2]))
        lines = [
            f"{visible(name)}:{flaw.line}:{flaw.column}: {flaw.message}"
            + (f" {flaw.hint}" if flaw.hint else "")
            for flaw in self.flaws[:SHOWN]
        ]
        more = len(flaws) - SHOWN
        if len(flaws) >= KEPT:
            lines.append(str(say("and more: reading stopped at {kept} of them.", kept=KEPT)))
        elif more > 0:
            lines.append(str(say("and {more} more.", more=more)))
        super().__init__(Code.INPUT_FILE, say("{problems}", problems="\n".join(lines)))


class Flaws:
    """Where a reader puts what it finds wrong, to go on reading."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._flaws: list[Flaw] = []

    def __len__(self) -> int:
        return len(self._flaws)

    def add(self, line: int, column: int, message: Sentence, hint: Sentence | None = None) -> None:
        """Note a flaw. Raises ManifestError when there are too many to go on."""
        self._flaws.append(Flaw(line, column, message, hint))
        if len(self._flaws) >= KEPT:
            raise self.error()

    def error(self) -> ManifestError:
        """What to raise for the flaws so far."""
        return ManifestError(self._name, self._flaws)

    def stop(self, line: int, column: int, message: Sentence, hint: Sentence | None = None) -> ManifestError:
        """What to raise for a flaw after which nothing more can be read."""
        self._flaws.append(Flaw(line, column, message, hint))
        return self.error()
