"""Lists of entities and what is in them: made by forms and programs, changed by submissions, fetched by devices."""
