"""Who may do what with projects, forms and submissions.

A form belongs to no place: whoever may see or fill in forms at all may do so under any scope. Submissions are
reached by their place, by who sent them, or as a whole. A collecting device sees only forms, and only submits; it
fetches the lists of entities that its forms choose from as files of these forms. Who has the verb "drafts" sees also
what is not, or no longer, to be filled in. "identifiers" and "sensitive" let a reader of records see the answers that a
form's manager has put into these classes (docs/explanation/who-may-see-what.md).
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import (
    BulkAct,
    CleaningLine,
    Collector,
    Dataset,
    Entity,
    Export,
    Form,
    FormImport,
    PaperBatch,
    Project,
    QualityFlag,
    QualityPlan,
    RedactedDataset,
    RetentionPlan,
    Submission,
)
from pamoja.core.agreements.sharing import register_shareable
from pamoja.core.permissions import Kind, register_kind

READERS = {"viewer": ("view",)}
PROJECT, FORM, REDACTED = "forms.project", "forms.form", "forms.redacted"

register_kind(
    Kind(
        "forms.project",
        Project,
        verbs=("view", "create", "change", "delete", "assign"),
        roles={
            "manager": ("view", "create", "change", "delete", "assign"),
            "worker": ("view",),
            "collector": ("view",),
            **READERS,
        },
        common=("view",),
        assigned_credential="forms__collectors",
        within={PROJECT: "pk"},
    )
)
register_kind(
    Kind(
        "forms.form",
        Form,
        verbs=("view", "drafts", "create", "change", "delete", "submit"),
        roles={
            "manager": ("view", "drafts", "create", "change", "delete", "submit"),
            "worker": ("view", "drafts", "submit"),
            "collector": ("view", "submit"),
            "viewer": ("view", "drafts"),
        },
        common=("view", "drafts", "submit"),
        assigned_credential="collectors",
        within={PROJECT: "project", FORM: "pk"},
    )
)
register_kind(
    Kind(
        "forms.submission",
        Submission,
        verbs=("view", "change", "delete", "export", "identifiers", "sensitive"),
        roles={
            "manager": ("view", "change", "delete", "export", "identifiers", "sensitive"),
            "worker": ("view", "change", "identifiers", "sensitive"),
            **READERS,
        },
        place="place__path",
        owner="submitted_by",
        within={PROJECT: "form__project", FORM: "form"},
        is_protected=True,
    )
)
register_kind(
    Kind(
        "forms.bulk",
        BulkAct,
        verbs=("view", "undo"),
        roles={"manager": ("view", "undo"), "worker": ("view", "undo")},
        owner="created_by",
        within={PROJECT: "form__project", FORM: "form"},
    )
)
register_kind(
    Kind(
        "forms.dataset",
        Dataset,
        verbs=("view", "create", "change", "delete"),
        roles={"manager": ("view", "create", "change", "delete"), "worker": ("view",), **READERS},
        common=("view",),
        within={PROJECT: "project"},
    )
)
register_kind(
    Kind(
        "forms.entity",
        Entity,
        verbs=("view", "create", "change", "delete", "restore"),
        roles={
            "manager": ("view", "create", "change", "delete", "restore"),
            "worker": ("view", "create", "change"),
            **READERS,
        },
        place="place__path",
        owner="created_by",
        within={PROJECT: "dataset__project"},
        is_protected=True,
    )
)
register_kind(
    Kind(
        "forms.quality",
        QualityPlan,
        verbs=("view", "create", "change", "check"),
        roles={"manager": ("view", "create", "change", "check"), "worker": ("view",), **READERS},
        common=("view",),
    )
)
# a grant within one dataset reaches that dataset alone: neither its form nor the records
register_kind(
    Kind(
        "forms.redacted",
        RedactedDataset,
        verbs=("view", "create", "change", "delete"),
        roles={"manager": ("view", "create", "change", "delete"), **READERS},
        within={PROJECT: "form__project", FORM: "form", REDACTED: "pk"},
    )
)
register_kind(
    Kind(
        "forms.export",
        Export,
        verbs=("view",),
        roles={"manager": ("view",)},
        within={PROJECT: "form__project", FORM: "form"},
    )
)
register_kind(
    Kind(
        "forms.retention",
        RetentionPlan,
        verbs=("view", "create", "change"),
        roles={"manager": ("view", "create", "change")},
        within={PROJECT: "form__project", FORM: "form"},
    )
)
register_kind(
    Kind(
        "forms.flag",
        QualityFlag,
        verbs=("view", "export"),
        roles={"manager": ("view", "export"), "worker": ("view",), **READERS},
        place="submission__place__path",
        owner="submission__submitted_by",
        is_protected=True,
    )
)
register_kind(
    Kind(
        "forms.cleaning",
        CleaningLine,
        verbs=("view", "create", "withdraw", "export"),
        roles={"manager": ("view", "create", "withdraw", "export"), "worker": ("view",), **READERS},
        place="submission__place__path",
        owner="submission__submitted_by",
        is_protected=True,
    )
)
register_kind(
    Kind(
        "forms.paper",
        PaperBatch,
        verbs=("view", "create", "key", "settle"),
        roles={"manager": ("view", "create", "key", "settle"), "worker": ("view", "key")},
        common=("view", "key"),
        within={PROJECT: "form__project", FORM: "form"},
    )
)
# which forms the other side works with; their records need protection and stay at home
register_shareable(
    "forms.form",
    {"title": _("Title"), "xml_form_id": _("Form id"), "state": _("State"), "created_at": _("Created")},
    rows=Q(deleted_at=None, published__isnull=False),
)
register_kind(
    Kind(
        "forms.import",
        FormImport,
        roles={"manager": ("view", "create", "change")},
        owner="created_by",
        within={PROJECT: "project"},
    )
)
register_kind(
    Kind(
        "forms.collector",
        Collector,
        roles={"manager": ("view", "create", "change", "delete")},
        within={PROJECT: "project", FORM: "form"},
    )
)
