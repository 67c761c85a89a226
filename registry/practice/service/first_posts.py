"""No first post begins without the practice that the rule asks before it, whichever way the post was entered.

Put together with the projectors by the composition root, so that a refusal undoes the whole process.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from registry.audit.model import Event
from registry.audit.process import Process
from registry.kernel.verdicts import require
from registry.people.model.events import PostBegun
from registry.people.model.facts import EmployedAt
from registry.people.queries.careers import employments_of
from registry.people.queries.staff import persons_of_employments
from registry.policy.book import Book
from registry.policy.model import PracticePolicy
from registry.practice.model import PostCategory, PostHeld, TeacherFacts
from registry.practice.queries.facts import teacher_facts
from registry.practice.rules.pre_post import FirstPost, may_begin


async def first_post_guard(process: Process, events: Sequence[Event]) -> None:
    """Refuse the process when one of its posts may not begin yet. Raises NotPermitted with the rule."""
    begun: dict[UUID, list[dict[str, object]]] = {}
    for event in events:
        if isinstance(event, PostBegun) and event.after:
            begun.setdefault(UUID(str(event.after["employment_id"])), []).append(event.after)
    if not begun or not _is_asked_anywhere(process.reading.book):
        return
    persons = await persons_of_employments(begun)
    facts, employed = await teacher_facts(process.reading, persons), await employments_of(process.reading, persons)
    for person_id in persons:
        known = max((each.employment.industry_months or 0 for each in employed[person_id]), default=0)
        for each in employed[person_id]:
            for told in begun.get(each.employment.id, ()):
                post = _first_post(told, facts[person_id], known)
                require(may_begin(post, _policy(process.reading.book, each, post.started_on)))


def _first_post(told: dict[str, object], facts: TeacherFacts, industry_months: int) -> FirstPost:
    category = PostCategory(str(told["category"]))
    started_on = date.fromisoformat(str(told["started_on"])) if told["started_on"] else None
    finished_on = date.fromisoformat(str(told["finished_on"])) if told["finished_on"] else None
    own = PostHeld(category, started_on, finished_on)
    others = tuple(held for held in facts.posts if held != own)
    exception = str(told["unpractised_reason"] or "")
    return FirstPost(category, started_on, replace(facts, posts=others), industry_months, exception)


def _policy(book: Book, employed: EmployedAt, on: date | None) -> PracticePolicy | None:
    """The rule of the school's place in force that day, None before the first."""
    versions = book.practice_versions(employed.jurisdiction)
    begun = [version for version in versions if on is not None and version.in_force_from <= on]
    return begun[-1] if begun else None


@lru_cache(maxsize=8)
def _is_asked_anywhere(book: Book) -> bool:
    """Whether any pack sets a figure; most do not, and then nothing is looked up."""
    return any(version.pre_post_months for place in book.jurisdictions() for version in book.practice_versions(place))
