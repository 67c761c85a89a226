"""A person's file: who it is, where employed, posts, leave, titles; and everything that was ever changed in it."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from registry.audit import wording
from registry.audit.history import RESTING, Page, Subject, history_of
from registry.audit.process import Reading
from registry.certificates.model import Certificate
from registry.certificates.queries.certificates import certificates_of
from registry.home.merging.people import MERGE, merges_shown
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.institutions.queries.belongings import units
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.people.model.facts import EmployedAt
from registry.people.pages.kept import KEEP, best_found, is_kept_in, sees_whole
from registry.people.pages.words import CATEGORY_WORDS, LEAVE_WORDS, NAME_WORDS, SEX_WORDS
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import names_of, records_from_of
from registry.people.queries.subjects import subjects_of
from registry.platform.web.pages import Visitor, page
from registry.portfolio.model import LEVEL_WORDS
from registry.portfolio.queries.subjects import subjects_of_titles
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.rules import is_in_force, present_title


@get("/people/{person_id:uuid}", name="person", permission=Permission.READ_TEACHER)
async def show(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """The file, as much of it as the actor's scope reaches."""
    kept = await best_found(reading, person_id, scopes(reading, Permission.READ_TEACHER))
    employed = (await employments_of(reading, [person_id], kept.scope))[person_id]
    titles = (await titles_of(reading, [person_id], kept.scope))[person_id]
    keeping = {scope.id for scope in scopes(reading, KEEP)}
    return page(
        request,
        "people/person.html",
        person=kept.person,
        names=await names_of(reading, person_id, kept.scope) if kept.reach.keeps else (),
        employed=employed,
        school_names=await _school_names(reading, employed),
        posts=(await posts_of(reading, [person_id], kept.scope))[person_id],
        leaves=(await leaves_of(reading, [person_id], kept.scope))[person_id],
        titles=titles,
        present=present_title(titles, reading.today),
        in_force={each.id for each in titles if is_in_force(each, reading.today)},
        records_from=(await records_from_of(reading, [person_id], reading.today, kept.scope))[person_id],
        sees_whole=await sees_whole(reading, person_id),
        sees_particulars=kept.reach.keeps and kept.scope.kind is not ScopeKind.BUREAU,
        is_own=principal_of(reading.actor).person_id == person_id,
        keeps=await is_kept_in(reading, person_id, scopes(reading, KEEP)),
        keeping=keeping,
        merges=await merges_shown(reading, person_id),
        may_merge=bool(scopes(reading, MERGE)),
        today=reading.today,
        words={
            "sex": SEX_WORDS,
            "name": NAME_WORDS,
            "category": CATEGORY_WORDS,
            "leave": LEAVE_WORDS,
            "level": LEVEL_WORDS,
        },
    )


@get("/people/{person_id:uuid}/history", name="person_history", permission=Permission.READ_TEACHER)
async def history(
    request: Visitor, reading: Door, person_id: FromPath[UUID], before: FromQuery[int | None] = None
) -> Response[Any]:
    """Every change of the file. Values of persons are for the person and the office that keeps the file."""
    kept = await best_found(reading, person_id, scopes(reading, Permission.READ_TEACHER))
    titles = await subjects_of_titles(reading, person_id, kept.scope)
    certificates = await _certificates(reading, person_id, kept.scope)
    subjects = [*await subjects_of(reading, person_id, kept.scope), *titles, *certificates]
    changes = await history_of(reading, subjects, await sees_whole(reading, person_id), Page(before), RESTING)
    employed = (await employments_of(reading, [person_id], kept.scope))[person_id]
    names = {str(school_id): name for school_id, name in (await _school_names(reading, employed)).items()}
    for each in employed:
        for unit in await units(reading, each.employment.school_id):
            names[str(unit.id)] = unit.name
    return page(
        request,
        "people/history.html",
        person=kept.person,
        history=changes,
        wording=wording,
        names={**names, str(person_id): kept.person.name},
    )


async def _certificates(reading: Reading, person_id: UUID, scope: Scope) -> tuple[Subject, ...]:
    """The person's certificates, for whom they have a page."""
    if scope not in scopes(reading, Permission.READ_CERTIFICATES):
        return ()
    return tuple((Certificate.SUBJECT, each.id) for each in await certificates_of(reading, person_id, scope))


async def _school_names(reading: Reading, employed: tuple[EmployedAt, ...]) -> dict[UUID, str]:
    """What the schools of employments that the actor sees are called; their names are public."""
    ids = {each.employment.school_id for each in employed}
    return {each: (await school(reading, each, EVERYWHERE)).short_name for each in ids}


ROUTES = [show, history]
