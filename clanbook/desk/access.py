"""Who may do what: every act names the least role that may do it (RULES 12)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from clanbook.records import StaffRole

_RANK = {role: rank for rank, role in enumerate(StaffRole)}

ACTS: dict[str, StaffRole] = {}
"""Every act of the desk by its name, with the least role that may do it."""


class Guarded(Protocol):
    """Somebody at work, whose role is asked for before each act."""

    def require(self, name: str, least: StaffRole) -> None:
        """Let the act pass, or raise NotAllowed."""


G = TypeVar("G", bound=Guarded)
P = ParamSpec("P")
T = TypeVar("T")
Act = Callable[Concatenate[G, P], T]


def permits(role: StaffRole, least: StaffRole) -> bool:
    """Whether somebody with `role` may do what needs at least `least`: each role has all below."""
    return _RANK[role] >= _RANK[least]


def act(name: str, least: StaffRole) -> Callable[[Act[G, P, T]], Act[G, P, T]]:
    """Make a function of the desk an act: known by name, done by those whose role permits it."""
    ACTS[name] = least

    def decorate(function: Act[G, P, T]) -> Act[G, P, T]:
        @wraps(function)
        def guarded(desk: G, /, *args: P.args, **kwargs: P.kwargs) -> T:
            desk.require(name, least)
            return function(desk, *args, **kwargs)

        return guarded

    return decorate
