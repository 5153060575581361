"""Recounts a secret vote from the file that its urn page publishes ("For a recount").

    python3 recount.py urn.json [eight words of your envelope]

It needs Python and nothing of Artel: read it before you run it. It checks that the voters are
those fixed when the vote opened; that the envelopes are those that were sealed (compare the seal
with the one that others see and the record has); that signatures, envelopes and ballots are as
many; that the ballots add up to the published numbers; and that rankings, counted again round by
round and tie by tie, by instant runoff, the Scottish STV and Schulze, choose the published winners.

It says where it cannot: by Meek's STV and by Schulze with "none of these" on the ballot it counts
votes, not winners; where only the verdict was told, nothing. It cannot tell whether the program
sealed what a voter chose: nobody can, after the fact.
"""

import hashlib
import itertools
import json
import sys
from collections import Counter
from fractions import Fraction


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def sealed(values):
    """One seal over many values: SHA-256 of their ascending list, one a line."""
    return sha256("".join(f"{value}\n" for value in sorted(values)).encode())


def faults(urn):
    """What does not hold, in words."""
    envelopes = [bytes.fromhex(envelope) for envelope in urn["envelopes"]]
    signatures = sum(line["signed"] for line in urn["roll"])
    if sealed(line["number"] for line in urn["roll"]) != urn["roll_hash"]:
        yield "The list of voters is not the one that was fixed."
    if sealed(map(sha256, envelopes)) != urn["head"]:
        yield "The envelopes are not the ones that were sealed."
    if not signatures == len(envelopes) == len(set(envelopes)):
        yield f"There are {signatures} signatures and {len(set(envelopes))} different envelopes."
    if urn["result"] is None or "withheld" in urn["result"]:
        return
    if len(urn["ballots"]) != len(envelopes):
        yield f"There are {len(envelopes)} envelopes and {len(urn['ballots'])} ballots."
    counted, published = counted_numbers(urn), published_numbers(urn["result"])
    for what in counted.keys() | published.keys():
        if counted.get(what, 0) != published.get(what):
            yield f"The number of {what} is not the published one."
    if urn["method"] in COUNTS and not urn.get("default"):
        yield from wrong_winners(urn["result"]["count"], *COUNTS[urn["method"]](urn))


def published_numbers(result):
    """The figures of the result by what they count, of those that are counted again here."""
    if "count" not in result:
        answers = result.get("marks") or {key: result[key] for key in ("for", "against", "abstain")}
        return {f"ballots {answer!r}": number for answer, number in answers.items()}
    count = result["count"]
    rows, rounds = count["pairwise"], count["rounds"]
    pairs = {f"ballots for {a!r} over {b!r}": rows[a][b] for a in rows for b in rows[a]}
    totals = count["totals"] or (rounds[0]["votes"] if rounds else [])
    return pairs | {f"votes for {name!r}": Fraction(votes) for name, votes in totals}


def counted_numbers(urn):
    """The same figures, from the ballots."""
    if "count" not in urn["result"]:
        return Counter(f"ballots {paper!r}" for paper in urn["ballots"])
    if urn["method"] == "schulze":
        return {f"ballots for {a!r} over {b!r}": number for (a, b), number in duels(urn).items()}
    counted = Counter()
    for paper in urn["ballots"]:
        for mark in paper.split(">")[0].replace("+", " ").split(" ") if paper != "abstain" else ():
            option, _, points = mark.partition(":")
            counted[f"votes for {urn['options'][int(option) - 1]!r}"] += int(points or 1)
    return counted


def rankings(urn):
    """The options of each ballot, rank by rank."""
    papers = [paper.split(">") for paper in urn["ballots"] if paper != "abstain"]
    names = {str(number): name for number, name in enumerate(urn["options"], 1)}
    return [[[names[one] for one in rank.split("=")] for rank in paper] for paper in papers]


def duels(urn):
    """How many ballots prefer the first of a pair; what is not ranked comes last."""
    counted = Counter()
    for ranking in rankings(urn):
        below = set(urn["options"])
        for rank in ranking:
            below.difference_update(rank)
            counted.update(itertools.product(rank, below))
    return counted


def wrong_winners(count, elected, level, rounds):
    if elected != count["elected"] or set(level) != set(count["tied_names"]):
        yield f"A new count chooses {', '.join(elected) or 'nobody'}, not the published winners."
    for one, (votes, unit) in zip(count["rounds"], rounds, strict=False):
        if any(Fraction(had) * unit != votes[name] for name, had in one["votes"]):
            yield f"Round {one['number']} has other votes."


