"""Every page of the application, with what its address names in the demo, and who opens it."""

from pathlib import Path
from typing import NamedTuple

from tests.golden.permission_matrix import PARAMETER, Route, routes_of
from tests.journeys.counting import asked

NO_PAGE = {
    "/api/openapi.json": "for programs",
    **{
        f"/api/v1/{address}": "for programs, by token"
        for address in (
            "board",
            "certificates",
            "certificates/{certificate_id:uuid}",
            "certificates/{certificate_id:uuid}/file",
            "imports",
            "imports/{run_id:uuid}",
            "placements",
            "placements/{placement_id:uuid}",
            "standing",
            "standing/{person_id:uuid}",
            "standing/{school:str}/{staff_no:str}",
            "teachers",
            "teachers/{person_id:uuid}",
            "verify",
            "verify/{code:str}",
        )
    },
    "/certificates/{certificate_id:uuid}/file": "a file",
    "/verify/roots/{root_file:str}": "a file",
    "/verify/lists/{list_file:str}": "a file",
    "/certificates/batches/{certificate_batch_id:uuid}/progress": "for a script, JSON",
    "/certificates/batches/{certificate_batch_id:uuid}/zip": "files",
    "/certificates/batches/{certificate_batch_id:uuid}/print": "a file",
    "/healthz": "for programs",
    "/readyz": "for programs",
    "/static/{file_path:path}": "files of the application",
    "/help/pictures/{file_name:str}": "a picture",
    "/board/workbook": "a workbook",
    "/teachers": "leads to the board",
    "/imports/template": "a workbook",
    "/imports/{run_id:uuid}/failed-rows": "a workbook",
    "/imports/{run_id:uuid}/progress": "for a script, JSON",
    "/imports/{run_id:uuid}/teachers": "leads to a teacher",
    "/sign-on/{provider_id:uuid}": "leads to a school's own sign-in",
    "/sign-on/{provider_id:uuid}/leave": "leads to a school's own sign-out",
    "/sign-on/{provider_id:uuid}/return": "where a school's own sign-in leads back to",
    "/enterprises/suggest": "suggestions for a script, JSON",
    "/journal/{entry_id:uuid}/photographs/{digest:str}": "a photograph",
    "/journal/{entry_id:uuid}/photographs/{digest:str}/thumbnail": "a photograph",
    "/papers/{paper_id:uuid}/file": "a file",
    "/papers/{paper_id:uuid}/thumbnail": "a photograph",
}
"""Addresses that answer no page, and why."""
LIN = "SELECT id FROM person WHERE name = '林晓梅'"
HOME = "SELECT id FROM school WHERE short_name = '苇海职院'"
OF_LIN = f"FROM placement WHERE person = ({LIN}) AND state = '{{}}' ORDER BY started_on DESC LIMIT 1"
OF_A_LEAVE = (
    "FROM leave l JOIN employment e ON e.person = l.person AND e.voided_at IS NULL AND e.finished_on IS NULL "
    f"WHERE e.school = ({HOME}) AND l.voided_at IS NULL ORDER BY l.id LIMIT 1"
)
STATE_OF = {"/edit": "planned", "/journal/new": "submitted"}
"""The state of a placement that an address needs; verified where none is said."""
QUERIES = {
    "school_id": HOME,
    "person_id": LIN,
    "account_id": "SELECT id FROM account WHERE login = 'lin'",
    "grant_of_lin": "SELECT g.id FROM role_grant g JOIN account a ON g.account = a.id WHERE a.login = 'lin' LIMIT 1",
    "unit_id": f"SELECT id FROM school_unit WHERE school = ({HOME}) AND kind = 'department' ORDER BY name LIMIT 1",
    "chain_id": f"SELECT id FROM approval_chain WHERE school = ({HOME}) LIMIT 1",
    "break_id": f"SELECT id FROM school_break WHERE school = ({HOME}) AND voided_at IS NULL LIMIT 1",
    "cap_id": f"SELECT id FROM grade_cap WHERE school = ({HOME}) LIMIT 1",
    "rule_id": f"SELECT id FROM practice_region_rule WHERE school = ({HOME}) LIMIT 1",
    "employment_id": f"SELECT id FROM employment WHERE person = ({LIN}) AND voided_at IS NULL LIMIT 1",
    "post_id": "SELECT p.id FROM post_held p JOIN employment e ON p.employment = e.id "
    f"WHERE e.person = ({LIN}) AND p.voided_at IS NULL LIMIT 1",
    "leave_id": f"SELECT l.id {OF_A_LEAVE}",
    "on_leave": f"SELECT l.person {OF_A_LEAVE}",
    "enterprise_id": f"SELECT enterprise FROM placement WHERE person = ({LIN}) AND enterprise IS NOT NULL LIMIT 1",
    "title_id": "SELECT t.id FROM title t JOIN employment e ON e.person = t.person AND e.voided_at IS NULL "
    f"WHERE e.school = ({HOME}) AND t.voided_at IS NULL ORDER BY t.verified_at IS NOT NULL LIMIT 1",
    "certificate_id": f"SELECT id FROM certificate WHERE person = ({LIN}) ORDER BY number LIMIT 1",
    "certificate_batch_id": "SELECT id FROM certificate_batch LIMIT 1",
    "verified": f"SELECT id {OF_LIN.format('verified')}",
    "provider_id": "SELECT id FROM sign_on_provider LIMIT 1",
    "binding_id": "SELECT id FROM sign_on_binding WHERE ended_at IS NULL LIMIT 1",
    "planned": f"SELECT id {OF_LIN.format('planned')}",
    "submitted": f"SELECT id {OF_LIN.format('submitted')}",
}


class Place(NamedTuple):
    """A route and the address at which it is visited in the demo; None where the demo holds nothing that it names."""

    route: Route
    address: str | None


def places(app: object, folder: Path, made: dict[str, str]) -> list[Place]:
    """Every route that answers a page. `made`: what the demo does not hold, made before by its pages."""
    (row,) = asked(folder, "SELECT " + ", ".join(f"({query})" for query in QUERIES.values()))
    known = dict(zip(QUERIES, row, strict=True)) | made
    found = []
    for route in routes_of(app):
        if route.method != "GET" or route.path in NO_PAGE:
            continue
        state = next((state for ending, state in STATE_OF.items() if route.path.endswith(ending)), "verified")
        values = known | {"placement_id": known[state], "topic": "hr"}
        if "leave_id" in route.parameters:
            values["person_id"] = known["on_leave"]
        if route.path.startswith("/accounts/"):
            values["grant_id"] = known["grant_of_lin"]
        missing = [name for name in route.parameters if not values.get(name)]
        address = None if missing else PARAMETER.sub(lambda hit, told=values: str(told[hit[1]]), route.path)
        found.append(Place(route, address))
    return found
