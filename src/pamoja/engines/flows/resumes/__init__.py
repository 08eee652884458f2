"""Resumes: what continues a session that waits. Each has its own type; none is ever faked as a message."""

from pamoja.engines.flows.resumes import kinds
from pamoja.engines.flows.resumes.base import RESUMES, Resume, read_resume

__all__ = ["RESUMES", "Resume", "kinds", "read_resume"]
