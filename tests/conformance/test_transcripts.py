"""Conversations about real forms read as they did when somebody last read them."""

import pytest

from ._transcripts import TRANSCRIPTS, Transcript


@pytest.mark.once
@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda each: each.name)
def test_a_conversation_reads_as_it_did(transcript: Transcript) -> None:
    if not transcript.path.exists():
        pytest.skip("the conformance folder is not here")
    assert transcript.made() == transcript.kept.read_text(encoding="utf-8")


def test_every_kept_transcript_is_of_a_form() -> None:
    folder = TRANSCRIPTS[0].kept.parent
    assert {path.name for path in folder.glob("*.txt")} == {each.kept.name for each in TRANSCRIPTS}
