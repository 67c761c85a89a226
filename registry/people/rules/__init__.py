"""Who keeps a person's file, who may see and change it, and what is wrong with what is entered. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.kernel.id_numbers import has_right_check_digit
from registry.kernel.periods import ONE_DAY, Period, years_before
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict
from registry.people.model.facts import DeletionAnswer, EmployedAt, Employment, Leave, Post

LONGEST_LIFE, LONGEST_AHEAD, LONGEST_SERVICE, LONGEST_LEAVE = 100, 10, 100, 10
"""Years: how far back a day may lie, how far ahead a beginning and an end, how long a leave may last."""
PERSONAL_DATA_LAW = "个人信息保护法 第六条、第二十八条"


class Reach(NamedTuple):
    """How much of a person lies in a scope: the employments there, and whether the whole file does."""

    keeps: bool
    employments: tuple[Employment, ...]


def reach_of(employed: Sequence[EmployedAt], scope: Scope, on: date) -> Reach | None:
    """What a scope reaches of a person with these employments (none voided), or None where it reaches nothing.

    The file is kept where the person is employed on the day or later; when that is nowhere, where it was before.
    The installation and the person reach all of it.
    """
    if scope.kind in (ScopeKind.SYSTEM, ScopeKind.PERSON):
        return Reach(True, tuple(each.employment for each in employed))
    inside = [each.employment for each in employed if _lies_in(each, scope)]
    if not inside:
        return None
    is_present = any(_ends_after(employment, on) for employment in inside)
    has_left_all = not any(_ends_after(each.employment, on) for each in employed)
    return Reach(is_present or has_left_all, tuple(inside))


def visible_posts(posts: Iterable[Post], reach: Reach) -> tuple[Post, ...]:
    """All posts where the file is kept; elsewhere those of the employments there."""
    inside = {employment.id for employment in reach.employments}
    return tuple(post for post in posts if reach.keeps or post.employment_id in inside)


def visible_leaves(leaves: Iterable[Leave], reach: Reach) -> tuple[Leave, ...]:
    """All leave where the file is kept; elsewhere what falls into the employments there."""
    periods = [employment.period for employment in reach.employments]
    return tuple(leave for leave in leaves if reach.keeps or any(leave.period.overlap(period) for period in periods))


def may_keep_people(scope: Scope) -> Verdict:
    """The personnel office keeps the files; everybody else reads."""
    if scope.kind in (ScopeKind.SYSTEM, ScopeKind.SCHOOL):
        return Verdict.yes()
    return Verdict.no("人员信息由本校人事处维护")


def may_change_file(scope: Scope, reach: Reach) -> Verdict:
    """A former employer does not change the file of somebody whom another school employs."""
    if not reach.keeps:
        return Verdict.no("此人已调离本校,个人信息由现任职学校维护")
    return may_keep_people(scope)


def may_view_id_number(scope: Scope, reach: Reach) -> Verdict:
    """The personnel office that keeps the file, and the person; each view is recorded."""
    if scope.kind is ScopeKind.PERSON:
        return Verdict.yes()
    if scope.kind in (ScopeKind.SYSTEM, ScopeKind.SCHOOL) and reach.keeps:
        return Verdict.yes()
    return Verdict.no("完整身份证件号码只有本人和现任职学校人事处可以查看", PERSONAL_DATA_LAW)


def id_number_fault(id_number: str | None, on: date) -> dict[str, str]:
    """The number may be missing; one that is there has a right check digit and a birth date not after the day."""
    if id_number is None:
        return {}
    if not has_right_check_digit(id_number):
        return {"id_number": "身份证件号码校验位不符,请核对十八位(GB 11643)"}
    try:
        born_on = date.fromisoformat(id_number[6:14])
    except ValueError:
        return {"id_number": "身份证件号码中的出生日期不存在"}
    return {"id_number": "身份证件号码中的出生日期在今天之后"} if born_on > on else {}


def birth_fault(birth_on: date | None, on: date) -> dict[str, str]:
    """Nobody on a staff is older than a hundred years or not born yet."""
    return _year_fault("birth_on", birth_on, on, 0)


def days_fault(started_on: date | None, finished_on: date | None, on: date) -> dict[str, str]:
    """Days centuries off are slips: a beginning lies at most ten years ahead, an end a hundred; open ends pass."""
    return _year_fault("started_on", started_on, on, LONGEST_AHEAD) | _year_fault(
        "finished_on", finished_on, on, LONGEST_SERVICE
    )


def leave_fault(started_on: date, finished_on: date, on: date) -> dict[str, str]:
    """A leave lies in years that can be, and lasts ten years at most."""
    found = days_fault(started_on, finished_on, on)
    if not found and years_before(finished_on, LONGEST_LEAVE) >= started_on:
        return {"finished_on": f"请核对年份:请假最长 {LONGEST_LEAVE} 年"}
    return found


def rename_fault(old: str, new: str) -> dict[str, str]:
    """A new name is another name."""
    return {"name": "新姓名与现用姓名相同"} if old == new else {}


def transfer_fault(before: Employment, first_day: date | None) -> dict[str, str]:
    """A transfer falls after the first day of the employment it ends, and no later than the day after its last."""
    if first_day is None:
        return {"started_on": "请填写调动日期"}
    last_day = first_day - ONE_DAY
    if last_day not in Period(before.started_on or date.min, before.finished_on or date.max):
        return {"started_on": f"调动日期 {first_day} 不在原任职期间,原任职应在前一日结束"}
    return {}


def posts_cut(posts: Iterable[Post], last_day: date) -> tuple[Post, ...]:
    """The posts that go on after an employment's last day. One that begins after it must be voided first."""
    return tuple(post for post in posts if post.period.finished_on > last_day)


