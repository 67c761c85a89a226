"""Where the key is, whether it fits, and what is sealed with it."""

import os
from collections.abc import Mapping
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from piccolo.columns import Bytea

from registry.kernel.errors import BadInput
from registry.platform.settings import Settings
from registry.platform.vault import Vault, key_place

SEALED_NAME = "_sealed"
SEALED_WORD = "encrypted"


class Sealed(NamedTuple):
    """A column of sealed values, and what it is called when opened."""

    table: str
    key: str
    column: str

    @property
    def opened_as(self) -> str:
        """The name under which the value is read."""
        return self.column.removesuffix(SEALED_NAME)

    def place(self, row: Mapping[str, Any]) -> str:
        """What the row's value is sealed for: table, column and row, as every slice does it."""
        return f"{self.table}.{self.column}:{row[self.key]}"


@cache
def sealed_columns() -> tuple[Sealed, ...]:
    """Every declared column of sealed values: its name ends so, or its help text says that it is encrypted."""
    from registry.piccolo_app import APP_CONFIG  # noqa: PLC0415 -- slow import

    found = [
        Sealed(table._meta.tablename, table._meta.primary_key._meta.db_column_name, column._meta.db_column_name)
        for table in APP_CONFIG.table_classes
        for column in table._meta.columns
        if isinstance(column, Bytea)
        and (column._meta.name.endswith(SEALED_NAME) or SEALED_WORD in str(column._meta.help_text or ""))
    ]
    return tuple(sorted(found))


def key_file(settings: Settings) -> Path:
    """Where this installation's key is, or would be."""
    return key_place(settings.secret_file, settings.data_folder)


def vault_of(file: Path) -> Vault | None:
    """The vault of a key that is there; None where there is none, for a new one would open nothing."""
    return Vault(file.read_bytes()) if file.is_file() else None


def check_value(vault: Vault | None) -> str | None:
    """What tells a fitting key from another one, and nothing else about it."""
    return vault.check_value().hex() if vault else None


def require_fitting(vault: Vault | None, stated: str | None) -> None:
    """Raise BadInput for a key other than the one in use when the backup was made."""
    if vault and stated and check_value(vault) != stated:
        raise BadInput("密钥不是备份时所用的密钥,数据库未改动;请用 --key 指定正确的密钥文件 (the key does not fit)")


def require_replaceable(source: Path, place: Path, is_forced: bool) -> None:
    """Raise BadInput where another key is there and nobody said that it may be set aside."""
    if not is_forced and place.exists() and place.read_bytes() != source.read_bytes():
        raise BadInput(
            f"{place} 已有另一个密钥,没有改动任何内容;请先移走,或加 --force 把它改名保留 "
            "(another key is there already)"
        )


def install_key(source: Path, place: Path, mark: str) -> Path | None:
    """Put a key where the installation looks for it, for its owner alone.

    Another one there is kept under a name with this mark, which is handed back; None: there was none.
    """
    content, set_aside = source.read_bytes(), None
    if place.exists():
        if place.read_bytes() == content:
            return None
        set_aside = _free_name(place.with_name(f"{place.name}.before-{mark}"))
        place.rename(set_aside)
    place.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return set_aside


def _free_name(wanted: Path) -> Path:
    """No key is ever written over: the name, or the first with a number that nothing has yet."""
    numbered = (wanted.with_name(f"{wanted.name}.{number}") for number in count(2))
    return next(name for name in chain([wanted], numbered) if not name.exists())


async def sealed_counts(connection: asyncpg.Connection) -> dict[str, int]:
    """How many values are sealed, by table and column."""
    return {
        f"{each.table}.{each.column}": await connection.fetchval(f'SELECT count("{each.column}") FROM "{each.table}"')
        for each in sealed_columns()
    }


async def unopened(connection: asyncpg.Connection, vault: Vault) -> tuple[str, ...]:
    """The columns that hold a value which this key does not open; every value is tried."""
    found = []
    async with connection.transaction(readonly=True):
        for each in sealed_columns():
            async for row in connection.cursor(f'SELECT * FROM "{each.table}" WHERE "{each.column}" IS NOT NULL'):
                try:
                    vault.open(row[each.column], each.place(row))
                except BadInput:
                    found.append(f"{each.table}.{each.column}")
                    break
    return tuple(found)
