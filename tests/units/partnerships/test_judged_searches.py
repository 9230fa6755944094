"""What teachers type and what they should be shown: judged, over a small directory, with the share that is met."""

import pytest
from django.http import QueryDict

from partnerships.forms.searching import ProjectSearchForm
from partnerships.models import Project, Subject
from partnerships.search import search
from tests import factories

pytestmark = pytest.mark.django_db

ENOUGH = 0.95
AMONG = 3  # one of the wanted titles stands among so many

YORKSHIRE, EAST = "yorkshire-and-the-humber", "east-of-england"
# key: name, town, authority, code, region, postcode, easting, northing
SCHOOLS = {
    "bristol": ("Harbourside Academy", "Bristol", "Bristol, City of", "801", "south-west", "BS1 4DJ", 358500, 172500),
    "york": ("Bootham Bar School", "York", "York", "816", YORKSHIRE, "YO30 7BU", 459900, 452300),
    "abbey": ("St Wilfrid’s Primary School", "York", "York", "816", YORKSHIRE, "YO1 7EN", 460400, 452100),
    "leeds": ("Kirkgate High School", "Leeds", "Leeds", "383", YORKSHIRE, "LS1 4AP", 429700, 433500),
    "cambridge": ("St Mary’s School", "Cambridge", "Cambridgeshire", "873", EAST, "CB2 1EN", 545300, 257300),
    "fens": ("Fenland Primary School", "Ely", "Cambridgeshire", "873", EAST, "CB7 4DL", 554000, 280300),
    "mon": ("Ysgol Tŷ Gwyn", "Llangefni", "Isle of Anglesey", "660", "wales", "LL77 7NA", 245900, 375500),
    "swansea": ("Ysgol Gŵyr", "Swansea", "Swansea", "670", "wales", "SA1 1DP", 265600, 193000),
    "oxford": ("King’s Meadow College", "Oxford", "Oxfordshire", "931", "south-east", "OX1 1NX", 451200, 206100),
    "hackney": ("Mare Street School", "London", "Hackney", "204", "london", "E8 1EJ", 534800, 184700),
}  # fmt: skip

# title | host, partner | category | stages | subjects | summary
DIRECTORY = """
Sport together on Fridays | leeds, york | sport | ks3 | physical-education | Coaches of both schools lead athletics and netball.
Swimming lessons for beginners | bristol, abbey | sport | ks2 | physical-education | Children learn to swim in a warm pool.
Saturday swimming gala | leeds, york | sport | ks3 | physical-education | Teams race one another and share a lunch.
Football festival | york, abbey | sport | ks2 | physical-education | Sixteen teams play on an all-weather pitch.
Rowing on the river | oxford, hackney | sport | ks4 | physical-education | Novices learn to row in fours and eights.
A taste of Spanish | york, abbey | languages | ks2 | modern-languages, spanish | Sixth formers teach songs and greetings.
Latin for everyone | cambridge, fens | languages | ks2 | latin, classics | Stories of Rome and the roots of our words.
Mandarin after school | hackney, oxford | languages | ks3 | mandarin | Twenty characters a week, with calligraphy.
Cymraeg café | swansea, mon | languages | ks3 | modern-languages | Learners chat over tea and bara brith.
Design a chair | leeds, york | art-design | ks3 | design-and-technology | Teams saw, glue and sand what they drew.
Pottery and glazes | bristol, hackney | art-design | ks3 | art-and-design | A kiln, a wheel and a colourful exhibition.
Philosophy and belief | oxford, hackney | academic | ks4 | religious-studies | Pupils visit a mosque, a church and a synagogue.
Growing up well | hackney, oxford | wellbeing | ks3 | pshe | Form tutors plan lessons on friendship and money.
Calm corners | abbey, york | wellbeing | ks1 | | Mental health first aiders make a quiet room.
Play side by side | bristol, abbey | send | special | | Mainstream and special schools share an inclusive playground.
New to English | leeds, hackney | academic | ks2 | english | English as an additional language: partners read together.
Learning to teach better | cambridge, fens | teaching | all-through | | Staff training days on questioning and feedback.
Cadets on parade | york, leeds | enrichment | ks4 | ccf | A contingent with army and navy sections, open to both schools.
Extended project clinic | oxford, hackney | academic | ks5 | epq | Tutors help pupils to plan a dissertation.
Robotics challenge | cambridge, fens | stem | ks3 | computing, engineering | Teams build a robot that sorts rubbish.
Chemistry in a real laboratory | bristol, hackney | stem | ks3 | chemistry, science | Pupils titrate, distil and make soap.
Astronomy evenings | mon, swansea | stem | ks3 | astronomy, physics | Telescopes on the beach under a dark sky.
Mathematics masterclasses | leeds, york | stem | ks4 | mathematics | Number theory and puzzles beyond the timetable.
Further thinking with numbers | cambridge, fens | stem | ks5 | further-maths | Shared lessons for a subject few schools can offer.
Applying to university | oxford, hackney | higher-education | ks5 | careers | Statements, admissions tests and visits to colleges.
Practice interviews | hackney, leeds | higher-education | ks5 | careers | Former pupils ask the questions and give advice.
Exam club | leeds, york | academic | ks4 | english, mathematics | Revision before the summer papers.
First steps together | fens, cambridge | wellbeing | early-years | | Families make mud pies in the forest.
Phonics partners | abbey, york | academic | ks1 | reading | Teenagers hear small children read.
Choir for all | york, abbey | music | ks2 | music | Two hundred voices sing in the Minster.
County choral day | cambridge, fens | music | ks3 | music | Singers learn a requiem in a day.
Orchestra side by side | bristol, hackney | music | ks3 | music | Beginners sit beside experienced players.
Shakespeare in the park | oxford, hackney | drama | ks3 | drama | A theatre production that travels by minibus.
Debating league | hackney, oxford | enrichment | ks4 | debating | Motions, rebuttals and a final at the town hall.
Chess ladder | leeds, york | enrichment | ks2 | | Boards, clocks and a friendly tournament.
Duke of Edinburgh’s Award expeditions | mon, swansea | enrichment | ks4 | outdoor-education | Hiking and camping in Eryri.
Minibus to share | fens, cambridge | facilities | all-through | | A vehicle and a driver on Wednesday afternoons.
Governors’ exchange | oxford, hackney | governance | all-through | | Trustees visit one another and compare notes.
Tea with older neighbours | bristol, abbey | community | ks4 | | Volunteers visit a care home each week.
A free school founded together | leeds, york | sponsorship | ks5 | | An academy trust and its sponsor.
Archaeology dig | swansea, mon | academic | ks2 | history | Pupils organise a trench and catalogue what they find.
Food from our garden | hackney, oxford | community | ks2 | food | Cooking with vegetables that we grew.
"""  # noqa: E501 - one row a line

