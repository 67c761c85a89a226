"""台账体检: a workbook dropped on a page is answered as `registry check` answers it. Nothing of it is stored."""

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from litestar import Response, get, post
from litestar.datastructures import UploadFile

from registry.audit.process import Reading
from registry.exchange.documents import figures
from registry.exchange.model import LedgerAnswer
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.exchange.rules.wording import say
from registry.exchange.service import CheckQuestion, check_ledger
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.institutions.queries.schools import school
from registry.kernel.errors import BadInput, InvalidFields
from registry.platform.language import Language
from registry.platform.web.downloads import workbook_download
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, language_of, page
from registry.platform.workbooks.reading import read_source

DEFAULT_JURISDICTION = "cn-liaoning-panjin"
LARGEST_LEDGER = 40_000_000
"""Bytes of a workbook that the page takes: some hundred thousand rows. Larger ones are for `registry check`."""
SHOWN_AT_ONCE = 500
"""Teachers on the page; the workbook has all."""
_AT_ONCE = asyncio.Semaphore(2)
"""Ledgers that are read at the same time: the others wait, and no page waits for them."""


@get("/ledger-check", name="ledger_check", permission=Permission.CHECK_LEDGERS)
async def ask(request: Visitor, reading: Door) -> Response[Any]:
    """The form: a workbook, whose rule, which day."""
    return await _form(request, reading, Form({}))


@post("/ledger-check", name="check_ledger", permission=Permission.CHECK_LEDGERS, request_max_body_size=LARGEST_LEDGER)
async def answer(request: Visitor, reading: Door) -> Response[Any]:
    """The answer to a workbook, on the page or as a workbook to print."""
    form = await filled(request)
    is_workbook, language = form.text("as") == "workbook", language_of(request)
    try:
        records_from = form.day("records_from")
        question, source = _question(form, reading, language, is_workbook), _source(form)
        async with _AT_ONCE:
            ledger = _Dropped(await source.read(), source.filename, records_from)
            found = await asyncio.to_thread(_checked, ledger, question, reading)
            if is_workbook:
                content = await asyncio.to_thread(_workbook, found, language)
                return workbook_download(content, f"{Path(source.filename).stem}-结果.xlsx")
    except InvalidFields as wrong:
        return await _form(request, reading, form, wrong.faults)
    except BadInput as unreadable:
        return await _form(request, reading, form, {"source": str(unreadable)})
    return page(request, "exchange/answer.html", **_shown(found, source.filename, language))


def _question(form: Form, reading: Reading, language: Language, is_workbook: bool) -> CheckQuestion:
    as_of, since = form.day("as_of") or reading.today, form.day("since")
    jurisdiction = form.text("jurisdiction") or DEFAULT_JURISDICTION
    if jurisdiction not in reading.book.jurisdictions():
        form.faults.setdefault("jurisdiction", "请从列表中选择")
    if since and since > as_of:
        form.faults.setdefault("since", "起算日晚于截止日期")
    if not form.files("source"):
        form.faults.setdefault("source", "请选择台账文件")
    form.require_valid()
    return CheckQuestion(jurisdiction, as_of, since, explain=is_workbook, language=language)


def _source(form: Form) -> UploadFile:
    return form.files("source")[0]


class _Dropped(NamedTuple):
    """A ledger as it was dropped, and since when its records are complete (None: always)."""

    content: bytes
    name: str
    records_from: date | None


def _checked(dropped: _Dropped, question: CheckQuestion, reading: Reading) -> LedgerAnswer:
    """Read in a folder that is gone before the answer leaves."""
    with tempfile.TemporaryDirectory(prefix="ledger-") as folder:
        file = Path(folder) / (Path(dropped.name).name or "ledger")
        file.write_bytes(dropped.content)
        ledger = read_ledger(read_source(file), ReadingOptions(dropped.records_from, question.language))
    return check_ledger(ledger, question, reading.book)


def _workbook(found: LedgerAnswer, language: Language) -> bytes:
    from registry.exchange.documents.answer_workbook import answer_as_workbook  # noqa: PLC0415 -- slow import

    return answer_as_workbook(found, language)


def _shown(found: LedgerAnswer, name: str, language: Language) -> dict[str, Any]:
    ordered = figures.by_urgency(found.teachers)
    problems = [(problem, say(problem, language)) for problem in found.errors]
    return {
        "name": name,
        "answer": found,
        "teachers": ordered[:SHOWN_AT_ONCE],
        "left_out": max(0, len(ordered) - SHOWN_AT_ONCE),
        "totals": figures.total_lines(found, language),
        "heads": figures.head_lines(found, language),
        "errors": problems,
        "warnings": [(problem, say(problem, language)) for problem in found.warnings],
        "figures": figures,
        "words": language,
    }


async def _form(
    request: Visitor, reading: Reading, form: Form, faults: dict[str, str] | None = None
) -> Response[Any]:
    language = language_of(request)
    offered = [(code, reading.book.name(code, language)) for code in reading.book.jurisdictions()]
    usual = {"jurisdiction": await _own_jurisdiction(reading), "as_of": reading.today.isoformat()}
    return page(
        request,
        "exchange/check.html",
        422 if faults else 200,
        jurisdictions=offered,
        values=usual | form.values,
        faults=faults or {},
        largest=LARGEST_LEDGER // 1_000_000,
    )


async def _own_jurisdiction(reading: Reading) -> str:
    own = school_scopes(reading, Permission.CHECK_LEDGERS)
    if not own or own[0].id is None:
        return DEFAULT_JURISDICTION
    return (await school(reading, own[0].id, own[0])).jurisdiction


ROUTES = [ask, answer]
