"""Where a role can be given: the places that an operator keeps, and the roles that belong to each."""

from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.identity.access import scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.model.wording import ROLE_WORDS
from registry.institutions.model.facts import Unit, UnitKind
from registry.institutions.queries.belongings import units
from registry.institutions.queries.schools import bureaus, schools
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.platform.web.forms import Form

ROLES_AT: dict[ScopeKind, tuple[Role, ...]] = {
    ScopeKind.SCHOOL: (Role.TEACHER, Role.HR_OFFICER, Role.DEPARTMENT_HEAD, Role.SCHOOL_LEADER, Role.OPERATOR),
    ScopeKind.BUREAU: (Role.BUREAU_OFFICER, Role.STAFFING_OFFICE),
    ScopeKind.SYSTEM: (Role.OPERATOR, Role.EVALUATOR),
}
INSTALLATION_WORDS = "整个系统"


class Place(NamedTuple):
    """A school, a bureau or the installation. `value` names it in forms and addresses."""

    value: str
    name: str
    scope: Scope
    code: str = ""

    @property
    def school_id(self) -> UUID | None:
        """The school, where it is one."""
        return self.scope.id if self.scope.kind is ScopeKind.SCHOOL else None

    @property
    def seal_name(self) -> str:
        """The name for paper; the installation itself has none."""
        return "" if self.scope.kind is ScopeKind.SYSTEM else self.name

    @property
    def roles(self) -> list[tuple[str, str]]:
        """The roles that can be given here, with their words."""
        return [(role.value, ROLE_WORDS[role]) for role in ROLES_AT[self.scope.kind]]


async def places(reading: Reading) -> tuple[Place, ...]:
    """The places that the actor keeps accounts of: schools by code, then bureaus, then the installation."""
    kept = scopes(reading, Permission.KEEP_ACCOUNTS)
    found = {
        school.id: Place(f"school:{school.id}", school.name, Scope.school(school.id), school.code)
        for scope in kept
        for school in await schools(reading, scope)
    }
    listed = tuple(found.values())
    if EVERYWHERE not in kept:
        return listed
    of_bureaus = tuple(
        Place(f"bureau:{each.id}", each.name, Scope.bureau(each.id), each.code) for each in await bureaus(reading)
    )
    return (*listed, *of_bureaus, Place("system", INSTALLATION_WORDS, EVERYWHERE))


def chosen_place(choices: tuple[Place, ...], value: str | None) -> Place | None:
    """The place of that value; the only one where there is but one. Raises NotFound for a place not kept."""
    if not value:
        return choices[0] if len(choices) == 1 else None
    found = next((place for place in choices if place.value == value), None)
    if found is None:
        raise NotFound("没有找到该单位")
    return found


async def departments(reading: Reading, place: Place | None) -> tuple[Unit, ...]:
    """The departments of a school that stand today."""
    if place is None or place.school_id is None:
        return ()
    found = await units(reading, place.school_id, place.scope)
    return tuple(unit for unit in found if unit.kind is UnitKind.DEPARTMENT and unit.stands_on(reading.today))


def role_wanted(form: Form, place: Place, of_school: tuple[Unit, ...]) -> RoleWanted | None:
    """The role that a form asks for at a place; None with faults in the form."""
    role = form.choice("role", Role)
    started_on, finished_on = form.day("started_on"), form.day("finished_on")
    if role is None:
        return None
    if role not in ROLES_AT[place.scope.kind]:
        form.faults["role"] = "请从列表中选择"
        return None
    if role in (Role.TEACHER, Role.EVALUATOR):
        return RoleWanted(role, None, None, started_on, finished_on)
    if role is not Role.DEPARTMENT_HEAD:
        return RoleWanted(role, place.scope, None, started_on, finished_on)
    department_id = form.key("department", required=True)
    if department_id not in {unit.id for unit in of_school}:
        form.faults.setdefault("department", "请从列表中选择")
    if department_id is None:
        return None
    return RoleWanted(role, Scope.department(department_id), place.school_id, started_on, finished_on)
