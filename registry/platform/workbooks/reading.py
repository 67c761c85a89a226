"""Read a source: a workbook, a CSV file, or a folder of CSV files. The one way in.

What a file is, its content decides, not the ending of its name. Every failure is `BadInput` with one line of words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from registry.kernel.sheets import Sheet
from registry.platform.workbooks import ole_files
from registry.platform.workbooks.csv_files import read_csv
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_FILE_BYTES, MEGABYTE

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OTHER_SIGNATURES = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
}
OTHER_PACKAGES = {
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "xl/workbook.bin": ".xlsb",
    "content.xml": "OpenDocument",
}
FOLDER_FILES = ("teachers.csv", "placements.csv", "leave.csv")
REQUIRED_FILE = "placements.csv"


def read_source(path: Path) -> list[Sheet]:
    """All sheets of a source, in its own order; a folder's in the order teachers, placements, leave.

    A workbook (.xlsx, .xlsm, .xls) gives every worksheet. Hidden ones are read too, since offices hide
    old years and those count; "very hidden" ones are not: only programs make them, for themselves. Charts are
    passed over. Formulas give the value stored with them, "" where none was; an error cell is its text, `#N/A`.
    Dates come as `date`, or `datetime` with a time of day, whichever date system the workbook counts in.
    A CSV gives one sheet named as the file. Of a folder, only `FOLDER_FILES` are read.
    Raises BadInput for everything else.
    """
    with _blamed_on(path):
        files = _files_of(path) if path.is_dir() else [path]
    return [sheet for file in files for sheet in _sheets_of_file(file)]


@contextmanager
def _blamed_on(path: Path) -> Iterator[None]:
    """Turn every failure inside into BadInput that names this file or folder."""
    name = path.name or str(path)
    try:
        yield
    except Unreadable as fault:
        raise fault.as_bad_input(name) from fault
    except MemoryError as fault:
        raise Unreadable(Problem.FILE_TOO_LARGE, limit=MAX_FILE_BYTES // MEGABYTE).as_bad_input(name) from fault
    except (FileNotFoundError, NotADirectoryError) as fault:
        raise Unreadable(Problem.MISSING).as_bad_input(name) from fault
    except PermissionError as fault:
        raise Unreadable(Problem.FORBIDDEN).as_bad_input(name) from fault
    except OSError as fault:
        raise Unreadable(Problem.DISK, reason=fault.strerror or fault).as_bad_input(name) from fault


def _files_of(folder: Path) -> list[Path]:
    found: dict[str, Path] = {}
    for entry in sorted(folder.iterdir()):
        name = entry.name.lower()
        if name in FOLDER_FILES and name in found:
            raise Unreadable(Problem.FOLDER_TWICE, file=name)
        found[name] = entry
    if REQUIRED_FILE not in found:
        raise Unreadable(Problem.FOLDER_LACKS, missing=REQUIRED_FILE)
    return [found[name] for name in FOLDER_FILES if name in found]


def _sheets_of_file(path: Path) -> list[Sheet]:
    with _blamed_on(path):
        content = _content_of(path)
        if content.startswith(ZIP_SIGNATURES):
            return _sheets_of_package(content)
        if content.startswith(ole_files.SIGNATURE):
            return _sheets_of_ole_file(content)
        for signature, kind in OTHER_SIGNATURES.items():
            if content.startswith(signature):
                raise Unreadable(Problem.NOT_A_WORKBOOK, kind=kind)
        return [read_csv(content, path.name)]


def _content_of(path: Path) -> bytes:
    try:
        status = path.stat()
    except ValueError as fault:  # a NUL in the path
        raise Unreadable(Problem.MISSING) from fault
    if not S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        raise Unreadable(Problem.NOT_A_FILE)
    if status.st_size > MAX_FILE_BYTES:
        raise Unreadable(Problem.FILE_TOO_LARGE, limit=MAX_FILE_BYTES // MEGABYTE)
    content = path.read_bytes()
    if not content:
        raise Unreadable(Problem.EMPTY)
    return content


def _sheets_of_package(content: bytes) -> list[Sheet]:
    from registry.platform.workbooks import packages, xlsx_files  # noqa: PLC0415 -- slow import

    package = packages.Package(content)
    workbook = xlsx_files.workbook_part(package)
    if workbook is not None:
        return xlsx_files.read_xlsx(package, workbook)
    for part, kind in OTHER_PACKAGES.items():
        if part in package:
            raise Unreadable(Problem.NOT_A_WORKBOOK, kind=kind)
    raise Unreadable(Problem.ZIP_WITHOUT_WORKBOOK)


def _sheets_of_ole_file(content: bytes) -> list[Sheet]:
    from registry.platform.workbooks import xls_files  # noqa: PLC0415 -- slow import

    ole = ole_files.OleFile(content)
    if not ole.names():
        raise Unreadable(Problem.DAMAGED)
    if "EncryptedPackage" in ole:
        raise Unreadable(Problem.ENCRYPTED)
    if "Workbook" in ole or "Book" in ole:
        return xls_files.read_xls(ole)
    raise Unreadable(Problem.NOT_A_WORKBOOK, kind="Word" if "WordDocument" in ole else "OLE")
