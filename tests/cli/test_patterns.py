"""The command on published patterns."""

import json

from underheaven import cli


def test_rows_or_words(capsys):
    assert cli.main(["patterns", "callbacks-halved", "--samples", "16", "--quiet", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["study"], row["verdict"], row["samples"]) == ("callbacks-halved", "appears", 16)


def test_a_study_that_claims_nothing_is_refused(capsys):
    assert cli.main(["patterns", "errors-undo-deterrence"]) == 2
    assert "callbacks-halved" in capsys.readouterr().err
