"""What can be wrong with a file."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

FILE_TOO_LARGE = register("file-too-large", 413, _("The file is too large"))
FILE_TYPE_REFUSED = register("file-type-refused", 415, _("Files of this type are not accepted here"))
FILE_DAMAGED = register("file-damaged", 422, _("The file is damaged"))
