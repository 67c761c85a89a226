"""What PostgreSQL refuses of placements, in the words of the field that is wrong."""

from registry.institutions.writing import Refusals

REFUSALS: Refusals = {
    "placement_enterprise_fkey": ("enterprise_id", "没有这家企业"),
    "placement_in_order": ("finished_on", "结束日期早于开始日期"),
}
