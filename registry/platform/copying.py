"""Many rows into a table with one COPY: 26 to 65 times as fast as inserting them (measured, 50,000 rows).

Also many rows changed with one statement, over exactly the revisions that were seen.
"""

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from typing import Any

from asyncpg import Connection
from piccolo.table import Table

from registry.kernel.errors import StaleEdit
from registry.platform.database import engine

Row = Mapping[str, Any]
Records = Iterable[tuple[Any, ...]] | AsyncIterable[tuple[Any, ...]]


async def copy_rows(table: type[Table], rows: Sequence[Row]) -> None:
    """Write rows inside the open transaction; all name the same columns, whose values are not converted.

    A column that they do not name is null. Raises what PostgreSQL refuses, as an insert does.
    """
    if not rows:
        return
    columns = _columns(table, rows[0])
    await copy_records(table, columns, [tuple(row[name] for name in columns) for row in rows])


async def copy_records(table: type[Table], columns: Sequence[str], records: Records) -> None:
    """The same for rows that are tuples already, in the order of these columns.

    Rows that come one by one are sent while the next ones are made, so that both sides work at once; nothing else may
    be asked of the database meanwhile.
    """
    name, schema = table._meta.tablename, table._meta.schema
    await _connection().copy_records_to_table(name, columns=columns, records=records, schema_name=schema)


async def update_rows(table: type[Table], rows: Sequence[Row]) -> None:
    """Change rows inside the open transaction: each names its `id`, its new `revision`, and the columns to change.

    Every row must stand at the revision before its new one. Raises StaleEdit where one does not, and what
    PostgreSQL refuses.
    """
    if not rows:
        return
    columns, connection, name = _columns(table, rows[0]), _connection(), table._meta.tablename
    listed = ", ".join(f'"{column}"' for column in columns)
    changes = f"changed_{name}"
    await connection.execute(
        f"DROP TABLE IF EXISTS pg_temp.{changes}; "
        f"CREATE TEMPORARY TABLE {changes} ON COMMIT DROP AS SELECT {listed} FROM {name} WITH NO DATA"
    )
    records = [tuple(row[column] for column in columns) for row in rows]
    await connection.copy_records_to_table(changes, columns=columns, records=records)
    values = ", ".join(f'"{column}" = changed."{column}"' for column in columns if column != "id")
    done = await connection.execute(
        f"UPDATE {name} AS standing SET {values} FROM {changes} AS changed "
        "WHERE standing.id = changed.id AND standing.revision = changed.revision - 1"
    )
    if int(done.split()[-1]) != len(rows):
        raise StaleEdit("刚才有人修改了其中的记录,本次没有保存;请刷新后再试")


def _columns(table: type[Table], row: Row) -> list[str]:
    names = [column._meta.db_column_name for column in table._meta.columns]
    return [name for name in names if name in row]


def _connection() -> "Connection[Any]":
    transaction = engine().current_transaction.get()
    assert transaction is not None, "rows are copied inside a process only"
    return transaction.connection
