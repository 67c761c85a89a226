"""What PostgreSQL refuses of people, in the words of the field that is wrong."""

from registry.institutions.writing import Refusals

REFUSALS: Refusals = {
    "person_id_number_index_key": ("id_number", "该身份证件号码已登记在另一人名下"),
    "other_name_former_apart": ("on", "与另一个曾用名的使用时间重叠"),
    "other_name_in_order": ("finished_on", "结束日期早于开始日期"),
    "employment_staff_no_apart": ("staff_no", "同一时期本校已有人使用该工号"),
    "employment_once_per_school": ("started_on", "此人在本校同一时期已有任职"),
    "employment_in_order": ("finished_on", "结束日期早于开始日期"),
    "employment_department_of_school": ("department_id", "系部不是该校的系部"),
    "employment_department_fkey": ("department_id", "系部不是该校的系部"),
    "employment_around_posts": ("finished_on", "有岗位超出任职起止时间,请先结束或作废该岗位"),
    "post_held_apart": ("started_on", "同一时期此人在本校已有教师岗位"),
    "post_held_in_order": ("finished_on", "结束日期早于开始日期"),
    "post_held_inside_employment": ("started_on", "岗位时间超出任职起止时间"),
    "leave_apart": ("started_on", "与此人另一次请假重叠(首尾相接可以)"),
    "leave_in_order": ("finished_on", "结束日期早于开始日期"),
}
