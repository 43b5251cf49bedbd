"""Who may do what: every act names the least role that may do it (RULES 12)."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from clanbook.records import StaffRole

if TYPE_CHECKING:
    from clanbook.desk.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")

_RANK = {role: rank for rank, role in enumerate(StaffRole)}

ACTS: dict[str, StaffRole] = {}
"""Every act of the desk by its name, with the least role that may do it."""


def permits(role: StaffRole, least: StaffRole) -> bool:
    """Whether somebody with `role` may do what needs at least `least`: each role has all below."""
    return _RANK[role] >= _RANK[least]


def act(
    name: str, least: StaffRole
) -> Callable[[Callable[Concatenate["Desk", P], T]], Callable[Concatenate["Desk", P], T]]:
    """Make a function of the desk an act: known by name, done by those whose role permits it."""
    ACTS[name] = least

    def decorate(
        function: Callable[Concatenate["Desk", P], T],
    ) -> Callable[Concatenate["Desk", P], T]:
        @wraps(function)
        def guarded(desk: "Desk", /, *args: P.args, **kwargs: P.kwargs) -> T:
            desk.require(name, least)
            return function(desk, *args, **kwargs)

        return guarded

    return decorate
