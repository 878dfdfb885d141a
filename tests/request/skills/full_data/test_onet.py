"""O*NET 29.2's technologies beside ESCO whole: how many come in, and what is then found."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.skills.queries import resolve_label, suggest
from portal.skills.services import import_esco, import_onet, load_starter
from portal.skills.suggestions import kept
from tests.request.skills.full_data.conftest import ESCO

pytestmark = pytest.mark.full_data

ONET = ESCO.parent / "onet"


def test_technologies_come_in_beside_esco_and_are_found(app: Flask) -> None:
    with app.app_context():
        load_starter()
        import_esco(ESCO)
        first = import_onet(ONET)
        assert 7_000 < first.created < 7_300
        assert 100 < first.joined < 200
        again = import_onet(ONET)
        assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)

        kept.read_now()
        for typed, locale, label in (
            ("k8s", "en", "Kubernetes"),
            ("gestion de projet", "fr", "Gestion de projet"),
            ("gestoin de porjet", "fr", "Gestion de projet"),
            ("comptabilite", "fr", "Comptabilité"),
            ("snowflak", "en", "Snowflake"),
            ("quickbooks", "fr", "Intuit QuickBooks"),
        ):
            assert label in [one.label for one in suggest(typed, locale)][:3], typed
        assert resolve_label("docker", "en").source == "starter"
