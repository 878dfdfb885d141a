"""The one-click end of the mails about a search: a page that asks, a press, and what mail programs do (RFC 8058)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery.saved.models import Alert
from portal.discovery.saved.notifications import ending_token
from tests.request.mail.conftest import Post, closed_port, post  # noqa: F401 (fixtures)
from tests.request.security.conftest import digest


@pytest.fixture
def sent(app, cast, post: Post, save, publish):  # noqa: F811
    """A search of Inès's, and the mail about it as a real server got it."""
    search = save(cast.ines, "timetable")
    publish("Draw the timetable")
    with app.app_context():
        drain()
    ((recipients, message),) = [one for one in post.accepted if "timetable" in one[1]["Subject"]]
    assert recipients == [cast.ines.email]
    return search, message


def path_in(message):
    """The path that the header names."""
    return re.fullmatch(r"<http://localhost(/searches/end/\S+)>", message["List-Unsubscribe"]).group(1)


def test_the_mail_says_how_to_end(sent, post):  # noqa: F811
    _search, message = sent
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path_in(message) in message.get_content()
    assert "Draw the timetable" in message.get_content()
    assert f"List-Unsubscribe: <http://localhost{path_in(message)}>\r\n".encode() in post.raw[-1]


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_link_asks_and_a_press_ends(app, visit, sent, alert_of, locale):
    search, message = sent
    stranger = visit(locale=locale)
    before = digest(app)
    page = stranger.get(path_in(message))
    still = "sont encore envoyés" if locale == "fr" else "Mails about this search are still sent."
    assert still in page.text
    assert digest(app) == before
    assert alert_of(search) is Alert.AT_ONCE
    page = stranger.submit(page, path_in(message), status=200)
    assert alert_of(search) is Alert.HERE
    assert ("Ces courriels ne seront plus envoyés." if locale == "fr" else "These mails are ended.") in page.text
    assert still not in page.text
    assert not list(stranger.get(path_in(message)).find("form", action=path_in(message)))


def test_a_mail_program_presses_without_a_page(app, cast, sent, alert_of, publish, post):  # noqa: F811
    search, message = sent
    response = app.test_client().post(path_in(message), data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert alert_of(search) is Alert.HERE
    assert app.test_client().post(path_in(message), data={"List-Unsubscribe": "One-Click"}).status_code == 200
    publish("Print the timetable")
    assert len(post.accepted) == 1


def test_a_form_of_another_site_ends_nothing(app, sent, alert_of):
    search, message = sent
    client = app.test_client()
    assert client.post(path_in(message)).status_code == 400
    headers = {"Sec-Fetch-Site": "cross-site"}
    data = {"List-Unsubscribe": "One-Click"}
    assert client.post(path_in(message), data=data, headers=headers).status_code == 403
    assert alert_of(search) is Alert.AT_ONCE


@pytest.mark.parametrize("broken", ["x", "a.b.c", "", "é"])
def test_a_link_that_is_not_ours_is_not_found(app, sent, alert_of, broken):
    search, message = sent
    path = path_in(message)
    for address in (f"{path[:-3]}{broken}", f"/searches/end/{broken or '.'}"):
        data = {"List-Unsubscribe": "One-Click"}
        assert app.test_client().get(address).status_code == 404
        assert app.test_client().post(address, data=data).status_code == 404
    assert alert_of(search) is Alert.AT_ONCE


def test_a_link_of_another_purpose_means_nothing_here(app, sent, alert_of):
    from itsdangerous import URLSafeSerializer

    search, _message = sent
    token = URLSafeSerializer(app.config["SECRET_KEY"], salt="known browser").dumps([search.public_id, 2**40])
    assert app.test_client().get(f"/searches/end/{token}").status_code == 404


def test_a_link_ends_with_its_year(app, sent):
    search, _message = sent
    with app.app_context(), clock.at(clock.now() - timedelta(days=366)):
        old = ending_token(search.load())
    assert app.test_client().get(f"/searches/end/{old}").status_code == 404


def test_a_search_that_is_gone_says_so(app, visit, cast, sent):
    _search, message = sent
    ines = visit(cast.ines)
    ines.submit(ines.get("/searches"), "/delete")
    assert "not kept any more" in visit().get(path_in(message)).text


def test_the_link_names_nothing_to_strangers(app, visit, cast, sent):
    """Whoever comes by the link, found in a log, reads nothing of whose search it is, nor what it asks."""
    search, message = sent
    for stranger in (visit(), visit(cast.tom)):
        page = stranger.get(path_in(message))
        assert "timetable" not in page.text
        assert "Carvalho" not in page.text
    assert "Mails about “timetable”" in visit(cast.ines).get(path_in(message)).text
    assert search


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_mail_as_it_is_received(app, cast, visit, save, publish, post, locale):  # noqa: F811
    """RFC 8058: one address over HTTP in the header, a press said, a reader in their language, and no redirection."""
    with app.app_context(), transaction():
        cast.tom.person().account.locale = locale
    save(cast.tom, "timetable")
    publish("Draw the timetable", title_fr="Dessiner le timetable")
    with app.app_context():
        drain()
    ((recipients, message),) = [one for one in post.accepted if one[0] == [cast.tom.email]]
    assert recipients == [cast.tom.email]
    assert message["Content-Language"] == locale
    said = {
        "en": "To end these mails, one press is enough:",
        "fr": "Pour ne plus recevoir ces messages, un geste suffit",
    }
    assert said[locale] in message.get_content()
    assert len(message.get_all("List-Unsubscribe")) == len(message.get_all("List-Unsubscribe-Post")) == 1
    response = app.test_client().post(path_in(message), data={"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.location) == (200, None)
