"""How whoever holds the paper can check it: the QR code's words, the code, the line that tells what to do."""

from registry.certificates.model import Bilingual, Certificate, Content
from registry.certificates.rules.numbering import shown_check_digits, shown_code

TOLD_IN_QR = ("name", "staff_no", "as_of", "period", "total", "in_period", "credit", "state")
"""The facts that a code carries where it leads to no page."""
CODE = Bilingual("核验码", "Code")
CHECK_DIGITS = Bilingual("校验位", "Check digits")
NUMBER = Bilingual("编号", "No.")
SCAN = Bilingual("扫码核验", "Scan to verify")
SCAN_TEXT = Bilingual("扫码比对", "Scan to compare")
SEAL = Bilingual("公章处", "Seal")
VALID_WHEN = Bilingual(
    "加盖学校公章（印章图片不是公章），或为带可靠电子签名的原文件时有效。",
    "Valid with the school's seal (a picture of one is none), or as the original file with a reliable electronic "
    "signature.",
)
"""Electronic Signature Law: article 13 says when a signature is reliable, article 14 that it then equals a seal."""


def page_of(certificate: Certificate, address: str) -> str:
    """The page that shows every printed fact; `address` is the verification page, with or without the code."""
    base = address.rstrip("/")
    return base if base.endswith(certificate.code) else f"{base}/{certificate.code}"


def shown_address(address: str, code: str) -> str:
    """The verification page as people type it: without the code and without the scheme that browsers add."""
    base = address.rstrip("/").removesuffix(code).rstrip("/")
    return base.removeprefix("https://")


def qr_words(certificate: Certificate, content: Content, address: str | None) -> str:
    """Where the code leads; without an address number, main facts and check digits, to be compared with the paper."""
    if address:
        return page_of(certificate, address)
    known = {fact.key: fact for fact in content.facts}
    facts = [f"{known[key].label.zh} {known[key].value.zh}" for key in TOLD_IN_QR if key in known]
    digits = f"{CHECK_DIGITS.zh} {digits_of(certificate)}"
    head = [content.title.zh, content.school_name, f"{NUMBER.zh} {certificate.number}"]
    return "\n".join([*head, *facts, digits])


def code_of(certificate: Certificate) -> str:
    """The code in groups."""
    return shown_code(certificate.code)


def digits_of(certificate: Certificate) -> str:
    """The check digits in groups."""
    return shown_check_digits(certificate.check_digits)


def how_to_check(certificate: Certificate, address: str | None) -> Bilingual:
    """One line telling what to do."""
    if address is None:
        return Bilingual(
            f"核验：扫码读出的内容应与本证明逐项一致；有疑问的，凭编号和校验位向出具学校核实。{VALID_WHEN.zh}",
            "Checking: what the code says must agree with this paper; in doubt ask the issuing school, naming number "
            f"and check digits. {VALID_WHEN.en}",
        )
    page = shown_address(address, certificate.code)
    return Bilingual(
        f"核验：扫码，或打开 {page} 输入核验码，网页所列应与本证明逐项一致。{VALID_WHEN.zh}",
        f"Checking: scan, or open {page} and type the code; the page must agree with this paper item by item. "
        f"{VALID_WHEN.en}",
    )
