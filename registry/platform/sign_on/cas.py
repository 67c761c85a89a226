"""CAS 3.0: a ticket is exchanged for the user's name and attributes. XML is read without any entities."""

from urllib.parse import urlencode
from xml.parsers import expat

from registry.platform.sign_on.asking import Fault, ProviderFault, Question, answer_of
from registry.platform.sign_on.told import Attributes, Said

VALIDATE = ("/p3/serviceValidate", "/serviceValidate")
"""CAS 3.0, and for older servers CAS 2.0, which tells no attributes."""
LONGEST_TICKET = 512
DEEPEST, MOST_ELEMENTS = 12, 2000
SERVICE_RESPONSE, SUCCESS, FAILURE = "serviceResponse", "authenticationSuccess", "authenticationFailure"
Path = tuple[str, ...]


def login_address(base: str, service: str) -> str:
    """Where a visitor signs in."""
    return f"{base}/login?{urlencode({'service': service})}"


def logout_address(base: str, service: str) -> str:
    """Where a user signs out of everything."""
    return f"{base}/logout?{urlencode({'service': service})}"


async def said_of(base: str, service: str, ticket: str) -> Said:
    """Who holds a ticket for this service. Raises ProviderFault for one that is not good, or used, or another's."""
    if not ticket or len(ticket) > LONGEST_TICKET:
        raise ProviderFault(Fault.REFUSED, "no ticket")
    query = urlencode({"service": service, "ticket": ticket})
    for path in VALIDATE:
        answer = await answer_of(Question(f"{base}{path}?{query}"))
        if answer.status == 200:
            return _said(answer.content)
        if answer.status != 404:
            break
    raise ProviderFault(Fault.STRANGE, f"HTTP {answer.status}")


async def works(base: str, service: str) -> str:
    """Ask about a ticket that nobody has: a CAS server says so. The version it answers in. Raises ProviderFault."""
    try:
        await said_of(base, service, "ST-0-none")
    except ProviderFault as fault:
        if fault.fault is not Fault.REFUSED:
            raise
        return fault.detail
    raise ProviderFault(Fault.STRANGE, "accepts any ticket")


def _said(xml: bytes) -> Said:
    texts = _texts(xml)
    failed = next((value for path, value in texts if path == (SERVICE_RESPONSE, FAILURE)), None)
    if failed is not None:
        raise ProviderFault(Fault.REFUSED, failed)
    names = [value for path, value in texts if path == (SERVICE_RESPONSE, SUCCESS, "user")]
    if len(names) != 1 or not names[0]:
        raise ProviderFault(Fault.STRANGE, "no user")
    found: dict[str, tuple[str, ...]] = {}
    for path, value in texts:
        if path[:3] == (SERVICE_RESPONSE, SUCCESS, "attributes") and len(path) == 4 and value:
            found[path[3]] = (*found.get(path[3], ()), value)
    return Said(names[0], Attributes(found))


def _texts(xml: bytes) -> list[tuple[Path, str]]:
    """Every element's text by its path, names without prefix; a failure's text is its code. Raises ProviderFault."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise ProviderFault(Fault.STRANGE, "no XML") from fault
    return reader.found


def _refuse(*_: object) -> None:
    """A document type is where entities that grow without end, or name files, are defined."""
    raise ProviderFault(Fault.STRANGE, "DOCTYPE")


class _Reader:
    """Notes texts by their path while the parser goes through."""

    def __init__(self) -> None:
        self.found: list[tuple[Path, str]] = []
        self._path: list[str] = []
        self._text: list[list[str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(tag.rpartition(":")[2])
        self._text.append([attributes.get("code", "refused")] if self._path[-1] == FAILURE else [])
        if len(self._path) > DEEPEST or len(self.found) > MOST_ELEMENTS:
            raise ProviderFault(Fault.STRANGE, "too deep")

    def text(self, words: str) -> None:
        """A piece of text."""
        if self._path and self._path[-1] != FAILURE:
            self._text[-1].append(words)

    def end(self, _: str) -> None:
        """An element ends."""
        self.found.append((tuple(self._path), "".join(self._text.pop()).strip()))
        self._path.pop()
