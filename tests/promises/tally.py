"""How often each verb did what it was asked, and how often it refused, over a whole run."""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts, by the verb's name; an outcome of the chain counts as a verb of its own."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    # How many examples each family was the home of.
    met: Counter[str] = field(default_factory=Counter)

    def untried(self, verbs: Set[str], never_refused: Set[str]) -> Iterator[str]:
        """The verbs of which the run says nothing one way or the other."""
        for verb in sorted(verbs):
            if not self.done[verb]:
                yield f"{verb} never did anything"
            if not self.refused[verb] and verb not in never_refused:
                yield f"{verb} was never refused"
        if strange := (set(self.done) | set(self.refused)) - verbs:
            yield f"{sorted(strange)} are not in the list of verbs"

    def __str__(self) -> str:
        verbs = sorted({*self.done, *self.refused})
        families = ", ".join(f"{family} {times}" for family, times in sorted(self.met.items()))
        rows = [f"{verb:<45}{self.done[verb]:>8}{self.refused[verb]:>9}" for verb in verbs]
        return "\n".join([families, f"{'verb':<45}{'did it':>8}{'refused':>9}", *rows])
