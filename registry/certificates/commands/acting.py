"""In whose name a command works, on an installation that is open, and how what it made is written to disk."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading
from registry.certificates.model import Certificate, CertificateKind, CertificateState, Wording
from registry.certificates.queries.certificates import certificate_by_number
from registry.certificates.service.acting import acting
from registry.certificates.service.lost_files import require_file
from registry.certificates.service.paperwork import Paperwork, paperwork_from
from registry.certificates.service.printing import print_certificate
from registry.identity.access import school_scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import Principal, installation
from registry.identity.queries.principals import standing_of_login
from registry.institutions.queries.schools import school_by_code
from registry.kernel.errors import BadInput, InvalidFields, NotFound, NotPermitted, RegistryError
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.platform.commands import iso_day
from registry.platform.installation import open_installation
from registry.platform.settings import settings_from
from registry.platform.web.words import catalogue
from registry.policy.book import shipped_book

NOT_ALLOWED = "账号 {} 没有出具证明的权限 (not permitted)"
NO_SUCH = "没有找到编号为 {} 的证明 (no such certificate)"
NO_ACCOUNT = "没有账号 {} (no such account)"
LOCKED = "账号 {} 已停用,不能办理 (this account is locked)"
NO_SCHOOL = "没有找到学校 {},或账号无权为其出具证明 (no such school)"
ENDED = {
    CertificateState.REPLACED: "注意:这份证明已换发,不再有效 (replaced, no longer valid)",
    CertificateState.REVOKED: "注意:这份证明已撤销,不再有效 (revoked, no longer valid)",
}
_IN_BOTH = re.compile(r"\([A-Za-z][^()]*\)$")
"""How a line ends that says itself in English too."""

kind_argument = click.argument("kind", type=click.Choice([kind.value for kind in CertificateKind]))
school_option = click.option("--school", "school_code", required=True, metavar="CODE", help="学校代码 / school code")
as_of_option = click.option("--as-of", callback=iso_day, metavar="DATE", help="截止日期,默认今天 / as-of date")
from_option = click.option(
    "--from", "first", callback=iso_day, metavar="DATE", help="证明期间的第一天,只用于 compliance / first day"
)
until_option = click.option("--until", "last", callback=iso_day, metavar="DATE", help="证明期间的最后一天 / last day")
wording_option = click.option(
    "--language",
    "wording",
    type=click.Choice([each.value for each in Wording]),
    default=Wording.CHINESE.value,
    show_default=True,
    help="中文,或中英文 / Chinese, or Chinese with English",
)
login_option = click.option(
    "--as", "login", required=True, metavar="ACCOUNT", help="以哪个账号办理(登录名) / in whose name"
)
reason_option = click.option(
    "--reason", required=True, metavar="TEXT", help="理由,公开显示在核验网页上 / reason, shown to anybody"
)
output_option = click.option(
    "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="写入文件 / file"
)
force_option = click.option("--force", is_flag=True, help="覆盖已有文件 / overwrite an existing file")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open installation: the machine's own reading, the account's, the schools that it issues for, the means."""

    own: Reading
    reading: Reading
    scopes: tuple[Scope, ...]
    paper: Paperwork = field(repr=False)

    async def scope_of(self, school_code: str) -> Scope:
        """The school of a code. Raises NotFound, also for one that the account does not issue for."""
        try:
            found = await school_by_code(self.reading, school_code)
        except NotFound:
            raise NotFound(NO_SCHOOL.format(school_code)) from None
        for scope in self.scopes:
            if scope.id == found.id:
                return scope
        raise NotFound(NO_SCHOOL.format(school_code))

    async def named(self, number: str) -> tuple[Certificate, Scope]:
        """The certificate of a number and where it is seen. Raises NotFound."""
        for scope in self.scopes:
            try:
                return await certificate_by_number(self.reading, number, scope), scope
            except NotFound:
                continue
        raise NotFound(NO_SUCH.format(number))

    async def filed(self, certificate: Certificate) -> tuple[Certificate, bytes]:
        """A certificate with its file, which is made now where there is none. Raises BadInput, FileLost."""
        try:
            after = await print_certificate(self.own, certificate.id, self.paper)
        except (RegistryError, OSError) as fault:
            words = f"证明 {certificate.number} 已出具,但文件没有做成:{fault};之后用 registry certificate file 取出"
            raise BadInput(f"{words} (issued, but its file could not be made)") from fault
        return after, (await require_file(self.own, after, self.paper)).read_bytes()


