"""Bureaus, schools and what belongs to them, enterprises. Exclusion constraints follow in the migrations."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.institutions.model.facts import SchoolLevel, UnitKind
from registry.institutions.model.signing_keys import KeyKind, KeyOrigin, RevocationCause

IN_ORDER = "started_on <= finished_on"
VOIDED_WITH_REASON = "(voided_at IS NULL) = (voided_reason IS NULL) AND voided_reason <> ''"


def one_of(column: str, words: Iterable[StrEnum]) -> str:
    """The condition that a column holds one of these words."""
    return f"{column} IN ({', '.join(repr(word.value) for word in words)})"


class Bureau(Table, tablename="bureau"):
    """An education bureau."""

    id = UUID(primary_key=True, default=None, null=False)
    code = Text(default=None, null=False, unique=True)
    name = Text(default=None, null=False)
    jurisdiction = Text(default=None, null=False, help_text="whose rules it applies, as the rule book names it")
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    bureau_is_named = Check("code <> '' AND name <> '' AND jurisdiction <> ''")


class School(Table, tablename="school"):
    """A vocational school."""

    id = UUID(primary_key=True, default=None, null=False)
    code = Text(default=None, null=False, unique=True, help_text="the school's identification code (学校代码)")
    name = Text(default=None, null=False, help_text="the full legal name as on the seal")
    short_name = Text(default=None, null=False)
    level = Text(default=None, null=False)
    jurisdiction = Text(default=None, null=False, help_text="whose rules hold, as the rule book names it")
    bureau = ForeignKey(Bureau, on_delete=OnDelete.restrict, default=None, null=True, index=True)
    records_from = Date(default=None, null=True, help_text="records are complete since that day; null: always")
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    school_is_named = Check("code <> '' AND name <> '' AND short_name <> '' AND jurisdiction <> ''")
    school_level_known = Check(one_of("level", SchoolLevel))


class SchoolUnit(Table, tablename="school_unit"):
    """An office or department of a school."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(School, on_delete=OnDelete.restrict, default=None, null=False)
    kind = Text(default=None, null=False)
    name = Text(default=None, null=False)
    started_on = Date(default=None, null=True, help_text="its first day; null: it always stood")
    finished_on = Date(default=None, null=True, help_text="its last day; null: it stands")
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    school_unit_is_named = Check("name <> ''")
    school_unit_kind_known = Check(one_of("kind", UnitKind))
    school_unit_in_order = Check(IN_ORDER)
    school_unit_of_school = Unique(["id", "school"])


class ApprovalChain(Table, tablename="approval_chain"):
    """One version of who approves; it holds until the day before the next begins."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(School, on_delete=OnDelete.restrict, default=None, null=False)
    started_on = Date(default=None, null=False, help_text="the first day it holds")
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    approval_chain_voided_with_reason = Check(VOIDED_WITH_REASON)
    approval_chain_of_school = Unique(["id", "school"])


class ApprovalStep(Table, tablename="approval_step"):
    """One opinion in a chain. `school` repeats the chain's, so that the office must be of the same school."""

    id = UUID(primary_key=True, default=None, null=False)
    chain = ForeignKey(ApprovalChain, on_delete=OnDelete.restrict, default=None, null=False)
    school = ForeignKey(School, on_delete=OnDelete.restrict, default=None, null=False)
    position = SmallInt(default=None, null=False, help_text="from 1")
    office = ForeignKey(
        SchoolUnit, on_delete=OnDelete.restrict, default=None, null=True, help_text="null: the teacher's department"
    )
    label = Text(default=None, null=False, help_text="the word for the opinion, such as 审核")

    approval_step_is_named = Check("label <> '' AND position >= 1")
    approval_step_place_once = Unique(["chain", "position"])


