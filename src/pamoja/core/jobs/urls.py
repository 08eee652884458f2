"""Pages of jobs."""

from django.urls import path

from pamoja.core.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:public_id>/", views.job_progress, name="progress"),
    path("<uuid:public_id>/stop/", views.stop, name="stop"),
    path("<uuid:public_id>/resume/", views.resume, name="resume"),
]
