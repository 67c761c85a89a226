"""The words of the check: what is proved, what is not, what is wrong."""

from collections.abc import Iterable
from datetime import datetime

from registry.certificates.examining.findings import Said
from registry.platform.clock import SHANGHAI
from registry.platform.signing.found import FoundSignature, ListSeen
from registry.platform.signing.telling import CAUSES

SIGNATURE_RIGHT = Said("签名正确:自签名后一个字节也没有改动", "The signature is right: no byte was changed since")
OWN_CLOCK = Said(
    "签名时间由签发单位自己的时钟给出,没有第三方时间戳", "the time is by the issuer's own clock, no time stamp"
)
NO_LIST = Said(
    "没有给出撤销列表(--revocation-list),签名证书是否已被撤销未经核实",
    "No revocation list was given (--revocation-list): whether the signer's certificate was revoked is open",
)
OTHER_LIST = Said(
    "所给的撤销列表不是签发该证书的机构签发的,不能说明证书是否已被撤销",
    "The revocation list given is not its issuer's: whether the certificate was revoked is open",
)
STALE_LIST = Said("所给的撤销列表已过期,请取最新的", "The revocation list given is out of date; get a newer one")
LATER = Said(
    "证明在签名之后是否已换发或撤销,文件本身无法说明:请用核验码在核验网页查询,或向学校核实",
    "Whether it was replaced or revoked since, no file can tell: look its code up, or ask the school",
)
UNSIGNED = Said(
    "文件没有电子签名:来源未经核实,任何人都能用同样的软件做出这样的文件;请用核验码在核验网页查询,或向学校核实",
    "The file is not signed: anybody can make such a file with this software; look its code up, or ask the school",
)
NO_FACTS = Said("文件没有附带 facts.json(证明事项)", "No facts.json is attached")
BAD_FACTS = Said(
    "所附的 facts.json 不是本系统写出的,或被改动过", "The facts.json attached is not as this system writes it"
)
SAME_BYTES = Said(
    "按所附事项重新绘制,签名前的文件逐字节相同:印出的就是所附的",
    "Drawn again from the facts attached it is the same to the byte before the signature: they are what is printed",
)
SAME_FILE = Said(
    "按所附事项重新绘制,文件逐字节相同:印出的就是所附的",
    "Drawn again from the facts attached it is the same to the byte: they are what is printed",
)
SAME_LINES = Said(
    "按所附事项重新绘制,各页的文字、线条和位置相同",
    "Drawn again from the facts attached the pages are the same, words, lines and places",
)
SAME_WORDS = Said(
    "按所附事项重新绘制,各页的文字相同", "Drawn again from the facts attached the words of all pages are the same"
)
GLYPHS = Said(
    "文件内嵌字体的字形未作比对:请看纸面与所列事项是否一致",
    "The shapes of letters in the fonts embedded were not compared: see whether the page says what is listed",
)
OTHER_VERSION = Said(
    "线条或位置与本版本重绘的不同:由本软件的其他版本制作,或被改动过",
    "Lines or places are not those of this version: made by another version, or changed",
)
OTHER_BYTES = Said(
    "字节与本版本重绘的不同:由本软件的其他版本制作,或用软件另存过",
    "The bytes are not those of this version: made by another version, or saved anew",
)
OTHER_WORDS = Said(
    "本版本重绘的文字与文件不同(应由其他版本制作),但所附事项的各项文字都印在页上",
    "This version draws other words (another version made it), but every fact attached stands on a page",
)
ARCHIVE = Said("符合 PDF/A-3b(由 pikepdf 检查)", "It is PDF/A-3b (checked by pikepdf)")
ARCHIVE_SIGNED = Said(
    "连同签名符合 PDF/A-3b(由 pikepdf 检查,签名部分按该标准的规则逐条检查)",
    "With its signature it is PDF/A-3b (checked by pikepdf, the signature rule by rule of that standard)",
)
ARCHIVE_BEFORE = Said(
    "签名前的部分符合 PDF/A-3b(由 pikepdf 检查;签名所添加的部分它不检查)",
    "Before the signature it is PDF/A-3b (checked by pikepdf, which does not check what the signature adds)",
)
ISSUED_HERE = Said(
    "由本系统出具:校验位是用本机的密钥对编号和所附事项算出的",
    "Issued by this installation: the check digits were made with its key from the number and the facts attached",
)
OWN_DIGITS = Said(
    "编号和所附事项由本系统出具:校验位是用本机的密钥算出的",
    "Number and facts attached are of this installation: the check digits were made with its key",
)
ONLY_HERE = Said(
    "文件没有电子签名:只有本系统能凭密钥这样认定,别人不能;校验位为八位数字,没有密钥的人猜中的机会是一亿分之一",
    "The file is not signed: only this installation can tell by its key, others cannot; the check digits are eight, "
    "which nobody without the key guesses more than once in a hundred million times",
)
HOUR = Said(
    "文件属性中的制作时刻不在校验位之内(出具日期在内)",
    "The hour in the file's properties is not covered by the check digits (the day of issue is)",
)
LATER_THAN_ISSUED = Said(
    "出具之后是否已换发或撤销,文件本身无法说明:请用核验码或编号在系统中查询",
    "Whether it was replaced or revoked since it was issued, no file can tell: look up its code or number",
)
OTHER_KEY = Said(
    "校验位与本机的密钥不符:不是本系统出具的,或内容被换过",
    "The check digits are not of this installation's key: it did not issue the file, or what it says was exchanged",
)
MORE = Said("文件末尾附加了内容", "Something was appended to the file")


