"""Where schools want practice to take place."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.institutions import tables as institutions
from registry.institutions.tables import VOIDED_WITH_REASON


class RegionRule(Table, tablename="practice_region_rule"):
    """A school's rule from a day on, until its next one begins."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False)
    started_on = Date(default=None, null=False, help_text="the first day of placements it asks something of")
    regions = Text(default=None, null=False, help_text="beginnings of GB/T 2260 codes, by commas; empty: any place")
    name = Text(default=None, null=False, help_text="what the school calls its rule")
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    practice_region_rule_is_named = Check("name <> ''")
    practice_region_rule_regions = Check("regions = '' OR regions ~ '^[0-9]{2,6}(,[0-9]{2,6})*$'")
    practice_region_rule_voided_with_reason = Check(VOIDED_WITH_REASON)