class SchoolBreak(Table, tablename="school_break"):
    """Days without classes."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(School, on_delete=OnDelete.restrict, default=None, null=False)
    name = Text(default=None, null=False)
    started_on = Date(default=None, null=False, help_text="its first day")
    finished_on = Date(default=None, null=False, help_text="its last day")
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    school_break_is_named = Check("name <> ''")
    school_break_in_order = Check(IN_ORDER)
    school_break_voided_with_reason = Check(VOIDED_WITH_REASON)


class Enterprise(Table, tablename="enterprise"):
    """A firm that teachers practise in, shared by all schools."""

    id = UUID(primary_key=True, default=None, null=False)
    name = Text(default=None, null=False, index=True)
    credit_code = Text(default=None, null=True, unique=True, help_text="GB 32100-2015; null: not known yet")
    address = Text(default=None, null=True)
    contact = Text(default=None, null=True, help_text="personal: who is asked there")
    contact_phone = Text(default=None, null=True, help_text="personal")
    completed_at = Timestamptz(default=None, null=True, help_text="an office checked it; null: as typed")
    revision = Integer(default=None, null=False, help_text="counts changes from 1")
    initials = Text(default=None, null=True, help_text="pinyin initials of the name, all readings; null: not spelt")
    merged_into: ForeignKey[Any] = ForeignKey(
        "self",
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        help_text="the firm that this record turned out to be; null: it stands for itself",
    )

    enterprise_is_named = Check("name <> ''")
    enterprise_credit_code_shape = Check("length(credit_code) = 18 AND credit_code ~ '^[0-9A-HJ-NPQRTUWXY]+$'")
    enterprise_merged_is_emptied = Check("merged_into IS NULL OR (merged_into <> id AND credit_code IS NULL)")


class EnterpriseMerge(Table, tablename="enterprise_merge"):
    """Two records that turned out to be one firm: what moved, so that it can be taken back as one unit."""

    id = UUID(primary_key=True, default=None, null=False)
    merged = ForeignKey(Enterprise, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    survivor = ForeignKey(Enterprise, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    reason = Text(default=None, null=False)
    taken = JSONB(default=None, null=False, help_text="the survivor's particulars that came from the merged record")
    parts = JSONB(default=None, null=False, help_text="what moved: [subject, id, how]")
    merged_by_name = Text(default=None, null=False, help_text="the name of that account then")
    merged_at = Timestamptz(default=None, null=False)
    undone_by_name = Text(default=None, null=True)
    undone_at = Timestamptz(default=None, null=True, help_text="null: the merge stands")
    undone_reason = Text(default=None, null=True)

    enterprise_merge_of_two = Check("merged <> survivor AND reason <> ''")
    enterprise_merge_undone_with_reason = Check(
        "(undone_at IS NULL) = (undone_reason IS NULL) AND (undone_at IS NULL) = (undone_by_name IS NULL) "
        "AND undone_reason <> ''"
    )


class SigningKeyRow(Table, tablename="signing_key"):
    """A key with which certificates, schools or revocation lists are signed. It is never deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    kind = Text(default=None, null=False)
    origin = Text(default=None, null=False)
    school = ForeignKey(School, on_delete=OnDelete.restrict, default=None, null=True, help_text="null: a root")
    issuer: ForeignKey[Any] = ForeignKey(
        "self",
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        index=True,
        help_text="the root that certified it; null: a root, or another authority's",
    )
    name = Text(default=None, null=False, help_text="whom the certificate names")
    serial = Text(default=None, null=False, help_text="hexadecimal")
    fingerprint = Text(default=None, null=False, unique=True, help_text="SHA-256 of the certificate, hexadecimal")
    certificate = Text(default=None, null=False, help_text="PEM")
    chain = Text(default=None, null=True, help_text="the certificates above it, PEM, nearest first; null: none")
    private_key = Text(default=None, null=False, secret=True, help_text="PKCS#8 under the passphrase, PEM")
    started_at = Timestamptz(default=None, null=False, help_text="as the certificate says")
    finished_at = Timestamptz(default=None, null=False, help_text="as the certificate says")
    made_at = Timestamptz(default=None, null=False)
    made_by_name = Text(default=None, null=False)
    retired_at = Timestamptz(default=None, null=True, help_text="null: it signs")
    retired_reason = Text(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)
    revoked_cause = Text(default=None, null=True)
    revoked_reason = Text(default=None, null=True, help_text="in the operator's words")
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    signing_key_kind_known = Check(one_of("kind", KeyKind))
    signing_key_origin_known = Check(one_of("origin", KeyOrigin))
    signing_key_cause_known = Check(one_of("revoked_cause", RevocationCause))
    signing_key_of_whom = Check(
        "(school IS NULL) = (kind = 'root') AND (issuer IS NOT NULL) = (kind = 'school' AND origin = 'own') "
        "AND (kind = 'school' OR origin = 'own')"
    )
    signing_key_is_sealed = Check(
        "name <> '' AND certificate LIKE '-----BEGIN CERTIFICATE-----%' "
        "AND private_key LIKE '-----BEGIN ENCRYPTED PRIVATE KEY-----%'"
    )
    signing_key_in_order = Check("started_at < finished_at")
    signing_key_retired_with_reason = Check(
        "(retired_at IS NULL) = (retired_reason IS NULL) AND retired_reason <> ''"
    )
    signing_key_revoked_with_reason = Check(
        "(revoked_at IS NULL) = (revoked_reason IS NULL) AND (revoked_at IS NULL) = (revoked_cause IS NULL) "
        "AND revoked_reason <> '' AND (revoked_at IS NULL OR retired_at IS NOT NULL)"
    )


class SigningRevocationList(Table, tablename="signing_revocation_list"):
    """A list of revoked certificates as a root signed it. It never changes."""

    id = UUID(primary_key=True, default=None, null=False)
    root = ForeignKey(SigningKeyRow, on_delete=OnDelete.restrict, default=None, null=False)
    number = Integer(default=None, null=False, help_text="counts the root's lists from 1")
    entries = Integer(default=None, null=False, help_text="how many certificates it names")
    content = Text(default=None, null=False, help_text="PEM")
    made_at = Timestamptz(default=None, null=False)
    due_at = Timestamptz(default=None, null=False, help_text="when a newer one should be there")

    signing_revocation_list_counts = Unique(["root", "number"])
    signing_revocation_list_whole = Check(
        "number >= 1 AND entries >= 0 AND made_at < due_at AND content LIKE '-----BEGIN X509 CRL-----%'"
    )
