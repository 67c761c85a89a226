"""What a rule that permits or refuses returns: yes, or no with the reason and what to do next."""

from dataclasses import dataclass

from registry.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be done. A refusal carries its reason and, where a rule is behind it, its source."""

    allowed: bool
    reason: str = ""
    source: str = ""

    @classmethod
    def yes(cls) -> "Verdict":
        """It may be done."""
        return cls(True)

    @classmethod
    def no(cls, reason: str, source: str = "") -> "Verdict":
        """It may not be done, and why."""
        return cls(False, reason, source)


def require(verdict: Verdict) -> None:
    """Pass, or raise NotPermitted with the verdict's reason and source."""
    if not verdict.allowed:
        raise NotPermitted(f"{verdict.reason}({verdict.source})" if verdict.source else verdict.reason)
