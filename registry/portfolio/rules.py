"""Which title counts on a day, who may change one, and what is wrong with what is entered. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from registry.kernel.periods import Period
from registry.kernel.verdicts import Verdict
from registry.portfolio.model import Title, TitleContent, TitleLevel

RANKS = {level: rank for rank, level in enumerate(TitleLevel)}
NOT_YOUR_OWN = "不能审核、聘任或更正本人已审核的职称,请由另一位经办人办理"
NOT_YOURS = "职称由本人登记,由现任职学校人事处审核"
DIGEST_LENGTH = 64
HEXADECIMAL = frozenset("0123456789abcdef")


class Part(StrEnum):
    """The part somebody plays towards a person's titles."""

    OWNER = "owner"
    OFFICE = "office"


def present_title(titles: Iterable[Title], on: date) -> Title | None:
    """The title appointed to last of those in force on the day; of one day the higher level, then the later grant.

    Only verified titles that are not voided count. Granted and not appointed is not in force.
    """
    in_force = [title for title in titles if is_in_force(title, on)]
    return max(in_force, key=_precedence, default=None)


def since_present_title(titles: Iterable[Title], on: date) -> date | None:
    """The day with which "since the present title" (任现职以来) begins; None without a present title."""
    present = present_title(titles, on)
    return present.appointed_on if present else None


def is_in_force(title: Title, on: date) -> bool:
    """Whether somebody is appointed to the title that day; first and last day count."""
    if title.voided_at is not None or not title.is_verified or title.appointed_on is None:
        return False
    return title.appointed_on <= on and (title.appointed_until is None or on <= title.appointed_until)


def highest_title(titles: Iterable[Title], on: date) -> Title | None:
    """The verified title of the highest level granted up to the day, appointed to or not; of one level the first."""
    held = [title for title in titles if title.voided_at is None and title.is_verified and title.granted_on <= on]
    return max(held, key=lambda title: (RANKS[title.level], -title.granted_on.toordinal()), default=None)


def content_faults(content: TitleContent, on: date) -> dict[str, str]:
    """Every field that cannot stand, by its name, as seen on the day of entry."""
    faults = {}
    if not content.name.strip():
        faults["name"] = "请填写职称名称,如 讲师、高级讲师"
    if not content.series.strip():
        faults["series"] = "请填写职称系列,如 中等职业学校教师"
    if content.granted_on > on:
        faults["granted_on"] = f"取得日期 {content.granted_on} 在今天之后"
    if content.document_digest is not None and not _is_digest(content.document_digest):
        faults["document_digest"] = "证书文件编号不正确,请重新上传"
    return {**faults, **appointment_faults(content.granted_on, content.appointed_on, content.appointed_until)}


def appointment_faults(granted_on: date, appointed_on: date | None, until: date | None) -> dict[str, str]:
    """An appointment does not begin before the grant, and ends no earlier than it begins."""
    if appointed_on is None:
        return {} if until is None else {"appointed_on": "填写了聘任截止日期,请同时填写聘任日期"}
    if appointed_on < granted_on:
        return {"appointed_on": f"聘任日期 {appointed_on} 早于取得日期 {granted_on}"}
    if until is not None and until < appointed_on:
        return {"appointed_until": f"聘任截止日期 {until} 早于聘任日期 {appointed_on}"}
    return {}


def moved_appointment_fault(title: Title, appointed_on: date) -> dict[str, str]:
    """The first day of an appointment that stands is corrected, not moved."""
    if title.appointed_on in (None, appointed_on):
        return {}
    return {"appointed_on": f"该职称已自 {title.appointed_on} 起聘任;登记有误请用“更正”"}


def may_record(parts: frozenset[Part]) -> Verdict:
    """Who holds the title enters it, or the office that keeps the person's file."""
    return Verdict.yes() if parts else Verdict.no(NOT_YOURS)


def may_verify(title: Title, parts: frozenset[Part]) -> Verdict:
    """The office verifies, nobody their own, and once."""
    verdict = may_decide(title, parts)
    if verdict.allowed and title.is_verified:
        return Verdict.no("该职称已审核,请刷新后再看")
    return verdict


def may_decide(title: Title, parts: frozenset[Part]) -> Verdict:
    """The office decides about a title that stands; nobody about their own, whatever offices they hold."""
    if Part.OFFICE not in parts or Part.OWNER in parts:
        return Verdict.no(NOT_YOUR_OWN if Part.OFFICE in parts else NOT_YOURS)
    return _stands(title)


def may_take_back(title: Title, parts: frozenset[Part], reason: str) -> Verdict:
    """Who may correct or void: the office, and the owner while nobody has verified it. A reason is given."""
    is_owners_own = Part.OWNER in parts and not title.is_verified
    verdict = _stands(title) if is_owners_own else may_decide(title, parts)
    if verdict.allowed and not reason.strip():
        return Verdict.no("请写明理由")
    return verdict


def seen_elsewhere(titles: Iterable[Title], periods: Iterable[Period]) -> tuple[Title, ...]:
    """What somebody who no longer keeps the file sees: titles granted or appointed to in the days there."""
    days = tuple(periods)
    return tuple(title for title in titles if any(_falls_into(title, period) for period in days))


def _falls_into(title: Title, period: Period) -> bool:
    return title.granted_on in period or (title.appointed_on is not None and title.appointed_on in period)


def _stands(title: Title) -> Verdict:
    return Verdict.yes() if title.voided_at is None else Verdict.no("该职称记录已作废,请刷新后再看")


def _precedence(title: Title) -> tuple[date, int, date]:
    return title.appointed_on or date.min, RANKS[title.level], title.granted_on


def _is_digest(text: str) -> bool:
    return len(text) == DIGEST_LENGTH and set(text) <= HEXADECIMAL