def late_post_fault(posts: Iterable[Post], last_day: date) -> dict[str, str]:
    """A post that begins only after the last day cannot end on it."""
    late = [post for post in posts if post.started_on is not None and post.started_on > last_day]
    return {"finished_on": f"有岗位自 {late[0].started_on} 开始,请先作废该岗位"} if late else {}


def industry_fault(months: int) -> dict[str, str]:
    """Whole months, none of them negative; none at all is a statement too."""
    return {} if months >= 0 else {"months": "企业工作经历应为零或正整数(月)"}


def deletion_answer(employments: Iterable[Employment], on: date) -> DeletionAnswer:
    """Retention comes before deletion: of present staff the file goes on being kept, of others it is only stored."""
    if any(on in each.period for each in employments):
        words = "在职期间为履行人事管理职责须处理和保存这些记录,不予删除;内容有误的可以申请更正"
        return DeletionAnswer(words, "个人信息保护法 第十三条、第四十六条")
    words = "记录在法定保存期限内不予删除,离职后只存储并采取必要的安全保护措施,不再作其他处理;内容有误的可以申请更正"
    return DeletionAnswer(words, "个人信息保护法 第四十七条")


def records_from(personal: date | None, employed: Iterable[EmployedAt], on: date) -> date | None:
    """Since when a person's records are complete: the person's own day goes before the school's.

    Of several schools that employ the person on the day the latest counts; with none, the last one that did.
    """
    if personal is not None:
        return personal
    known = sorted(employed, key=lambda each: each.employment.period.finished_on)
    present = [each for each in known if on in each.employment.period] or known[-1:]
    return max((each.school_records_from for each in present if each.school_records_from), default=None)


def chosen(employed: Sequence[EmployedAt]) -> EmployedAt | None:
    """Of employments at several schools on one day the one that began first; ties go by the school's code."""
    return min(employed, key=lambda each: (each.employment.period.started_on, each.school_code), default=None)


def last_known(held: Sequence[EmployedAt], on: date) -> EmployedAt | None:
    """Of the employments that had one number: that of the day, else the last before it, else the first after it."""
    return min(held, key=lambda each: _distance(each.employment.period, on), default=None)


def written(id_number: str) -> str:
    """An identity number as the standard writes it: plain characters, no spaces, X in capitals."""
    return "".join(unicodedata.normalize("NFKC", id_number).split()).upper()


def _year_fault(name: str, day: date | None, on: date, ahead: int) -> dict[str, str]:
    if day is None or years_before(on, LONGEST_LIFE) <= day <= years_before(on, -ahead):
        return {}
    return {name: f"请核对年份:{day}"}


def _distance(period: Period, on: date) -> tuple[bool, int]:
    if on in period:
        return False, 0
    return period.started_on > on, abs((on - min(period.finished_on, max(period.started_on, on))).days)


def _lies_in(each: EmployedAt, scope: Scope) -> bool:
    places: dict[ScopeKind, UUID | None] = {
        ScopeKind.BUREAU: each.bureau_id,
        ScopeKind.SCHOOL: each.employment.school_id,
        ScopeKind.DEPARTMENT: each.employment.department_id,
    }
    return places[scope.kind] == scope.id


def _ends_after(employment: Employment, on: date) -> bool:
    return employment.period.finished_on >= on
