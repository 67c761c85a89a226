"""A teacher's page: the answer in one sentence, the picture, the days behind it, and what to do next."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from registry.audit.process import Reading
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.kernel.periods import asked_day
from registry.kernel.scopes import Scope
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import person
from registry.people.queries.reach import scope_reaching
from registry.platform.drawing import as_svg
from registry.platform.web.pages import Visitor, language_of, page
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.rules import present_title
from registry.practice.documents.timeline_layout import Size
from registry.practice.documents.timeline_picture import timeline_picture
from registry.practice.queries.overview import teacher_overview
from registry.practice.queries.placements import placements_of

SIZES = (Size.WIDE, Size.NARROW)
"""A page holds both; the style sheet shows the one that fits."""


@get("/teachers/{person_id:uuid}", name="teacher", permission=Permission.READ_TEACHER)
async def show(
    request: Visitor,
    reading: Door,
    person_id: FromPath[UUID],
    as_of: FromQuery[date | None] = None,
    since: FromQuery[date | None] = None,
) -> Response[Any]:
    """The page, as of today or of any other day."""
    scope = await scope_reaching(reading, person_id, scopes(reading, Permission.READ_TEACHER))
    on, since = asked_day(as_of) or reading.today, asked_day(since)
    context = await teacher_context(request, reading, person_id, scope, on, since)
    return page(request, "home/teacher.html", **context)


async def teacher_context(
    request: Visitor, reading: Reading, person_id: UUID, scope: Scope, on: date, since: date | None = None
) -> dict[str, Any]:
    """Everything that the page shows; the first screen of a teacher shows the same."""
    titles = (await titles_of(reading, [person_id], scope))[person_id]
    title = present_title(titles, on)
    appointed_on = title.appointed_on if title else None
    found = await teacher_overview(reading, person_id, on, scope, since or appointed_on)
    language = language_of(request)
    principal = principal_of(reading.actor)
    return {
        "owner": await person(reading, person_id, scope),
        "employed": (await employments_of(reading, [person_id], scope))[person_id],
        "posts": (await posts_of(reading, [person_id], scope))[person_id],
        "leaves": (await leaves_of(reading, [person_id], scope))[person_id],
        "placements": list(reversed((await placements_of(reading, [person_id], scope))[person_id])),
        "title_held": title,
        "found": found,
        "counts": {count.placement.reference: count for count in found.counts},
        "pictures": [Markup(as_svg(timeline_picture(found.scene, language, size))) for size in SIZES],
        "on": on,
        "is_today": on == reading.today,
        "is_own": principal.person_id == person_id,
        "may_enter": permits(principal, Permission.ENTER_PLACEMENTS),
        "may_keep": permits(principal, Permission.KEEP_PEOPLE),
        "may_read_certificates": permits(principal, Permission.READ_CERTIFICATES),
    }


ROUTES = [show]
