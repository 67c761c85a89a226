"""The sample ledgers with their faulty cells mended as an office would: only an error-free file can be imported."""

from pathlib import Path

import openpyxl

from registry.exchange.model import Fault
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.platform.workbooks.reading import read_source

SAMPLES = Path(__file__).parents[1] / "samples"
INSTEAD = {
    Fault.ID_NUMBER_WRONG: "",
    Fault.ID_NUMBER_AS_NUMBER: "",
    Fault.NOT_A_DATE: "2023-08-31",
    Fault.NOT_A_PERIOD: "2021.7.1-2021.8.31",
    Fault.SHARE_OUT_OF_RANGE: "50%",
    Fault.UNKNOWN_STATUS: "待审核",
    Fault.UNKNOWN_DUTY_MODE: "半脱产",
    Fault.REQUIRED_EMPTY: "中蓝电子科技",
}


def a_mended_ledger(name, folder):
    """The sample read again after mending, with what no answer needs; and the file it was read from."""
    file = folder / f"{name}.xlsx"
    book = openpyxl.load_workbook(SAMPLES / file.name)
    book.save(file)
    ledger = read_ledger(read_source(file), ReadingOptions(particulars=True))
    if any(error.fault is Fault.NAME_AMBIGUOUS for error in ledger.errors):
        _tell_namesakes_apart(book)
    for error in ledger.errors:
        _mend(book[error.sheet], error, ledger)
    book.save(file)
    return read_ledger(read_source(file), ReadingOptions(particulars=True)), file


def _mend(sheet, error, ledger):
    place = _column(sheet, error.column)
    if error.fault is Fault.NAME_AMBIGUOUS:
        return
    if error.fault is Fault.PERSON_UNKNOWN:
        sheet.cell(error.row, _column(sheet, "姓名")).value = ledger.teachers[4].name
        if error.column == "工号":
            sheet.cell(error.row, place).value = ledger.teachers[4].staff_no
    elif error.fault is Fault.END_BEFORE_START:
        begun = error.details["started_on"]
        sheet.cell(error.row, place).value = begun if error.column == "结束日期" else f"{begun}至{begun}"
    else:
        sheet.cell(error.row, place).value = error.details.get("expected", INSTEAD.get(error.fault))


def _tell_namesakes_apart(book):
    """Two people of one name: the roster writes the second otherwise, as offices do."""
    roster = book.worksheets[0]
    place = _column(roster, "姓名")
    names = [cell.value for cell in next(roster.iter_cols(min_col=place, max_col=place))]
    for row, name in enumerate(names, 1):
        if name and name in names[: row - 1]:
            roster.cell(row, place).value = f"{name}(乙)"


def _column(sheet, header):
    return next(cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == header)
