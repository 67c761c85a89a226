"""CSV files as Chinese offices have them: in UTF-8, UTF-16 with a mark or GB18030; by comma, semicolon or tab.

Text is kept as it is; what it means is for others to say.
"""

import csv
import re
from io import StringIO
from itertools import chain, islice
from typing import cast

from registry.kernel.sheets import Cell, Sheet
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_CELLS, MAX_ROWS

DELIMITERS = ",\t;"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SURE_SIGNS = 10
"""So many letters beyond ASCII that happen to be well-formed UTF-8 are UTF-8: chance gives two or three."""
LINES_LOOKED_AT = 50
END = "\x1e"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_QUOTED = re.compile(r'"[^"]*"')


def read_csv(content: bytes, name: str) -> Sheet:
    """One sheet named as the file. Raises Unreadable for bytes that are no text and for a quote that never closes."""
    text = _decoded(content).rstrip("\x1a")
    if _NOT_TEXT.search(text):
        raise Unreadable(Problem.NOT_TEXT)
    _refuse_markup(text)
    delimiter = _delimiter(text)
    if max(text.count("\n"), text.count("\r")) > MAX_ROWS or text.count(delimiter) > MAX_CELLS:
        raise Unreadable(Problem.TOO_MANY_LINES, limit=MAX_ROWS)
    # The sign at the end stands alone in its row unless a quote before it is still open.
    reader = csv.reader(chain(StringIO(text, newline=""), [END]), delimiter=delimiter)
    rows, starts, line = [], [], 1
    try:
        for row in reader:
            rows.append(row)
            starts.append(line)
            line = reader.line_num + 1
    except csv.Error:  # a field longer than any cell: the quote that opened it is still open
        raise Unreadable(Problem.OPEN_QUOTE, line=line) from None
    if rows.pop() != [END]:
        raise Unreadable(Problem.OPEN_QUOTE, line=starts[-1])
    starts.pop()
    kept = cast(list[list[Cell]], rows)
    return Sheet(name, kept, [] if len(rows) == reader.line_num - 1 else starts)


def _decoded(content: bytes) -> str:
    encoding = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode(encoding or "utf-8", "ignore")
        if encoding is not None or len(before) - len(before.encode("ascii", "ignore")) >= SURE_SIGNS:
            raise Unreadable(Problem.UNKNOWN_BYTES, line=before.count("\n") + 1) from fault
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as fault:
        if b"\0" in content:
            raise Unreadable(Problem.NOT_TEXT) from fault
        raise Unreadable(Problem.UNKNOWN_BYTES, line=content.count(b"\n", 0, fault.start) + 1) from fault


def _refuse_markup(text: str) -> None:
    """Programs save web pages and XML under names of workbooks; Excel opens them, so nobody notices."""
    head = text.lstrip()[:2000].lower()
    if head.startswith("mime-version:") or re.match(r"<(?:!doctype\s+html|html|head|body|table|meta|style)\b", head):
        raise Unreadable(Problem.WEB_PAGE)
    if head.startswith("<?xml"):
        raise Unreadable(Problem.WEB_PAGE if "<html" in head else Problem.OLD_XML)


def _delimiter(text: str) -> str:
    """The sign that parts the header: the commonest in the first line that has it twice, or else once.

    Later lines are not asked, because a cell may hold many dates joined by semicolons.
    """
    lines = [_QUOTED.sub("", line) for line in islice(StringIO(text, newline=""), LINES_LOOKED_AT)]
    for least in (2, 1):
        for line in lines:
            commonest = max(DELIMITERS, key=line.count)
            if line.count(commonest) >= least:
                return commonest
    return ","
