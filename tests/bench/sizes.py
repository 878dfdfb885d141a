"""How large the generated organization is."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    """Numbers of people, missions and applications; everything else follows from them."""

    employees: int = 10_000
    externals: int = 5_000
    missions: int = 20_000
    applications: int = 100_000

    def divided(self, by: int) -> Sizes:
        """The same organization, so many times smaller."""
        return replace(self, **{name: max(1, number // by) for name, number in vars(self).items()})

    @property
    def talents(self) -> int:
        """Everyone."""
        return self.employees + self.externals

    @property
    def pilots(self) -> int:
        """Pilots, at least one for each of their states."""
        return max(7, self.missions // 600)

    @property
    def firms(self) -> int:
        """Supplier firms."""
        return max(4, self.externals // 12)


FULL = Sizes()
SMALL = FULL.divided(50)
