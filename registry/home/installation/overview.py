"""The operator's first page: last backup and rehearsal, disk, jobs, failed sign-ins, the chain of events."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post

from registry.audit.journal import head
from registry.audit.process import Reading, open_process
from registry.audit.verification import what_is_broken
from registry.home.accounts.words import words_for
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.identity.queries.failures import failing_addresses, failures_within
from registry.identity.queries.listing import AccountsWanted, accounts_part
from registry.institutions.model.signing_keys import KeyTrouble
from registry.institutions.queries.published_keys import what_is_due
from registry.institutions.queries.schools import bureaus, schools
from registry.platform.web.pages import Visitor, go, page
from registry.upkeep.asking import BACKUP_JOB, REHEARSAL_JOB, ask_for
from registry.upkeep.model import RunKind
from registry.upkeep.queries import disk_of, last_good, last_runs, queue_state, worker_seen

DAY, WEEK = timedelta(days=1), timedelta(days=7)
BACKUP_STALE = timedelta(hours=36)
"""A nightly backup that is older has been missed once."""
REHEARSAL_STALE = timedelta(days=15)
"""Two weekly rehearsals have been missed."""
WORKER_STALE = timedelta(minutes=5)
DISK_SHORT_PERCENT = 10
GIGABYTE = 1024**3
RUNS_SHOWN = 8
KIND_WORDS = {
    RunKind.BACKUP: "备份",
    RunKind.REHEARSAL: "恢复演练",
    RunKind.REBUILD: "重算达标时间线",
    RunKind.PRUNING: "清理登录痕迹",
}
KEY_WORDS = {
    KeyTrouble.ROOT_ENDS: "根证书即将到期,请换发并交给核验方:registry keys rotate --root",
    KeyTrouble.KEY_ENDS: "学校的签名证书即将到期,请换发:registry keys rotate --school",
    KeyTrouble.LIST_DUE: "撤销列表该签发新的了:registry keys revocation-list --new",
    KeyTrouble.RENAMED: "学校已更名,签名证书还是原来的名称,现在不能签名,请换发:registry keys rotate --school",
}
ASKED = {
    BACKUP_JOB: ("已安排备份,后台任务空闲时即开始", "备份已在排队或进行中"),
    REHEARSAL_JOB: ("已安排恢复演练,后台任务空闲时即开始", "恢复演练已在排队或进行中"),
}


@get("/installation", name="installation", permission=Permission.KEEP_INSTALLATION)
async def installation(request: Visitor, reading: Door) -> Response[Any]:
    """How the installation is, and what to do next."""
    return await _overview(request, reading)


@post("/installation/backup", name="ask_backup", permission=Permission.KEEP_INSTALLATION)
async def back_up(request: Visitor, reading: Door) -> Response[Any]:
    """A backup as soon as a worker is free."""
    return await _asked(request, reading, BACKUP_JOB)


@post("/installation/rehearsal", name="ask_rehearsal", permission=Permission.KEEP_INSTALLATION)
async def rehearse(request: Visitor, reading: Door) -> Response[Any]:
    """A rehearsal as soon as a worker is free."""
    return await _asked(request, reading, REHEARSAL_JOB)


@post("/installation/chain", name="verify_chain", permission=Permission.KEEP_INSTALLATION)
async def verify(request: Visitor, reading: Door) -> Response[Any]:
    """Every recorded event checked against the chain, and the answer shown."""
    heads = reading.house.heads
    fault = await what_is_broken(heads.known() if heads else ())
    return await _overview(request, reading, verified=True, chain_fault=fault)


async def _asked(request: Visitor, reading: Reading, job: str) -> Response[Any]:
    async with open_process("ask_for_job", reading) as process:
        is_new = await ask_for(process, job)
    return go(request, "installation", note=ASKED[job][0 if is_new else 1])


async def _overview(request: Visitor, reading: Reading, **answered: Any) -> Response[str]:
    settings = request.app.state.settings
    disk, seen = disk_of(settings.data_folder), await worker_seen(reading)
    backup, rehearsal = await last_good(reading, RunKind.BACKUP), await last_good(reading, RunKind.REHEARSAL)
    served, guided = await schools(reading), await bureaus(reading)
    return page(
        request,
        "home/installation/overview.html",
        backup=backup,
        backup_is_old=_is_old(reading, backup, BACKUP_STALE),
        rehearsal=rehearsal,
        rehearsal_is_old=_is_old(reading, rehearsal, REHEARSAL_STALE),
        disk_free=disk.free // GIGABYTE,
        disk_total=disk.total // GIGABYTE,
        disk_is_short=disk.free * 100 < disk.total * DISK_SHORT_PERCENT,
        queue=await queue_state(reading),
        worker_seen=seen,
        worker_is_away=seen is None or reading.now - seen > WORKER_STALE,
        day=await failures_within(reading, DAY),
        week=await failures_within(reading, WEEK),
        addresses=await failing_addresses(reading, WEEK),
        keys_due=await what_is_due(reading),
        key_words=KEY_WORDS,
        runs=await last_runs(reading, RUNS_SHOWN),
        kind_words=KIND_WORDS,
        head=await head(),
        bureaus=guided,
        schools=served,
        accounts=(await accounts_part(reading, AccountsWanted())).total,
        words=await words_for(reading),
        backup_folder=settings.backup_folder or settings.data_folder / "backups",
        **{"verified": False, "chain_fault": None, **answered},
    )


def _is_old(reading: Reading, run: Any, limit: timedelta) -> bool:
    return run is None or reading.now - run.started_at > limit


ROUTES = [installation, back_up, rehearse, verify]
