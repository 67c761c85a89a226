"""The words that an API token can be good for. A token never does more than the account it belongs to."""

from enum import StrEnum

from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import Principal


class TokenScope(StrEnum):
    """What another system may ask for."""

    PLACEMENTS_READ = "placements:read"
    PLACEMENTS_WRITE = "placements:write"
    STANDING_READ = "standing:read"
    TEACHERS_READ = "teachers:read"
    BOARD_READ = "board:read"
    IMPORTS_READ = "imports:read"
    IMPORTS_WRITE = "imports:write"
    CERTIFICATES_READ = "certificates:read"
    CERTIFICATES_WRITE = "certificates:write"


NEEDS: dict[TokenScope, Permission] = {
    TokenScope.PLACEMENTS_READ: Permission.READ_PLACEMENTS,
    TokenScope.PLACEMENTS_WRITE: Permission.ENTER_PLACEMENTS,
    TokenScope.STANDING_READ: Permission.READ_TEACHER,
    TokenScope.TEACHERS_READ: Permission.READ_TEACHER,
    TokenScope.BOARD_READ: Permission.READ_TEACHERS,
    TokenScope.IMPORTS_READ: Permission.IMPORT_FILES,
    TokenScope.IMPORTS_WRITE: Permission.IMPORT_FILES,
    TokenScope.CERTIFICATES_READ: Permission.READ_CERTIFICATES,
    TokenScope.CERTIFICATES_WRITE: Permission.ISSUE_CERTIFICATES,
}
"""The permission without which a word opens nothing."""


def usable_by(principal: Principal) -> tuple[TokenScope, ...]:
    """The words that are of use to somebody with these roles."""
    return tuple(scope for scope, permission in NEEDS.items() if permits(principal, permission))
