"""Quiet hours, growing waits, addresses, of whom a kind of chasing wants something."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest

from registry.kernel.scopes import Scope
from registry.practice.model import StandingState
from registry.practice.rules.board import BoardWish
from registry.practice.rules.progress import Progress
from registry.reminders.model.mail import Quiet
from registry.reminders.model.messages import TO_TEACHERS, BatchKind
from registry.reminders.rules.chasing import kind_of, kinds_in
from registry.reminders.rules.mailing import (
    RETRY_MINUTES,
    TRIES,
    address_faults,
    next_try,
    not_before,
    settings_faults,
)

CHINA = timezone(timedelta(hours=8))
NIGHT, NOON, NEVER = Quiet(21, 8), Quiet(12, 14), Quiet(0, 0)


def at(hour, minute=0, day=22):
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("quiet", "asked", "free"),
    [
        (NIGHT, at(20, 59), at(20, 59)),
        (NIGHT, at(21), at(8, day=23)),
        (NIGHT, at(23, 59), at(8, day=23)),
        (NIGHT, at(0), at(8)),
        (NIGHT, at(7, 59), at(8)),
        (NIGHT, at(8), at(8)),
        (NOON, at(11, 59), at(11, 59)),
        (NOON, at(12), at(14)),
        (NOON, at(13, 59), at(14)),
        (NOON, at(14), at(14)),
        (NEVER, at(0), at(0)),
        (Quiet(20, 0), at(23), at(0, day=23)),
    ],
)
def test_no_mail_between_the_quiet_hours(quiet, asked, free):
    assert not_before(asked, quiet) == free


def test_each_wait_is_longer_and_the_last_failure_is_the_end():
    now = datetime(2026, 11, 22, tzinfo=UTC)

    waits = [next_try(attempts, now) for attempts in range(1, TRIES + 1)]

    assert waits == [*(now + timedelta(minutes=minutes) for minutes in RETRY_MINUTES), None]
    assert list(RETRY_MINUTES) == sorted(set(RETRY_MINUTES))


@pytest.mark.parametrize("address", ["lin@mail.test", "lin.xiao+a@jw.example.edu.cn", "L_1@10.example"])
def test_addresses(address):
    assert address_faults(address) == {}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lin",
        "lin@",
        "@mail.test",
        "a b@mail.test",
        "a..b@mail.test",
        "林@mail.test",
        "a@b\nBcc: c@d",
        "a@b," * 80,
    ],
)
def test_what_is_no_address(address):
    assert address_faults(address) == {"address": "这不是邮箱地址"}


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        ({}, BatchKind.YEARLY),
        ({"progress": Progress.NOT_BEGUN}, BatchKind.YEARLY),
        ({"progress": Progress.WAITING}, BatchKind.PAPERS),
        ({"state": StandingState.UNKNOWN}, BatchKind.PAPERS),
        ({"state": StandingState.AT_RISK}, BatchKind.LAPSE),
        ({"lapses_before": date(2027, 1, 1)}, BatchKind.LAPSE),
        ({"state": StandingState.SHORT}, BatchKind.SHORT),
        ({"state": StandingState.LAPSED}, BatchKind.SHORT),
        ({"state": StandingState.SHORT, "progress": Progress.NOT_BEGUN}, BatchKind.YEARLY),
    ],
)
def test_a_filter_means_what_its_people_lack(wish, kind):
    assert kind_of(BoardWish(date(2026, 11, 22), **wish)) is kind


def test_a_bureau_writes_to_schools_and_a_school_to_teachers():
    one = uuid4()

    assert kinds_in(Scope.bureau(one)) == (BatchKind.REPORT,)
    assert kinds_in(Scope.school(one)) == kinds_in(Scope.department(one)) == TO_TEACHERS


def test_the_second_reminder_is_nearer_than_the_first():
    asked = {"lapse_days": 60, "lapse_again_days": 60, "hand_in_days": None, "approve_days": None}

    assert settings_faults(asked, None) == {"lapse_again_days": "第二次提醒应比第一次更近;先填第一次"}
    assert settings_faults({**asked, "lapse_again_days": 59}, Quiet(21, 8)) == {}
