"""Recounts a secret vote from the file that its urn page publishes ("For a recount").

    python3 recount.py urn.json [eight words of your envelope]

It needs Python and nothing of Artel: read it before you run it. It checks that

  - the list of voters is the one that was fixed when the vote opened,
  - the envelopes are the ones that the urn was sealed with (compare the seal that it prints with
    the one you wrote down, or that stands in the minutes),
  - signatures, envelopes and ballots are as many,
  - the ballots add up to the published numbers.

It cannot tell whether the program sealed what a voter chose: nobody can, after the fact.
"""

import hashlib
import json
import sys
from collections import Counter


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
    if urn["result"] is None:
        return
    if len(urn["ballots"]) != len(envelopes):
        yield f"There are {len(envelopes)} envelopes and {len(urn['ballots'])} ballots."
    counted = Counter(urn["ballots"])
    for choice in ("for", "against", "abstain"):
        if counted.pop(choice, 0) != urn["result"][choice]:
            yield f"The number of ballots {choice!r} is not the published one."
    if counted:
        yield f"What is no ballot was counted: {', '.join(map(repr, counted))}."


def report(urn, words):
    """Prints the count; the exit code: 0 where all of it holds."""
    counted = Counter(urn["ballots"])
    print(urn["question"])
    print(f"signatures {sum(line['signed'] for line in urn['roll'])} of {len(urn['roll'])}")
    print(f"envelopes  {len(urn['envelopes'])}, sealed with {urn['head']}")
    if urn["result"] is None:
        print("ballots    not yet: the urn is sealed")
    else:
        numbers = ", ".join(f"{counted[key]} {key}" for key in ("for", "against", "abstain"))
        print(f"ballots    {len(urn['ballots'])}: {numbers}; {urn['result']['verdict']}")
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
