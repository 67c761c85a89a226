"""名单速查: names pasted with a closing date, each answered 够, 不够 or 缺材料; proofs to print. Nothing is stored.

The list is sent with every form and never stands in an address: it names people.
"""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

from litestar import Response, get, post

from registry.audit.process import Reading
from registry.home.names import wording
from registry.home.names.answers import Finding, Line, Question, answered
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import school
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.people.queries.careers import roster
from registry.people.rules.pasted import MOST_ENTRIES, Staff, entries
from registry.platform.web.downloads import workbook_download
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, language_of, page
from registry.practice.queries.teacher_file import rule_view

LONGEST_LIST = 40_000
"""Characters of a pasted list."""
ORDER = tuple(Finding)


@get("/names", name="names", permission=Permission.CHECK_NAMES)
async def ask(request: Visitor, reading: Door) -> Response[Any]:
    """The form: names and a closing date."""
    place, _ = await _place(reading, Form({}))
    return await _form(request, reading, place, Form({}))


@post("/names", name="check_names", permission=Permission.CHECK_NAMES)
async def check(request: Visitor, reading: Door) -> Response[Any]:
    """Each person's answer: on the page, as a workbook, or as proofs to print."""
    form = await filled(request)
    place, scope = await _place(reading, form)
    try:
        question, found = await _answers(reading, form, place, scope)
    except InvalidFields as wrong:
        return await _form(request, reading, place, form, wrong.faults)
    wanted = form.text("as")
    view = rule_view(reading.book, place.jurisdiction)
    above = wording.basis_lines(view, question.on, wording.PAPER)
    shown: dict[str, Any] = {"school": place, "on": question.on, "names_words": wording, "printed_on": reading.today}
    if wanted == "workbook":
        from registry.home.names.workbook import names_as_workbook  # noqa: PLC0415 -- slow import

        content = await asyncio.to_thread(names_as_workbook, found, question, above, reading.today)
        return workbook_download(content, f"名单速查-{question.on}.xlsx")
    if wanted == "proofs":
        chosen = set(form.many("person"))
        proofs = [line.answer for line in found if line.answer and _is_chosen(line, chosen)]
        if proofs:
            return page(request, "home/names/printed_form.html", proofs=proofs, paper_basis=above, **shown)
    sums = Counter(line.finding for line in found)
    return page(
        request,
        "home/names/answers.html",
        lines=found,
        sums=[(each, sums[each]) for each in ORDER if sums[each]],
        values=form.values,
        basis=wording.basis_lines(view, question.on, language_of(request)),
        **shown,
    )


async def _answers(reading: Reading, form: Form, place: School, scope: Scope) -> tuple[Question, tuple[Line, ...]]:
    """What was asked, and every entry's answer. Raises InvalidFields."""
    on = form.day("on", required=True)
    pasted = form.text("names", required=True, longest=LONGEST_LIST)
    form.require_valid()
    assert on is not None
    asked = entries(pasted, Staff(await roster(reading, place.id, on, scope)))
    if len(asked) > MOST_ENTRIES:
        raise InvalidFields({"names": f"一次最多查 {MOST_ENTRIES} 人,现有 {len(asked)} 人,请分批粘贴"})
    question = Question(place, on, scope)
    return question, await answered(reading, asked, question)


def _is_chosen(line: Line, chosen: set[str]) -> bool:
    return line.answer is not None and (not chosen or str(line.answer.entry.person_id) in chosen)


async def _place(reading: Reading, form: Form) -> tuple[School, Scope]:
    """The school that is asked about: the one chosen, else the first. Raises NotFound."""
    offered = school_scopes(reading, Permission.CHECK_NAMES)
    wanted: UUID | None = form.key("school_id")
    for scope in offered:
        if scope.id is not None and wanted in (None, scope.id):
            return await school(reading, scope.id, scope), scope
    raise NotFound("没有找到该学校")


async def _form(
    request: Visitor, reading: Reading, place: School, form: Form, faults: dict[str, str] | None = None
) -> Response[Any]:
    scopes = school_scopes(reading, Permission.CHECK_NAMES)
    offered = [await school(reading, scope.id, scope) for scope in scopes if scope.id is not None]
    return page(
        request,
        "home/names/ask.html",
        422 if faults else 200,
        school=place,
        schools=[(str(each.id), each.name) for each in offered],
        values={"on": reading.today.isoformat(), "school_id": str(place.id)} | form.values,
        faults=faults or {},
        most=MOST_ENTRIES,
    )


ROUTES = [ask, check]
