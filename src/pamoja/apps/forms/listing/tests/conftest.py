from pamoja.apps.forms.entities.tests.conftest import world as world
