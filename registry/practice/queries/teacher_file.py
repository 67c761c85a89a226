"""One teacher's file as the teacher's page needs it: facts, records, whose rule, the school's breaks."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.belongings import breaks
from registry.kernel.scopes import Scope
from registry.people.model.facts import EmployedAt, Leave, Post
from registry.people.queries.careers import leaves_of, posts_of
from registry.people.queries.persons import records_from_of
from registry.people.queries.reach import employed_of
from registry.people.queries.rows import not_found
from registry.people.rules import chosen, reach_of
from registry.platform.language import Language
from registry.policy.book import Book
from registry.practice.model import PostCategory, PostHeld, TeacherFacts
from registry.practice.queries.placements import placements_of
from registry.practice.queries.standing import NATIONAL
from registry.practice.records import Placement
from registry.practice.rules.counting import RuleLine
from registry.practice.rules.entry import as_fact
from registry.practice.rules.overview import RuleVersion, RuleView, SchoolBreak


@dataclass(frozen=True, slots=True)
class TeacherFile:
    """What the rules and the forms need to know of one person.

    `employed` None: nobody employs the person on the day.
    """

    facts: TeacherFacts
    placements: tuple[Placement, ...]
    leaves: tuple[Leave, ...]
    employed: EmployedAt | None

    @property
    def jurisdiction(self) -> str:
        """Whose rule is the local one: that of the employing school, or the national one."""
        return self.employed.jurisdiction if self.employed else NATIONAL


async def teacher_file(reading: Reading, person_id: UUID, on: date, scope: Scope) -> TeacherFile:
    """The file as of a day. Raises NotFound, also for who does not keep the person's file.

    A former school reads the practice that it recorded, but does not judge a teacher whose other practice it
    cannot see.
    """
    one = [person_id]
    employed = (await employed_of(one))[person_id]
    reach = reach_of(employed, scope, reading.today)
    if reach is None or not reach.keeps:
        raise not_found()
    placements = (await placements_of(reading, one, scope))[person_id]
    posts, leaves = await posts_of(reading, one, scope), (await leaves_of(reading, one, scope))[person_id]
    facts = TeacherFacts(
        tuple(_held(post) for post in posts[person_id]),
        tuple(as_fact(placement) for placement in placements),
        tuple(leave.period for leave in leaves),
        (await records_from_of(reading, one, on, scope))[person_id],
    )
    employing = chosen([each for each in employed if on in each.employment.period])
    return TeacherFile(facts, placements, leaves, employing)


async def breaks_at(reading: Reading, employed: EmployedAt | None) -> tuple[SchoolBreak, ...]:
    """The calendar of the employing school, which its teachers may know whatever their scope."""
    if employed is None:
        return ()
    found = await breaks(reading, employed.employment.school_id)
    return tuple(SchoolBreak(each.name, each.period) for each in found)


@lru_cache(maxsize=256)
def rule_view(book: Book, jurisdiction: str) -> RuleView:
    """A jurisdiction's rule made ready for counting, with its names and version. Raises BadInput, PolicyGap."""
    version = RuleVersion(
        jurisdiction,
        book.name(jurisdiction, Language.ZH),
        book.name(jurisdiction, Language.EN),
        book.chain(jurisdiction)[0].version,
        book.digest(jurisdiction),
    )
    return RuleView(version, RuleLine(book.practice_versions(jurisdiction)))


def _held(post: Post) -> PostHeld:
    return PostHeld(PostCategory(post.category.value), post.started_on, post.finished_on)
