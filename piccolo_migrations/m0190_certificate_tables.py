"""Certificates, the counters of their numbers, batches, files about to be kept, and look-ups with a wrong code."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check, Unique
from piccolo.table import Table

ID = "2026-11-23T12:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Certificates with numbers that have no gap, and batches of them"

COMMON = {
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
WHOLE = {"default": None, "null": False, "primary_key": False}
NULLABLE = {"default": None, "null": True, "primary_key": False}
KEY = {"default": None, "null": False, "primary_key": True}


class School(Table, tablename="school", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class Person(Table, tablename="person", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class SigningKeyRow(Table, tablename="signing_key", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class CertificateBatch(Table, tablename="certificate_batch", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class Certificate(Table, tablename="certificate", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


def _to(table: object, base: dict[str, object] = WHOLE, **more: object) -> dict[str, object]:
    key = {"on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}
    return {**base, "references": table, **key, **more}


Columns = dict[str, tuple[type, dict[str, object]]]
COUNTER: Columns = {
    "id": (UUID, KEY),
    "school": (ForeignKey, _to(School)),
    "kind": (Text, WHOLE),
    "year": (SmallInt, WHOLE),
    "last": (Integer, WHOLE),
}
BATCH: Columns = {
    "id": (UUID, KEY),
    "school": (ForeignKey, _to(School, index=True)),
    "kind": (Text, WHOLE),
    "wording": (Text, WHOLE),
    "as_of": (Date, WHOLE),
    "period_from": (Date, NULLABLE),
    "period_to": (Date, NULLABLE),
    "state": (Text, WHOLE),
    "begun_at": (Timestamptz, WHOLE),
    "begun_by": (UUID, NULLABLE),
    "begun_by_name": (Text, WHOLE),
}
CERTIFICATE: Columns = {
    "id": (UUID, KEY),
    "school": (ForeignKey, _to(School)),
    "person": (ForeignKey, _to(Person, index=True)),
    "kind": (Text, WHOLE),
    "year": (SmallInt, WHOLE),
    "serial": (Integer, WHOLE),
    "number": (Text, {**WHOLE, "unique": True}),
    "code_sealed": (Bytea, WHOLE),
    "code_index": (Bytea, {**WHOLE, "unique": True}),
    "check_digits": (Text, WHOLE),
    "wording": (Text, WHOLE),
    "as_of": (Date, WHOLE),
    "period_from": (Date, NULLABLE),
    "period_to": (Date, NULLABLE),
    "content_sealed": (Bytea, WHOLE),
    "facts_digest": (Text, WHOLE),
    "issued_at": (Timestamptz, WHOLE),
    "issued_by": (UUID, NULLABLE),
    "issued_by_name": (Text, WHOLE),
    "batch": (ForeignKey, _to(CertificateBatch, NULLABLE)),
    "replaces": (ForeignKey, _to("self", NULLABLE, unique=True)),
    "state": (Text, WHOLE),
    "replaced_by": (ForeignKey, _to("self", NULLABLE, unique=True)),
    "replaced_reason": (Text, NULLABLE),
    "revoked_at": (Timestamptz, NULLABLE),
    "revoked_by_name": (Text, NULLABLE),
    "revoked_reason": (Text, NULLABLE),
    "file_digest": (Text, NULLABLE),
    "unsigned_digest": (Text, NULLABLE),
    "signing_key": (ForeignKey, _to(SigningKeyRow, NULLABLE)),
    "revision": (Integer, WHOLE),
}
LINE: Columns = {
    "id": (UUID, KEY),
    "batch": (ForeignKey, _to(CertificateBatch)),
    "place": (Integer, WHOLE),
    "person": (ForeignKey, _to(Person, index=True)),
    "certificate": (ForeignKey, _to(Certificate, NULLABLE, unique=True)),
    "refusal_sealed": (Bytea, NULLABLE),
}
FILE_BEGUN: Columns = {
    "id": (UUID, KEY),
    "certificate": (ForeignKey, _to(Certificate, index=True)),
    "digest": (Text, WHOLE),
    "begun_at": (Timestamptz, WHOLE),
}
LOOK_UP: Columns = {
    "id": (UUID, KEY),
    "line": (Text, WHOLE),
    "attempted_at": (Timestamptz, {**WHOLE, "index": True}),
}
TABLES = {
    ("CertificateCounter", "certificate_counter"): COUNTER,
    ("CertificateBatch", "certificate_batch"): BATCH,
    ("Certificate", "certificate"): CERTIFICATE,
    ("CertificateBatchLine", "certificate_batch_line"): LINE,
    ("CertificateFileBegun", "certificate_file_begun"): FILE_BEGUN,
    ("CertificateLookUp", "certificate_look_up"): LOOK_UP,
}
KINDS = "kind IN ('practice', 'compliance')"
WORDINGS = "wording IN ('zh', 'zh-en')"
PERIOD = "(period_from IS NULL) = (period_to IS NULL) AND period_from <= period_to"
CHECKS = {
    "certificate_counter": {"certificate_counter_kind_known": KINDS},
    "certificate_batch": {
        "certificate_batch_kind_known": KINDS,
        "certificate_batch_wording_known": WORDINGS,
        "certificate_batch_state_known": "state IN ('running', 'done')",
        "certificate_batch_period_whole": PERIOD,
    },
    "certificate": {
        "certificate_kind_known": KINDS,
        "certificate_wording_known": WORDINGS,
        "certificate_state_known": "state IN ('valid', 'replaced', 'revoked')",
        "certificate_year_of_issue": "year = date_part('year', issued_at AT TIME ZONE 'Asia/Shanghai')",
        "certificate_period_whole": PERIOD,
        "certificate_replaced_whole": "(state = 'replaced') = (replaced_by IS NOT NULL) AND (replaced_by IS NULL) = (replaced_reason IS NULL) AND replaced_reason <> ''",
        "certificate_revoked_whole": "(state = 'revoked') = (revoked_at IS NOT NULL) AND (revoked_at IS NULL) = (revoked_by_name IS NULL) AND (revoked_at IS NULL) = (revoked_reason IS NULL) AND revoked_reason <> ''",
        "certificate_file_whole": "(file_digest IS NULL) = (unsigned_digest IS NULL) AND (signing_key IS NULL OR file_digest IS NOT NULL) AND (signing_key IS NOT NULL OR file_digest = unsigned_digest)",
    },
    "certificate_batch_line": {"certificate_batch_line_one_end": "certificate IS NULL OR refusal_sealed IS NULL"},
}
ONCE = {
    "certificate_counter": {"certificate_counter_once": ["school", "kind", "year"]},
    "certificate": {"certificate_serial_once": ["school", "kind", "year", "serial"]},
    "certificate_batch_line": {"certificate_batch_line_place_once": ["batch", "place"]},
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for (name, tablename), columns in TABLES.items():
        manager.add_table(class_name=name, tablename=tablename, schema=None, columns=None)
        for column, (kind, params) in columns.items():
            manager.add_column(
                table_class_name=name,
                tablename=tablename,
                column_name=column,
                db_column_name=column,
                column_class_name=kind.__name__,
                column_class=kind,
                params={**COMMON, **params},
                schema=None,
            )
    for name, tablename in TABLES:
        found = [(key, Check, {"condition": told}) for key, told in CHECKS.get(tablename, {}).items()]
        found += [
            (key, Unique, {"columns": told, "nulls_distinct": True}) for key, told in ONCE.get(tablename, {}).items()
        ]
        for constraint, kind, params in found:
            manager.add_constraint(
                table_class_name=name,
                tablename=tablename,
                constraint_name=constraint,
                constraint_class=kind,
                params=params,
                schema=None,
            )
    return manager
