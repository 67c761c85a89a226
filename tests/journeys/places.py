"""Every page of the application, with what its address names in the demo, and who opens it."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from tests.golden.permission_matrix import PARAMETER, Route, routes_of
from tests.journeys.counting import asked

NO_PAGE = {
    "/healthz": "for programs",
    "/readyz": "for programs",
    "/static/{file_path:path}": "files of the application",
    "/enterprises/suggest": "suggestions for a script, JSON",
    "/journal/{entry_id:uuid}/photographs/{digest:str}": "a photograph",
    "/journal/{entry_id:uuid}/photographs/{digest:str}/thumbnail": "a photograph",
    "/papers/{paper_id:uuid}/file": "a file",
    "/papers/{paper_id:uuid}/thumbnail": "a photograph",
}
"""Addresses that answer no page, and why."""
LIN = "SELECT id FROM person WHERE name = '林晓梅'"
HOME = "SELECT id FROM school WHERE short_name = '苇海职院'"
OWN = f"SELECT {{}} FROM placement WHERE person_id = ({LIN}) AND state = '{{}}' ORDER BY started_on DESC LIMIT 1"
STATE_OF = {"/edit": "planned", "/correct": "verified", "/void": "verified", "/journal/new": "verified"}
"""The state that a page about a placement needs."""
QUERIES = {
    "school_id": HOME,
    "person_id": LIN,
    "account_id": "SELECT id FROM account WHERE login = 'lin'",
    "unit_id": f"SELECT id FROM school_unit WHERE school_id = ({HOME}) AND kind = 'department' ORDER BY name LIMIT 1",
    "chain_id": f"SELECT id FROM approval_chain WHERE school_id = ({HOME}) LIMIT 1",
    "break_id": f"SELECT id FROM school_break WHERE school_id = ({HOME}) AND voided_at IS NULL LIMIT 1",
    "cap_id": f"SELECT id FROM grade_cap WHERE school_id = ({HOME}) LIMIT 1",
    "rule_id": f"SELECT id FROM practice_region_rule WHERE school_id = ({HOME}) LIMIT 1",
    "employment_id": f"SELECT id FROM employment WHERE person_id = ({LIN}) AND voided_at IS NULL LIMIT 1",
    "post_id": "SELECT p.id FROM post_held p JOIN employment e ON p.employment_id = e.id "
    f"WHERE e.person_id = ({LIN}) AND p.voided_at IS NULL LIMIT 1",
    "enterprise_id": f"SELECT enterprise_id FROM placement WHERE person_id = ({LIN}) LIMIT 1",
    "placement_id": OWN.format("id", "verified"),
    "paper_id": f"SELECT id FROM paper WHERE chain_id = ({OWN.format('chain_id', 'verified')}) LIMIT 1",
}
OF_A_LEAVE = "SELECT person_id, id FROM leave WHERE voided_at IS NULL LIMIT 1"
OF_A_TITLE = (
    "SELECT t.id FROM title t JOIN employment e ON e.person_id = t.person_id AND e.voided_at IS NULL "
    f"WHERE e.school_id = ({HOME}) AND t.voided_at IS NULL LIMIT 1"
)


class Place(NamedTuple):
    """A route and the address at which it is visited in the demo; None where the demo holds nothing that it names."""

    route: Route
    address: str | None


def places(app: object, folder: Path, made: dict[str, str]) -> list[Place]:
    """Every route that answers a page. `made`: what the demo does not hold, made before by its pages."""
    known = {name: _one(folder, query) for name, query in QUERIES.items()} | made
    on_leave = (asked(folder, OF_A_LEAVE) or [[None, None]])[0]
    known["title_id"] = _one(folder, OF_A_TITLE)
    found = []
    for route in routes_of(app):
        if route.method != "GET" or route.path in NO_PAGE:
            continue
        values = dict(known)
        if "leave_id" in route.parameters:
            values["person_id"], values["leave_id"] = on_leave
        for ending, state in STATE_OF.items():
            if "placement_id" in route.parameters and route.path.endswith(ending):
                values["placement_id"] = _one(folder, OWN.format("id", state))
        missing = [name for name in route.parameters if not values.get(name)]
        address = None if missing else PARAMETER.sub(lambda hit, told=values: str(told[hit[1]]), route.path)
        found.append(Place(route, address))
    return found


def with_query(address: str, **query: str) -> str:
    """The address with this asked."""
    return f"{address}?{urlencode(query)}"


def _one(folder: Path, query: str) -> str | None:
    rows = asked(folder, query)
    return rows[0][0] if rows else None
