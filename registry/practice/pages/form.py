"""The form of a placement: what was typed made into its content, and a content made into what the form shows."""

from dataclasses import replace
from datetime import date
from typing import Any

from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import LONGEST_TEXT, Form
from registry.practice.model import AttendedDay
from registry.practice.records import DutyMode, FirmRelation, PlacementContent, Supervisor
from registry.practice.rules.counting import FULL_SHARE, HALVES_A_DAY
from registry.practice.rules.draft import read_draft
from registry.practice.rules.entry import content_faults

HALF_SHARE = 50
HALF = "/0.5"
NO_DAYS = ";"
"""A list without a day: attendance was chosen and none is listed."""
LABELS = {
    "enterprise_name": "实践企业",
    "started_on": "开始日期",
    "finished_on": "结束日期",
    "form": "实践形式",
    "duty_mode": "脱产方式",
    "share_percent": "工作量比例",
    "attended": "出勤日期",
    "position": "岗位",
    "supervisor_name": "企业指导教师",
    "supervisor_phone": "指导教师电话",
    "region_code": "所在地区代码",
    "goals": "实践目标与任务",
    "expected_results": "预期成果",
    "teaching_arrangement": "本学期课务安排",
    "summary": "个人总结",
    "person_id": "教师",
    "school_id": "学校",
    "reason": "理由",
    "figures_agreed": "影响确认",
}
"""What each field is called, for the summary of faults."""
LONG_TEXTS = ("goals", "expected_results", "teaching_arrangement", "summary")


def content_from(form: Form, today: date) -> PlacementContent:
    """The content that was typed. Raises InvalidFields with everything that is wrong, all at once."""
    form.text("enterprise_name", required=True)
    form.day("started_on", required=True), form.day("finished_on", required=True)
    draft = read_draft(draft_fields(form), today)
    texts = {name: form.text(name, longest=LONGEST_TEXT) for name in LONG_TEXTS}
    supervisor = Supervisor(form.text("supervisor_name"), form.text("supervisor_phone"))
    relation = form.choice("relation", FirmRelation, FirmRelation.NONE) or FirmRelation.NONE
    told: dict[str, Any] = {"position": form.text("position"), "region_code": form.text("region_code"), **texts}
    key, is_abroad = form.key("enterprise_id"), form.flag("is_abroad")
    found = draft.content and replace(
        draft.content, enterprise_id=key, is_abroad=is_abroad, relation=relation, supervisor=supervisor, **told
    )
    for name, fault in (draft.faults | (content_faults(found) if found else {})).items():
        form.faults.setdefault(name, fault)
    if found is None or form.faults:
        raise InvalidFields(form.faults)
    return found


def draft_fields(form: Form) -> dict[str, object]:
    """What decides the days, as `read_draft` reads it: the way of being released says what share and list mean."""
    typed: dict[str, object] = dict(form.values)
    mode = form.choice("duty_mode", DutyMode, DutyMode.OFF_DUTY)
    if mode is DutyMode.ON_DUTY:
        return typed | {"share_percent": "", "attended": typed.get("attended") or NO_DAYS}
    share = form.text("share_percent") or str(HALF_SHARE if mode is DutyMode.HALF_DUTY else FULL_SHARE)
    return typed | {"share_percent": share, "attended": ""}


def values_of(content: PlacementContent, supervisor: Supervisor | None) -> dict[str, str]:
    """A content as the fields of the form."""
    mode = content.duty_mode
    usual = {DutyMode.OFF_DUTY: FULL_SHARE, DutyMode.HALF_DUTY: HALF_SHARE}.get(mode)
    found = {
        "enterprise_name": content.enterprise_name,
        "enterprise_id": str(content.enterprise_id or ""),
        "started_on": content.started_on.isoformat(),
        "finished_on": content.finished_on.isoformat(),
        "position": content.position,
        "form": content.form.value,
        "duty_mode": mode.value,
        "share_percent": str(content.share_percent) if usual and content.share_percent != usual else "",
        "attended": "\n".join(_written(day) for day in content.attended or ()),
        "relation": content.relation.value,
        "region_code": content.region_code,
        "is_abroad": "1" if content.is_abroad else "",
        "supervisor_name": supervisor.name if supervisor else "",
        "supervisor_phone": supervisor.phone if supervisor else "",
    }
    return found | {name: getattr(content, name) for name in LONG_TEXTS}


def _written(day: AttendedDay) -> str:
    return day.on.isoformat() + ("" if day.halves == HALVES_A_DAY else HALF)
