"""The accounts that an operator keeps: searched, filtered, in pages."""

from typing import Any
from uuid import UUID

from litestar import Response, get

from registry.home.accounts.places import ROLES_AT, places
from registry.home.accounts.words import words_for
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.identity.model.roles import Role
from registry.identity.model.wording import ROLE_WORDS
from registry.identity.queries.listing import PAGE_SIZE, AccountState, AccountsWanted, accounts_part
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, page

STATE_WORDS = {
    AccountState.OPEN: "正常",
    AccountState.FIRST_PASSWORD: "初始口令未改",
    AccountState.LOCKED: "已停用",
}
LARGEST_PAGE = 100_000
ASKED = ("q", "school", "role", "state", "part")


@get("/accounts", name="accounts", permission=Permission.KEEP_ACCOUNTS)
async def accounts(request: Visitor, reading: Door) -> Response[Any]:
    """A page of accounts. The address says which: `q`, `school`, `role`, `state`, and `part` for the page."""
    typed = {name: request.query_params.get(name, "") for name in ASKED}
    wanted = _wanted(Form({name: [value] for name, value in typed.items()}))
    kept, found = await places(reading), await accounts_part(reading, wanted)
    grants = [grant for line in found.lines for grant in line.roles]
    homes = [Scope.school(line.account.school_id) for line in found.lines if line.account.school_id]
    pages = max(1, -(-found.total // PAGE_SIZE))
    return page(
        request,
        "home/accounts/list.html",
        lines=found.lines,
        total=found.total,
        part=wanted.page,
        pages=pages,
        first=(wanted.page - 1) * PAGE_SIZE + 1,
        typed={name: value for name, value in typed.items() if value and name != "part"},
        schools=[(str(place.school_id), place.name) for place in kept if place.school_id],
        roles=_roles(kept),
        states=[(each.value, words) for each, words in STATE_WORDS.items()],
        state_words=STATE_WORDS,
        has_places=bool([place for place in kept if place.scope.kind is ScopeKind.SCHOOL]),
        home_of=Scope.school,
        words=await words_for(reading, grants, *homes),
    )


def _wanted(form: Form) -> AccountsWanted:
    """What the address asks for; what it does not understand is left out."""
    school_id: UUID | None = form.key("school")
    role = form.choice("role", Role) if form.text("role") else None
    state = form.choice("state", AccountState) if form.text("state") else None
    return AccountsWanted(form.text("q"), school_id, role, state, form.whole("part", 1, LARGEST_PAGE, 1) or 1)


def _roles(kept: Any) -> list[tuple[str, str]]:
    kinds = {place.scope.kind for place in kept}
    offered = dict.fromkeys(role for kind in kinds for role in ROLES_AT[kind])
    return [(role.value, ROLE_WORDS[role]) for role in Role if role in offered]


ROUTES = [accounts]
