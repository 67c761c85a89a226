"""Employments: begun, mended, ended, taken back, and moved from one place to the next."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields, order_fault
from registry.institutions.service.schools import changeable_school
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.periods import ONE_DAY
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import events
from registry.people.model.commands import (
    CorrectEmployment,
    Employ,
    EndEmployment,
    HoldPost,
    Place,
    StateIndustryExperience,
    TakeOn,
    Transfer,
    VoidEmployment,
)
from registry.people.model.facts import Employment
from registry.people.rules import (
    days_fault,
    industry_fault,
    late_post_fault,
    may_keep_people,
    posts_cut,
    transfer_fault,
)
from registry.people.service.loading import changeable_employment, changeable_person, found_employment, posts_in
from registry.people.service.persons import person_known_as, register_person
from registry.people.service.posts import begin_post, end_posts, void_posts


async def employ(process: Process, command: Employ, scope: Scope = EVERYWHERE) -> Employment:
    """Put a known person on a school's staff. Raises NotFound, NotPermitted, InvalidFields."""
    await changeable_school(command.place.school_id, scope)
    person = await changeable_person(process, command.person_id, scope)
    return await _begin(process, person.id, command.place)


async def take_on(process: Process, command: TakeOn, scope: Scope = EVERYWHERE) -> Employment:
    """Put somebody on a school's staff, entering the person unless the identity number is known already.

    What another school entered about the person stays as it is. Raises NotFound, NotPermitted, InvalidFields.
    """
    await changeable_school(command.place.school_id, scope)
    require(may_keep_people(scope))
    known = await person_known_as(process, command.person.id_number or "", command.person.name)
    person_id = known.id if known else (await register_person(process, command.person, scope)).id
    return await _begin(process, person_id, command.place)


async def correct_employment(process: Process, command: CorrectEmployment, scope: Scope = EVERYWHERE) -> Employment:
    """Mend an employment that was entered wrongly; the process carries the reason.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await changeable_employment(process, command.employment_id, scope)
    require_fresh(command.revision, before.revision)
    require_valid(
        empty_fields(staff_no=command.staff_no, reason=process.reason),
        order_fault(command.started_on, command.finished_on),
        days_fault(command.started_on, command.finished_on, process.today),
    )
    after = replace(
        before,
        staff_no=command.staff_no.strip(),
        department_id=command.department_id,
        started_on=command.started_on,
        finished_on=command.finished_on,
    )
    return await _saved(process, before, after, events.EmploymentCorrected)


async def state_industry_experience(
    process: Process, command: StateIndustryExperience, scope: Scope = EVERYWHERE
) -> Employment:
    """Say how long somebody had worked in enterprises before the employment.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await changeable_employment(process, command.employment_id, scope)
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(note=command.note), industry_fault(command.months))
    after = replace(before, industry_months=command.months, industry_note=command.note.strip())
    return await _saved(process, before, after, events.IndustryExperienceStated)


async def end_employment(process: Process, command: EndEmployment, scope: Scope = EVERYWHERE) -> Employment:
    """Give an employment its last day; posts end with it. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = await changeable_employment(process, command.employment_id, scope)
    require_fresh(command.revision, before.revision)
    return await _ended(process, before, command.finished_on)


async def void_employment(process: Process, command: VoidEmployment, scope: Scope = EVERYWHERE) -> Employment:
    """Take back an employment that never was, with its posts.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await changeable_employment(process, command.employment_id, scope)
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason))
    reason = command.reason.strip()
    await void_posts(process, await posts_in(before.id), reason)
    after = replace(before, voided_at=process.now, voided_reason=reason)
    return await _saved(process, before, after, events.EmploymentVoided)


async def transfer(process: Process, command: Transfer, scope: Scope = EVERYWHERE) -> Employment:
    """Move somebody: the employment before ends the day before the next begins, in this one process.

    Both schools must lie in the scope; a school alone moves its people between its departments.
    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    await _lock_schools(process, command, scope)
    before = await changeable_employment(process, command.employment_id, scope)
    require_fresh(command.revision, before.revision)
    require_valid(
        transfer_fault(before, command.place.started_on), days_fault(command.place.started_on, None, process.today)
    )
    first_day = command.place.started_on or process.today
    await _ended(process, before, first_day - ONE_DAY)
    after = await _begin(process, before.person_id, command.place)
    if command.category is not None:
        await begin_post(process, after, HoldPost(after.id, command.category))
    return after


async def _lock_schools(process: Process, command: Transfer, scope: Scope) -> None:
    """Lock both schools in the order of their ids, as every process that takes two does."""
    left = (await found_employment(process, command.employment_id, scope)).school_id
    for school_id in sorted({left, command.place.school_id}):
        await changeable_school(school_id, scope)


async def _begin(process: Process, person_id: UUID, place: Place) -> Employment:
    """Write a new employment. School and person are locked already."""
    days = place.started_on, place.finished_on
    require_valid(empty_fields(staff_no=place.staff_no), order_fault(*days), days_fault(*days, process.today))
    after = Employment(
        uuid4(),
        person_id,
        place.school_id,
        place.staff_no.strip(),
        place.department_id,
        place.started_on,
        place.finished_on,
        voided_at=None,
        voided_reason=None,
        revision=1,
    )
    with in_plain_words(REFUSALS):
        await tables.Employment.insert(tables.Employment(**as_row(after)))
    process.record(change(events.EmploymentBegun, None, after))
    return after


async def _ended(process: Process, before: Employment, finished_on: date) -> Employment:
    """End the posts that would outlast the employment, then the employment."""
    posts = await posts_in(before.id)
    require_valid(
        order_fault(before.started_on, finished_on),
        days_fault(None, finished_on, process.today),
        late_post_fault(posts, finished_on),
    )
    await end_posts(process, posts_cut(posts, finished_on), finished_on)
    return await _saved(process, before, replace(before, finished_on=finished_on), events.EmploymentEnded)


async def _saved(process: Process, before: Employment, after: Employment, kind: type[Event]) -> Employment:
    saved = replace(after, revision=before.revision + 1)
    with in_plain_words(REFUSALS):
        await save(tables.Employment, before.id, before.revision, as_row(after))
    process.record(change(kind, before, saved))
    return saved
