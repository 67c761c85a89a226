"""What a provider says of a user: a name that stays the same, and attributes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_VALUE = 200
"""Characters of a name or attribute that is of use."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """Values by name; each name may have several."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The value of a name, if there is exactly one of a useful length; else nothing."""
        found = self.values.get(name, ())
        value = found[0].strip() if len(found) == 1 else ""
        return value if len(value) <= LONGEST_VALUE else ""


@dataclass(frozen=True, slots=True)
class Said:
    """The user's name at the provider, and attributes."""

    subject: str
    attributes: Attributes