# typed | any of these titles
JUDGED = """
PE | Sport together on Fridays | Swimming lessons for beginners | Saturday swimming gala | Football festival | Rowing on the river
games | Sport together on Fridays | Football festival | Rowing on the river | Saturday swimming gala
MFL | A taste of Spanish | Cymraeg café
D&T | Design a chair
DT | Design a chair
RE | Philosophy and belief
RS | Philosophy and belief
PSHE | Growing up well
SEND | Play side by side
SEN | Play side by side
special needs | Play side by side
EAL | New to English
CPD | Learning to teach better
INSET | Learning to teach better
teacher training | Learning to teach better
CCF | Cadets on parade
EPQ | Extended project clinic
STEM | Robotics challenge | Chemistry in a real laboratory | Astronomy evenings | Mathematics masterclasses
ICT | Robotics challenge
coding | Robotics challenge
maths | Mathematics masterclasses
uni | Applying to university
Oxbridge | Applying to university
UCAS | Applying to university
sixth form | Extended project clinic | Applying to university | Practice interviews | Further thinking with numbers | A taste of Spanish
post-16 | Extended project clinic | Applying to university | Practice interviews | Further thinking with numbers
KS5 maths | Further thinking with numbers
Y11 English | Exam club
Year 11 maths | Mathematics masterclasses | Exam club
y5 latin | Latin for everyone
reception | First steps together
nursery | First steps together
EYFS | First steps together
DofE | Duke of Edinburgh’s Award expeditions
Duke of Edinburghs award | Duke of Edinburgh’s Award expeditions
mock interviews | Practice interviews
MAT | A free school founded together
ISSP | Latin for everyone | Learning to teach better | Robotics challenge | Further thinking with numbers | County choral day | First steps together | Minibus to share
mental health | Calm corners
lab | Chemistry in a real laboratory
soccer | Football festival
astro | Football festival
swiming | Swimming lessons for beginners | Saturday swimming gala
orchestar | Orchestra side by side
mathmatics | Mathematics masterclasses
robtics | Robotics challenge
debting | Debating league
astronmy | Astronomy evenings
chemestry | Chemistry in a real laboratory
shakespere | Shakespeare in the park
mandrin | Mandarin after school
volunters | Tea with older neighbours
expidition | Duke of Edinburgh’s Award expeditions
goverors | Governors’ exchange
lattin | Latin for everyone
choirs | Choir for all
singing | Choir for all | County choral day
swim | Swimming lessons for beginners | Saturday swimming gala
debates | Debating league
robots | Robotics challenge
robot | Robotics challenge
trustee | Governors’ exchange
governor | Governors’ exchange
organized dig | Archaeology dig
archeology | Archaeology dig
colorful pottery | Pottery and glazes
theater | Shakespeare in the park
math masterclass | Mathematics masterclasses
catalog | Archaeology dig
all weather pitch | Football festival
side-by-side orchestra | Orchestra side by side
mini-bus | Minibus to share
mini bus | Minibus to share
afterschool mandarin | Mandarin after school
carehome | Tea with older neighbours
governors' | Governors’ exchange
governor’s exchange | Governors’ exchange
cymraeg cafe | Cymraeg café
Ysgol Ty Gwyn | Astronomy evenings | Duke of Edinburgh’s Award expeditions
ysgol gwyr | Cymraeg café | Archaeology dig
choir in York | Choir for all
choir in Cambridge | County choral day
swiming near BS1 | Swimming lessons for beginners
swimming near LS1 4AP | Saturday swimming gala
latin CB2 1EN | Latin for everyone
CB7 minibus | Minibus to share
chess within 5 miles of Leeds | Chess ladder
astronomy around Anglesey | Astronomy evenings
Ynys Môn astronomy | Astronomy evenings
Kings Meadow College rowing | Rowing on the river
St Marys latin | Latin for everyone
Saint Mary's robotics | Robotics challenge
saint wilfrids phonics | Phonics partners
orchestra bristol | Orchestra side by side
Swansea history | Archaeology dig
hackney debating | Debating league
Cambridgeshire choir | County choral day
football yorkshire | Football festival
drama in Oxfordshire | Shakespeare in the park
North Fen Partnership | Latin for everyone | Learning to teach better | Robotics challenge | Further thinking with numbers | County choral day | First steps together | Minibus to share
fen partnership minibus | Minibus to share
cooking | Food from our garden
older people | Tea with older neighbours
gcse revision | Exam club
year 12 interview | Practice interviews
"""  # noqa: E501 - one row a line

