"""An examination in words: what it comes to, what it proved, what it could not prove. Chinese and English."""

from datetime import datetime
from typing import NamedTuple

from registry.platform.clock import SHANGHAI
from registry.platform.language import Language
from registry.platform.signing.found import ChainFault, Examination, FoundSignature, Outcome, Revocation


class Told(NamedTuple):
    """One line for the whole, then line by line what is proved and what is not."""

    verdict: str
    proved: tuple[str, ...]
    unproved: tuple[str, ...]


class _Line(NamedTuple):
    zh: str
    en: str


VERDICTS = {
    Outcome.GENUINE: _Line("签名有效,文件自签名后没有改动", "The signature is valid; nothing was changed since"),
    Outcome.REVOKED: _Line("签名证书已被撤销", "The signer's certificate was revoked"),
    Outcome.OUT_OF_TIME: _Line("签名时证书不在有效期内", "The certificate was not valid when it was signed"),
    Outcome.UNTRUSTED: _Line("签名者不属于所给的根证书", "The signer does not belong to the root given"),
    Outcome.APPENDED: _Line("签名之后文件末尾又添加了内容", "Something was appended after the signature"),
    Outcome.PARTIAL: _Line("签名没有覆盖整个文件", "The signature does not cover the whole file"),
    Outcome.REWRITTEN: _Line("签名数据本身被改写过", "The value of the signature was rewritten"),
    Outcome.CHANGED: _Line("文件在签名之后被改动", "The file was changed after it was signed"),
    Outcome.DAMAGED: _Line(
        "签名已损坏,无法读出:文件被改动,或用软件另存过", "The signature is damaged: changed, or saved anew"
    ),
    Outcome.UNSIGNED: _Line("文件没有电子签名", "The file has no electronic signature"),
    Outcome.NO_PDF: _Line("这不是 PDF 文件,或文件过大", "Not a PDF, or too large"),
}
FAULTS = {
    ChainFault.NO_ROOT: _Line(
        "签名证书不是由所给的根证书签发的", "The certificate was not issued under the root given"
    ),
    ChainFault.SAME_NAME: _Line(
        "签名证书写着所给根证书的名称,但不是由它签发的:有人冒用名称",
        "The certificate names the root given but was not issued by it: somebody uses its name",
    ),
    ChainFault.NOT_AUTHORITY: _Line(
        "证书链中有不能签发证书的证书", "A certificate in the chain may not certify others"
    ),
    ChainFault.MAY_NOT_SIGN: _Line("证书的用途不含签名", "The certificate is not one for signing"),
    ChainFault.UNKNOWN_DEMAND: _Line("证书含有本程序不认识的要求", "A certificate demands something unknown here"),
    ChainFault.WEAK: _Line("证书的密钥或算法已不可靠", "A key or algorithm of the chain is too weak"),
    ChainFault.BOUND_ELSEWHERE: _Line(
        "签发该证书的根证书只用于其他学校", "The root that issued it is believed for other schools alone"
    ),
}
CAUSES = {
    "keyCompromise": _Line("密钥泄露", "key compromised"),
    "cACompromise": _Line("发证机构密钥泄露", "authority compromised"),
    "superseded": _Line("已换发", "superseded"),
    "cessationOfOperation": _Line("不再使用", "no longer used"),
    "affiliationChanged": _Line("单位变更", "affiliation changed"),
}
OWN_CLOCK = _Line(
    "签名时间由签发单位自己的时钟给出,没有第三方时间戳", "Time by the issuer's own clock, no time stamp"
)
NO_LIST = _Line("没有提供撤销列表,无法得知证书是否已被撤销", "No revocation list given: revocation was not checked")
FACTS = _Line(
    "电子签名不能说明证明是否已被撤销或换发,请到核验网页查询", "Whether it was replaced or revoked: ask the page"
)


def told(examination: Examination, language: Language) -> Told:
    """The examination in one language."""
    lines = _Told(language)
    verdict = lines.say(VERDICTS[examination.outcome])
    signature = examination.signature
    if signature is None:
        return Told(verdict, (), ())
    proved = tuple(lines.proved(signature)) if signature.is_intact else ()
    return Told(verdict, proved, tuple(lines.unproved(signature, examination.outcome)))


class _Told:
    def __init__(self, language: Language) -> None:
        self.is_english = language is Language.EN

    def say(self, line: _Line) -> str:
        return line.en if self.is_english else line.zh

    def proved(self, signature: FoundSignature) -> list[str]:
        zh = f"文件的前 {signature.covered} 字节自签名后没有改动"
        en = f"The first {signature.covered} bytes are as they were signed"
        if signature.is_whole:
            zh, en = "整个文件自签名后没有改动", "The whole file is as it was signed"
        lines = [self.say(_Line(zh, en))]
        if signature.trusted_root:
            code = f"({signature.signer_code})" if signature.signer_code else ""
            lines.append(
                self.say(
                    _Line(
                        f"由“{signature.signer}”{code}的密钥签名,证书由“{signature.trusted_root}”签发",
                        f"Signed with the key of {signature.signer} {code}, certified by {signature.trusted_root}",
                    )
                )
            )
        if signature.revocation in (Revocation.GOOD, Revocation.REVOKED_LATER) and signature.list_seen:
            made = _moment(signature.list_seen.made_at)
            lines.append(
                self.say(
                    _Line(f"按 {made} 的撤销列表,签名时证书未被撤销", f"Not revoked then, by the list of {made}")
                )
            )
        return lines

    def unproved(self, signature: FoundSignature, outcome: Outcome) -> list[str]:
        lines = []
        if signature.appended:
            lines.append(
                self.say(
                    _Line(f"文件末尾多出 {signature.appended} 字节,不在签名之内", f"{signature.appended} bytes more")
                )
            )
        if signature.fault:
            named = self.say(_Line(f"自称签名者:{signature.signer}", f"The signer claims to be {signature.signer}"))
            lines += [self.say(FAULTS[signature.fault]), named]
        lines += self._revocation(signature)
        if signature.claimed_at:
            at = _moment(signature.claimed_at)
            lines.append(self.say(_Line(f"签名时间 {at}:{OWN_CLOCK.zh}", f"Signed at {at}: {OWN_CLOCK.en}")))
        if outcome is Outcome.GENUINE:
            lines.append(self.say(FACTS))
        return lines

    def _revocation(self, signature: FoundSignature) -> list[str]:
        if signature.revocation is Revocation.NOT_CHECKED:
            return [self.say(NO_LIST)]
        lines = []
        if signature.revoked_at:
            when = _moment(signature.revoked_at)
            cause = CAUSES.get(signature.revoked_reason or "")
            why = f"({self.say(cause)})" if cause else ""
            lines.append(self.say(_Line(f"证书于 {when} 被撤销{why}", f"The certificate was revoked {when} {why}")))
        if signature.list_seen and signature.list_seen.is_stale:
            lines.append(
                self.say(
                    _Line("撤销列表已过期,请取最新的列表", "The revocation list is out of date; get a newer one")
                )
            )
        return lines


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
