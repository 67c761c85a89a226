"""The journal of a placement: a short list on its page, the whole on a page of its own, the form, the photographs."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import File

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.kernel.verdicts import Verdict, require
from registry.platform.image_terms import JPEG, MAX_PHOTO_BYTES, MEGABYTE
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.pages.files import LARGEST_UPLOAD, Shown, answer_with, kept
from registry.practice.queries.chains import standing_of
from registry.practice.queries.journal import NO_SUCH_ENTRY, journal_entry, journal_of
from registry.practice.queries.placements import placement_scope
from registry.practice.records import Placement
from registry.practice.records.journal import EntryState, JournalEntry, Photograph, StrikeEntry, WriteEntry
from registry.practice.rules.journal import LONGEST_TEXT, MOST_PHOTOGRAPHS, entry_faults
from registry.practice.rules.papers import LONGEST_NOTE, may_keep_papers
from registry.practice.service.journal import NEW, as_photograph, strike_entry, write_entry
from registry.practice.service.loading import acting_of

READ = Permission.READ_PLACEMENTS
SHOWN_ON_THE_PAGE = 3
"""The latest entries on a placement's page."""
LABELS = {"written_on": "日期", "text": "内容", "photographs": "照片", "reason": "作废理由", "state": "日志"}
DONE = {EntryState.DRAFT: "草稿已保存", EntryState.KEPT: "日志已保存"}


class Told(NamedTuple):
    """What the form says besides its new files. `photographs`: those of the entry that stay."""

    written_on: date
    text: str
    state: EntryState
    photographs: tuple[Photograph, ...]


class Writing(NamedTuple):
    """The placement of which is written, in which scope, and the entry as it stands (None: a new one)."""

    placement: Placement
    scope: Scope
    entry: JournalEntry | None


class Faulty(NamedTuple):
    """A form that was sent and what is wrong with it."""

    form: Form
    faults: dict[str, str]


async def section(reading: Reading, placement: Placement, scope: Scope) -> dict[str, Any]:
    """What the part of a placement's page shows."""
    entries = (await journal_of(reading, [placement.chain_id], scope))[placement.chain_id]
    has_begun = placement.started_on <= reading.today and not placement.is_replaced
    return {
        "journal": tuple(reversed(entries)),
        "journal_shown": SHOWN_ON_THE_PAGE,
        "may_write_journal": has_begun and _may_write(reading, placement, scope).allowed,
    }


