"""Accounts and what they may do where."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.managers import UserManager
from pamoja.core.clock import now
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import Workspace


class User(AbstractBaseUser):
    """A person who signs in. An operator keeps the deployment and its reference data, and sees no programme data.

    `is_claimed` is false while a manager's choice is all that stands behind the account: its holder has not yet chosen
    a password by a link that was sent to the address. Until then it works in no second workspace.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_claimed = models.BooleanField(default=True, editable=False)
    date_joined = models.DateTimeField(default=now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Team(models.Model):
    """People of a workspace who share a caseload."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ("name",)
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="team_name_in_workspace")]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A workspace's own role: which verbs on which kinds. Built-in roles live in `core.permissions`.

    `permissions` maps kind to verbs: {"forms.submission": ["view", "review"]}; "*" stands for all.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="roles")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    permissions = models.JSONField(default=dict)

    class Meta:
        ordering = ("name",)
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["workspace", "slug"], name="role_slug_in_workspace")]

    def __str__(self) -> str:
        return self.name


class Credential(models.Model):
    """A secret of a program (API token) or a device (app user); only the hash of the secret is kept."""

    class Type(models.TextChoices):
        """What holds the secret."""

        TOKEN = "token", _("API token")
        DEVICE = "device", _("Device")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="credentials")
    type = models.CharField(max_length=10, choices=Type.choices)
    name = models.CharField(_("name"), max_length=200)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("secret of a program or device")
        verbose_name_plural = _("secrets of programs and devices")

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role given to a person or a credential in a workspace, within a scope.

    Scope `place` reaches everything whose place path starts with `place_path`; `team` what belongs to the team;
    `own` what the holder created; `assigned` what the holder was named on (need to know); `within` what lies in one
    container (`within_kind`, `within_id`: the kind and key of a project, a form or a dataset).
    """

    class Scope(models.TextChoices):
        """How far a grant reaches."""

        WORKSPACE = "workspace", _("Everything")
        PLACE = "place", _("A place and all below it")
        TEAM = "team", _("A team")
        OWN = "own", _("Own records")
        ASSIGNED = "assigned", _("Records assigned to them")
        WITHIN = "within", _("One project or form")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="grants")
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, null=True, related_name="grants")
    role = models.SlugField(max_length=60)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.WORKSPACE)
    place_path = models.CharField(max_length=200, blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="grants")
    within_kind = models.CharField(max_length=60, blank=True)
    within_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("given role")
        verbose_name_plural = _("given roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, credential__isnull=True)
                | Q(user__isnull=True, credential__isnull=False),
                name="grant_one_holder",
            ),
            models.CheckConstraint(condition=~Q(scope="place") | ~Q(place_path=""), name="grant_place_named"),
            models.CheckConstraint(condition=~Q(scope="team") | Q(team__isnull=False), name="grant_team_named"),
            models.CheckConstraint(
                condition=~Q(scope="within") | (~Q(within_kind="") & Q(within_id__isnull=False)),
                name="grant_container_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.scope})"


class Invitation(models.Model):
    """An offer to join a workspace with a role; accepted by opening the link sent to the address."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.SlugField(max_length=60)
    scope = models.CharField(max_length=10, choices=Grant.Scope.choices, default=Grant.Scope.WORKSPACE)
    place_path = models.CharField(max_length=200, blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.role


class ProgramSession(models.Model):
    """A person signed in with a program (a script, a data tool) by e-mail and password; only hashes are kept.

    `csrf` must come along when the secret comes in a cookie.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="program_sessions")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    csrf_hash = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("session of a program")
        verbose_name_plural = _("sessions of programs")

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"


class ActorNumber(models.Model):
    """One number for a person or a device, for programs that know actors by numbers alone; given when first asked."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, related_name="number")
    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, null=True, related_name="number")

    def __str__(self) -> str:
        return str(self.pk)


class Preference(models.Model):
    """What a program keeps for a person about what they want to see; `about` names a part of it, empty is all."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    about = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=255)
    value = models.JSONField(null=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint(fields=["user", "about", "name"], name="preference_once")]

    def __str__(self) -> str:
        return self.name
