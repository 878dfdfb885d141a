"""The public catalogue as a folder of files: whole, ours, the same twice, and nothing internal in it."""

from __future__ import annotations

import json
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from portal.applications.notes.services import write_note
from portal.core import clock
from portal.core.transaction import transaction
from portal.missions.models import MissionState
from portal.organization.models import Unit
from portal.public.commands import command
from portal.public.freezing import MARK
from tests.frozen import addresses_in, crawl, faults_of

WHERE = "https://missions.example/open/"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CANARY = "zorglubx"


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


@pytest.fixture
def freeze(app, site):
    """Runs the command as someone at a terminal would. Returns what it prints."""

    def run(*options, code=0):
        result = app.test_cli_runner().invoke(command, [str(site), "--address", WHERE, *options])
        assert result.exit_code == code, result.output
        return result.output

    return run


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_whole_site_is_reached_and_loads_nothing_from_elsewhere(site, freeze, public):
    said = freeze()
    files = files_of(site)
    assert f"1 missions, {len(files)} files in {site}" in said
    reached, outside = crawl(site)
    alone = {MARK, "robots.txt", "sitemap.xml"}
    assert reached | alone == set(files)
    assert outside == {"http://localhost/", f"http://localhost/missions/{public.public_id}"}
    for path in site.rglob("*.html"):
        loaded = [one for one in addresses_in(path) if one.startswith(("http", "/"))]
        assert set(loaded) <= outside, path
        assert 'http-equiv="Content-Security-Policy"' in path.read_text("utf-8")


def test_its_pages_are_valid(site, freeze, public):
    freeze()
    faults = {path.name: faults_of(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert {name: found for name, found in faults.items() if found} == {}


def test_both_languages_a_feed_a_map_and_a_posting(site, freeze, public):
    freeze()
    key = public.public_id
    page = (site / f"fr/missions/{key}.html").read_text("utf-8")
    assert "Cartographier les données clients" in page
    assert f'href="{WHERE}en/missions/{key}.html"' in page
    assert f'href="../../en/missions/{key}.html"' in page
    assert "Map the customer data" in (site / f"en/missions/{key}.html").read_text("utf-8")
    posting = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert posting["@type"] == "JobPosting"
    assert posting["url"] == f"{WHERE}fr/missions/{key}.html"
    feed = feedparser.parse((site / "fr/atom.xml").read_bytes())
    assert [entry.link for entry in feed.entries] == [f"{WHERE}fr/missions/{key}.html"]
    assert not feed.bozo
    places = [node.text for node in ElementTree.fromstring((site / "sitemap.xml").read_bytes()).iter(f"{MAP}loc")]
    ways = [f"{lang}/{end}" for end in ("", f"missions/{key}.html") for lang in ("fr", "en")]
    assert places == [WHERE + way for way in ways]
    assert f"Sitemap: {WHERE}sitemap.xml" in (site / "robots.txt").read_text()
    assert {"requetes", "sql", "lyon"} <= set(json.loads((site / "en/words.json").read_text())[key].split())


def test_nothing_internal_is_in_it(app, cast, world, site, freeze, public):
    """A word is planted in all that the public does not read, and every name of the organization is looked for."""
    application = world.application(public, cast.sofia)
    with app.app_context():
        with transaction() as session:
            mission = public.load()
            mission.summary_fr = mission.summary_en = f"Summary {CANARY}"
            for part in ("success_sign", "tools", "contact", "what_next"):
                setattr(mission.brief, f"{part}_fr", CANARY)
                setattr(mission.brief, f"{part}_en", CANARY)
            unit = session.get_one(Unit, mission.unit_id)
            unit.name_fr = unit.name_en = f"Unit {CANARY}"
        write_note(cast.karim.person(), application.load(), f"Note {CANARY}")
    for state in (MissionState.DRAFT, MissionState.PUBLISHED, MissionState.CANCELLED):
        world.mission(title_fr=f"Mission {CANARY}", title_en=f"Mission {CANARY}", state=state)
    freeze()
    with app.app_context():
        people = [getattr(cast, name).person() for name in ("karim", "sofia", "claire", "nadia", "helene", "paul")]
        secrets = {CANARY, str(public.load().owner.account.email)}
        secrets |= {person.family_name for person in people} | {person.account.email for person in people}
    for name, content in files_of(site).items():
        text = content.decode("utf-8", "replace")
        if not name.startswith("static/"):
            assert [secret for secret in secrets if secret in text] == [], name


def test_the_same_twice_is_the_same_to_the_byte(site, freeze, public):
    freeze()
    before = files_of(site)
    with clock.at(clock.now() + timedelta(hours=5)):
        freeze()
    assert files_of(site) == before


def test_it_follows_what_the_public_reads(app, site, freeze, public, turn):
    freeze()
    assert list(site.glob("fr/missions/*.html"))
    with app.app_context(), transaction():
        public.load().state = MissionState.CANCELLED
    assert "0 missions" in freeze()
    assert list(site.glob("fr/missions/*.html")) == []
    with app.app_context(), transaction():
        public.load().state = MissionState.PUBLISHED
    assert "1 missions" in freeze()
    turn(False)
    assert "The public catalogue is off" in freeze()
    assert list(site.glob("fr/missions/*.html")) == []
    assert "Aucune mission" in (site / "fr/index.html").read_text("utf-8")


def test_without_a_catalogue_nothing_is_written(world, site, freeze):
    world.mission()
    assert "There is no public catalogue" in freeze(code=1)
    assert not site.exists()


@pytest.mark.parametrize("kept", ["holiday.html", "fr/index.html"])
def test_what_is_not_ours_is_left_alone(site, freeze, public, kept):
    path = site / kept
    path.parent.mkdir(parents=True)
    path.write_text("Mine.")
    assert "holds something else" in freeze(code=1)
    assert files_of(site) == {kept: b"Mine."}
    assert [one.name for one in site.parent.iterdir()] == ["site"]


def test_a_file_added_to_ours_is_left_alone(site, freeze, public):
    freeze()
    (site / "CNAME").write_text("missions.example")
    before = files_of(site)
    freeze(code=1)
    assert files_of(site) == before


@pytest.mark.parametrize("address", ["missions.example", "ftp://missions.example/", "/open"])
def test_an_address_is_whole(app, site, public, address):
    result = app.test_cli_runner().invoke(command, [str(site), "--address", address])
    assert result.exit_code == 2
    assert "give a whole address" in result.output
    assert not site.exists()


def test_what_is_written_stays_text(app, world, site, freeze, turn, publish):
    turn(True)
    publish(world.mission(title_en="</script><script>alert(1)</script>", title_fr="«\u2028» <b>"))
    freeze()
    for path in site.rglob("*.html"):
        assert "<script>alert" not in path.read_text("utf-8")