def lot(urn):
    """In a tie the option with the smaller of these is preferred."""
    return lambda name: sha256(f"{urn['seed'] or urn['roll_hash']}|{name}".encode())


def transferable(urn):
    """Instant runoff in whole votes, the Scottish STV in 0.00001 of one: the winners, those left
    level where no lot was published, and the votes of each round."""
    unit, seats, papers = 1 if urn["method"] == "irv" else 100_000, urn["seats"], rankings(urn)
    piles = {name: [] for name in urn["options"]}
    for paper in papers:
        piles[paper[0][0]].append(([name for (name,) in paper], unit))
    votes = {name: unit * len(pile) for name, pile in piles.items()}
    hopeful, elected, past = list(piles), [], []
    while True:
        past.append((dict(votes), unit))
        back = {name: [had[name] for had, _ in reversed(past)] for name in piles}
        hopeful.sort(key=back.get, reverse=True)
        valid = len(papers) if unit > 1 else sum(votes.values())
        quota = (valid // (seats + 1) + 1) * unit
        elected += [name for name in hopeful if votes[name] >= quota]
        hopeful, free = [name for name in hopeful if name not in elected], seats - len(elected)
        if not free or len(hopeful) <= free:
            return elected + hopeful[:free], [], past
        if over := [name for name in elected if votes[name] > quota]:
            source, kept = max(sorted(over, key=lot(urn)), key=back.get), quota
        else:
            last = [name for name in hopeful if back[name] == back[hopeful[-1]]]
            decides = len(hopeful) - 1 == free or len(last) == len(hopeful)
            if len(last) > 1 and decides and not urn["seed"]:
                return elected + hopeful[: -len(last)], last, past
            source, kept = max(last, key=lot(urn)), 0
            hopeful.remove(source)
        moving, had, piles[source], votes[source] = piles[source], votes[source], [], kept
        for order, value in moving:
            passed = value * (had - kept) // (had or 1)
            if heir := next((name for name in order if name in hopeful), None):
                piles[heir].append((order, passed))
                votes[heir] += passed


def schulze(urn):
    """The winners by strongest paths, those left level, and no rounds."""
    names, seats, won, elected, left = urn["options"], urn["seats"], duels(urn), [], urn["options"]
    paths = {
        (a, b): (won[a, b], -won[b, a]) if won[a, b] > won[b, a] else (0, 0)
        for a, b in itertools.permutations(names, 2)
    }
    for via, a, b in itertools.permutations(names, 3):
        paths[a, b] = max(paths[a, b], min(paths[a, via], paths[via, b]))
    while left and len(elected) < seats:
        best = [a for a in left if all(paths[a, b] >= paths[b, a] for b in left if b != a)]
        left = [name for name in left if name not in best]
        if len(best) > seats - len(elected) and not urn["seed"]:
            return elected, best, []
        best.sort(key=lot(urn) if len(best) > seats - len(elected) else names.index)
        elected += best[: seats - len(elected)]
    return elected, [], []


COUNTS = {"irv": transferable, "stv": transferable, "schulze": schulze}


def report(urn, words):
    """Prints the count; the exit code: 0 where all of it holds."""
    print(urn["question"])
    print(f"signatures {sum(line['signed'] for line in urn['roll'])} of {len(urn['roll'])}")
    print(f"envelopes  {len(urn['envelopes'])}, sealed with {urn['head']}")
    if urn["result"] is None:
        print("ballots    not yet: the urn is sealed")
    elif "withheld" in urn["result"]:
        print(f"ballots    not published: few voted; {urn['result']['verdict']}, not counted again")
    else:
        told = ", ".join(f"{n} {paper}" for paper, n in Counter(urn["ballots"]).most_common())
        print(f"ballots    {len(urn['ballots'])}: {told}; {urn['result']['verdict']}")
        if urn["method"] == "meek" or urn.get("default"):
            print("The votes are counted again, but not to the winners.")
    digests = [hashlib.sha256(bytes.fromhex(one)).digest() for one in urn["envelopes"]]
    found = words in [" ".join(urn["words"][byte] for byte in own[:8]) for own in digests]
    if words:
        print("Your envelope is there." if found else "Your envelope is NOT there.")
    problems = list(faults(urn))
    print(*(f"WRONG: {problem}\n" for problem in problems), sep="", end="")
    print("Something is wrong." if problems else "All of this holds.")
    return 1 if problems or (words and not found) else 0


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(report(json.load(file), " ".join(" ".join(sys.argv[2:]).split())))
