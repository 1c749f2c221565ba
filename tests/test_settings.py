from __future__ import annotations

import json

import pytest

from mobdesk.settings import RULES, Settings, SettingsFile, parse, to_json


def test_a_new_user_has_the_defaults(tmp_path):
    assert SettingsFile(tmp_path / "settings.json").now == Settings()


def test_every_bad_value_falls_back_alone_and_unknown_keys_stay():
    found = {"scheme": "purple", "text_percent": 150, "folded": {"plan": "yes"}, "newer": [1]}
    got = parse(found)
    assert got == Settings(text_percent=150, unknown={"newer": [1]})
    assert to_json(got)["newer"] == [1]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00"])
def test_a_damaged_file_starts_with_the_defaults(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert SettingsFile(path).now == Settings()


def test_a_change_is_on_disk_at_once_and_leaves_no_other_file(tmp_path):
    path = tmp_path / "new folder" / "settings.json"
    kept = SettingsFile(path)
    kept.change(scheme="dark", folded={"plan": True})
    kept.keep_columns("people", {"widths": {"name": 22.5}})
    assert SettingsFile(path).now == kept.now
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]
    assert SettingsFile(path).columns_of("people") == {"widths": {"name": 22.5}}
    assert SettingsFile(path).columns_of("projects") == {}
    assert json.loads(path.read_text())["scheme"] == "dark"


def test_true_is_not_a_number_and_one_is_not_a_flag():
    assert parse({"text_percent": True, "system_font": 1}) == Settings()


def test_code_that_sets_a_bad_value_is_told(tmp_path):
    with pytest.raises(ValueError, match="text_percent"):
        SettingsFile().change(text_percent=400)


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(tmp_path):
    (tmp_path / "file").write_text("")
    kept = SettingsFile(tmp_path / "file" / "settings.json")
    kept.change(scheme="dark")
    assert kept.now.scheme == "dark"


def test_every_setting_has_a_rule_that_takes_its_default():
    defaults = {name: value for name, value in vars(Settings()).items() if name != "unknown"}
    assert defaults.keys() == RULES.keys()
    assert all(RULES[name](value) for name, value in defaults.items())


def test_the_largest_mail_is_that_of_the_domain():
    from mobdesk.domain import mails

    rule = RULES["mail_limit_mb"]
    assert Settings().mail_limit_mb == mails.USUAL_MB
    good = [n for n in range(-1, mails.MOST_MB + 9) if rule(n)]
    assert (good[0], good[-1]) == (mails.LEAST_MB, mails.MOST_MB)
