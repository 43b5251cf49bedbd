"""What becomes of each review, so that the counted quarters come out as the plan has them."""

from datetime import date

from clanbook.dates import Quarter
from clanbook.demo.chance import Chance
from clanbook.demo.lives import Fate
from clanbook.demo.plan import BANDS, RHAS, USUAL_RHA_CAUSES, rates


class Reviews:
    """The fates of reviews: a counted quarter's are handed out until there are none left."""

    def __init__(self, chance: Chance) -> None:
        """Lay out a shuffled pile of fates for each cell of the plan."""
        self._chance = chance
        self._piles: dict[tuple[str, Quarter, str], list[Fate]] = {}
        for quarter, las in RHAS.items():
            for la, cells in las.items():
                for band, cell in zip(BANDS, cells, strict=True):
                    pile = [Fate(True)] * cell.on_time
                    pile += [self._missed() for _ in range(cell.required - cell.on_time)]
                    chance.shuffle(pile)
                    self._piles[la, quarter, band] = pile

    def take(self, la: str, due: date, band: str) -> Fate | None:
        """The next fate for a review due then; None where the plan has no room for one."""
        quarter = Quarter.of(due)
        pile = self._piles.get((la, quarter, band))
        if pile is not None:
            return pile.pop() if pile else None
        on_time = self._chance.sometimes(rates(la, quarter)[1])
        return Fate(True) if on_time else self._missed()

    def wanted(self, la: str, quarter: Quarter, band: str) -> int:
        """How many reviews of a cell of the plan are still to be found a child."""
        return len(self._piles[la, quarter, band])

    def _missed(self) -> Fate:
        return Fate(False, self._chance.weighted(USUAL_RHA_CAUSES))