@asynccontextmanager
async def opened(data_folder: Path | None, login: str) -> AsyncIterator[Opened]:
    """The installation, in an account's name. Raises NotFound for none, NotPermitted for one that is locked, BadInput
    for one without the right. What is refused while it is open is said in English too."""
    settings = settings_from(os.environ, data_folder)
    async with open_installation(settings) as there:
        house = House(there.vault, heads=HeadFile(settings.data_folder))
        own = Reading(installation("cli"), there.now, shipped_book(), house)
        reading = replace(own, actor=await _in_the_name_of(own, login))
        scopes = school_scopes(reading, Permission.ISSUE_CERTIFICATES)
        if not scopes:
            raise BadInput(NOT_ALLOWED.format(login))
        with in_both_languages():
            yield Opened(own, reading, scopes, paperwork_from(settings))


async def _in_the_name_of(own: Reading, login: str) -> Principal:
    standing = await standing_of_login(own, login)
    if standing is None:
        raise NotFound(NO_ACCOUNT.format(login))
    if standing.account.locked_on is not None:
        raise NotPermitted(LOCKED.format(login))
    return acting(standing, "cli")


@contextmanager
def in_both_languages() -> Iterator[None]:
    """Add the English of what pages say to a refusal that is Chinese alone. Raises BadInput in its place."""
    try:
        yield
    except RegistryError as fault:
        parts = tuple(fault.faults.values()) if isinstance(fault, InvalidFields) else (fault.for_operator,)
        words = ";".join(parts)
        english = [catalogue().english(part) for part in parts]
        if _IN_BOTH.search(words) or not all(english):
            raise
        raise BadInput(f"{words} ({'; '.join(filter(None, english))})") from fault


def period_of(kind: str, days: dict[str, Any]) -> Period | None:
    """The period that the options name. Raises BadInput where they do not go together."""
    first, last, as_of = days["first"], days["last"], days["as_of"]
    if first is None and last is None:
        return None
    if first is None or last is None or as_of is not None:
        raise BadInput("--from 与 --until 须同时给出,且不与 --as-of 同用 (give both, and no --as-of)")
    if kind != CertificateKind.COMPLIANCE:
        raise BadInput("--from 与 --until 只用于 compliance(企业实践情况证明) (for a statement only)")
    if last < first:
        raise BadInput("--until 早于 --from (--until is before --from)")
    return Period(first, last)


def day_of(period: Period | None, as_of: date | None, today: date) -> date:
    """The day that is certified: of a period its last."""
    return period.finished_on if period else as_of or today


def require_free(output: Path, force: bool) -> None:
    """Refuse before anything is issued what could not be written afterwards. Raises BadInput."""
    if output.exists() and not force:
        raise BadInput(f"{output.name} 已存在,没有改动;换一个名字,或加 --force 覆盖 (the file exists)")
    if not output.parent.is_dir():
        raise BadInput(f"没有这个文件夹:{output.parent} (no such folder)")
    if not os.access(output.parent, os.W_OK):
        raise BadInput(f"不能写入文件夹 {output.parent} (cannot write there)")


def save(output: Path, content: bytes, certificate: Certificate) -> None:
    """Write the whole file or nothing. Raises BadInput, which names the certificate: it stands."""
    unfinished = output.with_name(f".{output.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(output)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        words = f"证明 {certificate.number} 已出具,但无法写入 {output.name}:{fault.strerror}"
        raise BadInput(f"{words};用 registry certificate file 取出 (issued, but not written)") from fault


def show(certificate: Certificate, output: Path) -> None:
    """What was done, in lines."""
    signed = "已签名 (signed)" if certificate.key_id else "未签名:学校没有签名密钥 (not signed)"
    click.echo(f"编号 (number): {certificate.number}")
    click.echo(f"核验码 (code): {certificate.code}")
    click.echo(f"文件 (file): {output},{signed}")
    if certificate.state in ENDED:
        click.echo(ENDED[certificate.state], err=True)


def only(scope: Scope) -> UUID:
    """The school of a scope that is one school's."""
    assert scope.id is not None
    return scope.id
