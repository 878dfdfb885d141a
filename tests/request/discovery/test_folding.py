"""Text compared without accents, the same on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.folding import Folded, fold_text, holds
from portal.extensions import db


@pytest.mark.parametrize("text", ["Inès", "CŒUR", "Ærø", "l’été", "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "100 %_\\", "Straße"])
def test_the_database_folds_as_python_does(app, text):
    with app.app_context():
        assert db.session.scalar(sa.select(Folded(sa.literal(text)))) == fold_text(text)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Inès Carvalho", "carvalho ines", True),
        ("Inès Carvalho", "ines tom", False),
        ("Chef de cœur", "COEUR", True),
        ("l’accessibilité", "l'accessibilite", True),
        ("anything", "", True),
        ("anything", "%", False),
        ("any_thing", "_", True),
        ("a\\b", "\\", True),
        ("x", "\x00", True),
    ],
)
def test_every_word_in_any_order(app, text, words, found):
    with app.app_context():
        assert db.session.scalar(sa.select(sa.literal(1)).where(holds(sa.literal(text), words))) == (
            1 if found else None
        )
