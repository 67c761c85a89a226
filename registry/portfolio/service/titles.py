"""Titles: entered, verified, appointed to, corrected by another one, voided; never deleted."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import as_row, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people.service.loading import locked_person
from registry.platform.refusals import in_plain_words
from registry.portfolio import model, tables
from registry.portfolio.constraints import REFUSALS
from registry.portfolio.model import (
    AppointTitle,
    CorrectTitle,
    RecordTitle,
    Title,
    TitleContent,
    VerifyTitle,
    VoidTitle,
)
from registry.portfolio.rules import (
    Part,
    appointment_faults,
    content_faults,
    may_decide,
    may_record,
    may_take_back,
    may_verify,
    moved_appointment_fault,
)
from registry.portfolio.service.loading import acting_towards, is_not_involved, title_for_update


async def record_title(process: Process, command: RecordTitle, scope: Scope = EVERYWHERE) -> Title:
    """Enter a title, not verified yet: the person their own, or the office for them.

    Raises NotFound, NotPermitted, InvalidFields, also where the same title is entered already.
    """
    acting = await acting_towards(process, command.person_id, scope)
    require(may_record(acting.parts))
    require_valid(content_faults(command.content, process.today))
    await locked_person(process, command.person_id)
    after = _entered(process, command.person_id, command.content)
    await _insert(after)
    process.record(change(model.TitleRecorded, None, after))
    return after


async def verify_title(process: Process, command: VerifyTitle, scope: Scope = EVERYWHERE) -> Title:
    """The office has seen the papers; nobody verifies their own. Raises NotFound, NotPermitted, StaleEdit."""
    before = await title_for_update(process, command.title_id, command.revision, scope)
    acting = await acting_towards(process, before.person_id, scope)
    require(may_verify(before, acting.parts))
    require(is_not_involved(process, acting, before.person_id))
    after = _next(before, **_verified(process))
    await _save(before, after)
    process.record(change(model.TitleVerified, before, after))
    return after


async def appoint_title(process: Process, command: AppointTitle, scope: Scope = EVERYWHERE) -> Title:
    """The office notes an appointment, its renewal or its end; what nobody has verified yet stays so.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await title_for_update(process, command.title_id, command.revision, scope)
    acting = await acting_towards(process, before.person_id, scope)
    require(may_decide(before, acting.parts))
    require(is_not_involved(process, acting, before.person_id))
    faults = appointment_faults(before.granted_on, command.appointed_on, command.appointed_until)
    require_valid(faults, moved_appointment_fault(before, command.appointed_on))
    after = _next(before, appointed_on=command.appointed_on, appointed_until=command.appointed_until)
    await _save(before, after)
    process.record(change(model.TitleAppointed, before, after))
    return after


async def correct_title(process: Process, command: CorrectTitle, scope: Scope = EVERYWHERE) -> Title:
    """Void a title that was entered wrongly and enter the right one, which points at it; what was verified stays so.

    The owner corrects until an office has verified. Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await title_for_update(process, command.title_id, command.revision, scope)
    voided = await _taken_back(process, before, command.reason, scope)
    require_valid(content_faults(command.content, process.today), _sameness_fault(before, command.content))
    after = replace(_entered(process, before.person_id, command.content), replaces_id=before.id)
    if before.is_verified:
        after = replace(after, **_verified(process))
    await _save(before, voided)
    await _insert(after)
    process.record(change(model.TitleReplaced, before, voided))
    process.record(change(model.TitleCorrected, before, after))
    return after


async def void_title(process: Process, command: VoidTitle, scope: Scope = EVERYWHERE) -> Title:
    """Take a title back with a reason: the office, or the owner until an office has verified it.

    Raises NotFound, NotPermitted, StaleEdit.
    """
    before = await title_for_update(process, command.title_id, command.revision, scope)
    after = await _taken_back(process, before, command.reason, scope)
    await _save(before, after)
    process.record(change(model.TitleVoided, before, after))
    return after


async def _taken_back(process: Process, before: Title, reason: str, scope: Scope) -> Title:
    """The title as voided, not written yet. Raises NotPermitted."""
    acting = await acting_towards(process, before.person_id, scope)
    require(may_take_back(before, acting.parts, reason))
    if Part.OWNER not in acting.parts:
        require(is_not_involved(process, acting, before.person_id))
    return _next(before, voided_at=process.now, voided_reason=reason.strip())


def _sameness_fault(before: Title, content: TitleContent) -> dict[str, str]:
    return {"content": "没有改动"} if replace(before, **_told(content)) == before else {}


def _entered(process: Process, person_id: UUID, content: TitleContent) -> Title:
    return Title(
        id=uuid4(),
        person_id=person_id,
        **_told(content),
        entered_by=process.actor.account_id,
        entered_by_name=process.actor.name,
        entered_at=process.now,
        verified_by=None,
        verified_by_name=None,
        verified_at=None,
        replaces_id=None,
        voided_at=None,
        voided_reason=None,
        revision=1,
    )


def _told(content: TitleContent) -> dict[str, Any]:
    """What a title says, without spaces around words."""
    told = {field.name: getattr(content, field.name) for field in fields(content)}
    words = {name: told[name].strip() for name in ("name", "series", "granted_by", "certificate_no")}
    return {**told, **words}


def _verified(process: Process) -> dict[str, Any]:
    actor = process.actor
    return {"verified_by": actor.account_id, "verified_by_name": actor.name, "verified_at": process.now}


def _next(before: Title, **changes: Any) -> Title:
    return replace(before, **changes, revision=before.revision + 1)


async def _insert(after: Title) -> None:
    with in_plain_words(REFUSALS):
        await tables.Title.insert(tables.Title(**as_row(after)))


async def _save(before: Title, after: Title) -> None:
    """Write what differs over exactly the revision that was seen. Raises StaleEdit."""
    now, new = as_row(before), as_row(after)
    changes = {name: value for name, value in new.items() if value != now[name] and name != "revision"}
    with in_plain_words(REFUSALS):
        await save(tables.Title, before.id, before.revision, changes)
