"""Finding a person or an item by what somebody wrote."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.errors import InvalidInput
from app.sentences import say


def folded(text: str) -> str:
    """For comparing what people write: case and spaces do not matter."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody in the co-op's register, to be found by number, e-mail or name."""

    by_word: Mapping[str, int]
    shared: frozenset[str] = field(default_factory=frozenset)
    """Names that more than one person has."""
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, people: Iterable[tuple[int, int, str, str | None]]) -> "Register":
        """From (id, number, name, e-mail)."""
        rows = list(people)
        count = Counter(folded(name) for _, _, name, _ in rows)
        words: dict[str, int] = {}
        for member_id, number, name, email in rows:
            words[folded(name)] = member_id
            words[folded(f"{number} {name}")] = member_id
            if email:
                words[folded(email)] = member_id
        words |= {str(number): member_id for member_id, number, _, _ in rows}
        shared = frozenset(name for name, times in count.items() if times > 1)
        return cls(words, shared, tuple(name for _, _, name, _ in rows))

    def find(self, text: str, where: str = "member") -> int:
        """The member's id. Raises InvalidInput with the nearest name where there is one."""
        word = folded(text)
        if word in self.shared:
            raise InvalidInput(
                say("More than one member is called %(name)s: write the number.", name=text), where
            )
        if word in self.by_word:
            return self.by_word[word]
        near = nearest(text, self.names)
        if near is None:
            raise InvalidInput(say("No member is known as “%(text)s”.", text=text), where)
        raise InvalidInput(
            say("No member is known as “%(text)s”. Is it %(near)s?", text=text, near=near), where
        )


def nearest(text: str, among: Iterable[str]) -> str | None:
    """The word most like it, or None if nothing is near."""
    by_folded = {folded(one): one for one in among}
    close = get_close_matches(folded(text), by_folded, n=1)
    return by_folded[close[0]] if close else None
