"""Files of other systems, read: what they say is found, what they hide is not, and nothing makes a reader fall."""

from __future__ import annotations

import json
import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.errors import Invalid
from portal.talents.cv.pdf import writable
from portal.talents.cv.reading import read, words
from portal.talents.cv.reading.guard import clean, load_json, plain
from portal.talents.cv.reading.limits import LINE, SUMMARY
from portal.talents.cv.resume import Resume

CANDIDATE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
<CandidatePerson><PersonName><oa:GivenName>Inès</oa:GivenName><hr:FamilyName>Carvalho</hr:FamilyName></PersonName>
<Communication><ChannelCode>Email</ChannelCode><oa:URI>ines@example.org</oa:URI></Communication>
<PrimaryLanguageCode name="NORMAL">por</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile languageCode="de"><hr:ExecutiveSummary>Auf Deutsch</hr:ExecutiveSummary></CandidateProfile>
<CandidateProfile languageCode="fr">
<hr:ExecutiveSummary>&lt;p&gt;Je compte &amp;amp; j’explique.&lt;/p&gt;</hr:ExecutiveSummary>
<EmploymentHistory><EmployerHistory><hr:OrganizationName>Valserre</hr:OrganizationName>
<PositionHistory><PositionTitle typeCode="FREETEXT">Chargée d’études</PositionTitle>
<eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2019-02-11</hr:FormattedDateTime></eures:StartDate>
<eures:EndDate><hr:FormattedDateTime>2021-08</hr:FormattedDateTime></eures:EndDate>
<hr:CurrentIndicator>false</hr:CurrentIndicator></eures:EmploymentPeriod>
<oa:Description>&lt;p&gt;Enquêtes&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Quarante gares&lt;/li&gt;&lt;/ul&gt;</oa:Description>
</PositionHistory>
<PositionHistory><PositionTitle>Responsable</PositionTitle><eures:EmploymentPeriod><eures:StartDate>
<hr:FormattedDateTime>2021-09</hr:FormattedDateTime></eures:StartDate><hr:CurrentIndicator>true</hr:CurrentIndicator>
</eures:EmploymentPeriod></PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance/></EducationHistory>
<PersonQualifications>
<PersonCompetency><CompetencyID schemeName="en">eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
<eures:CompetencyDimension><eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score></eures:CompetencyDimension>
<eures:CompetencyDimension><eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
</PersonCompetency>
<PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID><hr:CompetencyName>SQL</hr:CompetencyName></PersonCompetency>
</PersonQualifications>
<eures:Attachment><oa:EmbeddedData>data:image/png;base64,iVBORw0KGgo=</oa:EmbeddedData></eures:Attachment>
</CandidateProfile></Candidate>"""

PASSPORT = """<?xml version="1.0"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en"><LearnerInfo>
<Identification><PersonName><FirstName>Inès</FirstName><Surname>Carvalho</Surname></PersonName>
<ContactInfo><Email><Contact>i@example.org</Contact></Email></ContactInfo></Identification>
<Headline><Type><Code>preferred_job</Code></Type><Description><Label>Analyst</Label></Description></Headline>
<WorkExperienceList><WorkExperience>
<Period><From year="2016" month="--03"/><To year="2018"/><Current>false</Current></Period>
<Position><Label>Officer</Label></Position><Activities>&lt;ul&gt;&lt;li&gt;Counting&lt;/li&gt;&lt;/ul&gt;</Activities>
<Employer><Name>Valserre</Name></Employer></WorkExperience></WorkExperienceList>
<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Code>pt</Code><Label>Portuguese</Label></Description>
</MotherTongue></MotherTongueList><ForeignLanguageList><ForeignLanguage><Description><Code>en</Code><Label>English</Label>
</Description><ProficiencyLevel><Listening>C1</Listening><Writing>B1</Writing></ProficiencyLevel></ForeignLanguage>
</ForeignLanguageList></Linguistic><Computer><Description>SQL, Python; R</Description></Computer></Skills>
</LearnerInfo></SkillsPassport>"""

PASSPORT_JSON = {
    "SkillsPassport": {
        "Locale": "fr",
        "LearnerInfo": {
            "Headline": {"Type": {"Code": "personal_statement"}, "Description": {"Label": "Je compte."}},
            "WorkExperience": [
                {
                    "Period": {"From": {"Year": 2016, "Month": 3}, "Current": True},
                    "Position": {"Label": "Chargée d’études"},
                    "Employer": {"Name": "Valserre"},
                }
            ],
            "Skills": {"Linguistic": {"MotherTongue": [{"Description": {"Code": "pt", "Label": "Portugais"}}]}},
        },
    }
}


def test_todays_europass_is_read_in_the_first_of_our_languages():
    resume = read(CANDIDATE.encode(), "europass.xml", "en")
    assert (resume.lang, resume.name) == ("fr", "Inès Carvalho")
    assert resume.summary == {"fr": "Je compte & j’explique."}
    first, second = resume.occupations
    assert (first.title, first.organization) == ({"fr": "Chargée d’études"}, "Valserre")
    assert (first.started_on, first.ended_on) == (date(2019, 2, 11), date(2021, 8, 31))
    assert first.summary == {"fr": "Enquêtes\n\n• Quarante gares"}
    assert (second.started_on, second.ended_on, second.end_is_unread) == (date(2021, 9, 1), None, False)
    assert [(one.code, one.level) for one in resume.languages] == [("pt", "native"), ("en", "B2")]
    assert [one.name for one in resume.skills] == ["SQL"]
    assert resume.left_out == {"education": 1, "attachments": 1, "contact": 1}


def test_the_europass_of_before_is_read_from_xml():
    resume = read(PASSPORT.encode(), "cv.XML", "fr")
    assert (resume.lang, resume.headline) == ("en", {"en": "Analyst"})
    (one,) = resume.occupations
    assert (one.started_on, one.ended_on) == (date(2016, 3, 1), date(2018, 12, 31))
    assert one.summary == {"en": "• Counting"}
    assert [(one.code, one.level) for one in resume.languages] == [("pt", "native"), ("en", "B1")]
    assert [one.name for one in resume.skills] == ["SQL", "Python"]
    assert resume.left_out == {"contact": 1}


def test_the_europass_of_before_is_read_from_json():
    resume = read(json.dumps(PASSPORT_JSON).encode(), "cv.json", "en")
    assert (resume.lang, resume.headline, resume.summary) == ("fr", {}, {"fr": "Je compte."})
    assert resume.occupations[0].started_on == date(2016, 3, 1)
    assert resume.occupations[0].ended_on is None
    assert [one.code for one in resume.languages] == ["pt"]


def test_a_table_is_read_with_french_titles_and_windows_accents():
    table = (
        "Type;Nom;Niveau;Organisation;Du;Au;Texte\r\n"
        "compétence;Gestion de projet;maîtrise;;;;\r\n"
        "compétence;'=cmd;;;;;\r\n"
        "expérience;Chargée d’études;;Valserre;2019-02;2021;'-soigné\r\n"
        "langue;Italien;B2;;;;\r\n;;;;;;\r\n"
    )
    resume = read(table.encode("cp1252"), "a.csv", "fr")
    assert [(one.name, one.level) for one in resume.skills] == [("Gestion de projet", 3), ("=cmd", None)]
    (one,) = resume.occupations
    assert (one.started_on, one.ended_on) == (date(2019, 2, 1), date(2021, 12, 31))
    assert one.summary == {"fr": "-soigné"}
    assert [(one.code, one.level) for one in resume.languages] == [("it", "B2")]


def test_data_in_the_place_of_a_text_is_never_read():
    flood = "data:image/png;base64," + "A" * 2_000_000
    resume = read(json.dumps({"basics": {"image": flood, "label": flood, "summary": "x"}}).encode(), "a.json", "en")
    assert resume.headline == {}
    assert resume.left_out == {"photo": 1}


def test_what_no_text_holds_is_dropped():
    assert clean("a\x00b\ud800c\u202ed\x1b[0m\r\ne") == "abcd[0m\ne"
    assert clean({"a": 1}) == clean(True) == clean(None) == ""
    assert plain("<p>a &lt;b&gt;<script>alert(1)</script><br>c") == "a <b>\n\nc"


def test_texts_too_long_are_cut_and_said_to_be():
    work = [{"position": "é" * 500, "startDate": "2020", "summary": "word " * 1000}]
    resume = read(json.dumps({"work": work}).encode(), "a.json", "fr")
    (one,) = resume.occupations
    assert len(one.title["fr"]) <= LINE
    assert len(one.summary["fr"]) <= SUMMARY
    assert one.summary["fr"].endswith("word…")
    assert resume.was_cut


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-02-10T10:00:00Z", date(2020, 2, 10), date(2020, 2, 10)),
        ("2020-13", None, None),
        ("2021-02-29", None, None),
        ("1492", None, None),
        ("٢٠٢٠", None, None),
        ("soon", None, None),
    ],
)
def test_dates(text, first, last):
    assert (words.first_day(text), words.last_day(text)) == (first, last)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("français", "fr"),
        ("French (native)", "fr"),
        ("fra", "fr"),
        ("en-GB", "en"),
        ("Deutsch", "de"),
        ("Elvish", None),
    ],
)
def test_names_of_languages(text, code):
    assert words.language_code(text) == code


@pytest.mark.parametrize(
    ("text", "level"),
    [("Maîtrise", 3), ("teaches", 4), ("Beginner", 1), ("intermédiaire", 2), ("3", 3), ("9/10", None), ("", None)],
)
def test_words_for_levels(text, level):
    assert words.level_of(text) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("C1, works in it with ease", "C1"), ("langue maternelle", "native"), ("Fluent", "C1"), ("oui", None)],
)
def test_words_for_languages(text, level):
    assert words.spoken_level(text) == level


CELLS = st.sampled_from(["skill", "langue", "experience", "SQL", "2019", '"', "x;y", "=1"])
NAMES = (
    "basics work skills languages name position startDate endDate summary highlights keywords level language fluency "
    "label transverse fr en meta image SkillsPassport LearnerInfo WorkExperience Period From To Year Skills Linguistic "
    "MotherTongue Description Code Label Computer"
).split()
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


def read_or_refuse(data: bytes, name: str) -> None:
    """Reading ends with a `Resume` that can be kept, or with a sentence at the file; never otherwise."""
    try:
        resume = read(data, name, "fr")
    except Invalid as refused:
        assert list(refused.fields) == ["file"]
        return
    kept = json.dumps(resume.to_json())
    assert Resume.from_json(json.loads(kept)) == resume
    kept.encode("utf-8")
    for occupation in resume.occupations:
        assert all(len(text) <= LINE for text in occupation.title.values())
        assert not set("\x00\u202e") & set("".join(occupation.summary.values()))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["basics", "work", "skills", "languages", "SkillsPassport"]), JSON_VALUES))
def test_any_json_is_read_or_refused(document):
    read_or_refuse(json.dumps(document).encode(), "a.json")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet='{}[]"\\:,a1', max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    for name in ("a.json", "a.xml", "a.csv", "a.pdf", "a"):
        read_or_refuse(data, name)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8)))
def test_any_table_is_read_or_refused(rows):
    table = "\n".join(";".join(cells) for cells in [["kind", "name", "level", "from", "to"], *rows])
    read_or_refuse(table.encode(), "a.csv")


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 20_000), st.integers(0, 400))
def test_any_cut_of_a_europass_is_read_or_refused(end, start):
    read_or_refuse(CANDIDATE.encode()[:end] + CANDIDATE.encode()[end + start :], "a.xml")


def test_strings_that_never_end_are_looked_at_once():
    for text in ('{"a":"' + '\\"' * 400_000 + "\\", '{"' * 400_000, '"' * 800_001):
        with pytest.raises(Invalid):
            load_json(text)


@given(st.text())
def test_a_pdf_is_given_letters_only(text):
    kept = writable(text)
    assert not set(kept) & set(string.whitespace.replace(" ", "").replace("\n", ""))
