"""The forms of people's files, of schools' settings, of enterprises and titles."""

from tests.people.staging import an_id_number
from tests.races.sending import Making, to
from tests.web.practice_stage import HR, STRANGER, TEACHER

BOOK = "/people/{person}"
JOB = "/people/{other_person}/employments/{other_job}"
SCHOOL = "/school/{school}"
WHY = {"reason": "录入有误", "revision": "1"}
TITLE = {
    "name": "讲师",
    "level": "middle",
    "series": "中等职业学校教师",
    "granted_on": "2015-06-30",
    "granted_by": "盘锦市人力资源和社会保障局",
}
FIRM = {
    "name": "盘锦辽河机械有限公司",
    "address": "盘锦市兴隆台区",
    "contact": "王师傅",
    "contact_phone": "0427-2800000",
}

NEW = {"school_id": "{school}", "started_on": "2026-09-01"}

FORMS_OF_FILES: dict[str, Making] = {
    "take_on": to(HR, "/people/new", name="赵新", staff_no="N1", **NEW),
    "take_on: known by number": to(
        HR, "/people/new", school_id="{school}", name="钱新", staff_no="N2", id_number=an_id_number(7)
    ),
    "take_on: in a post": to(
        HR,
        "/people/new",
        school_id="{school}",
        name="孙新",
        staff_no="N3",
        category="public",
        started_on="2026-09-01",
    ),
    "correct_person": to(HR, BOOK + "/correct", name="林小", birth_on="1980-01-02", **WHY),
    "rename_person": to(HR, BOOK + "/rename", name="林大", on="2026-10-01", **WHY),
    "add_alias": to(HR, BOOK + "/alias", name="林曉"),
    "record_id_number": to(HR, BOOK + "/id-number", id_number=an_id_number(3), **WHY),
    "state_person_records_from": to(HR, BOOK + "/records-from", records_from="2021-09-01", **WHY),
    "record_leave": to(HR, BOOK + "/leave", kind="sick", started_on="2026-03-02", finished_on="2026-05-31"),
    "void_leave": to(HR, BOOK + "/leaves/{leave}/void", **WHY),
    "hold_post": to(HR, JOB + "/post", category="public", started_on="2026-09-01"),
    "end_post": to(HR, BOOK + "/posts/{post}/end", finished_on="2026-12-31", **WHY),
    "void_post": to(HR, BOOK + "/posts/{post}/void", **WHY),
    "correct_employment": to(HR, JOB + "/correct", staff_no="T22", **WHY),
    "end_employment": to(HR, JOB + "/end", finished_on="2026-12-31", **WHY),
    "void_employment": to(HR, JOB + "/void", **WHY),
    "transfer_employment": to(
        HR, JOB + "/transfer", started_on="2026-12-01", department_id="{department}", staff_no="T2", revision="1"
    ),
    "state_industry": to(HR, JOB + "/industry", months="24", note="劳动合同", revision="1"),
    "name_school": to(HR, SCHOOL + "/names", name="盘锦新名职业学校", short_name="新名", **WHY),
    "state_school_records_from": to(HR, SCHOOL + "/records-from", records_from="2021-09-01", **WHY),
    "open_unit": to(HR, SCHOOL + "/units/new", kind="department", name="信息系"),
    "close_unit": to(HR, SCHOOL + "/units/{spare_unit}/close", finished_on="2026-12-31", **WHY),
    "record_break": to(HR, SCHOOL + "/breaks/new", name="寒假", started_on="2027-01-10", finished_on="2027-02-20"),
    "void_break": to(HR, SCHOOL + "/breaks/{break}/void", **WHY),
    "set_chain": to(HR, SCHOOL + "/chains/new", started_on="2026-12-01", office_1="department", label_1="系部意见"),
    "void_chain": to(STRANGER, "/school/{other_school}/chains/{chain}/void", **WHY),
    "set_region_rule": to(
        HR, SCHOOL + "/regions/new", started_on="2026-12-01", name="本校办法第六条", regions="2111"
    ),
    "void_region_rule": to(HR, SCHOOL + "/regions/{region_rule}/void", **WHY),
    "set_grade_cap": to(HR, SCHOOL + "/caps/new", started_on="2026-12-01", percent="20", reason="本校办法"),
    "void_grade_cap": to(HR, SCHOOL + "/caps/{cap}/void", **WHY),
    "enterprise": to(HR, "/enterprises/{named_firm}", revision="1", **FIRM),
    "enterprise: corrected": to(HR, "/enterprises/{known_firm}", revision="2", reason="更名", **FIRM),
    "record_title": to(TEACHER, BOOK + "/titles/new", **TITLE),
    "verify_title": to(HR, "/titles/{title}/verify", revision="1"),
    "appoint_title": to(HR, "/titles/{title}/appoint", appointed_on="2019-01-01", revision="1"),
    "correct_title": to(HR, "/titles/{title}/correct", **{**TITLE, "granted_on": "2015-07-01"}, **WHY),
    "void_title": to(HR, "/titles/{title}/void", **WHY),
}
