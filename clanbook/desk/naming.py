"""How a child is named in a sentence that staff read."""

from clanbook.exchange.rows import printable
from clanbook.records import Child


def named(child: Child) -> str:
    """A child by name and the LA's id: `EXAMPLE, Robin (801/C1)`; by the id where none is known."""
    known = (child.surname.strip().upper(), child.forename.strip())
    name = printable(", ".join(part for part in known if part))
    number = printable(f"{child.la}/{child.child_id}")
    return f"{name} ({number})" if name else number
