"""What every search engine must do. Inherit, and give a ``make_engine`` fixture that returns a new, empty engine.

An engine under test starts without an index; ``rebuild`` creates it.
"""

import pytest

from portal.search import SearchEngine

from .contract_changes import ChangesContract, Factory, ids
from .contract_limits import LimitsContract
from .documents import EVERYONE, NOBODY, document, query


class EngineContract(ChangesContract, LimitsContract):
    """The contract. Every test starts with an index of three documents, unless it builds its own."""

    # Words

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("développements", {"data"}),
            ("developpement", {"data"}),
            ("DÉVELOPPEMENT", {"data"}),
            ("de\u0301veloppement", {"data"}),
            ("migrations", {"data"}),
            ("equipe", {"data"}),
            ("l’équipe", {"data"}),
            ("l'equipe", {"data"}),
            ("qu’équipe", {"data"}),
            ("été", {"data"}),
            ("ete", {"data"}),
            ("sûreté", {"lea"}),
            ("coeur", {"lea"}),
            ("cœur", {"lea"}),
            ("dumas", {"lea"}),
            ("platform", {"data"}),
            ("engineers", {"lea"}),
            ("managing", {"audit", "data"}),
            ("audit de la purchasing", {"audit"}),
        ],
    )
    def test_words_are_found_in_any_spelling_and_either_language(
        self, engine: SearchEngine, text: str, expected: set[str]
    ) -> None:
        for locale in ("fr", "en"):
            results = engine.search(query(text, locale=locale))
            assert ids(results.hits) == expected
            assert not results.relaxed

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("c++", {"data"}),
            ("C++", {"data"}),
            ("c#", {"audit"}),
            ("c", {"audit"}),
            (".net", {"audit"}),
            (".NET", {"audit"}),
            ("node.js", {"data"}),
            ("node", {"data"}),
            ("r&d", {"lea"}),
            ("net", set()),
            ("f#", set()),
        ],
    )
    def test_technical_names_keep_their_identity(self, engine: SearchEngine, text: str, expected: set[str]) -> None:
        assert ids(engine.search(query(text)).hits) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('"chef de projet"', {"audit"}),
            ('"chefs du projet"', {"audit"}),
            ('"le chef de projet"', {"audit"}),
            ('"avec le chef"', {"audit"}),
            ('"projet avec le chef"', {"audit"}),
            ('"projet avec chef"', set()),
            ('"projet chef"', set()),
            ("« gestion de projet »", {"data"}),
            ("“project management”", {"data"}),
            ('"gestion changement"', set()),
            ('"data platform" tests', {"data"}),
            ('"node.js gestion"', set()),
        ],
    )
    def test_quotes_ask_for_words_that_follow_each_other(
        self, engine: SearchEngine, text: str, expected: set[str]
    ) -> None:
        assert ids(engine.search(query(text)).hits) == expected

    def test_the_last_word_may_be_unfinished_from_three_letters(self, engine: SearchEngine) -> None:
        assert ids(engine.search(query("dév")).hits) == {"data"}
        assert ids(engine.search(query("équipe mana")).hits) == {"data"}
        assert ids(engine.search(query("pl")).hits) == set()

    def test_beginnings_count_in_titles_and_skills_only(self, engine: SearchEngine) -> None:
        assert ids(engine.search(query("fiab")).hits) == set()
        assert ids(engine.search(query("qual")).hits) == {"lea"}

    def test_stop_words_do_not_have_to_match(self, engine: SearchEngine) -> None:
        results = engine.search(query("le audit of the achat"))
        assert ids(results.hits) == {"audit"}
        assert not results.relaxed

    def test_a_stop_word_of_one_language_is_found_where_it_means_something(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild([document("it", "IT à Nantes", ""), document("car", "", "Electric car fleet")])
        assert ids(engine.search(query("IT")).hits) == {"it"}
        assert ids(engine.search(query("car")).hits) == {"car"}

    # All the words, or some

    def test_all_words_must_match_across_fields_and_languages(self, engine: SearchEngine) -> None:
        results = engine.search(query("plateforme migrations c++"))
        assert ids(results.hits) == {"data"}
        assert not results.relaxed

    def test_some_words_are_enough_when_nothing_has_them_all(self, engine: SearchEngine) -> None:
        results = engine.search(query("plateforme audit achat"))
        assert [hit.id for hit in results.hits] == ["audit", "data"]
        assert results.relaxed

    def test_some_words_can_be_asked_for_where_others_have_them_all(self, engine: SearchEngine) -> None:
        assert ids(engine.search(query("gestion projet équipe")).hits) == {"data"}
        results = engine.search(query("gestion projet équipe", any_word=True))
        assert [hit.id for hit in results.hits] == ["data", "audit"]
        assert (results.total, results.relaxed) == (2, True)
        alone = engine.search(query("plateforme équipe", any_word=True))
        assert (ids(alone.hits), alone.relaxed) == ({"data"}, False)
        assert engine.search(query("gestion zygomatique", any_word=True, kind="talent")).total == 0

    def test_no_word_at_all_finds_nothing(self, engine: SearchEngine) -> None:
        results = engine.search(query("zygomatique xylophone"))
        assert (results.hits, results.total, results.relaxed) == ((), 0, False)

    def test_signs_alone_find_nothing_and_no_text_lists_everything_newest_first(self, engine: SearchEngine) -> None:
        assert engine.search(query("?!")).total == 0
        assert [hit.id for hit in engine.search(query("  ")).hits] == ["data", "audit", "lea"]

    # Order, pages

    def test_a_title_comes_before_a_body_and_an_exact_skill_before_a_part_of_one(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild(
            [
                document("body", "Autre", body_fr="robotique " * 5, sort_at=9),
                document("title", "Robotique", sort_at=1),
                document("part", "Un", skills=("Java embarqué",), sort_at=9),
                document("exact", "Deux", skills=("Java",), sort_at=1),
                document("other", "Trois"),
            ]
        )
        assert [hit.id for hit in engine.search(query("robotique")).hits] == ["title", "body"]
        assert [hit.id for hit in engine.search(query("java")).hits] == ["exact", "part"]

    def test_equal_documents_come_newest_first_and_newest_can_be_asked_for(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild(
            [
                document("old", "Robot", sort_at=-5),
                document("new", "Robot", sort_at=5),
                document("body", body_fr="robot", sort_at=7),
            ]
        )
        assert [hit.id for hit in engine.search(query("robot")).hits] == ["new", "old", "body"]
        assert [hit.id for hit in engine.search(query("robot", order="newest")).hits] == ["body", "new", "old"]

    def test_hits_say_where_they_matched(self, engine: SearchEngine) -> None:
        (hit,) = engine.search(query("plateforme c++ rédiger")).hits
        assert hit.matched == ("title", "skills", "body")
        assert [hit.matched for hit in engine.search(query("node")).hits] == [("skills",)]

    def test_pages_follow_each_other_without_holes(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild(document(str(n), "Robot", sort_at=n) for n in range(25))
        pages = [engine.search(query("robot", page=page, per_page=10)) for page in (1, 2, 3)]
        assert [hit.id for page in pages for hit in page.hits] == [str(n) for n in range(24, -1, -1)]
        assert {page.total for page in pages} == {25}
        assert [page.page for page in pages] == [1, 2, 3]

    @pytest.mark.parametrize(("page", "per_page"), [(0, 20), (-(10**30), -5), (10**30, 10**30), (10**9, 1)])
    def test_absurd_pages_are_brought_back(self, engine: SearchEngine, page: int, per_page: int) -> None:
        results = engine.search(query("projet", page=page, per_page=per_page))
        assert 1 <= results.page <= 1_001
        assert results.total == 2

    # Filters, facets

    def test_filters_add_up_across_facets_and_widen_within_one(self, engine: SearchEngine) -> None:
        assert ids(engine.search(query(filters={"city": {"Paris"}})).hits) == {"data", "lea"}
        assert ids(engine.search(query(filters={"city": {"Paris", "Lyon"}})).hits) == {"data", "lea", "audit"}
        assert ids(engine.search(query(filters={"city": {"Paris"}, "unit": {"IT", "Achats"}})).hits) == {"data"}
        assert ids(engine.search(query("projet", kind="talent")).hits) == set()
        assert ids(engine.search(query(kind="talent")).hits) == {"lea"}

    @pytest.mark.parametrize("text", ["projet", '"gestion de projet"', "gest", "zygomatique", ""])
    def test_a_search_among_some_documents_finds_what_it_finds_of_them(self, engine: SearchEngine, text: str) -> None:
        every = ids(engine.search(query(text)).hits)
        for some in ({"data"}, {"audit", "lea"}, {"data", "lea", "nowhere"}, NOBODY):
            results = engine.search(query(text, among=frozenset(some)))
            assert ids(results.hits) == every & some
            assert results.total == len(results.hits)
            assert sum(results.facets.get("kind", {}).values()) == results.total

    def test_no_other_spelling_is_looked_for_among_some_documents(self, engine: SearchEngine) -> None:
        assert engine.search(query("plateforne")).did_you_mean == "plateforme"
        assert engine.search(query("plateforne", among=frozenset({"data"}))).did_you_mean is None

    def test_unknown_filters_find_nothing_and_empty_ones_do_not_filter(self, engine: SearchEngine) -> None:
        assert engine.search(query(filters={"planet": {"Mars"}})).total == 0
        assert engine.search(query(filters={"city": {"\ud800", "x" * 10_000}})).total == 0
        assert engine.search(query(filters={"city": NOBODY})).total == 3
        assert engine.search(query(kind="")).total == 0

    def test_facets_count_the_answer(self, engine: SearchEngine) -> None:
        assert engine.search(query("projet")).facets == {
            "city": {"Lyon": 1, "Paris": 1},
            "kind": {"mission": 2},
            "unit": {"Achats": 1, "IT": 1, "Risques": 1},
        }

    def test_a_ticked_facet_keeps_the_counts_of_what_could_be_ticked_beside(self, engine: SearchEngine) -> None:
        results = engine.search(query(filters={"city": {"Paris"}}, kind="mission"))
        assert ids(results.hits) == {"data"}
        assert results.facets["city"] == {"Lyon": 1, "Paris": 1}
        assert results.facets["kind"] == {"mission": 1, "talent": 1}
        assert results.facets["unit"] == {"IT": 1, "Risques": 1}

    def test_every_value_of_a_facet_can_be_demanded(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild(
            [
                document("both", "Robot", facets={"skill": {"sql:1", "sql:2", "go:1"}, "city": {"Paris"}}),
                document("sql", "Robot", facets={"skill": {"sql:1"}, "city": {"Paris"}}),
                document("go", "Robot", facets={"skill": {"go:1"}, "city": {"Lyon"}}),
            ]
        )
        either = {"skill": {"sql:1", "go:1"}}
        every = frozenset({"skill"})
        assert ids(engine.search(query("robot", filters=either)).hits) == {"both", "sql", "go"}
        assert ids(engine.search(query("robot", filters=either, every=every)).hits) == {"both"}
        assert engine.search(query("robot", filters=either, every=every)).facets["city"] == {"Paris": 1}
        assert engine.search(query(filters={"skill": {"sql:2"}}, every=every)).total == 1
        assert engine.search(query(filters={"skill": {"sql:1", "sql:9"}}, every=every)).total == 0
        assert engine.search(query(filters={"skill": NOBODY}, every=every)).total == 3

    def test_a_demanding_facet_counts_what_a_value_more_would_leave(self, engine: SearchEngine) -> None:
        results = engine.search(query(filters={"unit": {"IT"}}, every=frozenset({"unit"})))
        assert results.facets["unit"] == {"IT": 1, "Risques": 1}
        assert engine.search(query(filters={"unit": {"IT"}})).facets["unit"] == {
            "Achats": 1,
            "IT": 1,
            "Qualité": 1,
            "Risques": 1,
        }

    def test_only_the_facets_asked_for_are_counted(self, engine: SearchEngine) -> None:
        assert engine.search(query(counted=frozenset({"city"}))).facets == {"city": {"Paris": 2, "Lyon": 1}}
        assert engine.search(query(counted=frozenset({"planet", "", "unit\x1fIT"}))).facets == {}
        assert engine.search(query(counted=NOBODY, filters={"city": {"Lyon"}})).facets == {}

    @pytest.mark.parametrize("text", ["projet", "projet zzz", "robot soudure", ""])
    @pytest.mark.parametrize("every", [NOBODY, frozenset({"unit"})])
    def test_other_filters_are_counted_as_if_they_were_asked(
        self, engine: SearchEngine, text: str, every: frozenset[str]
    ) -> None:
        tries = (
            {},
            {"city": frozenset({"Lyon"})},
            {"city": frozenset({"Paris"}), "unit": frozenset({"IT", "Risques"})},
        )
        for kind in (None, "mission"):
            asked = query(text, filters={"city": {"Brest"}}, tries=tries, kind=kind, every=every)
            wanted = [engine.search(query(text, filters=some, kind=kind, every=every)).total for some in tries]
            assert list(engine.search(asked).tried) == wanted
        assert engine.search(query(text)).tried == ()

    def test_counts_follow_changes(self, engine: SearchEngine) -> None:
        engine.apply([document("data", "Robot", facets={"city": {"Brest"}})], ["lea"])
        assert engine.search(query()).facets["city"] == {"Brest": 1, "Lyon": 1}
        assert engine.search(query(filters={"city": {"Paris"}})).total == 0

    def test_one_page_can_hold_a_thousand(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild(document(str(n), "Robot", sort_at=n) for n in range(1_001))
        results = engine.search(query("robot", per_page=5_000))
        assert (len(results.hits), results.total) == (1_000, 1_001)
        assert [hit.id for hit in results.hits[:2]] == ["1000", "999"]

    # Readers

    def test_a_stranger_learns_nothing_from_a_canary(self, make_engine: Factory) -> None:
        engine = make_engine()
        hidden = document(
            "hidden",
            "Opération Zorglubique",
            "Zorglubic takeover",
            body_fr="Rachat de la société Mandragore à Brest.",
            skills=("Quenya", "Robot"),
            facets={"city": {"Brest"}, "secret": {"yes"}},
            readers=frozenset({"board"}),
            kind="confidential",
        )
        engine.rebuild([document("open", "Robot de soudure", facets={"city": {"Paris"}}), hidden])
        asked = ("zorglubique", "zorgl", "mandragore", "quenya", "robot brest", '"opération zorglubique"', "")
        asked += ("zorglubiqe", "mandragor", "quenia", "robot mandragore")
        for text in asked:
            for filters in ({}, {"city": {"Brest"}}, {"secret": {"yes"}}):
                for order in ("relevance", "newest"):
                    tries = ({"city": frozenset({"Brest"})}, {"secret": frozenset({"yes"})})
                    results = engine.search(query(text, filters=filters, order=order, tries=tries))
                    assert "hidden" not in ids(results.hits)
                    assert results.total <= 1
                    assert results.tried == (0, 0)
                    assert results.did_you_mean is None
                    assert "secret" not in results.facets
                    assert "Brest" not in results.facets.get("city", {})
                    assert "confidential" not in results.facets.get("kind", {})
        board = engine.search(query("zorglubiqe", readers=frozenset({"board"})))
        assert board.did_you_mean == "zorglubique"
        assert engine.search(query("zorglubique", readers=frozenset({"board"}))).total == 1

    def test_hidden_documents_change_neither_order_nor_scores(self, make_engine: Factory) -> None:
        visible = [
            document("a", "Robot", body_fr="laser"),
            document("b", "Laser", body_fr="robot"),
            document("c", "Autre"),
        ]
        hidden = [document(f"h{n}", "Laser laser", readers=frozenset({"board"})) for n in range(30)]
        alone, among = make_engine(), make_engine()
        alone.rebuild(visible)
        among.rebuild([*hidden, *visible])
        for text in ("robot laser", "laser", "robot autre"):
            assert among.search(query(text)) == alone.search(query(text))

    def test_one_shared_token_is_enough_and_none_shows_nothing(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild(
            [document("a", "Robot", readers=frozenset({"unit:1", "person:7"})), document("b", readers=NOBODY)]
        )
        assert engine.search(query("robot", readers=frozenset({"person:7", "unit:9"}))).total == 1
        assert engine.search(query("", readers=frozenset({"person:70", "unit", "unit:1 "}))).total == 0
        assert engine.search(query("", readers=NOBODY)).total == 0

    # Suggestions, terms

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("plateforne", "plateforme"),
            ("dévelopement", "développement"),
            ("developement", "développement"),
            ("plaetforme", "plateforme"),
            ("audiit achat", "audit achat"),
            ("plateforme", None),
            ("xylophone", None),
            ("C+++", None),
        ],
    )
    def test_a_slip_is_offered_with_its_correction(self, engine: SearchEngine, text: str, expected: str | None) -> None:
        assert engine.search(query(text)).did_you_mean == expected

    def test_a_rare_word_is_taken_for_a_slip_of_one_much_commoner(self, make_engine: Factory) -> None:
        engine = make_engine()
        usual = [document(f"d{n}", "Développement durable") for n in range(20)]
        engine.rebuild([*usual, document("slip", "Develppement durable"), document("near", "Développemant")])
        slip = engine.search(query("develppement"))
        assert (ids(slip.hits), slip.did_you_mean) == ({"slip"}, "développement")
        assert engine.search(query("develppement durable")).did_you_mean == "développement durable"
        assert engine.search(query("développement")).did_you_mean is None
        engine.apply([document(f"e{n}", "Develppement") for n in range(2)])
        assert engine.search(query("develppement")).did_you_mean is None, "commoner, but not by much"

    def test_the_name_of_a_skill_is_no_slip(self, make_engine: Factory) -> None:
        engine = make_engine()
        usual = [document(f"d{n}", "Kanban") for n in range(20)]
        engine.rebuild([*usual, document("held", "Robot", skills=("Kanbam",))])
        assert engine.search(query("kanbam")).did_you_mean is None
        assert engine.search(query("kanbal")).did_you_mean == "kanban"

    def test_terms_are_folded_stems_and_beginnings(self, engine: SearchEngine) -> None:
        assert engine.search(query("Données Paris")).terms == ("donne", "donnee", "pari", "paris", "paris*")

    def test_readers_cannot_be_reached_from_text(self, engine: SearchEngine) -> None:
        for text in ("everyone", "readers:everyone", "mission", "kind mission", "city\x1fParis", "data"):
            results = engine.search(query(text, readers=EVERYONE))
            assert ids(results.hits) <= ({"data"} if text == "data" else set())
