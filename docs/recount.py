"""Recounts a secret vote from the file that its urn page publishes ("For a recount").

    python3 recount.py urn.json [eight words of your envelope]

It needs Python and nothing of Artel: read it before you run it. It checks that

  - the list of voters is the one that was fixed when the vote opened,
  - the envelopes are the ones that the urn was sealed with (compare the seal that it prints with
    the one you wrote down, or that stands in the minutes),
  - signatures, envelopes and ballots are as many,
  - the ballots add up to the published numbers: the answers, the sums of ticks, points and dots,
    the first choices of a ranking, and who was preferred to whom.

The later rounds of a ranking it does not count again: `artel voting count`, or any other program
that counts by the same rules, does that from the file "All ballots for a recount (CSV)".

Where five voters or fewer voted, only the verdict may be published: then the ballots cannot be
counted again, and this program says so.

It cannot tell whether the program sealed what a voter chose: nobody can, after the fact.
"""

import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction

ANSWERS = ("for", "against", "abstain")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def head(envelopes):
    """The seal of an urn: SHA-256 over the envelopes' own SHA-256, ascending, one a line."""
    lines = "".join(f"{line}\n" for line in sorted(sha256(envelope) for envelope in envelopes))
    return sha256(lines.encode())


def roll_hash(numbers):
    return sha256("".join(f"{number}\n" for number in sorted(numbers)).encode())


def tracker(envelope, words):
    """The words of an envelope: the first eight bytes of its SHA-256."""
    return " ".join(words[byte] for byte in hashlib.sha256(envelope).digest()[:8])


def faults(urn):
    """What does not hold, in words."""
    envelopes = [bytes.fromhex(envelope) for envelope in urn["envelopes"]]
    signatures = sum(line["signed"] for line in urn["roll"])
    if roll_hash(line["number"] for line in urn["roll"]) != urn["roll_hash"]:
        yield "The list of voters is not the one that was fixed."
    if head(envelopes) != urn["head"]:
        yield "The envelopes are not the ones that were sealed."
    if len(set(envelopes)) != len(envelopes):
        yield "An envelope is there twice."
    if len(envelopes) != signatures:
        yield f"There are {signatures} signatures and {len(envelopes)} envelopes."
    if urn["result"] is None or "withheld" in urn["result"]:
        return
    if len(urn["ballots"]) != len(envelopes):
        yield f"There are {len(envelopes)} envelopes and {len(urn['ballots'])} ballots."
    for what, published in published_numbers(urn["result"]).items():
        if counted_numbers(urn).get(what, 0) != published:
            yield f"The number of {what} is not the published one."
    if strange := set(counted_numbers(urn)) - set(published_numbers(urn["result"])):
        yield f"What is no ballot was counted: {', '.join(sorted(strange))}."


def published_numbers(result):
    """The figures of the result by what they count, of those that are counted again here."""
    if "count" not in result:
        answers = result.get("marks") or {key: result[key] for key in ANSWERS}
        return {f"ballots {answer!r}": number for answer, number in answers.items()}
    count = result["count"]
    if count["pairwise"]:
        return {
            f"ballots that prefer {one!r} to {other!r}": number
            for one, others in count["pairwise"].items()
            for other, number in others.items()
        }
    totals = count["totals"] or count["rounds"][0]["votes"]
    return {f"votes for {name!r}": Fraction(votes) for name, votes in totals}


def counted_numbers(urn):
    """The same figures, from the ballots."""
    if "count" not in urn["result"]:
        return Counter(f"ballots {paper!r}" for paper in urn["ballots"])
    names, method = urn["options"], urn["method"]
    marked = [paper for paper in urn["ballots"] if paper != "abstain"]
    counted = Counter()
    for paper in marked:
        if method == "schulze":
            counted.update(preferred(paper, names))
        elif method in {"score", "dots"}:
            for pair in paper.split(" "):
                option, points = map(int, pair.split(":"))
                counted[f"votes for {names[option - 1]!r}"] += points
        else:
            named = (
                paper.split("+") if method in {"plurality", "approval"} else paper.split(">")[:1]
            )
            counted.update(f"votes for {names[int(option) - 1]!r}" for option in named)
    return +counted


def preferred(paper, names):
    """The pairs of which this ranking prefers the first; what is not ranked comes last."""
    ranks = [set(map(int, rank.split("="))) for rank in paper.split(">")]
    ranks.append(set(range(1, len(names) + 1)).difference(*ranks))
    for place, rank in enumerate(ranks):
        for lower in ranks[place + 1 :]:
            for one in rank:
                for other in lower:
                    yield f"ballots that prefer {names[one - 1]!r} to {names[other - 1]!r}"


def in_numbers(urn):
    counted = Counter(urn["ballots"])
    if "count" not in urn["result"]:
        answers = urn["result"].get("marks") or ANSWERS
        return ", ".join(f"{counted[answer]} {answer}" for answer in answers)
    return f"{counted['abstain']} abstain, chosen {', '.join(urn['result']['count']['elected'])}"


def report(urn, words):
    """Prints the count; the exit code: 0 where all of it holds."""
    print(urn["question"])
    print(f"signatures {sum(line['signed'] for line in urn['roll'])} of {len(urn['roll'])}")
    print(f"envelopes  {len(urn['envelopes'])}, sealed with {urn['head']}")
    if urn["result"] is None:
        print("ballots    not yet: the urn is sealed")
    elif "withheld" in urn["result"]:
        print(
            f"ballots    not published, so few voted; {urn['result']['verdict']}, not counted again"
        )
    else:
        print(f"ballots    {len(urn['ballots'])}: {in_numbers(urn)}; {urn['result']['verdict']}")
    if words:
        found = any(
            tracker(bytes.fromhex(envelope), urn["words"]) == words for envelope in urn["envelopes"]
        )
        print("Your envelope is there." if found else "Your envelope is NOT there.")
    problems = list(faults(urn))
    for problem in problems:
        print(f"WRONG: {problem}")
    print("Something is wrong." if problems else "All of this holds.")
    return 1 if problems or (words and not found) else 0


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        urn = json.load(file)
    return report(urn, " ".join(" ".join(arguments[1:]).split()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
