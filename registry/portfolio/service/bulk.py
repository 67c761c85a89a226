"""Many titles entered at once from a school's own list: verified by whoever brings it, except their own."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import as_row, require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people.queries.reach import reached
from registry.people.service.loading import locked_persons
from registry.platform.copying import copy_rows
from registry.platform.refusals import in_plain_words
from registry.portfolio import model, tables
from registry.portfolio.constraints import REFUSALS
from registry.portfolio.model import RecordTitle, Title
from registry.portfolio.rules import content_faults, may_record, may_verify
from registry.portfolio.service.loading import Acting, acting_within, is_not_involved


@dataclass(frozen=True, slots=True)
class RecordFiledTitles:
    """Enter these titles as the school's list has them, all or none."""

    titles: tuple[RecordTitle, ...]


async def record_filed_titles(
    process: Process, command: RecordFiledTitles, scope: Scope = EVERYWHERE
) -> tuple[Title, ...]:
    """Enter titles; the office verifies those that it may, the others wait for somebody else.

    Raises NotFound, NotPermitted, InvalidFields with each one's fault by the person's id.
    """
    require_valid(*(_faults(process, each) for each in command.titles))
    await locked_persons(process, {each.person_id for each in command.titles})
    entered = [_entered(process, each) for each in command.titles]
    reaches = await reached(process.reading, {each.person_id for each in entered}, scope)
    acting = [acting_within(process, each.person_id, scope, reaches[each.person_id]) for each in entered]
    after = [_verified(process, *pair) for pair in zip(entered, acting, strict=True)]
    with in_plain_words(REFUSALS):
        await copy_rows(tables.Title, [as_row(each) for each in after])
    _record(process, entered, after)
    return tuple(after)


def _faults(process: Process, command: RecordTitle) -> dict[str, str]:
    faults = content_faults(command.content, process.today)
    return {str(command.person_id): ";".join(faults.values())} if faults else {}


def _entered(process: Process, command: RecordTitle) -> Title:
    told = {field.name: getattr(command.content, field.name) for field in fields(command.content)}
    words = {name: told[name].strip() for name in ("name", "series", "granted_by", "certificate_no")}
    return Title(
        id=uuid4(),
        person_id=command.person_id,
        **{**told, **words},
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


def _verified(process: Process, before: Title, acting: Acting) -> Title:
    """The title verified, where the actor may; else as it was entered."""
    require(may_record(acting.parts))
    may = may_verify(before, acting.parts).allowed and is_not_involved(process, acting, before.person_id).allowed
    if not may:
        return before
    return replace(
        before,
        verified_by=process.actor.account_id,
        verified_by_name=process.actor.name,
        verified_at=process.now,
        revision=before.revision + 1,
    )


def _record(process: Process, entered: Sequence[Title], after: Sequence[Title]) -> None:
    for one, other in zip(entered, after, strict=True):
        process.record(change(model.TitleRecorded, None, one))
        if other is not one:
            process.record(change(model.TitleVerified, one, other))
