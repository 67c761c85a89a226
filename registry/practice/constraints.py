"""What PostgreSQL refuses of placements, in the words of the field that is wrong."""

from registry.institutions.writing import Refusals

NO_FIRM, NO_DEPARTMENT = "没有这家企业", "系部不是该校的系部"
REFUSALS: Refusals = {
    "placement_enterprise_fkey": ("enterprise_id", NO_FIRM),
    "placement_relation_approved": ("relation", "本人或亲属的企业未经批准,不能认定"),
    "grade_cap_begins_once": ("started_on", "本校在这一天已有一个优秀比例开始生效"),
    "practice_region_rule_begins_once": ("started_on", "本校在这一天已有一条地区要求开始生效"),
    "practice_plan_enterprise_fkey": ("enterprise_name", NO_FIRM),
    "practice_plan_line_enterprise_fkey": ("enterprise_name", NO_FIRM),
    "practice_plan_school_fkey": ("school_id", "没有这所学校"),
    "practice_plan_department_fkey": ("department_id", NO_DEPARTMENT),
    "practice_plan_department_of_school": ("department_id", NO_DEPARTMENT),
    "practice_plan_line_person_fkey": ("person_ids", "没有这位教师"),
    "placement_in_order": ("finished_on", "结束日期早于开始日期"),
}
