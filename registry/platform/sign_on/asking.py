"""Asking a provider, within bounds: so long, so many bytes, no redirects, certificates checked."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import httpx

from registry.kernel.errors import RegistryError

SECONDS_TO_CONNECT = 4.0
SECONDS_IN_ALL = 10.0
LARGEST_ANSWER = 512 * 1024
"""Bytes. An answer is a few thousand."""
PLAIN = {"accept-encoding": "identity", "user-agent": "teacher-registry"}
"""Nothing compressed: a small answer cannot become a large one."""


class Fault(StrEnum):
    """What went wrong with a provider."""

    SILENT = "silent"
    SLOW = "slow"
    TOO_LARGE = "too_large"
    STRANGE = "strange"
    REFUSED = "refused"
    NOT_VALID = "not_valid"


WORDS: dict[Fault, str] = {
    Fault.SILENT: "连不上统一身份认证服务器({})",
    Fault.SLOW: "统一身份认证服务器没有在 {} 秒内答复",
    Fault.TOO_LARGE: "统一身份认证服务器的答复过大,没有接收",
    Fault.STRANGE: "统一身份认证服务器的答复无法理解({})",
    Fault.REFUSED: "统一身份认证服务器不认可这次登录({})",
    Fault.NOT_VALID: "统一身份认证给出的凭证核对不通过({})",
}


class ProviderFault(RegistryError):
    """A provider could not be asked, or what it said does not hold. `detail` is for operators and says no secret."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(WORDS[fault].replace("{}", detail))
        self.fault, self.detail = fault, detail

    @property
    def is_providers(self) -> bool:
        """Whether the server is at fault rather than what the visitor brought along."""
        return self.fault in (Fault.SILENT, Fault.SLOW, Fault.TOO_LARGE, Fault.STRANGE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `form` is posted where there is one; `basic` is a name and its password."""

    address: str
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None
    basic: tuple[str, str] | None = None


async def answer_of(question: Question) -> Answer:
    """Ask, and read all of the answer. Raises ProviderFault where it is late, too long or does not come."""
    try:
        async with asyncio.timeout(SECONDS_IN_ALL):
            return await _asked(question)
    except (TimeoutError, httpx.TimeoutException) as late:
        raise ProviderFault(Fault.SLOW, f"{SECONDS_IN_ALL:.0f}") from late
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
        raise ProviderFault(Fault.SILENT, type(fault).__name__) from fault


async def _asked(question: Question) -> Answer:
    timeout = httpx.Timeout(SECONDS_IN_ALL, connect=SECONDS_TO_CONNECT)
    headers = {**PLAIN, **(question.headers or {})}
    more: dict[str, Any] = {"data": dict(question.form)} if question.form is not None else {}
    if question.basic is not None:
        more["auth"] = httpx.BasicAuth(*question.basic)
    async with (
        httpx.AsyncClient(verify=_trust(), timeout=timeout, trust_env=False, follow_redirects=False) as client,
        client.stream(
            "POST" if question.form is not None else "GET", question.address, headers=headers, **more
        ) as sent,
    ):
        content = b""
        async for part in sent.aiter_raw():
            content += part
            if len(content) > LARGEST_ANSWER:
                raise ProviderFault(Fault.TOO_LARGE)
        return Answer(sent.status_code, content)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that the machine trusts; a school's own authority is added there, or by SSL_CERT_FILE."""
    return ssl.create_default_context()
