"""Disclosure control of microdata: how easily somebody is found among records, and making it harder.

Columns that tell who it is only together with others are *key variables* (quasi-identifiers). Records alike in all of
them form a class; k-anonymity asks that every class has at least k records (Sweeney, "k-anonymity: a model for
protecting privacy", 2002), l-diversity that every class has at least l different values of what is sensitive
(Machanavajjhala et al., "l-diversity: privacy beyond k-anonymity", 2007). `treatments` make answers coarser,
`suppression` takes out what stays too rare; the measures are those of sdcMicro (Templ, Kowarik and Meindl, 2015).
"""

from pamoja.engines.disclosure.anonymity import Risk, diversity_of, risk_of, sizes_of
from pamoja.engines.disclosure.suppression import Suppressed, suppress_cells, suppress_records
from pamoja.engines.disclosure.treatments import band, coarse_point, month, pseudonym, rare_merged, year

__all__ = [
    "Risk",
    "Suppressed",
    "band",
    "coarse_point",
    "diversity_of",
    "month",
    "pseudonym",
    "rare_merged",
    "risk_of",
    "sizes_of",
    "suppress_cells",
    "suppress_records",
    "year",
]
