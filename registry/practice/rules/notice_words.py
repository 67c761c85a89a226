"""Notices in the words of the page that shows them. Pure."""

from registry.practice.records import Notice, NoticeKind

WEEKDAYS = "一二三四五六日"


def notice_words(notice: Notice) -> str:
    """What whoever entered the placement should look at again, in one sentence."""
    first, last = notice.period.started_on, notice.period.finished_on
    days = f"{first}" if first == last else f"{first} 至 {last}"
    if notice.kind is NoticeKind.WEEKEND:
        return f"出勤日期 {first} 是周{WEEKDAYS[first.weekday()]},请确认企业出勤记录"
    return {
        NoticeKind.OVERLAPS_PLACEMENT: f"{days} 与另一段实践重叠,同一天只计一次",
        NoticeKind.OVERLAPS_LEAVE: f"{days} 在请假期间,请假日不计入",
        NoticeKind.NOT_FINISHED: f"实践到 {last} 才结束,结束后再提交",
        NoticeKind.IN_TERM: f"{days} 在学期中,请核对本学期课务安排;边上课边实践的应按出勤日登记",
    }[notice.kind]
