"""Everything the registry holds as lines of JSON: readable in decades, without this program and without the key.

The same contents give the same bytes, wherever and whenever they are exported: tables by name, rows by key, values
sealed for keeping opened. Left out: what only signs people in (sessions, attempts, links, password hashes), wrong
look-ups, files being made, and the record of upkeep, none of which says anything about a teacher.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
from piccolo.columns import JSONB, Text, Varchar
from piccolo.columns.base import Column
from piccolo.table import Table

from registry.audit.process import Reading
from registry.keeping.keys import Sealed, sealed_columns
from registry.platform.database import engine
from registry.platform.vault import Vault

FORMAT = 1
LEFT_OUT = frozenset(
    {
        "installation_key",
        "sign_in_session",
        "sign_in_attempt",
        "sign_in_spent",
        "one_time_link",
        "second_factor_recovery",
        "upkeep_run",
        "certificate_file_begun",
        "certificate_look_up",
    }
)


async def export_lines(reading: Reading) -> AsyncIterator[str]:
    """Every row of every table as one line each, all of the same instant. Raises BadInput when the key is another."""
    vault = reading.house.vault
    connection = await engine().get_new_connection()
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            tables = exported_tables()
            yield _line({"export": "teacher-registry", "format": FORMAT, "tables": [_name(each) for each in tables]})
            for table in tables:
                async for row in _rows(connection, table):
                    yield _line({"table": _name(table), "row": _opened(table, row, vault)})
    finally:
        await asyncio.shield(connection.close())


async def export_everything(reading: Reading) -> bytes:
    """All lines at once."""
    return "".join([line async for line in export_lines(reading)]).encode("utf-8")


def exported_tables() -> tuple[type[Table], ...]:
    """The tables that are exported, by name."""
    from registry.piccolo_app import APP_CONFIG  # noqa: PLC0415 -- slow import

    return tuple(sorted((each for each in APP_CONFIG.table_classes if _name(each) not in LEFT_OUT), key=_name))


def _rows(connection: asyncpg.Connection, table: type[Table]) -> AsyncIterator[Mapping[str, Any]]:
    key = table._meta.primary_key
    order = f'"{key._meta.db_column_name}"' + (' COLLATE "C"' if isinstance(key, Text | Varchar) else "")
    columns = ", ".join(f'"{column._meta.db_column_name}"' for column in _columns(table))
    found: AsyncIterator[Mapping[str, Any]] = connection.cursor(
        f'SELECT {columns} FROM "{_name(table)}" ORDER BY {order}'
    ).__aiter__()
    return found


def _columns(table: type[Table]) -> Iterable[Column]:
    return [column for column in table._meta.columns if not column._meta.secret]


def _opened(table: type[Table], row: Mapping[str, Any], vault: Vault) -> dict[str, object]:
    values: dict[str, object] = {}
    all_sealed = {each.column: each for each in sealed_columns() if each.table == _name(table)}
    for column in _columns(table):
        name = column._meta.db_column_name
        sealed = all_sealed.get(name)
        if sealed:
            values[sealed.opened_as] = _unsealed(sealed, row, vault)
        elif isinstance(column, JSONB):
            values[name] = None if row[name] is None else json.loads(row[name])
        else:
            values[name] = _plain(row[name])
    return values


def _unsealed(sealed: Sealed, row: Mapping[str, Any], vault: Vault) -> str | None:
    value = row[sealed.column]
    return None if value is None else vault.open(bytes(value), sealed.place(row))


def _plain(value: object) -> object:
    """A value as JSON knows it: instants in UTC, bytes in hexadecimal."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _line(values: Mapping[str, object]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text + "\n"


def _name(table: type[Table]) -> str:
    return table._meta.tablename
