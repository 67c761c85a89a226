"""What a route asks for before anything is looked up: who may knock at all. Rows and acts are judged later."""

from enum import StrEnum

from registry.identity.model.principals import Principal
from registry.identity.model.roles import Role
from registry.kernel.scopes import Scope, ScopeKind


class Permission(StrEnum):
    """What a page or an act is about. Every route that is not public names one."""

    OWN_PASSWORD = "own_password"
    OWN_ACCOUNT = "own_account"
    ENTER_PLACEMENTS = "enter_placements"
    READ_PLACEMENTS = "read_placements"
    APPROVE_PLANS = "approve_plans"
    RECOGNISE_PLACEMENTS = "recognise_placements"
    INSPECT_PLACEMENTS = "inspect_placements"
    ISSUE_CERTIFICATES = "issue_certificates"
    READ_CERTIFICATES = "read_certificates"
    READ_TEACHER = "read_teacher"
    READ_TEACHERS = "read_teachers"
    KEEP_TITLES = "keep_titles"
    KEEP_PEOPLE = "keep_people"
    READ_SCHOOL = "read_school"
    KEEP_SCHOOL = "keep_school"
    CHECK_LEDGERS = "check_ledgers"
    CHASE = "chase"
    PLAN_PRACTICE = "plan_practice"
    CHECK_NAMES = "check_names"
    IMPORT_FILES = "import_files"
    MERGE_DUPLICATES = "merge_duplicates"
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_SIGN_ON = "keep_sign_on"
    KEEP_INSTALLATION = "keep_installation"


_OFFICES = frozenset({Role.HR_OFFICER, Role.SCHOOL_LEADER, Role.DEPARTMENT_HEAD})
_HR = frozenset({Role.HR_OFFICER})
ROLES_OF: dict[Permission, frozenset[Role]] = {
    Permission.OWN_PASSWORD: frozenset(),
    Permission.OWN_ACCOUNT: frozenset(),
    Permission.ENTER_PLACEMENTS: _HR | {Role.TEACHER},
    Permission.READ_PLACEMENTS: _OFFICES | {Role.TEACHER},
    Permission.APPROVE_PLANS: _OFFICES,
    Permission.RECOGNISE_PLACEMENTS: _HR,
    Permission.INSPECT_PLACEMENTS: _HR | {Role.DEPARTMENT_HEAD},
    Permission.ISSUE_CERTIFICATES: _HR,
    Permission.READ_CERTIFICATES: _OFFICES | {Role.TEACHER},
    Permission.READ_TEACHER: _OFFICES | {Role.TEACHER, Role.BUREAU_OFFICER},
    Permission.READ_TEACHERS: _OFFICES | {Role.BUREAU_OFFICER},
    Permission.KEEP_TITLES: _HR | {Role.TEACHER},
    Permission.KEEP_PEOPLE: _HR,
    Permission.READ_SCHOOL: _OFFICES | {Role.BUREAU_OFFICER},
    Permission.KEEP_SCHOOL: _HR,
    Permission.CHECK_LEDGERS: _OFFICES | {Role.BUREAU_OFFICER},
    Permission.CHASE: _HR | {Role.DEPARTMENT_HEAD, Role.BUREAU_OFFICER},
    Permission.PLAN_PRACTICE: _HR | {Role.DEPARTMENT_HEAD},
    Permission.CHECK_NAMES: _HR | {Role.SCHOOL_LEADER},
    Permission.IMPORT_FILES: _HR,
    Permission.MERGE_DUPLICATES: _HR,
    Permission.KEEP_ACCOUNTS: frozenset({Role.OPERATOR}),
    Permission.KEEP_SIGN_ON: frozenset({Role.OPERATOR}),
    Permission.KEEP_INSTALLATION: frozenset({Role.OPERATOR}),
}
"""The roles that may knock. An empty set: everybody who is signed in."""
FOR_ANY_ROLE = frozenset({Permission.OWN_PASSWORD, Permission.OWN_ACCOUNT})
SYSTEM_WIDE = frozenset({Permission.KEEP_INSTALLATION, Permission.KEEP_SIGN_ON})
"""What a role over less than the whole installation does not open."""
_NARROW_FIRST = (ScopeKind.PERSON, ScopeKind.SCHOOL, ScopeKind.DEPARTMENT, ScopeKind.BUREAU, ScopeKind.SYSTEM)


def permits(principal: Principal, permission: Permission) -> bool:
    """Whether somebody may knock. A first password opens only the page that replaces it, and a second factor that is
    owed the pages that set one up.
    """
    if principal.account_id is None:
        return False
    if principal.must_change_password or principal.owes_second_factor:
        return permission is Permission.OWN_PASSWORD
    return permission in FOR_ANY_ROLE or bool(reach(principal, permission))


def reach(principal: Principal, permission: Permission) -> tuple[Scope, ...]:
    """Every scope in which the principal has this permission: one's own first, then offices, then bureaus."""
    roles = ROLES_OF[permission]
    scopes = dict.fromkeys(held.scope for held in principal.roles if held.role in roles)
    if permission in SYSTEM_WIDE:
        scopes = dict.fromkeys(scope for scope in scopes if scope.kind is ScopeKind.SYSTEM)
    return tuple(sorted(scopes, key=lambda scope: _NARROW_FIRST.index(scope.kind)))
