"""Whether a first post may begin: whoever never worked in industry practises before (先实践再上岗). Pure."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from registry.kernel.periods import ONE_DAY, Period
from registry.kernel.quantities import months_shown
from registry.kernel.verdicts import Verdict
from registry.policy.model import PracticePolicy
from registry.practice.model import PostCategory, TeacherFacts
from registry.practice.rules import credit_between


@dataclass(frozen=True, slots=True)
class FirstPost:
    """A post about to begin. `industry_months`: in enterprises before teaching; None: nobody said.

    `facts`: of the teacher, this post left out. `exception`: why the office lets it begin all the same.
    """

    category: PostCategory
    started_on: date | None
    facts: TeacherFacts
    industry_months: int | None
    exception: str = ""


def may_begin(post: FirstPost, policy: PracticePolicy | None) -> Verdict:
    """Only a first obliged post is judged, where a pack sets a figure; practice in any form that counts is added up.

    All verified practice before the post counts, whenever it was: the window is another duty. A post without a
    first day began before anybody kept records.
    """
    asked = policy and policy.pre_post_months
    if policy is None or not asked or post.started_on is None or not _is_first(post, policy):
        return Verdict.yes()
    if post.industry_months or post.exception.strip():
        return Verdict.yes()
    found = _practised(post.facts, policy, post.started_on)
    if found >= asked.value:
        return Verdict.yes()
    return Verdict.no(
        f"没有企业工作经历的新任教师须先到企业实践 {asked.value} 个月再上岗,现有 {months_shown(found)} 个月;"
        "请先登记并认定上岗前的企业实践,或登记其企业工作经历;确需先上岗的,请人事处写明理由",
        str(asked.citation),
    )


def _is_first(post: FirstPost, policy: PracticePolicy) -> bool:
    """Whether the post is obliged and none obliged was held before it."""
    categories = policy.obliged_categories.value
    if post.category not in categories or post.started_on is None:
        return False
    earlier = [held for held in post.facts.posts if (held.started_on or date.min) < post.started_on]
    return not any(held.category in categories for held in earlier)


def _practised(facts: TeacherFacts, policy: PracticePolicy, before: date) -> Fraction:
    """Months of verified practice before a day, as if the duty had always been there."""
    always = replace(facts, posts=(), leaves=(), hires=())
    return credit_between(always, policy, Period(date.min, before - ONE_DAY)).months
