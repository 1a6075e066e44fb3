"""Prove edits before they are written: the new text is read again, and must contain the intended change and nothing else.

Every prompt that was read before must be found at its position with exactly the intended text, and every other value of the file
must be unchanged. Changes that cannot be proven are left out, and the rest is still made. A prompt that becomes visible only
through an edit is not a reason to reject the edit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter

from promptlint.diagnostics import Edit, apply_edits
from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from promptlint.sources.source_map import PromptText

    Cells = tuple[tuple[int, int, int, int], ...]

__all__ = ["Change", "Placed", "Proven", "SharedCells", "cells_of", "change_of", "placed", "prove"]

_MAX_READINGS = 100
"""Maximum number of reads of a file to find what can be proven; the remaining changes are rejected."""


class Change(NamedTuple):
    """Edits of one prompt that are made together or not at all.

    `prompt` is the index of the prompt in its file. `edits` count in code points of its text, `written` in code points of the
    file, with the escapes of its format.
    """

    prompt: int
    edits: tuple[Edit, ...]
    written: tuple[Edit, ...]


class Placed(NamedTuple):
    """A prompt in the text of its file, with only what a proof needs of it: a large file has many.

    `text` is `None` if the file has it literally.
    """

    cells: Cells
    text: str | None

    @property
    def start(self) -> int:
        """The position in the file of its first cell."""
        return self.cells[0][2]

    def text_in(self, text: str) -> str:
        """The text of the prompt; `text` is that of its file."""
        return _written(self.cells, text) if self.text is None else self.text


class Proven(NamedTuple):
    """A text with the changes made that were proven, and those that were not. Changes that wait for others are in neither."""

    text: str
    made: tuple[Change, ...]
    refused: tuple[Change, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that were made, in order, each once, in code points of the old text."""
        return tuple(sorted({edit for change in self.made for edit in change.written}))


def change_of(prompt: PromptText, index: int, edits: Sequence[Edit]) -> Change | None:
    """Return the change that makes these edits, or `None` if the file format cannot express them.

    Edits never move text between cells: one that would remove the space between two cells keeps it, and one across cells cannot
    be written.
    """
    row = sorted(edits)
    if len(prompt.cells) > 1:
        starts = {edit.start for edit in row}
        row = sorted(_within_cells(prompt, edit, starts) for edit in row)
    kept = tuple(each for each in row if each.start != each.end or each.text)
    written = prompt.host_edits(kept)
    return None if written is None else Change(index, kept, written)


def _within_cells(prompt: PromptText, edit: Edit, starts: set[int]) -> Edit:
    """Return the edit without the space before a cell that it would take along; a removal takes the one after it instead.

    `starts` are the positions at which the edits begin.
    """
    if edit.end == edit.start or not prompt.is_between_cells(edit.start):
        return edit
    end, new = edit.end, edit.text.lstrip()
    if not new and end not in starts and prompt.text[end : end + 1] == " " and not prompt.is_between_cells(end):
        end += 1
    return Edit(edit.start + 1, end, new)


def cells_of(prompt: PromptText) -> Cells:
    """Return the cells of a prompt, each as its start and end in the text of the prompt, and those in the text of the file."""
    return tuple((start, end, _begin(prompt, start), _stop(prompt, end)) for start, end in prompt.cells)


def placed(prompt: PromptText, text: str) -> Placed:
    """Return a prompt without its host; `text` is that of its file."""
    cells = cells_of(prompt)
    return Placed(cells, None if prompt.text == _written(cells, text) else prompt.text)


def _written(cells: Cells, text: str) -> str:
    """The first of these cells, as the text of its file has it."""
    _, _, start, end = cells[0]
    return text[start:end]


