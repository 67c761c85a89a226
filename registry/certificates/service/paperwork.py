"""What it takes to put a certificate on paper: the words, the pages, the fonts, the key, and where files are kept."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from registry.audit.process import Reading
from registry.certificates.model import Certificate, CertificateAsk, Content, Drafted
from registry.certificates.queries.drafts import drafted
from registry.certificates.rules.facts_json import printed_texts
from registry.kernel.scopes import Scope
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.pdf.fonts import FOLDER_NAME as FONTS
from registry.platform.pdf.fonts import Fonts, fonts_of
from registry.platform.settings import Settings


class Signing(Protocol):
    """A key that is open."""

    @property
    def key_id(self) -> UUID:
        """Which key it is."""
        ...

    def sign(self, content: bytes, at: datetime) -> bytes:
        """A file with the signature at its end, made at an instant by the issuer's own clock. Blocks."""
        ...


Drafting = Callable[[Reading, UUID, CertificateAsk, Scope], Awaitable[Drafted]]
Finishing = Callable[[Certificate, Content, Fonts, str | None], bytes]
SigningOf = Callable[[Reading, UUID, str | None, str | None], Awaitable[Signing | None]]
"""School, passphrase, and the school's name that is printed (None: as the school is called now) to the open key."""


def _finished(certificate: Certificate, content: Content, fonts: Fonts, address: str | None) -> bytes:
    from registry.certificates.documents.finished import finished  # noqa: PLC0415 -- slow import

    return finished(certificate, content, fonts, address)


async def _signing_of(
    reading: Reading, school_id: UUID, passphrase: str | None, printed_name: str | None
) -> Signing | None:
    from registry.institutions.queries.signing_keys import signer_named, signer_of  # noqa: PLC0415 -- slow import

    if printed_name is None:
        return await signer_of(reading, school_id, passphrase)
    return await signer_named(reading, school_id, printed_name, passphrase)


@dataclass(frozen=True, slots=True)
class Paperwork:
    """The means of issuing and printing. `public_url` None: the QR carries text; `passphrase` opens signing keys.

    The same record, fonts and address give the same bytes before signing.
    """

    store: FileStore
    fonts: Fonts
    public_url: str | None = None
    passphrase: str | None = field(default=None, repr=False)
    drafted: Drafting = drafted
    finished: Finishing = _finished
    signing_of: SigningOf = _signing_of

    def address_of(self, certificate: Certificate) -> str | None:
        """Where anybody looks a certificate up; None where the installation has no public address."""
        return f"{self.public_url.rstrip('/')}/verify/{certificate.code}" if self.public_url else None

    async def require_key(self, reading: Reading, school_id: UUID) -> None:
        """Pass, or raise CannotSign where the school's key cannot sign now: what gets a number gets its file, too."""
        await self.signing_of(reading, school_id, self.passphrase, None)

    async def signing_for(self, reading: Reading, school_id: UUID, content: Content) -> Signing | None:
        """The key for something issued, in the school's name that it prints; None: the file is made for the stamp.

        Raises CannotSign where there is such a key and it cannot sign now.
        """
        return await self.signing_of(reading, school_id, self.passphrase, content.school_name)

    def require_characters(self, content: Content) -> None:
        """Pass, or raise CharactersLacking with every character that no font has, and with fonts added in vain."""
        self.fonts.require(printed_texts(content))


def paperwork_from(settings: Settings) -> Paperwork:
    """The paperwork of an installation, with the fonts that its folder has now."""
    return Paperwork(
        store=FileStore(settings.data_folder / FOLDER_NAME),
        fonts=fonts_of(settings.data_folder / FONTS),
        public_url=settings.public_url,
        passphrase=settings.key_passphrase,
    )