# typed | the title that must stand first
FIRST = """
choir for all | Choir for all
swimming gala | Saturday swimming gala
swimming lessons | Swimming lessons for beginners
orchestra | Orchestra side by side
football | Football festival
latin | Latin for everyone
debating | Debating league
chess | Chess ladder
robotics | Robotics challenge
minibus | Minibus to share
SWIMMING NEAR BS1 4DJ | Swimming lessons for beginners
"""


def rows_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.fixture
def directory():
    """Forty-two projects of ten schools; those of the Fens belong to a group."""
    schools = {}
    for key, (name, town, authority, code, region, postcode, easting, northing) in SCHOOLS.items():
        schools[key] = factories.school(
            name=name, town=town, region=region, postcode=postcode, easting=easting, northing=northing,
            local_authority=factories.authority(authority, code, region),
        )  # fmt: skip
    fens = factories.group(
        name="North Fen Independent and State School Partnership", members=[schools["cambridge"], schools["fens"]]
    )
    for title, behind, category, stage, subjects, summary in rows_of(DIRECTORY):
        host, partner = (schools[key] for key in behind.split(", "))
        project = factories.project(
            host=host, partners=[partner], title=title, category_slug=category, stages=[stage], summary=summary,
            group=fens if set(behind.split(", ")) == {"cambridge", "fens"} else None,
        )  # fmt: skip
        project.subjects.set(Subject.objects.filter(slug__in=subjects.split(", ")))
        factories.refresh(project)


def shown_for(typed: str) -> list[str]:
    """The first titles that somebody is shown who types this into the one box."""
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    ids = search(ProjectSearchForm(asked).criteria()).ids[:AMONG]
    titles = Project.objects.in_bulk(ids)
    return [titles[pk].title for pk in ids]


def test_what_teachers_type_finds_what_they_mean(directory):
    judged = [(AMONG, *row) for row in rows_of(JUDGED)] + [(1, *row) for row in rows_of(FIRST)]
    failing = []
    for most, typed, *wanted in judged:
        shown = shown_for(typed)
        if not set(wanted) & set(shown[:most]):
            failing.append(f"{typed!r}: wanted {' or '.join(wanted)}; shown {shown}")
    share = 1 - len(failing) / len(judged)
    print(f"{share:.1%} of {len(judged)} judged searches answered well.", *failing, sep="\n  ")  # noqa: T201 - the figure
    assert len(judged) >= 60
    assert share >= ENOUGH, "\n".join([f"Only {share:.1%} of {len(judged)}:", *failing])


def test_every_wanted_title_is_in_the_directory():
    titles = {row[0] for row in rows_of(DIRECTORY)}
    wanted = {title for row in rows_of(JUDGED + FIRST) for title in row[1:]}
    assert wanted - titles == set()