class SharedCells:
    """The cells with parameters of several prompts, and whether all of these want the same change there."""

    def __init__(self, prompts: Iterable[Cells]) -> None:
        """Find the cells that several prompts of one file have in common."""
        self._sharers: dict[int, set[int]] = {}
        self._cells: dict[int, list[tuple[int, int]]] = {}
        for index, cells in enumerate(prompts):
            for _, _, start, end in cells[1:]:
                self._sharers.setdefault(start, set()).add(index)
                self._cells.setdefault(index, []).append((start, end))

    def edits(self, change: Change) -> tuple[Edit, ...]:
        """The edits of a change in a cell that several prompts share."""
        return tuple(edit for edit in change.written if any(start <= edit.start <= end for start, end in self._shared(change.prompt)))

    def groups(self, changes: Iterable[Change]) -> tuple[list[tuple[Change, ...]], list[Change]]:
        """The changes in groups that are made together, in order, and those that another prompt does not want.

        A change in cells of its own prompt is a group by itself. One in a shared cell is grouped with the same change of every
        prompt that shares the cell.
        """
        groups: list[tuple[Change, ...]] = []
        unwanted: list[Change] = []
        together: dict[tuple[Edit, ...], dict[int, Change]] = {}
        for change in changes:
            shared = self.edits(change)
            if shared:
                together.setdefault(shared, {})[change.prompt] = change
            else:
                groups.append((change,))
        for shared, wanted in together.items():
            if all(self._all_sharers(change, shared) <= wanted.keys() for change in wanted.values()):
                groups.append(tuple(wanted.values()))
            else:
                unwanted += wanted.values()
        return sorted(groups), unwanted

    def _shared(self, index: int) -> list[tuple[int, int]]:
        return [cell for cell in self._cells.get(index, ()) if len(self._sharers[cell[0]]) > 1]

    def _all_sharers(self, change: Change, shared: Sequence[Edit]) -> set[int]:
        """The prompts with one of the cells of these edits."""
        cells = [start for start, end in self._shared(change.prompt) if any(start <= edit.start <= end for edit in shared)]
        return set().union(*(self._sharers[start] for start in cells))


def prove(
    prompts: Sequence[Placed], text: str, changes: Iterable[Change], name: str, read: Callable[[str], Iterable[PromptText]]
) -> Proven:
    """Return the text with as many changes as can be proven.

    `prompts` are those of `text`, a file called `name`; `read` finds the prompts of another text for it. Of overlapping changes
    to one prompt, the first is made and the others wait, as do changes that not all prompts sharing a cell want.
    """
    groups, _ = SharedCells(prompt.cells for prompt in prompts).groups(_disjoint(changes))
    proof = _Proof(prompts, text, name, read)
    made: list[Change] = []
    refused = groups
    more = True
    while more:  # what failed may hold beside what was made since
        before = len(made)
        made = proof.largest(made, refused)
        kept = set(map(id, made))
        refused = [group for group in refused if id(group[0]) not in kept]
        more = bool(refused) and len(made) > before
    return Proven(proof.changed(made), tuple(made), tuple(sorted(change for group in refused for change in group)))


def _disjoint(changes: Iterable[Change]) -> list[Change]:
    """The changes without those that meet an earlier one of the same prompt."""
    taken: dict[int, list[Edit]] = {}  # in order; only neighbors can meet, and those of one change may touch
    kept = []
    for change in changes:
        edits = taken.setdefault(change.prompt, [])
        if not any(_meet(edit, other) for edit in change.written for other in _neighbors(edits, edit)):
            for edit in change.written:
                insort(edits, edit)
            kept.append(change)
    return kept


def _neighbors(edits: list[Edit], edit: Edit) -> list[Edit]:
    at = bisect_left(edits, edit)
    return edits[max(at - 2, 0) : at + 2]


