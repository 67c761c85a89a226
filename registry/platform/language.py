"""Chinese first, English by a switch."""

import os
from enum import StrEnum


class Language(StrEnum):
    """The languages that words are kept in."""

    ZH = "zh"
    EN = "en"


def preferred_language() -> Language:
    """`REGISTRY_LANGUAGE` (zh or en); Chinese when unset or anything else."""
    return Language.EN if os.environ.get("REGISTRY_LANGUAGE", "").lower().startswith("en") else Language.ZH
