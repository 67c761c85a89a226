"""The ways a request can fail. Raised with facts; the words live where they are shown."""

from datetime import date
from uuid import UUID


class RegistryError(Exception):
    """Something the user can understand and act on; its text is one clear line."""

    @property
    def for_operator(self) -> str:
        """The line for whoever keeps the machine: on the command line, in logs, in the reports of jobs."""
        return str(self)


class BadInput(RegistryError):
    """The input cannot be used at all: not readable, not what was asked for, or wrong usage."""


class PolicyGap(RegistryError):
    """A rule was asked for on a day on which no value is in force."""

    def __init__(self, jurisdiction: str, parameter: str, on: date) -> None:
        super().__init__(f"{jurisdiction}:{on} 没有生效的 {parameter} (no value in force)")
        self.jurisdiction, self.parameter, self.on = jurisdiction, parameter, on


class NotFound(RegistryError):
    """There is no such thing, or none that this actor may know of: the two look alike on purpose."""


class Moved(NotFound):
    """The record was merged into another, which the asker may know of: `new_id` stands in its place."""

    def __init__(self, old_id: UUID, new_id: UUID) -> None:
        super().__init__("该记录已并入另一条记录")
        self.old_id, self.new_id = old_id, new_id


class NotPermitted(RegistryError):
    """The actor may see the thing but not do this to it. The text says why and who may."""


class StaleEdit(RegistryError):
    """Somebody else changed it since it was shown. Nothing was written; look again and repeat."""


class InvalidFields(BadInput):
    """A form with faults, all of them at once: `faults` maps each field to what is wrong with it."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(";".join(f"{name}:{words}" for name, words in faults.items()))
        self.faults = faults
