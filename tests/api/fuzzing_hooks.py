"""How schemathesis makes values that mean something here: days that can be asked about, ids of what is staged."""

import json
import os
from datetime import date
from uuid import UUID

import schemathesis
from hypothesis import strategies

KNOWN = json.loads(os.environ.get("REGISTRY_FUZZ_KNOWN", "{}"))
"""By the name of a parameter, what is there."""
LONGEST_NAME = 60

schemathesis.openapi.format(
    "date", strategies.dates(date(1900, 1, 1), date(2200, 12, 31)).map(lambda day: day.isoformat())
)


def _is_meant(value: object) -> bool:
    """A value that fits, every other one: those that do not fit are left, and some that name nothing too."""
    if not isinstance(value, str):
        return False
    try:
        return UUID(value).int % 4 != 0
    except ValueError:
        return 0 < len(value) <= LONGEST_NAME and len(value) % 2 == 0


def _known(values):
    if not isinstance(values, dict):
        return values
    return {name: KNOWN[name] if name in KNOWN and _is_meant(value) else value for name, value in values.items()}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return _known(path_parameters)


@schemathesis.hook
def map_query(context, query):
    return _known(query)


@schemathesis.hook
def map_body(context, body):
    return _known(body)
