"""What staff do, and the only writer: each act is one transaction, allowed by role and rule."""

from clanbook.desk.desk import Desk

__all__ = ["Desk"]
