"""Everything that writes lists of entities and what is in them."""

from pamoja.apps.forms.entities.changing import (
    change_entity,
    create_entities,
    create_entity,
    delete_entities,
    restore_entities,
)
from pamoja.apps.forms.entities.lists import (
    Slices,
    add_property,
    change_dataset,
    create_dataset,
    delete_dataset,
    delete_property,
)
from pamoja.apps.forms.entities.publishing import entities_of_form, link_file
from pamoja.apps.forms.entities.purging import purge_datasets, purge_entities, purge_entity
from pamoja.apps.forms.entities.waiting import force_held, force_waiting

__all__ = [
    "Slices",
    "add_property",
    "change_dataset",
    "change_entity",
    "create_dataset",
    "create_entities",
    "create_entity",
    "delete_dataset",
    "delete_entities",
    "delete_property",
    "entities_of_form",
    "force_held",
    "force_waiting",
    "link_file",
    "purge_datasets",
    "purge_entities",
    "purge_entity",
    "restore_entities",
]
