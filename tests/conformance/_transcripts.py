"""What conversations about real forms read like, kept in `transcripts/` to be read by people.

python -m tests.conformance._transcripts          # after a change on purpose: write them anew, then read them
"""

from dataclasses import dataclass
from pathlib import Path

from pamoja.engines.conversation import MEDIA, begin
from tests.robot.talker import transcript, walk

from ._runner import ROOT, conformance_root
from .conversations import NOW, form_of, world

KEPT = Path(__file__).with_name("transcripts")


@dataclass(frozen=True)
class Transcript:
    """A form of the conformance folder, or of `data/forms`, and how it is talked through."""

    name: str
    source: str
    medium: str
    language: str
    seed: int = 1

    @property
    def path(self) -> Path:
        """The form."""
        own = ROOT / "data/forms" / self.source
        return own if own.exists() else conformance_root() / "forms" / self.source

    @property
    def kept(self) -> Path:
        return KEPT / f"{self.name}.txt"

    def made(self) -> str:
        """The conversation as both see it; `>` is the person, `[n SMS]` what a message costs."""
        form = form_of(self.path)
        assert form is not None
        talk = begin(form, world(self.seed), MEDIA[self.medium], self.language)
        return "\n".join(transcript(walk(talk, self.seed, NOW.date()), MEDIA[self.medium])) + "\n"


TRANSCRIPTS = (
    Transcript("water_point_sms_fr", "sample_water_points/form.csv", "sms", "fr"),
    Transcript("water_point_ivr_en", "sample_water_points/form.csv", "ivr", "en"),
    Transcript("household_chat_ar", "impact_cleaningtools/household.xlsx", "chat", "ar", 3),
    Transcript("grains_sms_en", "xlsforms/onadata_grains.xlsx", "sms", "en"),
    Transcript("good_eats_chat_fr", "xlsforms/onadata_good_eats_multilang.xlsx", "chat", "fr"),
    Transcript("mother_and_child_sms", "xlsforms/onadata_MCH_v1.xlsx", "sms", ""),
    Transcript("all_questions_chat_en", "xlsforms/odk_all-question-types-v2024091201-3.xlsx", "chat", "en"),
    Transcript("needs_assessment_sms_fr", "xlsforms/msna_2024_reach_household.xlsx", "sms", "french", 2),
    Transcript("sick_child_chat_en", "xforms/javarosa/eIMCI-by-D-Tree.xml", "chat", "", 2),
    Transcript("water_source_sms_en", "submissions/onadata/apps/logger/tests/forms/Water_2011_03_17.xml", "sms", "en"),
    Transcript("flood_report_sms", "xlsforms/onadata_external_choice_form_v2.xlsx", "sms", ""),
    Transcript("enumerator_week_sms", "xlsforms/onadata_enumerator_weekly.xlsx", "sms", ""),
    Transcript("anthropometry_ivr_en", "xforms/liberiaS3M/round2/forms/liberiaStdForm.xml", "ivr", "en", 4),
    Transcript("village_sms_en", "xlsforms/liberia_s3m_r1_liberiaCoverageVillageForm.xlsx", "sms", "en"),
)


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for each in TRANSCRIPTS:
        if each.path.exists():
            each.kept.write_text(each.made(), encoding="utf-8")
