"""The former address of the list of teachers: it leads to the board, with what it asked for."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromQuery

from registry.identity.model.permissions import Permission
from registry.kernel.periods import asked_day
from registry.platform.web.pages import Visitor, go
from registry.practice.model import StandingState
from registry.practice.rules.progress import Progress


@get("/teachers", name="teachers", permission=Permission.READ_TEACHERS)
async def show(
    request: Visitor,
    school_id: FromQuery[UUID | None] = None,
    as_of: FromQuery[date | None] = None,
    standing: FromQuery[StandingState | None] = None,
    progress: FromQuery[Progress | None] = None,
    department: FromQuery[UUID | None] = None,
    q: FromQuery[str] = "",
) -> Response[Any]:
    """Look at the board instead."""
    return go(
        request,
        "board",
        school_id=school_id,
        department_id=department,
        state=standing,
        progress=progress,
        q=q,
        as_of=asked_day(as_of),
    )


ROUTES = [show]
