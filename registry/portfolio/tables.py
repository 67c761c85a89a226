"""Titles. What one row's check cannot say follows in a migration."""

from typing import Any

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.institutions.tables import VOIDED_WITH_REASON, one_of
from registry.people import tables as people
from registry.portfolio.model import TitleLevel


class Title(Table, tablename="title"):
    """A professional title of a person (职称)."""

    id = UUID(primary_key=True, default=None, null=False)
    person = ForeignKey(people.Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    name = Text(default=None, null=False, help_text="as on the certificate: 讲师, 高级讲师")
    level = Text(default=None, null=False)
    series = Text(default=None, null=False, help_text="高校教师, 中职教师, 工程")
    granted_on = Date(default=None, null=False)
    appointed_on = Date(default=None, null=True, help_text="first day; null: granted, not appointed")
    appointed_until = Date(default=None, null=True, help_text="last day; null: no end")
    granted_by = Text(default=None, null=False, help_text="the body; empty where it is not known")
    certificate_no = Text(default=None, null=False, help_text="personal; empty where it is not known")
    document_digest = Text(default=None, null=True, help_text="SHA-256 of the scanned certificate")
    entered_by = UUID(default=None, null=True, help_text="account; null: the installation itself")
    entered_by_name = Text(default=None, null=False)
    entered_at = Timestamptz(default=None, null=False)
    verified_by = UUID(default=None, null=True, help_text="account; null: nobody, or the installation itself")
    verified_by_name = Text(default=None, null=True)
    verified_at = Timestamptz(default=None, null=True, help_text="null: not verified")
    replaces: ForeignKey[Any] = ForeignKey(
        "self",
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        unique=True,
        help_text="the voided title that this one corrects",
    )
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    title_is_named = Check("name <> '' AND series <> ''")
    title_level_known = Check(one_of("level", TitleLevel))
    title_appointment_in_order = Check("granted_on <= appointed_on AND appointed_on <= appointed_until")
    title_appointment_begins = Check("appointed_until IS NULL OR appointed_on IS NOT NULL")
    title_verified_by_somebody = Check("(verified_at IS NULL) = (verified_by_name IS NULL)")
    title_voided_with_reason = Check(VOIDED_WITH_REASON)
