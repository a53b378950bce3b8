"""Where a cell stands in the text of a list, for messages: the line and the character at which an editor shows it."""

from array import array
from functools import cached_property
from itertools import chain

from portalaudit.sheets.delimited import DELIMITERS, GAP, LINE_END, is_torn


class CellPlaces:
    """Finds cells by the line on which their record begins and their position in it. Looks at the text when asked."""

    def __init__(self, text: str, form: str) -> None:
        self._text, self._form = text, form

    def __call__(self, line: int, position: int) -> tuple[int, int]:
        """The line and the column of a cell, counted from 1; the beginning of the record where it has no such cell."""
        if not 0 < line <= len(self._starts):
            return line, 1
        begin = self._starts[line - 1]
        delimiter = DELIMITERS.get(self._form)
        at = self._behind_gaps(begin, position) if delimiter is None else self._behind(begin, position, delimiter)
        ends = [end.end() for end in LINE_END.finditer(self._text, begin, at)]
        return line + len(ends), at - (ends[-1] if ends else begin) + 1

    def is_torn(self, line: int) -> bool:
        """Whether the quotation marks of the record that begins on a line do not go together."""
        is_known = self._form in DELIMITERS and 0 < line <= len(self._starts)
        return is_known and is_torn(self._text, self._starts[line - 1], self._form)

    @cached_property
    def _starts(self) -> "array[int]":
        return array("I", chain((0,), (end.end() for end in LINE_END.finditer(self._text))))

    def _behind(self, begin: int, position: int, delimiter: str) -> int:
        """Behind so many delimiters that stand outside of quotation marks."""
        is_quoted, left = False, position
        for at in range(begin, len(self._text)):
            if not left:
                return at + (self._text[at] == '"')
            sign = self._text[at]
            is_quoted ^= sign == '"'
            left -= sign == delimiter and not is_quoted
        return begin

    def _behind_gaps(self, begin: int, position: int) -> int:
        end = LINE_END.search(self._text, begin)
        gaps = [gap.end() for gap in GAP.finditer(self._text, begin, end.start() if end else len(self._text))]
        return gaps[position - 1] if 0 < position <= len(gaps) else begin
