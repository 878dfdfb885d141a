"""What a list and the search page say of a mission, in the same words."""

from __future__ import annotations

from portal import create_app
from portal.core.bilingual import Text
from portal.core.i18n import speaking
from portal.missions.chips import Chip, chip_of
from portal.missions.wording import shares


def test_a_chip_says_the_language_of_its_label_where_it_is_not_the_page_s():
    assert chip_of(Text("Vente", "fr"), 2, "en") == Chip("Vente", 2, None, "fr")
    assert chip_of(Text("Sales", "en"), 2, "en", is_held=False) == Chip("Sales", 2, False, None)


def test_shares_are_said_where_places_differ(tmp_path):
    app = create_app({"INSTANCE": str(tmp_path), "SQLALCHEMY_DATABASE_URI": "sqlite://"})
    with app.test_request_context(), speaking("en"):
        assert shares(10, 50) == "10 to 50% of the week, by place"
        assert shares(20, 20) == ""
