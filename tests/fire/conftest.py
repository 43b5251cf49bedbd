"""A store to be mistreated, and a shell at one: as the other tests of store and shell have them."""

from tests.cli.conftest import home, shell
from tests.store.conftest import folder

__all__ = ["folder", "home", "shell"]
