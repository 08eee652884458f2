"""Who may do what with projects, forms and submissions.

A form belongs to no place: whoever may see or fill in forms at all may do so under any scope. Submissions are
reached by their place, by who sent them, or as a whole. A collecting device sees only forms, and only submits.
"""

from pamoja.apps.forms.models import Form, FormImport, Project, Submission
from pamoja.core.permissions import Kind, register_kind

READERS = {"viewer": ("view",)}

register_kind(
    Kind(
        "forms.project",
        Project,
        verbs=("view", "create", "change"),
        roles={"manager": ("view", "create", "change"), "worker": ("view",), **READERS},
        common=("view",),
        assigned_credential="forms__collectors",
    )
)
register_kind(
    Kind(
        "forms.form",
        Form,
        verbs=("view", "create", "change", "delete", "submit"),
        roles={
            "manager": ("view", "create", "change", "delete", "submit"),
            "worker": ("view", "submit"),
            "collector": ("view", "submit"),
            **READERS,
        },
        common=("view", "submit"),
        assigned_credential="collectors",
    )
)
register_kind(
    Kind(
        "forms.submission",
        Submission,
        verbs=("view", "change", "delete", "export"),
        roles={
            "manager": ("view", "change", "delete", "export"),
            "worker": ("view", "change"),
            **READERS,
        },
        place="place__path",
        owner="submitted_by",
        is_protected=True,
    )
)
register_kind(Kind("forms.import", FormImport, roles={"manager": ("view", "create", "change")}, owner="created_by"))
