"""Recovery codes: made from the form that asks for them, so that a form sent twice shows the same ones, and kept
only by a keyed hash.
"""

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.second_factor import RecoveryCodes, SecondFactor
from registry.identity.rules.second_factor import RECOVERY_CODES, SHOWN_AGAIN
from registry.identity.rules.secrets import fingerprint
from registry.identity.service.passwords import LETTERS
from registry.identity.service.second_step import recovery_hash
from registry.kernel.errors import StaleEdit

HALF, HALVES = 5, 2
"""Ten signs of thirty-one: about 50 bits."""
ALREADY = "恢复码已经显示过;如未保存,请用验证码重新生成"


async def made_codes(process: Process, factor: SecondFactor, form: str) -> RecoveryCodes:
    """New codes for a factor that has none; part of setting it up and of renewing them."""
    codes = _codes(process, factor, form)
    table = tables.RecoveryCode
    await table.insert(
        *(
            table(
                code_hash=recovery_hash(process.reading, factor.id, code),
                factor=factor.id,
                batch=fingerprint(form),
                made_at=process.now,
            )
            for code in codes.codes
        )
    )
    return codes


async def shown_again(process: Process, factor: SecondFactor, form: str) -> RecoveryCodes | None:
    """The codes that this very form made a moment ago; None where it made none. Raises StaleEdit after a while."""
    table = tables.RecoveryCode
    rows = await table.select(table.made_at).where(
        (table.factor == factor.id) & (table.batch == fingerprint(form)) & table.ended_at.is_null()
    )
    if not rows:
        return None
    if process.now - rows[0]["made_at"] > SHOWN_AGAIN:
        raise StaleEdit(ALREADY)
    return _codes(process, factor, form)


async def end_codes(process: Process, factor: SecondFactor) -> None:
    """Those before are good no longer."""
    table = tables.RecoveryCode
    await table.update({table.ended_at: process.now}).where((table.factor == factor.id) & table.ended_at.is_null())


def _codes(process: Process, factor: SecondFactor, form: str) -> RecoveryCodes:
    """Read off a keyed hash of the form's own random word: without the key and the word nobody can."""
    return RecoveryCodes(
        tuple(
            _code(process.reading.house.vault.index(f"recovery:{factor.id}:{form}:{n}"))
            for n in range(RECOVERY_CODES)
        )
    )


def _code(digest: bytes) -> str:
    number, signs = int.from_bytes(digest, "big"), []
    for _ in range(HALF * HALVES):
        number, sign = divmod(number, len(LETTERS))
        signs.append(LETTERS[sign])
    return "-".join("".join(signs[start : start + HALF]) for start in range(0, len(signs), HALF))
