"""What a text may hold that does not belong on a public page."""

import time

import pytest

from schools_together.ui.flags import MOST_OF_A_KIND, Flag, flags_in


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        # Pupils: beside words that speak of one.
        ("Our Year 5 pupil Tom built a rocket.", "name", "Tom"),
        ("The best part was when Aisha, 9, spoke.", "name", "Aisha"),
        ("Emma (Year 6) sang alone.", "name", "Emma"),
        ("A poem by a boy called Kwame in Year 4.", "name", "Kwame"),
        ("Zofia from Y7 read aloud.", "name", "Zofia"),
        ("Year 8’s Idris won.", "name", "Idris"),
        ("Ngozi, a pupil at the primary, played.", "name", "Ngozi"),
        ("Nine-year-old Bartek came first.", "name", "Bartek"),
        ("Head girl Priyanka opened the day.", "name", "Priyanka"),
        # First and last name.
        ("Last year Emily Watson led the choir.", "name", "Emily Watson"),
        ("Then Muhammad Khan-Ali spoke.", "name", "Muhammad Khan-Ali"),
        # Ways round the site.
        ("Write to jo.bloggs@school.example today", "email", "jo.bloggs@school.example"),
        ("office (at) school (dot) sch (dot) uk", "email", "office (at) school (dot) sch (dot) uk"),
        ("Ring 01223 123 456.", "phone", "01223 123 456"),
        ("Ring (020) 7946 0018", "phone", "(020) 7946 0018"),
        ("Mobile +44 7700 900123", "phone", "+44 7700 900123"),
        ("Mobile 07700-900-123", "phone", "07700-900-123"),
        ("０１２２３ １２３４５６", "phone", "01223 123456"),
        # Advertising.
        ("Come to our open day in March.", "recruiting", "open day"),
        ("Bursaries available for September.", "recruiting", "Bursaries available"),
        ("Why not join our sixth form?", "recruiting", "join our sixth form"),
        ("Apply for a place now.", "recruiting", "Apply for a place"),
        # Shouting.
        ("THIS WAS A GREAT DAY for all", "capitals", "THIS WAS A GREAT DAY"),
        ("WONDERFUL EVENING EVERYBODY", "capitals", "WONDERFUL EVENING EVERYBODY"),
        # Links.
        ("See https://www.school.example/day", "link", "https://www.school.example/day"),
        ("See www.school.example", "link", "www.school.example"),
        ("All is on stmarys.sch.uk", "link", "stmarys.sch.uk"),
    ],
)
def test_what_is_seen(text, kind, words):
    assert Flag(kind, words) in flags_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pupils of St Mary’s School spend five afternoons in a laboratory.",
        "St Alban’s Catholic Primary School and King Edward VI School share a pool.",
        "Year 5 pupils, ages 9 and 10, come on Tuesday afternoons.",
        "Key Stage 2, Years 3 to 6, 20 pupils. From 2019-2020 until 2024 we met 12 times.",
        "Mr James Potter and Dr Helen Price lead it.",
        "Our head of music, Mrs Sarah Jones, conducts.",
        "We sang Benjamin Britten and read William Shakespeare.",
        "STEM, SEND, PSHE and CCF for KS2 and KS3.",
        "The George Green Academy and the Thomas Tallis School.",
        "Lessons on Monday in Year 5. Science in Year 6.",
        "It cost 1,200 pounds and took 01.09.2024 to 30.06.2025.",
        "Urn 110914, 52.195, 0.126, room 0123.",
        "We meet at the Victoria Hall in Charlotte Street.",
        "Admission is free for both schools.",
        "The choir at Christmas, Year 4 and the reception class.",
        "Cambridge, Year 5. Sport, 12 pupils.",
        "We plan at 3.30pm; e.g. in Leeds.Then home.",
    ],
)
def test_what_is_left_in_peace(text):
    assert flags_in(text) == []


def test_each_is_told_once_with_what_to_do_and_not_without_end():
    text = "ring 01223 123456, 01223 123456. " + " ".join(f"a{number}@b.example" for number in range(20))
    flags = flags_in(text)
    assert [flag.kind for flag in flags] == ["email"] * MOST_OF_A_KIND + ["phone"]
    assert flags[-1].sentence == (
        "“01223 123456” looks like a phone number. Leave it out: schools write to you through this site."
    )
    assert all(flag.is_contact for flag in flags)


@pytest.mark.parametrize("bomb", ["a.", "0 ", "A B ", "Tom, ", "a at b dot ", "Anna Anna ", "x@x.", "AA, "])
def test_a_long_text_is_read_quickly(bomb):
    begun = time.process_time()
    flags_in(bomb * 20_000)
    assert time.process_time() - begun < 1.5
