"""Invented people: names of many kinds, NHS numbers of the test range, plausible origins.

Nobody here exists. Forenames and surnames are drawn apart from one another; NHS numbers come only
from 999 000 0000 to 999 999 9999, which is never issued (RULES 12).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clanbook.demo.chance import Chance
from clanbook.records import Sex


@dataclass(frozen=True)
class Heritage:
    """Where a family's names come from, and the ethnic codes that may go with them."""

    girls: str
    boys: str
    surnames: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """An invented child: `nhs_number` is ten digits without spaces, or empty."""

    forename: str
    surname: str
    sex: Sex
    ethnicity: str
    nhs_number: str = ""


_BRITISH = Heritage(
    "Amelia Poppy Zoë Ruby Ellie-Mae Chloë Imogen Tilly Lacey-Jo Scarlett Niamh Jessica Maisie"
    " Ffion Harriet Kayleigh Bethany Skye Connie Rosa Eleanor Isla Darcy Tegan Lola-Rose Georgia",
    "Alfie Jayden Noah Tyler Riley Callum Kai Logan Ethan Archie Rhys Tommy-Lee Dylan Corey Finlay"
    " Reuben Mason Harvey Jude Billy-Joe Connor Owen Theo Kian Leo Zac Declan Toby Lewis Ioan",
    "Abbot Barrow Chedzoy Coombes Dauncey Fry Gulliford Hobbs Iles Jefferies Kingdon Lovell"
    " Merrick O'Connell Parfitt Quick Rudge Stride Tovey Upjohn Vowles Withers Yandle Baker-Hill"
    " Nethercott Pobjoy Sweet-Vickery D'Arcy Tanner Wookey Burge Hemmings Keel Sumsion Light"
    " Brimble Gane Hucker Marsh-Pugh Ap-Rhys Llewelyn Trott Weeks Harding Shipway Newth Cottle",
    ("WBRI",),
)
_HERITAGES: dict[str, Heritage] = {
    "White": _BRITISH,
    "European": Heritage(
        "Zuzanna Oliwia Łucja Ionela Viktorija Magdaléna Inês Sorina Agnieszka",
        "Łukasz Kacper Andrei Tomáš Żygmunt João Matteo Iosif Paweł",
        "Wiśniewska-Kos Zając Popescu-Ilie Dvořák Żurek Ionescu Carvalheiro Novák Petrauskas",
        ("WOTH",),
    ),
    "Irish": Heritage(
        "Siobhán Aoife Caoimhe Margaret-Ann Bridie",
        "Seán Oisín Paddy-Joe Tadhg Cormac",
        "O'Doherty Mac-Cárthaigh Connors-Quilligan O'Shaughnessy Ní-Bhriain",
        ("WIRI", "WIRT"),
    ),
    "Mixed": Heritage(
        "Keisha Maya Jasmine Amara-Jane Naomi Shanice Leila Tia-Louise",
        "Jerome Tariq Isaiah Malachi Jaden Kofi-James Rafael Omari",
        "Campbell-Rudge Francis Okafor-Weeks Bailey Ahmed-Tovey Sinclair Desai-Frost Grant",
        ("MWBC", "MWBA", "MWAS", "MOTH"),
    ),
    "Black": Heritage(
        "Hodan Ifrah Abena Chidinma Faduma Précieuse Amina",
        "Abdirahman Kwame Chukwuemeka Liban Kwabena Jamaal Yusuf",
        "Warsame Osei-Bonsu Nwachukwu Abdullahi Jama Mensah Farah N'Dour",
        ("BAFR", "BCRB", "BOTH"),
    ),
    "Asian": Heritage(
        "Ayesha Priyanka Nusrat Meera Xiu-Ying Zainab",
        "Imran Arjun Rafiq Wei-Lun Hamza Sanjay",
        "Chowdhury Rahman Patel-Naik Iqbal D'Souza Zhang Hussain Thapa",
        ("APKN", "AIND", "ABAN", "AOTH", "CHNE"),
    ),
    "Other": Heritage(
        "Rojin Samira Hêlîn Nour Selam",
        "Karwan Mehdi Aram Bilal Dawit",
        "Al-Hadidi Barzinji Karimi Rostami Tesfay",
        ("OOTH",),
    ),
    "not_known": Heritage(_BRITISH.girls, _BRITISH.boys, _BRITISH.surnames, ("NOBT", "REFU")),
}

