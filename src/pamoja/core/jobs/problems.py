"""What can go wrong with a job."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

JOB_FAILED = register("job-failed", 500, _("The work stopped because of a fault"))
JOB_DIED = register("job-died", 500, _("The work was broken off several times and is not tried again"))
JOB_RUNS = register("job-runs", 409, _("This work is not at rest"))
