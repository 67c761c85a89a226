"""The answer as a workbook ready to print, sign and seal: standing, the days behind it, and the cells to mend."""

import io
from datetime import UTC, date, datetime, time

from xlsxwriter.workbook import Workbook

from registry.exchange.documents.sheet_days import write_days
from registry.exchange.documents.sheet_problems import write_problems
from registry.exchange.documents.sheet_standing import TITLE, write_standing
from registry.exchange.documents.sheet_style import Looks
from registry.exchange.model import LedgerAnswer
from registry.platform.language import Language

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "in_memory": True,
    # Column widths are measured in the default font's digits: one that every office has keeps the paper's scale.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}


def answer_as_workbook(answer: LedgerAnswer, language: Language) -> bytes:
    """The three sheets as an .xlsx file. Equal answers give equal bytes. Needs the teachers' `counts`."""
    content = io.BytesIO()
    workbook = new_workbook(content, TITLE.to(language), answer.as_of)
    looks = Looks(workbook, language)
    write_standing(workbook, answer, looks)
    write_days(workbook, answer, looks)
    write_problems(workbook, answer, looks)
    workbook.close()
    return content.getvalue()


def new_workbook(content: io.BytesIO, title: str, made_on: date) -> Workbook:
    """A workbook in which text never becomes a formula or a link, and which bears no clock's time."""
    workbook = Workbook(content, _OPTIONS)
    workbook.set_properties({"title": title, "created": datetime.combine(made_on, time(), tzinfo=UTC)})
    return workbook
