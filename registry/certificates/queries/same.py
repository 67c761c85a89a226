"""Certificates that say already what is about to be certified: nobody is forbidden to issue another, only told."""

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateAsk, CertificateState, Content
from registry.certificates.queries.certificates import content_of, within
from registry.certificates.queries.rows import certificates_from, select_certificates
from registry.certificates.rules.comparing import say_the_same
from registry.kernel.scopes import Scope


async def standing_already(
    reading: Reading, ask: CertificateAsk, drafted: Content, scope: Scope
) -> tuple[Certificate, ...]:
    """Those of the person that hold, of the same kind, day or period and facts, the newest first, in any language."""
    table = tables.Certificate
    period = ask.period
    asked = select_certificates().where(
        table.person == ask.person_id,
        table.kind == ask.kind.value,
        table.as_of == ask.on,
        table.state == CertificateState.VALID.value,
        table.period_from == period.started_on if period else table.period_from.is_null(),
    )
    found = await certificates_from(reading, asked.order_by(table.issued_at, table.number, ascending=False))
    seen = await within(reading, found, scope)
    return tuple([each for each in seen if say_the_same(await content_of(reading, each), drafted)])
