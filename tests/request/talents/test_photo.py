"""A photo: chosen by its owner, drawn anew, sent to those who may see it, erased at once."""

from __future__ import annotations

import io
from datetime import date

import pytest
import sqlalchemy as sa
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.workflow import person_left
from portal.talents.models import Circle, Section
from portal.talents.photo.models import Photo
from tests.request.talents.seen import narrow

PATH = "/profile/photo"


def picture(colour: str = "teal") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (300, 400), colour).save(target, "PNG")
    return target.getvalue()


def send(visitor, data: bytes, *, name: str = "me.png", status: int = 303):
    form = {**visitor.get(PATH).form(PATH), "photo": FileStorage(io.BytesIO(data), name)}
    body, _length, boundary = stream_encode_multipart(form, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor._open("POST", PATH, status, data=body.read(), content_type=kind)


def test_there_is_none_until_one_is_chosen(visit, cast):
    tom = visit(cast.tom)
    assert "<img" not in tom.get("/profile").html
    assert tom.client.get(f"/talents/{cast.tom.public_id}/photo").status_code == 404
    assert not list(tom.get(PATH).find("form", action="/profile/photo/remove"))


def test_it_is_chosen_seen_and_erased(app, visit, cast):
    tom, ines = visit(cast.tom), visit(cast.ines)
    address = f"/talents/{cast.tom.public_id}"
    assert send(tom, picture()).location == "/profile"
    page = tom.get("/profile")
    assert "This is your photo from now on" in page.text
    assert "chose a photo" in page.text
    assert len(list(page.find("img"))) == 2, "on the profile and in the menu"
    (shown,) = ines.get(address).find("img")
    assert shown.attrib["alt"] == "Photo of Tom Lefèvre"
    sent = ines.client.get(shown.attrib["src"])
    assert Image.open(io.BytesIO(sent.data)).size == (256, 256)
    tom.submit(tom.get(PATH), "/profile/photo/remove")
    assert "Your initials stand in its place" in tom.get(PATH).text
    assert "<img" not in ines.get(address).html
    assert ines.client.get(shown.attrib["src"]).status_code == 404
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Photo)) == 0
    tom.post("/profile/photo/remove", {"csrf_token": tom.token()})


def test_it_is_sent_as_nothing_but_a_picture(visit, cast):
    tom, ines = visit(cast.tom), visit(cast.ines)
    send(tom, picture())
    sent = ines.client.get(f"/talents/{cast.tom.public_id}/photo")
    headers = sent.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-cache"
    again = ines.client.get(f"/talents/{cast.tom.public_id}/photo", headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert visit().client.get(f"/talents/{cast.tom.public_id}/photo").status_code == 302


def test_a_kept_copy_is_of_no_use_once_narrowed(world, visit, cast):
    send(visit(cast.tom), picture())
    ines = visit(cast.ines)
    address = f"/talents/{cast.tom.public_id}/photo"
    tag = ines.client.get(address).headers["ETag"]
    narrow(world, cast.tom, Circle.RESPONSIBLE, Section.PHOTO)
    assert ines.client.get(address, headers={"If-None-Match": tag}).status_code == 404
    assert visit(cast.theo).client.get(address).status_code == 404
    assert visit(cast.nadia).client.get(address).status_code == 200


def test_another_takes_its_place(visit, cast):
    tom = visit(cast.tom)
    send(tom, picture("teal"))
    first = next(tom.get("/profile").find("img")).attrib["src"]
    send(tom, picture("red"))
    second = next(tom.get("/profile").find("img")).attrib["src"]
    assert first != second
    assert Image.open(io.BytesIO(tom.client.get(second).data)).getpixel((9, 9))[0] > 200


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "not a picture in JPEG, PNG or WebP"),
        (picture()[:200], "damaged or cut short"),
        (picture() + b"PK\x05\x06", "also holds something else"),
        (b"\xff\xd8" + bytes(8 * 1024 * 1024), "larger than 8 MB"),
    ],
    ids=["other", "cut", "archive", "large"],
)
def test_what_is_no_picture_is_refused_at_the_field(app, visit, cast, data, words):
    page = send(visit(cast.tom), data, status=422)
    assert words in page.text
    assert page.by_id("photo").attrib["aria-invalid"] == "true"
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Photo)) == 0


def test_nothing_sent_is_said(visit, cast):
    tom = visit(cast.tom)
    assert "Choose a picture." in tom.submit(tom.get(PATH), PATH, status=422).text


def test_who_leaves_leaves_none(app, visit, cast):
    send(visit(cast.tom), picture())
    with app.app_context(), transaction():
        tom = cast.tom.person()
        tom.left_on = date(2024, 1, 1)
        person_left(tom)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Photo)) == 0
    assert visit(cast.ines).client.get(f"/talents/{cast.tom.public_id}/photo").status_code == 404


def test_in_french(visit, cast):
    page = visit(cast.tom, locale="fr").get(PATH)
    assert "Ma photo" in page.text
