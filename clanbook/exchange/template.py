"""The template of a kind of file: its header row and one example that can be imported."""

import csv
import io

from clanbook.exchange.columns import COLUMNS
from clanbook.settings import DEFAULT, Service

_OF_THE_SERVICE = ("la", "locality", "placed_in")
"""The columns whose example is of the service's own first LA, so that the row can be read."""


def template(kind: str, service: Service = DEFAULT) -> str:
    """The CSV text: a header row, and an invented row that reads without error."""
    columns = COLUMNS[kind]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    writer.writerow(_example(column.name, column.example, service) for column in columns)
    return out.getvalue()


def _example(name: str, example: str, service: Service) -> str:
    if name not in _OF_THE_SERVICE:
        return example
    la = service.las[0]
    return la.code if name == "la" else la.locality
