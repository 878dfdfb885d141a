"""What two labels have in common once folded."""

from __future__ import annotations

import pytest

from portal.skills.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Modélisation de données", "modelisation de donnees"),
        ("  Gestion\u00a0de   PROJET ", "gestion de projet"),
        ("L’analyse d'œuvres", "l'analyse d'oeuvres"),
        ("ŒUVRE, Æther", "oeuvre, aether"),
        ("e\u0301tude", "etude"),
        ("Straße", "strasse"),
        ("Łódź, Øre", "lodz, ore"),
        ("front‑end – back—end", "front-end - back-end"),
        ("C++", "c++"),
        (".NET / C#", ".net / c#"),
        ("CO₂", "co2"),
        ("日本語", "日本語"),
        ("`quoted´", "'quoted'"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
