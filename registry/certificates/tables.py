"""Certificates, their counters, batches. What one row's check cannot say follows in a migration."""

from typing import Any

from piccolo.columns import UUID, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.certificates.model import BatchState, CertificateKind, CertificateState, Wording
from registry.institutions import tables as institutions
from registry.institutions.tables import one_of
from registry.people import tables as people

PERIOD_WHOLE = "(period_from IS NULL) = (period_to IS NULL) AND period_from <= period_to"


class CertificateCounter(Table, tablename="certificate_counter"):
    """How many certificates of a kind and year a school has given numbers to; locked until the number is kept."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False)
    kind = Text(default=None, null=False)
    year = SmallInt(default=None, null=False)
    last = Integer(default=None, null=False, help_text="the last serial number given")

    certificate_counter_kind_known = Check(one_of("kind", CertificateKind))
    certificate_counter_once = Unique(["school", "kind", "year"])


class CertificateBatch(Table, tablename="certificate_batch"):
    """Certificates of one kind for many people of a school."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    kind = Text(default=None, null=False)
    wording = Text(default=None, null=False)
    as_of = Date(default=None, null=False)
    period_from = Date(default=None, null=True, help_text="null: the window of the rule")
    period_to = Date(default=None, null=True)
    state = Text(default=None, null=False)
    begun_at = Timestamptz(default=None, null=False)
    begun_by = UUID(default=None, null=True, help_text="account; null: the installation itself")
    begun_by_name = Text(default=None, null=False)

    certificate_batch_kind_known = Check(one_of("kind", CertificateKind))
    certificate_batch_wording_known = Check(one_of("wording", Wording))
    certificate_batch_state_known = Check(one_of("state", BatchState))
    certificate_batch_period_whole = Check(PERIOD_WHOLE)


class Certificate(Table, tablename="certificate"):
    """A certificate. Only its state, its file, and whose record it belongs to are ever written again."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False)
    person = ForeignKey(people.Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    kind = Text(default=None, null=False)
    year = SmallInt(default=None, null=False, help_text="of issue, in China")
    serial = Integer(default=None, null=False, help_text="from 1, without gaps in a school, kind and year")
    number = Text(default=None, null=False, unique=True)
    code_sealed = Bytea(default=None, null=False, help_text="personal: opens the page of verification, encrypted")
    code_index = Bytea(default=None, null=False, unique=True, help_text="keyed hash of the code, for finding")
    check_digits = Text(default=None, null=False)
    wording = Text(default=None, null=False)
    as_of = Date(default=None, null=False)
    period_from = Date(default=None, null=True, help_text="null: the window of the rule")
    period_to = Date(default=None, null=True)
    content_sealed = Bytea(default=None, null=False, help_text="personal: everything it prints, encrypted")
    facts_digest = Text(default=None, null=False, help_text="SHA-256 of the canonical JSON of what is printed")
    issued_at = Timestamptz(default=None, null=False)
    issued_by = UUID(default=None, null=True, help_text="account; null: the installation itself")
    issued_by_name = Text(default=None, null=False)
    batch = ForeignKey(CertificateBatch, on_delete=OnDelete.restrict, default=None, null=True)
    replaces: ForeignKey[Any] = ForeignKey(
        "self",
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        unique=True,
        help_text="the one in whose place it was issued",
    )
    state = Text(default=None, null=False)
    replaced_by: ForeignKey[Any] = ForeignKey(
        "self", on_delete=OnDelete.restrict, default=None, null=True, unique=True
    )
    replaced_reason = Text(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)
    revoked_by_name = Text(default=None, null=True)
    revoked_reason = Text(default=None, null=True, help_text="public")
    file_digest = Text(default=None, null=True, help_text="SHA-256 of the kept file; null: it is being made")
    unsigned_digest = Text(default=None, null=True, help_text="SHA-256 of the file before it was signed")
    signing_key = ForeignKey(
        institutions.SigningKeyRow,
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        help_text="the key that signed; null: not signed",
    )
    revision = Integer(default=None, null=False, help_text="counts changes of its state from 1")

    certificate_serial_once = Unique(["school", "kind", "year", "serial"])
    certificate_kind_known = Check(one_of("kind", CertificateKind))
    certificate_wording_known = Check(one_of("wording", Wording))
    certificate_state_known = Check(one_of("state", CertificateState))
    certificate_year_of_issue = Check("year = date_part('year', issued_at AT TIME ZONE 'Asia/Shanghai')")
    certificate_period_whole = Check(PERIOD_WHOLE)
    certificate_replaced_whole = Check(
        "(state = 'replaced') = (replaced_by IS NOT NULL) AND (replaced_by IS NULL) = (replaced_reason IS NULL) "
        "AND replaced_reason <> ''"
    )
    certificate_revoked_whole = Check(
        "(state = 'revoked') = (revoked_at IS NOT NULL) AND (revoked_at IS NULL) = (revoked_by_name IS NULL) "
        "AND (revoked_at IS NULL) = (revoked_reason IS NULL) AND revoked_reason <> ''"
    )
    certificate_file_whole = Check(
        "(file_digest IS NULL) = (unsigned_digest IS NULL) AND (signing_key IS NULL OR file_digest IS NOT NULL) "
        "AND (signing_key IS NOT NULL OR file_digest = unsigned_digest)"
    )


class CertificateBatchLine(Table, tablename="certificate_batch_line"):
    """One person of a batch. The line's key is the key that the certificate gets, so that nobody gets two."""

    id = UUID(primary_key=True, default=None, null=False)
    batch = ForeignKey(CertificateBatch, on_delete=OnDelete.restrict, default=None, null=False)
    place = Integer(default=None, null=False, help_text="from 1, in the order in which numbers are given")
    person = ForeignKey(people.Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    certificate = ForeignKey(Certificate, on_delete=OnDelete.restrict, default=None, null=True, unique=True)
    refusal_sealed = Bytea(default=None, null=True, help_text="personal: why there is none, encrypted")

    certificate_batch_line_place_once = Unique(["batch", "place"])
    certificate_batch_line_one_end = Check("certificate IS NULL OR refusal_sealed IS NULL")


class CertificateFileBegun(Table, tablename="certificate_file_begun"):
    """A file about to be kept, noted before it is, so that what a crash leaves behind is found. Then removed."""

    id = UUID(primary_key=True, default=None, null=False)
    certificate = ForeignKey(Certificate, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    digest = Text(default=None, null=False)
    begun_at = Timestamptz(default=None, null=False)


class CertificateLookUp(Table, tablename="certificate_look_up"):
    """A look-up with a wrong code, for the throttle. Removed after a day."""

    id = UUID(primary_key=True, default=None, null=False)
    line = Text(default=None, null=False, help_text="the address as the throttle counts it")
    attempted_at = Timestamptz(default=None, null=False, index=True)
