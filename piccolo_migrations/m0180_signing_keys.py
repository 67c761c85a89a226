"""The keys that sign, and the lists of those revoked."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import ForeignKey, Integer, Text, Timestamptz, UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check, Unique
from piccolo.table import Table

ID = "2026-11-23T11:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Keep the installation's root, the schools' signing keys, and the revocation lists"

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
NULLABLE = {"null": True}


class School(Table, tablename="school", schema=None):
    id = UUID(**KEY)


class SigningKeyRow(Table, tablename="signing_key", schema=None):
    id = UUID(**KEY)


def _reference(to: object) -> dict:
    return {"references": to, "on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}


NAMES = {"SigningKeyRow": "signing_key", "SigningRevocationList": "signing_revocation_list"}
COLUMNS = {
    "SigningKeyRow": (
        ("id", UUID, {"primary_key": True}),
        ("kind", Text, {}),
        ("origin", Text, {}),
        ("school", ForeignKey, {**_reference(School), **NULLABLE}),
        ("issuer", ForeignKey, {**_reference("self"), **NULLABLE, "index": True}),
        ("name", Text, {}),
        ("serial", Text, {}),
        ("fingerprint", Text, {"unique": True}),
        ("certificate", Text, {}),
        ("chain", Text, NULLABLE),
        ("private_key", Text, {"secret": True}),
        ("started_at", Timestamptz, {}),
        ("finished_at", Timestamptz, {}),
        ("made_at", Timestamptz, {}),
        ("made_by_name", Text, {}),
        ("retired_at", Timestamptz, NULLABLE),
        ("retired_reason", Text, NULLABLE),
        ("revoked_at", Timestamptz, NULLABLE),
        ("revoked_cause", Text, NULLABLE),
        ("revoked_reason", Text, NULLABLE),
        ("revision", Integer, {}),
    ),
    "SigningRevocationList": (
        ("id", UUID, {"primary_key": True}),
        ("root", ForeignKey, _reference(SigningKeyRow)),
        ("number", Integer, {}),
        ("entries", Integer, {}),
        ("content", Text, {}),
        ("made_at", Timestamptz, {}),
        ("due_at", Timestamptz, {}),
    ),
}
CHECKS = (
    ("SigningKeyRow", "signing_key_kind_known", "kind IN ('root', 'school')"),
    ("SigningKeyRow", "signing_key_origin_known", "origin IN ('own', 'imported')"),
    (
        "SigningKeyRow",
        "signing_key_cause_known",
        "revoked_cause IN ('key_compromise', 'superseded', 'cessation', 'affiliation', 'unspecified')",
    ),
    (
        "SigningKeyRow",
        "signing_key_of_whom",
        "(school IS NULL) = (kind = 'root') AND (issuer IS NOT NULL) = (kind = 'school' AND origin = 'own') "
        "AND (kind = 'school' OR origin = 'own')",
    ),
    (
        "SigningKeyRow",
        "signing_key_is_sealed",
        "name <> '' AND certificate LIKE '-----BEGIN CERTIFICATE-----%' "
        "AND private_key LIKE '-----BEGIN ENCRYPTED PRIVATE KEY-----%'",
    ),
    ("SigningKeyRow", "signing_key_in_order", "started_at < finished_at"),
    (
        "SigningKeyRow",
        "signing_key_retired_with_reason",
        "(retired_at IS NULL) = (retired_reason IS NULL) AND retired_reason <> ''",
    ),
    (
        "SigningKeyRow",
        "signing_key_revoked_with_reason",
        "(revoked_at IS NULL) = (revoked_reason IS NULL) AND (revoked_at IS NULL) = (revoked_cause IS NULL) "
        "AND revoked_reason <> '' AND (revoked_at IS NULL OR retired_at IS NOT NULL)",
    ),
    (
        "SigningRevocationList",
        "signing_revocation_list_whole",
        "number >= 1 AND entries >= 0 AND made_at < due_at AND content LIKE '-----BEGIN X509 CRL-----%'",
    ),
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
    manager.add_constraint(
        table_class_name="SigningRevocationList",
        tablename="signing_revocation_list",
        constraint_name="signing_revocation_list_counts",
        constraint_class=Unique,
        params={"columns": ["root", "number"], "nulls_distinct": True},
        schema=None,
    )
    return manager
