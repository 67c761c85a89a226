"""What the stories of the demo find: the schools, the people in them, and the doors to act through."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar
from uuid import UUID

from registry.audit.model import Actor
from registry.audit.process import Process, Reading, open_process
from registry.demo.enterprises import DemoEnterprise
from registry.identity.model.principals import installation
from registry.identity.service.sessions import acting_as
from registry.institutions.model.facts import School, Unit
from registry.kernel.scopes import Scope
from registry.platform.clock import SHANGHAI
from registry.platform.files import FileStore

SOURCE = "demo"
OPENED_DAYS_AGO = 200
"""The region is opened so many days before the day shown; the stories happen in between."""
MORNING = 9

Result = TypeVar("Result")
Given = ParamSpec("Given")


class By(NamedTuple):
    """Who acts, by login, and how many days before the day shown."""

    login: str
    days_ago: int


@dataclass(slots=True)
class World:
    """The region while it is being built. `door` is the installation's own reading, `on` the day shown."""

    door: Reading
    on: date
    files: FileStore
    schools: dict[str, School] = field(default_factory=dict)
    bureaus: dict[str, UUID] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    firms: dict[DemoEnterprise, UUID | None] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def reading(self, days_ago: int, actor: Actor | None = None) -> Reading:
        """A door opened on a morning so many days before the day shown, by the installation or by somebody.

        What happens on the day itself happens at its first hour: whoever looks is later.
        """
        now = datetime.combine(self.day(days_ago), time(MORNING if days_ago else 0), SHANGHAI)
        return replace(self.door, now=now, actor=actor or installation(SOURCE))

    async def acting(self, by: By) -> Reading:
        """A door opened by the owner of that login, with the roles of that day."""
        reading = self.reading(by.days_ago)
        return replace(reading, actor=await acting_as(reading, by.login))

    async def do(
        self,
        by: By,
        use_case: Callable[Concatenate[Process, Given], Awaitable[Result]],
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Result:
        """What a use case returned, carried out by that login that day."""
        async with open_process(use_case.__name__, await self.acting(by)) as process:
            return await use_case(process, *given, **named)

    def day(self, days_ago: int) -> date:
        """The day so many days before the day shown."""
        return self.on - timedelta(days_ago)

    def of_school(self, code: str) -> Scope:
        """The whole of a school."""
        return Scope.school(self.schools[code].id)

    def of_person(self, key: str) -> Scope:
        """Somebody's own record."""
        return Scope.person(self.people[key])
