"""Processes, their chained events, the chain's head, and reliances."""

from piccolo.columns import UUID, BigInt, Bytea, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class AuditProcess(Table, tablename="audit_process"):
    """One use case carried out by one actor at one instant."""

    id = UUID(primary_key=True, default=None, null=False)
    kind = Text(default=None, null=False, help_text="the use case")
    actor_account_id = UUID(default=None, null=True, help_text="null: the installation itself")
    actor_name = Text(default=None, null=False)
    source = Text(default=None, null=False, help_text="web, api, cli, import, job")
    started_at = Timestamptz(default=None, null=False, help_text="the frozen now of the process")
    reason = Text(default=None, null=False, help_text="empty where none is asked for")


class AuditEvent(Table, tablename="audit_event"):
    """One change. Never updated, never deleted: the database refuses. `told_in` reads what it says from `content`."""

    number = BigInt(primary_key=True, default=None, null=False, help_text="without gaps, from 1")
    process = ForeignKey(AuditProcess, on_delete=OnDelete.restrict, default=None, null=False)
    kind = Text(default=None, null=False)
    subject = Text(default=None, null=False, help_text="what kind of thing changed")
    subject_id = Text(default=None, null=False)
    personal = Bytea(default=None, null=True, help_text="values of persons, encrypted")
    content = Text(default=None, null=False, help_text="the canonical text that is hashed")
    previous_hash = Bytea(default=None, null=False)
    hash = Bytea(default=None, null=False)


class AuditHead(Table, tablename="audit_head"):
    """The one row that every recording process locks, so that events have one order."""

    id = SmallInt(primary_key=True, default=None, null=False)
    number = BigInt(default=None, null=False)
    hash = Bytea(default=None, null=False)


class Reliance(Table, tablename="reliance"):
    """Something that rests on a revision of a fact: a certificate, a status, a frozen file."""

    id = UUID(primary_key=True, default=None, null=False)
    fact = Text(default=None, null=False)
    fact_id = Text(default=None, null=False)
    fact_revision = Integer(default=None, null=False)
    dependent = Text(default=None, null=False)
    dependent_id = Text(default=None, null=False)
    words = Text(default=None, null=False, help_text="what the dependent is, as a person would name it")
    released_at = Timestamptz(default=None, null=True, help_text="null: it still rests on the fact")
    released_reason = Text(default=None, null=True)
    process = ForeignKey(AuditProcess, on_delete=OnDelete.restrict, default=None, null=False)