@get("/placements/{placement_id:uuid}/journal", name="journal", permission=READ)
async def show(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Every entry, the latest day first."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, READ))
    return await _list(request, reading, found, scope)


@get("/placements/{placement_id:uuid}/journal/new", name="new_entry", permission=READ)
async def ask(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """An empty form, on today or the last day of the placement."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, READ))
    on = max(found.started_on, min(reading.today, found.finished_on))
    values = {"entry_id": str(uuid4()), "revision": str(NEW), "written_on": on.isoformat()}
    return _form(request, reading, Writing(found, scope, None), values)


@get("/journal/{entry_id:uuid}/edit", name="edit_entry", permission=READ)
async def ask_again(request: Visitor, reading: Door, entry_id: FromPath[UUID]) -> Response[Any]:
    """The form with what the entry says."""
    entry, scope = await _entry(reading, entry_id)
    placement = await _placement(reading, entry, scope)
    values = {
        "entry_id": str(entry.id),
        "revision": str(entry.revision),
        "written_on": entry.written_on.isoformat(),
        "text": entry.text,
    }
    return _form(request, reading, Writing(placement, scope, entry), values)


@post(
    "/placements/{placement_id:uuid}/journal",
    name="write_entry",
    permission=READ,
    request_max_body_size=LARGEST_UPLOAD,
)
async def write(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Keep an entry, or its draft. The same form sent twice is one entry."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, READ))
    require(_may_write(reading, found, scope))
    entry_id, revision = form.key("entry_id") or uuid4(), form.whole("revision", NEW, 10**6, NEW) or NEW
    writing = Writing(found, scope, await _entry_if_any(reading, entry_id, scope))
    try:
        told = _told(form, writing, reading.today)
        new = await _photographs(request, form, told)
        command = WriteEntry(
            entry_id, found.chain_id, revision, told.written_on, told.text, told.state, told.photographs + new
        )
        async with open_process("write_entry", reading) as process:
            await write_entry(process, command, scope)
    except InvalidFields as wrong:
        return _form(request, reading, writing, form.values, Faulty(form, wrong.faults))
    return go(request, "journal", note=DONE[told.state], placement_id=found.id)


@post("/journal/{entry_id:uuid}/strike", name="strike_entry", permission=READ)
async def strike(request: Visitor, reading: Door, entry_id: FromPath[UUID]) -> Response[Any]:
    """Take an entry out. Sent twice, it is taken out once."""
    form = await filled(request)
    entry, scope = await _entry(reading, entry_id)
    placement = await _placement(reading, entry, scope)
    if entry.voided_at is not None:
        return go(request, "journal", note="日志已作废", placement_id=placement.id)
    reason = form.text("reason", longest=LONGEST_NOTE)
    revision = form.whole("revision", 1, 10**6) or NEW
    try:
        form.require_valid()
        async with open_process("strike_entry", reading, reason) as process:
            await strike_entry(process, StrikeEntry(entry_id, revision, reason), scope)
    except InvalidFields as wrong:
        struck = {"struck": str(entry_id), "reason": reason}
        return await _list(request, reading, placement, scope, struck, wrong.faults)
    return go(request, "journal", note="日志已作废", placement_id=placement.id)


@get("/journal/{entry_id:uuid}/photographs/{digest:str}", name="journal_photograph", permission=READ)
async def photograph(request: Visitor, reading: Door, entry_id: FromPath[UUID], digest: FromPath[str]) -> File:
    """A photograph of an entry."""
    entry, found = await _photograph(reading, entry_id, digest)
    return await answer_with(request, Shown(found.digest, JPEG, f"{entry.written_on}"))


@get("/journal/{entry_id:uuid}/photographs/{digest:str}/thumbnail", name="journal_thumbnail", permission=READ)
async def thumbnail(request: Visitor, reading: Door, entry_id: FromPath[UUID], digest: FromPath[str]) -> File:
    """The same, small."""
    entry, found = await _photograph(reading, entry_id, digest)
    return await answer_with(request, Shown(found.thumbnail_digest, JPEG, f"{entry.written_on}"))


def _told(form: Form, writing: Writing, today: date) -> Told:
    """Raises InvalidFields before any photograph is looked at."""
    on, text = form.day("written_on", required=True), form.text("text", longest=LONGEST_TEXT)
    state = form.choice("as", EntryState, EntryState.KEPT) or EntryState.KEPT
    stay = {*form.many("keep")}
    attendance = {*form.many("attendance")}
    former = writing.entry.photographs if writing.entry else ()
    photographs = tuple(
        replace(each, shows_attendance=each.digest in attendance) for each in former if each.digest in stay
    )
    files = form.files("photographs")
    if len(photographs) + len(files) > MOST_PHOTOGRAPHS:
        form.faults["photographs"] = f"每篇日志不超过 {MOST_PHOTOGRAPHS} 张照片"
    form.require_valid()
    assert on
    state_or_draft = EntryState.DRAFT if files else state
    seen = WriteEntry(uuid4(), writing.placement.chain_id, NEW, on, text, state_or_draft, photographs)
    for name, words in entry_faults(seen, writing.placement.period, today).items():
        form.faults.setdefault(name, words)
    form.require_valid()
    return Told(on, text, state, photographs)


async def _photographs(request: Visitor, form: Form, told: Told) -> tuple[Photograph, ...]:
    """The new photographs of a form, without those that the entry has already. Raises InvalidFields."""
    sent = await kept(request, form.files("photographs"))
    if sent.refused:
        raise InvalidFields({"photographs": sent.refused[0]})
    shows_attendance = form.flag("new_show_attendance")
    found = {each.digest: as_photograph(each, shows_attendance) for each in sent.kept}
    there = {each.digest for each in told.photographs}
    return tuple(each for digest, each in found.items() if digest not in there)


def _may_write(reading: Reading, placement: Placement, scope: Scope) -> Verdict:
    acting = acting_of(principal_of(reading.actor), placement.person_id, placement.school_id, scope)
    return may_keep_papers(placement.state, acting.parts)


async def _entry(reading: Reading, entry_id: UUID) -> tuple[JournalEntry, Scope]:
    """An entry and the first of the actor's scopes in which it is read. Raises NotFound."""
    for scope in scopes(reading, READ):
        found = await _entry_if_any(reading, entry_id, scope)
        if found:
            return found, scope
    raise NotFound(NO_SUCH_ENTRY)


async def _entry_if_any(reading: Reading, entry_id: UUID, scope: Scope) -> JournalEntry | None:
    try:
        return await journal_entry(reading, entry_id, scope)
    except NotFound:
        return None


async def _photograph(reading: Reading, entry_id: UUID, digest: str) -> tuple[JournalEntry, Photograph]:
    entry, _ = await _entry(reading, entry_id)
    found = next((each for each in entry.photographs if each.digest == digest), None)
    if found is None:
        raise NotFound(NO_SUCH_ENTRY)
    return entry, found


async def _placement(reading: Reading, entry: JournalEntry, scope: Scope) -> Placement:
    return (await standing_of(reading, [entry.chain_id], scope))[entry.chain_id]


async def _list(
    request: Visitor,
    reading: Reading,
    found: Placement,
    scope: Scope,
    values: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
) -> Response[Any]:
    context = await section(reading, found, scope)
    return page(
        request,
        "practice/journal.html",
        422 if faults else 200,
        placement=found,
        values=values or {},
        faults=faults or {},
        labels=LABELS,
        **context,
    )


def _form(
    request: Visitor,
    reading: Reading,
    writing: Writing,
    values: dict[str, str],
    faulty: Faulty | None = None,
) -> Response[Any]:
    placement, photographs = writing.placement, writing.entry.photographs if writing.entry else ()
    require(_may_write(reading, placement, writing.scope))
    stay, attendance = (
        (set(faulty.form.many(name)) for name in ("keep", "attendance"))
        if faulty
        else (
            {each.digest for each in photographs},
            {each.digest for each in photographs if each.shows_attendance},
        )
    )
    return page(
        request,
        "practice/journal_entry.html",
        422 if faulty else 200,
        placement=placement,
        entry=writing.entry,
        values=values,
        faults=faulty.faults if faulty else {},
        stay=stay,
        attendance=attendance,
        labels=LABELS,
        last_day=min(placement.finished_on, reading.today),
        most_photographs=MOST_PHOTOGRAPHS,
        photograph_limit=MAX_PHOTO_BYTES // MEGABYTE,
    )


ROUTES = [show, ask, ask_again, write, strike, photograph, thumbnail]
