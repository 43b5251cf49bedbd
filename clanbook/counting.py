"""How many of something there are, in a sentence."""


def counted(n: int, one: str, many: str = "") -> str:
    """A number of things: `1 day`, `4 days`; `many` is their plural where it has not just an s."""
    return f"1 {one}" if n == 1 else f"{n} {many or f'{one}s'}"
