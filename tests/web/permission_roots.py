"""A root, as the installation's operator made it: what anybody takes for a check that needs no network."""

from registry.institutions.model.signing_keys import MakeRoot
from registry.institutions.service.signing_keys import make_root
from tests.institutions.staging import did


async def rooted() -> dict[str, str]:
    """The files that addresses name."""
    root = await did(make_root, MakeRoot("内蒙古自治区证明根证书"), "a passphrase of the matrix")
    return {"root_file": f"{root.fingerprint}.pem", "list_file": f"{root.fingerprint}.crl"}
