"""A school whose teachers have accounts, addresses or neither, and who chases them."""

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from registry.identity.model.accounts import CreateAccount
from registry.identity.model.principals import HeldRole, Principal, installation
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.service.accounts import create_account
from registry.kernel.scopes import Scope
from registry.platform.mail_server import MailServer
from registry.practice.rules.board import BoardWish
from registry.reminders import tables
from registry.reminders.model.mail import Outgoing, Quiet
from registry.reminders.model.messages import BatchKind, ChaseAsk, SendChase
from registry.reminders.queries.addresses import address_place
from registry.reminders.queries.chasing import chase_preview
from registry.reminders.service.chasing import send_chase
from registry.reminders.service.posting import post_mails
from tests.builders.house import NOW, a_house, a_reading
from tests.institutions.staging import a_bureau, a_school, a_unit, did, done
from tests.people.staging import a_person, a_post, an_employment

QUIET = Quiet(21, 8)
NO_MAIL = Outgoing(False, "http://registry.test/inbox", QUIET)
BY_MAIL = Outgoing(True, "http://registry.test/inbox", QUIET, "registry.test")
INBOX = "http://registry.test/inbox"
TODAY = a_reading().today


def server_at(port, seconds=5.0):
    return MailServer("127.0.0.1", port, "registry@registry.test", seconds=seconds)


@dataclass
class Stage:
    """What was staged. `accounts`: of each teacher in order; None: has none."""

    bureau: object
    school: object
    other_school: object
    department: object
    officer: Principal
    head: Principal
    teachers: list = field(default_factory=list)
    accounts: list = field(default_factory=list)

    @property
    def scope(self):
        return Scope.school(self.school.id)

    def ask(self, kind=BatchKind.YEARLY, **wish):
        return ChaseAsk(BoardWish(TODAY, limit=None, **wish), kind)


async def staged(teachers=3, mails=None, without_account=0):
    """A school with so many teachers; all but the last have accounts, the first `mails` of them a mail address."""
    bureau = await a_bureau()
    school, other = await a_school(bureau_id=bureau.id), await a_school("S2")
    department = await a_unit(school)
    officer = await an_account(RoleWanted(Role.HR_OFFICER, Scope.school(school.id)), "chen")
    head = await an_account(RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(department.id), school.id), "li")
    stage = Stage(bureau, school, other, department, officer, head)
    for number in range(teachers):
        name = f"林{'一二三四五六七八九十'[number % 10]}{number // 10 or ''}"
        person = await a_person(name)
        await a_post(await an_employment(school, person, f"T{number:02d}", department=department))
        account = None
        if number < teachers - without_account:
            account = await a_teacher_account(person, f"t{number:02d}")
            if mails is None or number < mails:
                await with_address(account, f"t{number:02d}@mail.test")
        stage.teachers.append(person)
        stage.accounts.append(account)
    return stage


async def an_account(role, login, person=None):
    """A principal with a stored account, as if signed in."""
    given = {"person_id": person.id} if person else {}
    slip = await did(create_account, CreateAccount(login, login.title(), (role,), **given), reading=installed())
    held = HeldRole(uuid4(), role.role, role.scope, role.school_id)
    return Principal(slip.account_id, login.title(), "web", person_id=person.id if person else None, roles=(held,))


async def a_teacher_account(person, login):
    given = CreateAccount(login, person.name, (RoleWanted(Role.TEACHER),), person_id=person.id)
    return (await did(create_account, given, reading=installed())).account_id


def installed(**changes):
    return a_reading(installation("cli"), **changes)


def reading_as(actor, **changes):
    return a_reading(actor, **changes)


def teacher_of(stage, number):
    """The teacher's principal."""
    person = stage.teachers[number]
    held = HeldRole(uuid4(), Role.TEACHER, Scope.person(person.id))
    return Principal(stage.accounts[number], person.name, "web", person_id=person.id, roles=(held,))


async def with_address(account_id, address, confirmed=True, wanted=True):
    """An address that its owner has confirmed already."""
    row_id, table = uuid4(), tables.MailAddress
    await table.insert(
        table(
            id=row_id,
            account=account_id,
            address_sealed=a_house().vault.seal(address, address_place(row_id)),
            confirmed_at=NOW if confirmed else None,
            is_wanted=wanted,
            set_at=NOW,
            revision=1,
        )
    )


async def chased(stage, actor=None, scope=None, outgoing=BY_MAIL, now=NOW, **more):
    """A batch sent by the officer, and its events."""
    actor, scope = actor or stage.officer, scope or stage.scope
    ask = stage.ask(**more.pop("ask", {}))
    reading = reading_as(actor, now=now)
    preview = await chase_preview(reading, ask, scope)
    command = SendChase(more.pop("batch_id", None) or uuid4(), ask, preview.digest, **more)
    return await done(send_chase, command, scope, outgoing, reading=reading)


async def posted(port, now=NOW, quiet=QUIET, seconds=5.0):
    """What one run of the sending job did at this instant."""

    async def open_reading():
        return a_reading(now=now)

    return await post_mails(open_reading, server_at(port, seconds), quiet)


def later(**span):
    return NOW + timedelta(**span)


class Post:
    """A mail server's process and its mailbox."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, 0, None

    def script(self, **behaviours):
        """For each teacher what happens to the next mails, in order."""
        told = {f"{who}@mail.test": list(each) for who, each in behaviours.items()}
        (self.folder / "script.json").write_text(json.dumps(told))

    async def start(self):
        """Up, on the port that it had before."""
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.reminders.mail_server", str(self.port), str(self.folder)),
            stdout=asyncio.subprocess.PIPE,
        )
        self.port = int((await self.hears("ready"))[0])

    async def hears(self, word):
        """The rest of the next line that begins with this word."""
        line = (await self.process.stdout.readline()).decode().split()
        assert line[0] == word, line
        return line[1:]

    async def stop(self):
        """Gone, whatever it was doing."""
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    @property
    def mails(self):
        """Everything that was kept, in order."""
        file = self.folder / "mailbox.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    @property
    def delivered(self):
        """How many different mails each recipient has: a mailbox knows a mail by its Message-ID."""
        found = {}
        for mail in self.mails:
            found.setdefault(mail["to"], set()).add(mail["id"])
        return {who.partition("@")[0]: len(ids) for who, ids in found.items()}


@asynccontextmanager
async def a_worker(database, port, now=NOW):
    """A worker's process that sends what is due; it can be killed."""
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.reminders.post", database, str(port), now.isoformat()),
        stdout=asyncio.subprocess.PIPE,
        env=environment,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()


async def states():
    """The state, the attempts and the words of every mail, by login."""
    table = tables.MailOutbox
    rows = await table.select(table.account.login.as_alias("login"), table.state, table.attempts, table.words)
    return {row["login"]: (row["state"], row["attempts"], row["words"]) for row in rows}
