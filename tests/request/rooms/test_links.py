"""Where the documents are: whole https addresses, seen by everyone of the room."""

from __future__ import annotations

import pytest

GOOD = "https://drive.merane.example/folder?id=3&v=1#top"


def add(browser, room, *, status=303, address=GOOD, title="The shared folder", about="The minutes"):
    typed = {"link-title": title, "link-address": address, "link-about": about}
    return browser.submit(browser.get(room.path), "/room/links", typed, status=status)


def test_anyone_of_the_room_adds_one(visit, cast, room):
    add(visit(cast.sofia), room)
    page = visit(cast.karim).get(room.path)
    link = next(a for a in page.find("a") if a.attrib["href"] == GOOD)
    assert link.attrib["rel"] == "noopener noreferrer nofollow"
    assert "drive.merane.example" in page.text and "The minutes · added by Sofia Marchetti" in page.text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://drive.merane.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://localhost/",
        "https://a..b/",
        "https://user:secret@drive.example/",
        "https://drive.example:notaport/",
        "https://drive.example/a b",
        'https://drive.example/"><script>',
        "https:\\\\drive.example/",
        "//drive.example/",
        "https://[bad/",
        "https://drive.example/" + "x" * 500,
    ],
)
def test_what_is_no_address_is_refused(visit, cast, room, address):
    page = add(visit(cast.ines), room, address=address, status=422)
    assert page.field_error("link-address")


def test_taken_away_and_put_back(visit, cast, room):
    sofia, karim = visit(cast.sofia), visit(cast.karim)
    add(sofia, room)
    page = karim.get(room.path)
    path = next(f.attrib["action"] for f in page.find("form") if f.attrib["action"].endswith("/remove"))
    ines = visit(cast.ines)
    assert path not in ines.get(room.path).html
    ines.post(path, {"csrf_token": ines.token("/account")}, status=403)
    sofia.submit(sofia.get(room.path), path)
    assert "1 link taken away" in sofia.get(room.path).text
    assert "1 link taken away" not in ines.get(room.path).text
    karim.submit(karim.get(room.path), path.replace("/remove", "/restore"))
    assert "The shared folder" in ines.get(room.path).text


def test_the_page_says_that_no_file_is_kept(visit, cast, room):
    assert "this portal holds no file, only the way to it" in visit(cast.ines).get(room.path).text
