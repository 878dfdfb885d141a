"""The path of an application names who really decides."""

from __future__ import annotations


def test_an_owner_who_manages_the_talent_does_not_authorize_their_time(visit, cast, world):
    application = world.application(world.mission(owner=cast.oscar), cast.jade)
    page = visit(cast.oscar).get(f"/applications/{application.public_id}")
    assert "Karim Haddad authorizes the time" in page.text
    assert "You authorize the time" not in page.text
