"""Text to skills: which skills of a framework a text speaks of, and the words that say so.

    from testamur.skills.linking import Linker

    linker = Linker(framework, folder=Path("~/.cache/testamur").expanduser())
    for skills in linker.link(["You will write SQL and talk to customers."], top=5):
        for one in skills:
            print(one.label, one.score, one.words)

`Linker.read` takes a whole job advert, CV or course description. What is found is an offer that a
person confirms or rejects, never a tag that is set silently. Nothing leaves the machine.
"""

from testamur.skills.linking.labels import link
from testamur.skills.linking.linker import LEAST_SCORE, Linked, Linker

__all__ = ["LEAST_SCORE", "Linked", "Linker", "link"]
