"""Who is told what: batches, messages, causes told, settings, mail addresses, the outbox."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check, Unique
from piccolo.table import Table

ID = "2026-11-23T06:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Keep what people are told, where their mail goes, and how far each mail has come"

COMMON = {
    "default": None,
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
KEY = {**COMMON, "primary_key": True}


class School(Table, tablename="school", schema=None):
    id = UUID(**KEY)


class Person(Table, tablename="person", schema=None):
    id = UUID(**KEY)


class Account(Table, tablename="account", schema=None):
    id = UUID(**KEY)


class ReminderBatch(Table, tablename="reminder_batch", schema=None):
    id = UUID(**KEY)


class ReminderMessage(Table, tablename="reminder_message", schema=None):
    id = UUID(**KEY)


def _reference(to: object) -> dict:
    return {
        "references": to,
        "on_delete": OnDelete.restrict,
        "on_update": OnUpdate.cascade,
        "target_column": None,
    }


NAMES = {
    "ReminderBatch": "reminder_batch",
    "ReminderMessage": "reminder_message",
    "ReminderCause": "reminder_cause",
    "ReminderSetting": "reminder_setting",
    "MailAddress": "mail_address",
    "MailOutbox": "mail_outbox",
}
COLUMNS = {
    "ReminderBatch": (
        ("id", UUID, {"primary_key": True}),
        ("kind", Text, {}),
        ("scope_kind", Text, {}),
        ("scope_id", UUID, {"null": True}),
        ("school", ForeignKey, {**_reference(School), "null": True, "index": True}),
        ("as_of", Date, {}),
        ("wish", Text, {}),
        ("q", Text, {}),
        ("asked", Integer, {}),
        ("sent", Integer, {}),
        ("sent_by", UUID, {"null": True}),
        ("sent_by_name", Text, {}),
        ("sent_at", Timestamptz, {}),
    ),
    "ReminderMessage": (
        ("id", UUID, {"primary_key": True}),
        ("batch", ForeignKey, {**_reference(ReminderBatch)}),
        ("school", ForeignKey, {**_reference(School), "index": True}),
        ("person", ForeignKey, {**_reference(Person), "null": True, "index": True}),
        ("account", ForeignKey, {**_reference(Account), "null": True, "index": True}),
        ("name", Text, {}),
        ("staff_no", Text, {}),
        ("title", Text, {}),
        ("text", Text, {}),
        ("about", Text, {}),
        ("target", UUID, {"null": True}),
        ("created_at", Timestamptz, {}),
        ("read_at", Timestamptz, {"null": True}),
    ),
    "ReminderCause": (
        ("key", Text, {"primary_key": True}),
        ("message", ForeignKey, {**_reference(ReminderMessage), "index": True}),
    ),
    "ReminderSetting": (
        ("id", UUID, {"primary_key": True}),
        ("school", ForeignKey, {**_reference(School), "unique": True}),
        ("lapse_days", Integer, {"null": True}),
        ("lapse_again_days", Integer, {"null": True}),
        ("hand_in_days", Integer, {"null": True}),
        ("approve_days", Integer, {"null": True}),
        ("quiet_from", SmallInt, {"null": True}),
        ("quiet_until", SmallInt, {"null": True}),
        ("set_by_name", Text, {}),
        ("set_at", Timestamptz, {}),
        ("revision", Integer, {}),
    ),
    "MailAddress": (
        ("id", UUID, {"primary_key": True}),
        ("account", ForeignKey, {**_reference(Account), "unique": True}),
        ("address_sealed", Bytea, {"null": True}),
        ("confirmed_at", Timestamptz, {"null": True}),
        ("is_wanted", Boolean, {}),
        ("set_at", Timestamptz, {}),
        ("revision", Integer, {}),
    ),
    "MailOutbox": (
        ("id", UUID, {"primary_key": True}),
        ("message", ForeignKey, {**_reference(ReminderMessage), "null": True, "unique": True}),
        ("account", ForeignKey, {**_reference(Account), "index": True}),
        ("school", ForeignKey, {**_reference(School), "null": True}),
        ("purpose", Text, {}),
        ("rfc_id", Text, {"unique": True}),
        ("content_sealed", Bytea, {"null": True}),
        ("state", Text, {}),
        ("attempts", Integer, {}),
        ("created_at", Timestamptz, {}),
        ("next_at", Timestamptz, {}),
        ("claimed_at", Timestamptz, {"null": True}),
        ("finished_at", Timestamptz, {"null": True}),
        ("words", Text, {}),
    ),
}
CHECKS = (
    (
        "ReminderBatch",
        "reminder_batch_kind_known",
        "kind IN ('yearly', 'papers', 'lapse', 'short', 'report', 'auto_lapse', 'auto_hand_in', 'auto_approve')",
    ),
    (
        "ReminderBatch",
        "reminder_batch_scope_known",
        "scope_kind IN ('system', 'bureau', 'school', 'department', 'person')",
    ),
    ("ReminderBatch", "reminder_batch_scope_named", "(scope_id IS NULL) = (scope_kind = 'system')"),
    ("ReminderBatch", "reminder_batch_counted", "asked >= 0 AND sent >= 0"),
    ("ReminderMessage", "reminder_message_about_known", "about IN ('teacher', 'placement', 'plans', 'board')"),
    (
        "ReminderSetting",
        "reminder_setting_days",
        "lapse_days > 0 AND lapse_again_days > 0 AND hand_in_days > 0 AND approve_days > 0",
    ),
    (
        "ReminderSetting",
        "reminder_setting_quiet",
        "(quiet_from IS NULL) = (quiet_until IS NULL) AND quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23",
    ),
    ("MailAddress", "mail_address_confirmed_is_there", "address_sealed IS NOT NULL OR confirmed_at IS NULL"),
    ("MailOutbox", "mail_outbox_state_known", "state IN ('waiting', 'sending', 'sent', 'failed', 'dropped')"),
    ("MailOutbox", "mail_outbox_purpose_known", "purpose IN ('reminder', 'confirmation')"),
    ("MailOutbox", "mail_outbox_claimed", "(state = 'sending') = (claimed_at IS NOT NULL)"),
    ("MailOutbox", "mail_outbox_finished", "(state IN ('sent', 'failed', 'dropped')) = (finished_at IS NOT NULL)"),
    ("MailOutbox", "mail_outbox_has_content", "content_sealed IS NOT NULL OR state IN ('sent', 'dropped')"),
)
UNIQUES = (
    ("ReminderMessage", "reminder_message_once_a_person", ["batch", "person"]),
    ("ReminderMessage", "reminder_message_once_an_account", ["batch", "account", "school"]),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for table, columns in COLUMNS.items():
        manager.add_table(class_name=table, tablename=NAMES[table], schema=None, columns=None)
        for name, kind, special in columns:
            manager.add_column(
                table_class_name=table,
                tablename=NAMES[table],
                column_name=name,
                db_column_name=name,
                column_class_name=kind.__name__,
                column_class=kind,
                params={**COMMON, **special},
                schema=None,
            )
    for table, name, condition in CHECKS:
        manager.add_constraint(
            table_class_name=table,
            tablename=NAMES[table],
            constraint_name=name,
            constraint_class=Check,
            params={"condition": condition},
            schema=None,
        )
    for table, name, columns in UNIQUES:
        manager.add_constraint(
            table_class_name=table,
            tablename=NAMES[table],
            constraint_name=name,
            constraint_class=Unique,
            params={"columns": list(columns), "nulls_distinct": True},
            schema=None,
        )
    return manager
