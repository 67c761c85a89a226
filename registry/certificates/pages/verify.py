"""核验: whoever holds a certificate sees what was issued and whether it holds. No account, nothing learned without a
code; the file that somebody drops is read in a process of its own and never kept.
"""

from hashlib import sha256
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.certificates.model import LookUpRefused, Shown
from registry.certificates.pages.checking import LARGEST_FILE, checked_file
from registry.certificates.pages.not_taken import HANDLERS, MEGABYTE
from registry.certificates.pages.shared import as_shown
from registry.certificates.pages.words import Called
from registry.certificates.rules.numbering import plain_code, plain_digits
from registry.certificates.service.looking_up import (
    NO_SUCH_CODE,
    LookUp,
    NumberedLookUp,
    look_up,
    look_up_numbered,
)
from registry.identity.access import Door, place_of
from registry.kernel.errors import BadInput
from registry.platform.pdf.fonts import FOLDER_NAME as FONTS
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, language_of, page

PRIVATE = {"x-robots-tag": "noindex, nofollow", "referrer-policy": "no-referrer", "cache-control": "no-store"}
"""A page behind a code is for whoever has the code: in no index, in no cache, in no other site's log."""
NO_CODE = "不是完整的核验码:应为 20 位字母和数字,请核对"
NO_NUMBER = "请输入证明上的编号"
NO_DIGITS = "校验位应为 8 位数字,请核对"
LONGEST_NUMBER = 100
ROOM_OF_A_FORM = 20_000


@get("/verify", name="verify", public=True)
async def ask(
    request: Visitor,
    reading: Door,
    code: FromQuery[str | None] = None,
    number: FromQuery[str | None] = None,
    digits: FromQuery[str | None] = None,
) -> Response[Any]:
    """The forms; a whole code leads on to its page, and so does a number with its check digits."""
    if number is not None or digits is not None:
        return await _numbered(request, reading, (number or "").strip(), (digits or "").strip())
    typed = (code or "").strip()
    plain = plain_code(typed)
    if plain:
        return private(go(request, "verify_code", code=plain))
    return _asked(request, {"code": typed}, {"code": NO_CODE} if code is not None else {})


@get("/verify/{code:str}", name="verify_code", public=True)
async def show(request: Visitor, reading: Door, code: FromPath[str]) -> Response[Any]:
    """Everything that a certificate prints, and whether it holds."""
    found = await looked_up(request, reading, code)
    if isinstance(found, LookUpRefused):
        return refused(request, reading, found)
    return private(page(request, "certificates/verified.html", **shown_to_all(request, reading, found)))


@post(
    "/verify",
    name="verify_file",
    public=True,
    status_code=200,
    request_max_body_size=LARGEST_FILE + ROOM_OF_A_FORM,
    exception_handlers=HANDLERS,
)
async def check(request: Visitor, reading: Door) -> Response[Any]:
    """Whether a file is one that was issued here, and if not, in what it differs."""
    form = await filled(request)
    try:
        content = await _content(form)
        fonts_folder = request.app.state.settings.data_folder / FONTS
        checked = await checked_file(reading, content, place_of(request).address, fonts_folder)
    except BadInput as wrong:
        return _asked(request, {}, {"file": str(wrong)})
    if isinstance(checked, LookUpRefused):
        return refused(request, reading, checked)
    context = shown_to_all(request, reading, checked.shown) if checked.shown else {"words": Called}
    digest, read_in = sha256(content).hexdigest(), language_of(request)
    return private(
        page(request, "certificates/checked.html", checked=checked, digest=digest, read_in=read_in, **context)
    )


async def _numbered(request: Visitor, reading: Reading, number: str, digits: str) -> Response[Any]:
    """Where a number and its check digits lead: to the page of the code, which the paper shows too."""
    faults = {} if number and len(number) <= LONGEST_NUMBER else {"number": NO_NUMBER}
    if plain_digits(digits) is None:
        faults["digits"] = NO_DIGITS
    if faults:
        return _asked(request, {"number": number, "digits": digits}, faults)
    async with open_process("look_up", reading) as process:
        found = await look_up_numbered(process, NumberedLookUp(number, digits, place_of(request).address))
    if isinstance(found, LookUpRefused):
        return refused(request, reading, found)
    return private(go(request, "verify_code", code=found.certificate.code))


async def looked_up(request: Visitor, reading: Reading, code: str) -> Shown | LookUpRefused:
    """What a code opens, as far as the address may still try."""
    if plain_code(code) is None:
        return LookUpRefused(NO_SUCH_CODE)
    async with open_process("look_up", reading) as process:
        return await look_up(process, LookUp(code, place_of(request).address))


def refused(request: Visitor, reading: Reading, found: LookUpRefused) -> Response[Any]:
    """The same answer to every code that opens nothing; who guesses is told when to come again."""
    answer = page(
        request, "certificates/unknown.html", 429 if found.next_attempt_at else 404, refused=found, words=Called
    )
    if found.next_attempt_at:
        answer.headers["retry-after"] = str(seconds_until(reading, found))
    return private(answer)


def seconds_until(reading: Reading, found: LookUpRefused) -> int:
    """How long whoever is held back waits, at least a second."""
    assert found.next_attempt_at is not None
    return max(1, int((found.next_attempt_at - reading.now).total_seconds()) + 1)


def shown_to_all(request: Visitor, reading: Reading, found: Shown) -> dict[str, Any]:
    """What the page of a certificate shows to anybody."""
    return {
        "shown": found,
        "now": reading.now,
        **as_shown(found.certificate, found.content, request.app.state.settings.public_url),
    }


def private(answer: Response[Any]) -> Response[Any]:
    """Not for indexes, caches or other sites' logs."""
    answer.headers.update(PRIVATE)
    return answer


async def _content(form: Form) -> bytes:
    chosen = form.files("file")
    if not chosen:
        raise BadInput("请选择要核对的 PDF 文件")
    content = await chosen[0].read()
    if len(content) > LARGEST_FILE:
        raise BadInput(f"文件超过 {LARGEST_FILE // MEGABYTE} MB,证明的原文件不会这么大")
    return content


def _asked(request: Visitor, values: dict[str, str], faults: dict[str, str]) -> Response[Any]:
    return private(
        page(
            request,
            "certificates/verify.html",
            422 if faults else 200,
            values={"code": "", "number": "", "digits": "", **values},
            faults=faults,
            words=Called,
            largest=LARGEST_FILE // MEGABYTE,
        )
    )


ROUTES = [ask, show, check]
