"""Reading a file whatever program wrote it."""

from __future__ import annotations

import pytest

from portal.administration.people_import.lines import PEOPLE, UNITS
from portal.core.tables import MOST_LINES, Columns, Table, read_table

SMALL = Columns({"name": "name", "nom": "name", "given name": "given", "prenom": "given"}, ("name",))


def read(text: str | bytes, columns: Columns = SMALL) -> Table:
    return read_table(text.encode() if isinstance(text, str) else text, columns)


def values(table: Table) -> list[dict[str, str]]:
    assert not table.problems, [str(problem.reason) for problem in table.problems]
    return [row.values for row in table.rows]


def reasons(table: Table) -> list[tuple[int, str]]:
    return [(problem.line, str(problem.reason)) for problem in table.problems]


@pytest.mark.parametrize(
    "text",
    [
        "name,given name\nKeller,Dora\n",
        "given_name;name\r\nDora;Keller\r\n",
        "\ufeffPrénom;NOM\nDora;Keller",
        "\n\n Nom , Prenom \n Keller , Dora \n\n,\n",
        '"name","given name"\n"Keller","Dora"',
        "name,given name,,note\nKeller,Dora,,x",
    ],
)
def test_columns_in_any_order_language_and_dialect(text: str) -> None:
    assert values(read(text)) == [{"name": "Keller", "given": "Dora"}]


def test_lines_are_numbered_as_an_editor_shows_them() -> None:
    table = read('name\nKeller\n"Two\nlines"\n\nFaure\n')
    assert [row.line for row in table.rows] == [2, 3, 6]


def test_windows_1252_is_read_and_announced() -> None:
    table = read("nom\nLefèvre\n".encode("cp1252"))
    assert table.is_windows_1252
    assert values(table) == [{"name": "Lefèvre"}]
    assert not read("nom\nLefèvre\n").is_windows_1252


def test_accents_are_composed() -> None:
    assert values(read("nom\nLefe\u0300vre\n")) == [{"name": "Lefèvre"}]


def test_columns_that_mean_nothing_are_ignored_and_told() -> None:
    assert read("name,shoe size\nKeller,38").ignored == ["shoe size"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", [(0, "the file is empty")]),
        (b"\n\n", [(0, "the file is empty")]),
        ("name\nKeller".encode("utf-16"), [(0, "the file is in UTF-16: save it as CSV in UTF-8")]),
        (b"name\n\x81\xe9", [(0, "the file is neither in UTF-8 nor in Windows-1252")]),
        (b"given name\nDora", [(1, "these columns are missing: name")]),
        (b"name,Nom\na,b", [(1, "two columns are the same: name, Nom")]),
        (b"name,given name\nKeller", [(2, "1 values where 2 are expected")]),
        (b"name,given name\nKeller,Dora,x", [(2, "3 values where 2 are expected")]),
        (b'name,given name\n"Keller"x,Dora\nb,c', [(2, "a quotation mark is missing or misplaced")]),
        (b'name,given name\n"Keller,Dora\nb,c', [(2, "a quotation mark is missing or misplaced")]),
        (b"name,given name\nKel\x07ler,Dora", [(2, "name holds a control character")]),
        ("name,Prénom\nKeller,Do\u202era".encode(), [(2, "Prénom holds a control character")]),
        (b'name,given name\n"Kel\nler",Dora', [(2, "name holds a control character")]),
    ],
)
def test_what_cannot_be_read_is_named(text: bytes, expected: list[tuple[int, str]]) -> None:
    assert reasons(read(text)) == expected


def test_every_bad_line_is_named() -> None:
    table = read("name,given name\na\nb,c\nd\ne,f,g\n")
    assert [line for line, _ in reasons(table)] == [2, 4, 5]


def test_every_column_has_its_french_name() -> None:
    french = "identifiant;prénom;nom;courriel;type;entité;manager;poste;lieu;langue;société;tjm"
    english = "identifier,given_name,family_name,email,kind,unit,manager,job_title,place,language,firm,daily_rate"
    assert list(read(french, PEOPLE).titles) == list(read(english, PEOPLE).titles) == english.split(",")
    assert list(read("code,name_en,name_fr,parent", UNITS).titles) == ["code", "name_en", "name_fr", "parent"]


def test_a_file_that_would_fill_the_memory_is_read_no_further() -> None:
    longest = read("name\n" + "x\n" * (MOST_LINES - 1))
    assert len(values(longest)) == MOST_LINES - 1
    longer = read("name\n" + "x\n" * (20 * MOST_LINES))
    assert (longer.rows, reasons(longer)) == ([], [(0, "it has more than 50000 lines: split it")])
    assert reasons(read("name" + "," * 1_000_000)) == [(1, "more than 200 columns")]