_COUNTRY = {"European": 4.0, "Irish": 1.0, "Mixed": 4.0, "Black": 1.5, "Asian": 1.5, "Other": 1.0}
_CITY = {"European": 5.0, "Irish": 2.0, "Mixed": 14.0, "Black": 11.0, "Asian": 5.0, "Other": 3.0}
ORIGINS: dict[str, Mapping[str, float]] = {
    "801": {"White": 58.0, **_CITY, "not_known": 2.0},
    "802": {"White": 81.0, **_COUNTRY, "not_known": 1.0},
    "803": {"White": 80.0, **_COUNTRY, "not_known": 2.0},
}
"""How often each origin is met, by LA code: 65% White in Bristol, 86% in North Somerset (seed)."""

_LANGUAGES = {
    "Tigrinya": ("Selam Yodit", "Dawit Filmon Mewael Yonas Robel", "Tesfay Gebremedhin", "BAFR"),
    "Kurdish Sorani": ("Rojin Shilan", "Karwan Aram Hiwa Rebaz", "Barzinji Hamasalih", "OOTH"),
    "Pashto": ("Palwasha", "Gulab Zmarai Najib Ehsanullah", "Stanikzai Wardak", "AOTH"),
    "Vietnamese": ("Thị-Hoa Linh", "Quân Minh-Đức", "Nguyễn Phạm", "AOTH"),
    "Albanian": ("Besjana", "Ardit Kreshnik Endri", "Hoxhaj Gjoka", "WOTH"),
    "Arabic": ("Nour Halima", "Mujtaba Bilal Al-Tayyib", "Adam-Ishaq Al-Hadidi", "OOTH"),
}

_COMPOUND = "999"
_WEIGHTS = range(10, 1, -1)
_SERIALS = 1_000_000


def nhs_number(serial: int) -> str | None:
    """The number of the test range with this serial (0 to 999,999); None where it has no digit.

    One serial in eleven has no check digit that is a digit (NHS Data Dictionary).
    """
    stem = f"{_COMPOUND}{serial:06}"
    remainder = 11 - sum(int(d) * w for d, w in zip(stem, _WEIGHTS, strict=True)) % 11
    check = 0 if remainder == 11 else remainder
    return None if check == 10 else f"{stem}{check}"


def nhs_numbers(first: int) -> Iterator[str]:
    """Valid numbers of the test range from a place in their sequence on, none twice in 900,000."""
    # 389 has no factor in common with the million serials, so that neighbours look nothing alike.
    for place in range(first, first + _SERIALS):
        number = nhs_number((100_003 + 389 * place) % _SERIALS)
        if number is not None:
            yield number


class People:
    """Invents people, each with an NHS number of their own."""

    def __init__(self, chance: Chance, first_number: int) -> None:
        """Draw from `chance`; number from a place in the sequence of NHS numbers on."""
        self._chance = chance
        self._numbers = nhs_numbers(first_number)

    def child(self, la: str, boys: float = 0.56) -> Person:
        """A child of an LA's usual origins; the seed has 56% boys."""
        chance = self._chance
        heritage = _HERITAGES[chance.weighted(ORIGINS.get(la, ORIGINS["803"]))]
        sex = Sex.M if chance.sometimes(boys) else Sex.F
        forenames = heritage.boys if sex is Sex.M else heritage.girls
        return Person(
            forename=chance.choice(forenames.split()),
            surname=chance.choice(heritage.surnames.split()),
            sex=sex,
            ethnicity=chance.choice(heritage.codes),
            nhs_number=next(self._numbers),
        )

    def sibling(self, of: Person) -> Person:
        """A brother or sister: the same surname and origin."""
        heritage = next(h for h in _HERITAGES.values() if of.ethnicity in h.codes)
        sex = self._chance.choice((Sex.F, Sex.M))
        names = (heritage.boys if sex is Sex.M else heritage.girls).split()
        forename = self._chance.choice([name for name in names if name != of.forename])
        return Person(forename, of.surname, sex, of.ethnicity, next(self._numbers))

    def asylum_seeker(self) -> tuple[Person, str]:
        """A young person alone, without an NHS number, and the language they speak."""
        chance = self._chance
        language = chance.choice(list(_LANGUAGES))
        girls, boys, surnames, code = _LANGUAGES[language]
        sex = Sex.M if chance.sometimes(0.9) else Sex.F
        forename = chance.choice((boys if sex is Sex.M else girls).split())
        return Person(forename, chance.choice(surnames.split()), sex, code), language