def whole(size: int) -> Said:
    """The signature covers all."""
    return Said(f"签名覆盖整个文件({size} 字节)", f"The signature covers the whole file ({size} bytes)")


def facts_attached(digest: str) -> Said:
    """The facts are there."""
    return Said(f"附有证明事项 facts.json,SHA-256 {digest}", f"facts.json is attached, SHA-256 {digest}")


def issued_under(signature: FoundSignature) -> Said:
    """Who signed, under which root."""
    code = f"({signature.signer_code})" if signature.signer_code else ""
    return Said(
        f"由“{signature.signer}”{code}的密钥签名,证书由所信任的根证书“{signature.trusted_root}”签发",
        f"Signed with the key of {signature.signer} {code}, certified by the trusted root {signature.trusted_root}",
    )


def claimed_signer(signature: FoundSignature) -> Said:
    """Who says to have signed."""
    return Said(f"自称签名者:“{signature.signer}”", f"The signer claims to be {signature.signer}")


def root_to_compare(name: str, fingerprint: str) -> Said:
    """What to compare where no root was given."""
    return Said(
        f"文件所带的根证书“{name}”未经核实;请把 SHA-256 指纹与学校或主管部门公布的比对:{paired(fingerprint)}",
        f"The root inside, {name}, was not proved; compare its SHA-256 fingerprint with the published one: "
        f"{paired(fingerprint)}",
    )


def other_signer(signer: str, school: str) -> Said:
    """A school that signs in the name of another."""
    return Said(
        f"签名者是“{signer}”,而证明所载的学校是“{school}”",
        f"The signer is {signer}, but the certificate names {school}",
    )


def bound_elsewhere(names: Iterable[str]) -> Said:
    """A root of one school under which another one signs."""
    listed = sorted(names)
    return Said(
        f"签发签名证书的根证书只用于“{'、'.join(listed)}”,不能证明其他学校的签名",
        f"The root that issued the signer's certificate is believed for {', '.join(listed)} and no other school",
    )


def not_revoked(seen: ListSeen) -> Said:
    """Good by a list."""
    number = f"第 {seen.number} 号" if seen.number is not None else ""
    numbered = f"no. {seen.number} " if seen.number is not None else ""
    return Said(
        f"按 {moment(seen.made_at)} 的{number}撤销列表,签名证书未被撤销",
        f"Not revoked, by the revocation list {numbered}of {moment(seen.made_at)}",
    )


def revoked(signature: FoundSignature) -> Said:
    """When and why the signer's certificate was revoked."""
    assert signature.revoked_at is not None
    cause = CAUSES.get(signature.revoked_reason or "")
    zh, en = (f"({cause.zh})", f" ({cause.en})") if cause else ("", "")
    at = moment(signature.revoked_at)
    return Said(f"签名证书于 {at} 被撤销{zh}", f"The signer's certificate was revoked at {at}{en}")


def signed_at(at: datetime) -> Said:
    """When it says to have been signed."""
    return Said(f"签名时间 {moment(at)}:{OWN_CLOCK.zh}", f"Signed at {moment(at)}: {OWN_CLOCK.en}")


def fact_missing(text: str) -> Said:
    """A fact that no page shows."""
    return Said(f"所附事项“{text}”没有印在页上", f"“{text}” is among the facts attached but on no page")


def archive_broken(count: int) -> Said:
    """No PDF/A."""
    return Said(f"不符合 PDF/A-3b({count} 处),长期保存没有保证", f"It is not PDF/A-3b ({count} faults)")


def leads_to(address: str) -> Said:
    """Where an unsigned paper sends whoever checks it."""
    return Said(
        f"文件所印的核验网址 {address} 未经核实:请确认它是学校或主管部门的网址再查询",
        f"The address printed, {address}, was not proved: make sure that it is the school's before looking up",
    )


def damaged_key(why: str) -> Said:
    """The key at hand is none."""
    return Said(f"不能用本机的密钥核验:{why}", f"The key here cannot be used: {why}")


def own_address(address: str) -> Said:
    """The address on paper is the installation's."""
    return Said(
        f"所印的核验网址 {address} 是本系统的网址", f"The address printed, {address}, is that of this installation"
    )


def other_address(address: str) -> Said:
    """The digits do not cover the address, so a code may lead anywhere."""
    return Said(
        f"所印的核验网址 {address} 不是本机设定的网址,校验位不包括网址,二维码可能被换过;"
        "如确是学校从前的网址,请以它为 REGISTRY_PUBLIC_URL 再核验一次",
        f"The address printed, {address}, is not the one set here, and the check digits do not cover it: the code "
        "may have been exchanged; if it is an earlier one of the school, check again with it as REGISTRY_PUBLIC_URL",
    )


def paired(fingerprint: str) -> str:
    """A fingerprint as it is read aloud."""
    return ":".join(fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)).upper()


def moment(at: datetime) -> str:
    """An instant on the clock of China."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
