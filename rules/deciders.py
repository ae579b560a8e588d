"""Who decides the requirements of a plan: checks alone, checks and a person together, or people alone."""

from dataclasses import dataclass

from rules.model import Observability, Plan


@dataclass(frozen=True, slots=True)
class Deciders:
    """Counts of requirements: decided by checks alone, by checks and a person, by people alone."""

    automatic: int
    partly: int
    people: int

    def sentence(self) -> str:
        """Return the counts in one sentence for a terminal."""
        total = self.automatic + self.partly + self.people
        counts = f"{self.automatic} decided automatically, {self.partly} partly, {self.people} by people"
        return f"{total} requirements: {counts}"

    def as_json(self) -> dict[str, int]:
        """Return the counts by their names."""
        return {"automatic": self.automatic, "partly": self.partly, "people": self.people}


def decided_by(plan: Plan) -> Deciders:
    """Return how many requirements of `plan` are decided by whom; one without uses is left to a person."""
    checked = [each.observability for each in plan.requirements if each.uses]
    automatic = sum(each is Observability.ONLINE for each in checked)
    return Deciders(automatic, len(checked) - automatic, len(plan.requirements) - len(checked))
