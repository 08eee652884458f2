"""Judge whether two records tell of one person, and say why in parts that a page can show.

The method is Fellegi and Sunter's ("A theory for record linkage", JASA 64, 1969). Each field of a pair stands at
one *level* of agreement (`names`, `dates`, `exact`). A level has two chances: m among pairs that are one person, u
among pairs that are not; log2(m / u) is its *weight*, and the weights of all fields, added to that of the prior, give
the probability (`weights`). Rare values weigh more than common ones. `blocking` brings together the pairs worth
judging, `estimate` finds m, u and the prior from the data alone, `clusters` makes persons of pairs.
"""

from pamoja.engines.linkage.model import MISSING, Field, Level, Model
from pamoja.engines.linkage.weights import Judgement, Reason, judge

__all__ = ["MISSING", "Field", "Judgement", "Level", "Model", "Reason", "judge"]
