"""Words that a stemmer takes for forms of another word, though nobody who types one means the other.

Found by looking, among some 14,000 skills in both languages, for frequent words of one stem that are not of one family:
« équipe » and « équipement », « formation » and « format », “accessibility” and “access”. Folded, as they are typed.
"""

from collections.abc import Mapping

_FRENCH = {
    "conception": "conception conceptions",
    "developpeur": "developpeur developpeurs developpeuse developpeuses",
    "direction": "direction directions",
    "directive": "directive directives",
    "donnee": "donnee donnees",
    "equipe": "equipe equipes",
    "formation": "formation formations",
    "integrite": "integrite",
    "publication": "publication publications",
    "publicite": "publicite publicites",
}
_ENGLISH = {
    "accessible": "accessibility accessible",
    "accountable": "accountability accountable",
    "business": "business businesses",
    "developer": "developer developers",
    "informal": "informal informally",
    "international": "international internationally",
    "marketing": "marketing",
    "organic": "organic",
    "organism": "organism organisms",
    "publication": "publication publications",
    "publicity": "publicity",
}


def _by_word(families: Mapping[str, str]) -> dict[str, str]:
    return {word: stem for stem, words in families.items() for word in words.split()}


APART: Mapping[str, Mapping[str, str]] = {"fr": _by_word(_FRENCH), "en": _by_word(_ENGLISH)}
"""The stem of such a word, by language and folded word."""
