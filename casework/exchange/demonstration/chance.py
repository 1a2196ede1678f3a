"""Chance that always falls the same way: one seed, one history."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from faker import Faker
from nhs_number import calculate_checksum

from casework.exchange.demonstration.days import at
from casework.exchange.demonstration.sizes import DURATION_HOURS
from casework.exchange.reading.values import upn_with_check

T = TypeVar("T")

FURTHER_FORENAMES = [
    "Aaliyah", "Abdi", "Ade", "Aisha", "Amina", "Anjali", "Arjun", "Bilal", "Chidi", "Dalia",
    "Efe", "Farah", "Hamza", "Ibrahim", "Ifeoma", "Imran", "Jamal", "Kwame", "Layla", "Mariam",
    "Mateusz", "Nadia", "Noor", "Oluwaseun", "Omar", "Parisa", "Rania", "Sana", "Shreya",
    "Siobhan", "Tariq", "Yusuf", "Zainab", "Zofia", "Aoife", "Niamh", "Rhys", "Callum", "Elif",
    "Tomasz",
]  # fmt: skip
FURTHER_SURNAMES = [
    "Adeyinka", "Ahmed", "Ali", "Bakare", "Begum", "Chowdhury", "Das", "Farouk", "Hussain",
    "Ibrahim", "Iqbal", "Kamara", "Kaur", "Khan", "Kowalski", "Malik", "Mensah", "Nowak",
    "Nwachukwu", "Okonkwo", "Osman", "Patel", "Popescu", "Rahman", "Shah", "Sharma", "Silva",
    "Singh", "Suleiman", "Tesfaye", "Yilmaz", "Zielinska", "O’Rourke", "Llewellyn-Price",
    "Ashworth-Bell",
]  # fmt: skip


class Chance:
    """A seeded source of numbers, names and dates."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        faker = Faker("en_GB")
        faker.seed_instance(seed)
        self.boys = sorted({faker.first_name_male() for _ in range(400)}) + FURTHER_FORENAMES
        self.girls = sorted({faker.first_name_female() for _ in range(400)}) + FURTHER_FORENAMES
        self.surnames = sorted({faker.last_name() for _ in range(900)}) + 3 * FURTHER_SURNAMES

    def one_of(self, options: Sequence[T]) -> T:
        return options[int(self.random.random() * len(options))]

    def weighted(self, options: dict[T, int]) -> T:
        return self.random.choices(list(options), list(options.values()))[0]

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self.random.random() * (high - low + 1))

    def band(self, bands: Sequence[tuple[int, int, int]]) -> int:
        """A whole number from bands of (from, to, weight)."""
        low, high, _ = self.random.choices(bands, [weight for *_, weight in bands])[0]
        return self.between(low, high)

    def sex(self) -> str:
        return "M" if self.happens(0.52) else "F"

    def forename(self, sex: str) -> str:
        return self.one_of(self.boys if sex == "M" else self.girls)

    def surname(self) -> str:
        return self.one_of(self.surnames)

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.between(0, max((last - first).days, 0)))

    def evening(self, day: date) -> datetime:
        """Children go missing in the afternoon and at night."""
        hour = self.random.choices(range(24), [4, 3, 2, 1, 1, 1, 1, 3, 6, 3, 3, 3, 4, 4, 5, 9,
                                               10, 10, 11, 12, 12, 11, 9, 6])[0]  # fmt: skip
        return at(day, hour, self.between(0, 59))

    def hours_missing(self) -> timedelta:
        return timedelta(hours=self.band(DURATION_HOURS), minutes=self.between(0, 59))

    def nhs_number(self) -> str:
        """From the range kept for invented people, which begins with 999."""
        while True:
            nine = f"999{self.between(0, 999_999):06d}"
            check = calculate_checksum(nine)
            if check is not None and 0 <= int(check) <= 9:
                return f"{nine}{check}"

    def upn(self, born: date) -> str:
        return upn_with_check(f"936{self.between(2000, 4999)}{born:%y}{self.between(0, 999):03d}")

    def postcode(self) -> str:
        """In an outward code that the Post Office does not use."""
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        inward = f"{self.between(1, 9)}{self.one_of(letters)}{self.one_of(letters)}"
        return f"ZX{self.between(1, 28)} {inward}"
