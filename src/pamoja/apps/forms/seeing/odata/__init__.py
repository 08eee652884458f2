"""A form's records as an OData service reads them."""
