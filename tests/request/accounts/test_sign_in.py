"""The door."""

from __future__ import annotations


def test_strangers_are_sent_to_the_door(visit):
    page = visit().get("/", status=302)
    assert "/sign-in" in page.location


def test_home_greets_who_is_signed_in(visit, cast):
    assert "Inès" in visit(cast.ines).get("/").text


def test_home_in_french(visit, cast):
    page = visit(cast.ines, locale="fr").get("/")
    assert page.root.attrib["lang"] == "fr"
