"""How a file's posts change the posts that stand. Pure.

An empty cell says nothing: it never takes a date away. What lies before the file's first day is history and stays.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from registry.kernel.periods import ONE_DAY, Period
from registry.people.model.bulk import PostWanted
from registry.people.model.facts import Post, PostCategory
from registry.people.model.roster import PostsPlan

CATEGORY_WORDS = {
    PostCategory.PROFESSIONAL: "专业课教师",
    PostCategory.INSTRUCTOR: "实习指导教师",
    PostCategory.PUBLIC: "公共基础课教师",
}


def posts_plan(standing: Sequence[Post], wanted: Sequence[PostWanted]) -> PostsPlan:
    """What to do so that the posts are those of the file, beside what it does not speak of."""
    left = sorted(standing, key=lambda post: post.period)
    voided: list[Post] = []
    ended: list[tuple[Post, date]] = []
    begun: list[PostWanted] = []
    kept: list[Post] = []
    unmatched = []
    for each in wanted:
        match = _match(left, each)
        if match is None:
            unmatched.append(each)
            continue
        left.remove(match)
        days = each.started_on or match.started_on, each.finished_on or match.finished_on
        if days == (match.started_on, match.finished_on):
            kept.append(match)
        elif days[0] == match.started_on and match.finished_on is None and days[1] is not None:
            ended.append((match, days[1]))
        else:
            voided.append(match)
            begun.append(PostWanted(each.category, *days))
    begun += [_making_room(each, left, voided, ended) for each in unmatched]
    return PostsPlan(tuple(voided), tuple(ended), tuple(begun), (*kept, *left))


def posts_words(posts: Sequence[Post | PostWanted]) -> str:
    """The posts one after another, as somebody reads them off a list."""
    ordered = sorted(posts, key=lambda post: post.started_on or date.min)
    return ";".join(f"{CATEGORY_WORDS[post.category]}{_days_words(post)}" for post in ordered)


def posts_after(plan: PostsPlan) -> list[PostWanted]:
    """The posts as they stand when the plan is written."""
    found = [PostWanted(post.category, post.started_on, post.finished_on) for post in plan.kept]
    found += [PostWanted(post.category, post.started_on, on) for post, on in plan.ended]
    return sorted([*found, *plan.begun], key=lambda post: post.started_on or date.min)


def have_common_days(posts: Sequence[PostWanted]) -> bool:
    """Whether two of these posts, in order of their days, are held on one day."""
    periods = [Period(post.started_on or date.min, post.finished_on or date.max) for post in posts]
    return any(one.finished_on >= other.started_on for one, other in pairwise(periods))


def _match(standing: Sequence[Post], wanted: PostWanted) -> Post | None:
    """The standing post that a row of the file is about: of its category, from its day, else on its days."""
    alike = [post for post in standing if post.category == wanted.category]
    if wanted.started_on is None:
        return alike[-1] if alike else None
    exact = [post for post in alike if post.started_on == wanted.started_on]
    days = Period(wanted.started_on, wanted.finished_on or date.max)
    return next(iter(exact), None) or next((post for post in alike if post.period.overlap(days)), None)


def _making_room(
    wanted: PostWanted, left: list[Post], voided: list[Post], ended: list[tuple[Post, date]]
) -> PostWanted:
    """The new post, after whatever stands in its days has ended before it or was taken back."""
    if wanted.started_on is None:
        if left:
            replaced = left.pop()
            voided.append(replaced)
            return PostWanted(wanted.category, replaced.started_on, wanted.finished_on or replaced.finished_on)
        return wanted
    days = Period(wanted.started_on, wanted.finished_on or date.max)
    for post in [post for post in left if post.period.overlap(days)]:
        left.remove(post)
        if post.period.started_on < wanted.started_on:
            ended.append((post, wanted.started_on - ONE_DAY))
        else:
            voided.append(post)
    return wanted


def _days_words(post: Post | PostWanted) -> str:
    if post.started_on is None and post.finished_on is None:
        return ""
    return f"({post.started_on or ''}至{post.finished_on or '今'})"
