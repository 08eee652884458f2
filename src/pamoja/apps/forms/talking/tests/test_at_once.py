"""Messages in processes of their own: at once, again, and killed in the midst."""

from pathlib import Path

import pytest

from pamoja.core.testing.processes import RealDatabase, ended, real_database

pytestmark = pytest.mark.slow
SPEAKER = str(Path(__file__).with_name("_speaker.py"))
KILLED = -9


def test_messages_at_once_wait_for_each_other_and_the_killed_one_is_taken_when_it_comes_again(
    migrated: RealDatabase, tmp_path: Path
) -> None:
    with real_database(migrated, tmp_path) as real:
        conversation = real.run(SPEAKER, "begin").strip()
        both = [real.start(SPEAKER, "say", conversation, f"m{number}", "seven") for number in range(2)]
        said = sorted(ended(each).strip() for each in both)
        assert "A: seven\nB: seven" in said[0] and said[1].startswith("B")
        ended(real.start(SPEAKER, "die", conversation, "m3", "1"), expected=(KILLED,))
        assert real.query("SELECT count(*) FROM forms_submission") == [(0,)]
        assert "finished Thank you" in real.run(SPEAKER, "say", conversation, "m3", "1")
        assert "finished Thank you" in real.run(SPEAKER, "say", conversation, "m3", "1")
        assert real.query("SELECT count(*) FROM forms_submission") == [(1,)]
        assert real.query("SELECT count(*) FROM forms_submissionversion") == [(1,)]
