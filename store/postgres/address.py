"""An address of a store on a server: what libpq makes of it, and which service is meant.

    postgresql://USER@HOST[,HOST2]/DATABASE?OPTION=VALUE#SERVICE

Up to the `#` it is libpq's own, with every option libpq has. One database holds many services;
`#SERVICE` says which, and may be left out where the account may enter only one.
"""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from store.errors import StoreForeign

SCHEMES = ("postgresql://", "postgres://")
SERVICE = re.compile(r"[a-z][a-z0-9_]{0,39}")
SECRETS = frozenset({"password", "sslpassword", "passfile", "oauth_client_secret"})
"""Options that are not repeated in a message."""


class Address(NamedTuple):
    """`server` is for libpq; `service` is empty where it was left out; `shown` has no password."""

    server: str
    service: str
    shown: str

    def of(self, service: str) -> "Address":
        """The same with a service named."""
        return Address(self.server, service, f"{self.shown.partition('#')[0]}#{service}")


def is_address(where: object) -> bool:
    """Whether a place is a server's address, not a folder."""
    return isinstance(where, str) and where.startswith(SCHEMES)


def parse(where: str) -> Address:
    """The parts of an address; StoreForeign where it names a service as none can be called."""
    server, _, service = where.partition("#")
    shown = _without_password(server) + (f"#{service}" if service else "")
    if service and SERVICE.fullmatch(service) is None:
        raise ServiceMisnamed(shown, service)
    return Address(server, service, shown)


class ServiceMisnamed(StoreForeign):
    """What follows the `#` cannot be a service's name."""

    sentence = (
        "{where} ends with {detail!r}, which cannot be a service's name: after # write a small "
        "letter, then small letters, digits and _, 40 at most."
    )


def _without_password(server: str) -> str:
    scheme, _, rest = server.partition("://")
    place, mark, query = rest.partition("?")
    user, at, host = place.rpartition("@")
    kept = [(key, value) for key, value in parse_qsl(query) if key not in SECRETS]
    options = mark + urlencode(kept, safe=",/:") if kept else ""
    return f"{scheme}://{user.partition(':')[0]}{at}{host}{options}"
