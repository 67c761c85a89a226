"""How roles, places and instants are shown on the pages of accounts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from registry.audit.process import Reading
from registry.identity.model.roles import Role, RoleGrant
from registry.identity.model.wording import OUTCOME_WORDS, ROLE_WORDS, TOKEN_SCOPE_WORDS
from registry.institutions.queries.names import scope_names
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.clock import SHANGHAI

EVERYWHERE_WORDS = "全部学校"
OWN_WORDS = "本人"
ELSEWHERE_WORDS = "其他单位"
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg/", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN_DEVICE = "其他程序"


class Words:
    """What templates say of roles and scopes. Names are looked up once for the page."""

    def __init__(self, names: dict[Scope, str]) -> None:
        self._names = names

    def role(self, role: Role) -> str:
        """The role's name."""
        return ROLE_WORDS[role]

    def scope(self, scope: Scope | None) -> str:
        """Where a role holds."""
        if scope is None or scope.kind is ScopeKind.PERSON:
            return OWN_WORDS
        return EVERYWHERE_WORDS if scope.kind is ScopeKind.SYSTEM else self._names.get(scope, ELSEWHERE_WORDS)

    def outcome(self, outcome: Any) -> str:
        """How a try to sign in ended."""
        return OUTCOME_WORDS[outcome]

    def token_scope(self, scope: Any) -> str:
        """What a token may ask for; a word that is no longer known as it stands."""
        known: dict[str, str] = {key.value: words for key, words in TOKEN_SCOPE_WORDS.items()}
        return known.get(str(scope), str(scope))

    def moment(self, instant: datetime | None) -> str:
        """An instant on China's clock, to the minute."""
        return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if instant else ""

    def device(self, user_agent: str) -> str:
        """What was used, as its user calls it."""
        browser = next((words for sign, words in _BROWSERS if sign in user_agent), "")
        system = next((words for sign, words in _SYSTEMS if sign in user_agent), "")
        return " · ".join(part for part in (browser, system) if part) or UNKNOWN_DEVICE


async def words_for(reading: Reading, grants: Iterable[RoleGrant] = (), *more: Scope | None) -> Words:
    """The words for these roles and scopes."""
    return Words(await scope_names(reading, [*(grant.scope for grant in grants), *more]))
