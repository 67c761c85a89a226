"""What PostgreSQL refuses of placements, in the words of the field that is wrong."""

from registry.institutions.writing import Refusals

REFUSALS: Refusals = {
    "placement_enterprise_fkey": ("enterprise_id", "没有这家企业"),
    "placement_relation_approved": ("relation", "本人或亲属的企业未经批准,不能认定"),
    "grade_cap_begins_once": ("started_on", "本校在这一天已有一个优秀比例开始生效"),
    "practice_region_rule_begins_once": ("started_on", "本校在这一天已有一条地区要求开始生效"),
    "placement_in_order": ("finished_on", "结束日期早于开始日期"),
}
