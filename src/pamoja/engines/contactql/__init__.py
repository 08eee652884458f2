"""ContactQL, the language in which RapidPro's users search for contacts: `age > 18 and (group = Youth or urn ~ 250)`.

    query = parse_query(environment, text, resolver)    QueryError says what is wrong
    str(query)                                          its canonical text
    inspect(query), matches(environment, query, contact), select(environment, query)

`groups` keeps contacts in the groups whose query they fit. Source: goflow's grammar ContactQL.g4 and package contactql.
"""