def _meet(one: Edit, other: Edit) -> bool:
    """Return whether two edits overlap, insert at the same position, or one inserts where the other begins or ends."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


class _Proof:
    """Proofs about one text."""

    def __init__(self, prompts: Sequence[Placed], text: str, name: str, read: Callable[[str], Iterable[PromptText]]) -> None:
        self._prompts = prompts
        self._text = text
        self._name = name
        self._read = read
        self._readings = 0

    def largest(self, proven: list[Change], groups: list[tuple[Change, ...]]) -> list[Change]:
        """`proven` and as many of the groups as can be proven together with it."""
        if not groups or self._readings >= _MAX_READINGS:
            return proven
        changes = proven + [change for group in groups for change in group]
        bad = self._failures(changes)
        if bad is None:
            return changes
        innocent = [group for group in groups if not any(change.prompt in bad for change in group)]
        if 0 < len(innocent) < len(groups):
            # What failed may hold without the change that made its neighbor fail.
            failed = [group for group in groups if group not in innocent]
            return self.largest(self.largest(proven, innocent), failed)
        if len(groups) == 1:
            return proven
        middle = len(groups) // 2
        return self.largest(self.largest(proven, groups[:middle]), groups[middle:])

    def changed(self, changes: Iterable[Change]) -> str:
        """The text with the changes made; an edit that several prompts want is made once."""
        return apply_edits(self._text, sorted({edit for change in changes for edit in change.written}))

    def _failures(self, changes: list[Change]) -> set[int] | None:
        """The prompts that are not read back as intended; `None` if all are and nothing else in the file changed."""
        self._readings += 1
        after = self.changed(changes)
        bad = self._misread(after, changes)
        if bad is None or bad:
            return bad or set()
        from .structure import only_changes

        return None if only_changes(self._name, self._text, after, self._values(changes)) else set()

    def _misread(self, after: str, changes: list[Change]) -> set[int] | None:
        """The prompts that the changed text does not hold as intended at their new positions; `None` if it cannot be read."""
        try:
            found = sorted((placed(prompt, after) for prompt in self._read(after) if prompt.mappings), key=lambda prompt: prompt.start)
        except (OSError, SourceError):
            return None
        starts = [prompt.start for prompt in found]
        wanted = self._intended(changes)
        shift = _Shift(changes)
        bad = set()
        for index, prompt in enumerate(self._prompts):
            _, _, start, end = prompt.cells[0]
            there = found[bisect_left(starts, shift.start(start)) : bisect_right(starts, shift.end(end))]
            text = (wanted[index] if index in wanted else prompt.text_in(self._text)).strip()
            if not any(each.text_in(after).strip() == text for each in there):
                bad.add(index)
        return bad

    def _intended(self, changes: list[Change]) -> dict[int, str]:
        """The text of each prompt that changes: its cells, each with its edits, put together as they are read."""
        cells = self._new_cells(changes)
        return {index: " ".join(new for _, new in cells[index] if new) for index in cells}

    def _values(self, changes: list[Change]) -> Counter[tuple[str, str]]:
        """The values that change, as old and new; a cell of several prompts counts once."""
        found: dict[int, tuple[str, str]] = {}
        for index, cells in self._new_cells(changes).items():
            for (_, _, start, _), pair in zip(self._prompts[index].cells, cells, strict=True):
                found[start] = pair
        return Counter(found.values())

    def _new_cells(self, changes: list[Change]) -> dict[int, list[tuple[str, str]]]:
        """The cells of each prompt that changes, each as its old and its new text."""
        edits: dict[int, list[Edit]] = {}
        for change in changes:
            edits.setdefault(change.prompt, []).extend(change.edits)
        prompts = self._prompts
        return {index: _cells(prompts[index], prompts[index].text_in(self._text), mine) for index, mine in edits.items()}


def _cells(prompt: Placed, text: str, edits: list[Edit]) -> list[tuple[str, str]]:
    left = sorted(edits)
    found = []
    for start, end, _, _ in prompt.cells:
        mine = [edit for edit in left if start <= edit.start and edit.end <= end]
        left = [edit for edit in left if edit not in mine]
        old = text[start:end]
        new = apply_edits(old, [Edit(edit.start - start, edit.end - start, edit.text) for edit in mine])
        found.append((old.strip(), new.strip()))
    return found


class _Shift:
    """The position in the new text of a position in the old text."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._edits = sorted({edit for change in changes for edit in change.written})
        self._starts = [edit.start for edit in self._edits]
        self._totals = [0]
        for edit in self._edits:
            self._totals.append(self._totals[-1] + len(edit.text) - (edit.end - edit.start))

    def start(self, at: int) -> int:
        """The first possible start of text that started at `at`."""
        number = bisect_left(self._starts, at)
        edit = self._edits[number - 1] if number else None
        if edit is not None and edit.end > at:
            return edit.start + self._totals[number - 1]
        return at + self._totals[number]

    def end(self, at: int) -> int:
        """The last possible end of text that ended at `at`."""
        return at + self._totals[bisect_right(self._starts, at)]


def _begin(prompt: PromptText, start: int) -> int:
    """The position in the file of the character `start` of a prompt, the first one of a cell."""
    places = [mapping for mapping in prompt.mappings if mapping.start == start and mapping.kind != "cell"]
    return prompt.host.offset + (places[0].host if places else 0)


def _stop(prompt: PromptText, end: int) -> int:
    """The position in the file after the last character of a cell that ends at `end`."""
    places = [mapping for mapping in prompt.mappings if mapping.start < end and mapping.kind != "cell"]
    return prompt.host.offset + (places[-1].host_end if places else 0)
