"""Everything that was ever changed in a school's settings, its rules on practice among them."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromQuery

from registry.audit import wording
from registry.audit.history import Page, Subject, history_of
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.institutions.pages.place import chosen_place
from registry.institutions.queries.belongings import units
from registry.institutions.queries.subjects import subjects_of_school
from registry.platform.web.pages import Visitor, page
from registry.practice.queries.content import region_rules
from registry.practice.queries.grades import grade_caps
from registry.practice.records.grades import GradeCap
from registry.practice.records.region_rules import SchoolRegionRule


@get("/school/history", name="school_history", permission=Permission.READ_SCHOOL)
async def history(
    request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None, before: FromQuery[int | None] = None
) -> Response[Any]:
    """Every change, newest first."""
    place = await chosen_place(reading, school_id, Permission.READ_SCHOOL)
    subjects: list[Subject] = [*await subjects_of_school(reading, place.school.id, place.scope)]
    rules = await region_rules(reading, place.school.id, place.scope)
    subjects += [(SchoolRegionRule.SUBJECT, each.id) for each in rules]
    caps = await grade_caps(reading, place.school.id, place.scope)
    subjects += [(GradeCap.SUBJECT, each.id) for each in caps]
    names = {str(each.id): each.name for each in await units(reading, place.school.id, place.scope)}
    return page(
        request,
        "institutions/history.html",
        school=place.school,
        history=await history_of(reading, subjects, with_personal=False, page=Page(before)),
        wording=wording,
        names={**names, str(place.school.id): place.school.short_name},
    )


ROUTES = [history]
