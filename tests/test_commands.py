"""Commands that people run by hand."""

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User


def test_create_admin_makes_somebody_who_may_enter_the_reference_data(client, agency, roles, monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "kata-sandi-yang-panjang")
    call_command("create_admin", "admin-utama")
    assert client.login(username="admin-utama", password="kata-sandi-yang-panjang")
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("password", ["pendek", "1234567890123"])
def test_create_admin_refuses_a_weak_password(db, monkeypatch, password):
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_admin", "admin-utama")
    assert not User.objects.exists()


def test_prepare_collects_static_files_again_only_when_one_has_changed(db, settings, tmp_path, capsys):
    """Compressing takes seconds; an old style sheet would take longer to find."""
    (tmp_path / "own").mkdir()
    sheet = tmp_path / "own" / "a.css"
    sheet.write_text("a {}")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "own"], tmp_path / "static"
    get_finder.cache_clear()
    said = []
    for text in ("a {}", "a {}", "b {}"):
        sheet.write_text(text)
        call_command("prepare", "--collectstatic")
        said.append("Berkas statis" in capsys.readouterr().out)
    get_finder.cache_clear()
    assert said == [True, False, True]
    assert (tmp_path / "static" / "a.css").read_text() == "b {}"
