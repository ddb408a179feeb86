"""Tests of reading what an editor wrote: every refusal names its line."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lecture_assets.edits.consistency import beyond
from lecture_assets.edits.in_force import refusal
from lecture_assets.edits.models import NONE, Edits
from lecture_assets.edits.parse import parse_edits
from lecture_assets.media.by_hand import FaultError

WHOLE = """\
# Week 3
for: 3F9A1C20
clips: 4
pin:
  - 12:30-13:10
  - at: 20:05-21:00
    title: "Why leaves\\tare green"
ban:
  - 4:00-5:30
  - at: 6:00-6:10
retitle:
  - {at: 7:10-8:00, title: Chlorophyll}
move:
  - at: 7:10-8:00
    start: 7:02
    end: 8:12.5
correct:
  - heard: sell wall
    say: cell wall
  - heard: um
    say: ''
    at: 4:10-4:15
"""


def test_every_key_is_read_with_its_lines() -> None:
    edits = parse_edits(WHOLE.encode())
    assert edits.recording == ("3f9a1c20", 2)
    assert edits.clips == (4, 3)
    assert [(pin.line, pin.title) for pin in edits.pins] == [(5, None), (6, "Why leaves are green")]
    assert [ban.line for ban in edits.bans] == [9, 10]
    assert [(each.line, each.title) for each in edits.retitles] == [(12, "Chlorophyll")]
    assert [(move.line, move.start, move.end) for move in edits.moves] != []
    assert [(each.line, each.say) for each in edits.corrections] == [(18, "cell wall"), (20, "")]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "---\n" + text,
    ],
    ids=["a mark of the byte order", "Windows' line ends", "a document's start"],
)
def test_what_editors_leave_in_files_does_not_matter(change: object) -> None:
    assert callable(change)
    edits = parse_edits(change(WHOLE).encode())
    assert [each.say for each in edits.corrections] == ["cell wall", ""]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "pin:\nban:\n", "---\n", "~\n\n"[2:]])
def test_what_is_left_empty_decides_nothing(text: str) -> None:
    assert parse_edits(text.encode()) == NONE


BOMB = "a: &a [x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*a,*a]\n" for n in range(9))


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("clips: 2\n\npins:\n - 0:01-0:04", 3, "there is no key pins; did you mean pin?"),
        ("clips: 2\ntheme: 1", 2, "there is no key theme, only for, clips, pin"),
        ("pin:\n - at: 0:01-0:02\n   titel: x", 3, "there is no key titel; did you mean title?"),
        ("clips: 2\nclips: 3", 2, "clips is there twice"),
        ("clips: .nan", 1, "clips should be a whole number from 0 to 100"),
        ("clips: -1", 1, "clips should be a whole number"),
        ("clips: 1e3", 1, "clips should be a whole number"),
        ("clips: [2]", 1, "clips should be a text"),
        ("clips:", 1, "clips should be a whole number"),
        ("for: 12345", 1, "for should be six or more digits of the recording's SHA-256"),
        ("pin: 0:01-0:02", 1, "pin should be a list, with lines such as '- 4:05-5:10'"),
        ("pin:\n  at: 0:01-0:02", 2, "pin should be a list"),
        ("pin:\n  - [0:01-0:02]", 2, "an entry of pin should hold keys such as at:"),
        ("pin:\n  - title: x", 2, "an entry of pin needs the key at"),
        ("pin:\n  - 0:01-0:02\n  - 0:0x-0:02", 3, "'0:0x' is no time such as 4:05"),
        ("pin:\n  - 1:01-0:02", 2, "'1:01-0:02' ends before it starts"),
        ("pin:\n  - 0:01-0:09\n  - 0:05-0:20", 3, "0:05 to 0:20 overlaps 0:01 to 0:09 of line 2"),
        ("pin:\n  - 0:01-0:09\nban:\n  - 0:05-0:06", 2, "is pinned, and line 4 bans 0:05 to 0:06"),
        (
            "clips: 1\npin:\n  - 0:01-0:09\n  - 1:00-1:10",
            1,
            "clips is 1, but 2 stretches are pinned",
        ),
        ("retitle:\n  - at: 0:01-0:09", 2, "an entry of retitle needs the key title"),
        ("retitle:\n  - at: 0:01-0:09\n    title: ''", 3, "title should be a text"),
        ("move:\n  - at: 0:01-0:09", 2, "needs the key start or the key end"),
        ("move:\n  - at: 0:01-0:09\n    start: 0:09", 2, "a move would leave nothing"),
        ("correct:\n  - heard: '?!'\n    say: x", 2, "heard should name one word or several"),
        (f"pin:\n  - at: 0:01-0:02\n    title: {'x' * 201}", 3, "longer than 200 characters"),
        ("pin:\n\t- 0:01-0:02", 2, "it is not YAML"),
        ("clips: 2\n---\nclips: 3", 2, "it is not YAML"),
        ("clips: 'a\x00b'", 1, "control character"),
        ("- clips", 1, "the file should hold keys such as for:"),
        ("just words", 1, "the file should hold keys such as for:"),
        ("? [a]\n: b", 1, "a key should be a word"),
        ("pin:\n  - -0:05-0:10", 2, "'-0:05-0:10' is no stretch of time"),
        ("clips: 1\nmove:\n  - {at: 0:01-0:02, start: -0:01}", 3, "'-0:01' is no time"),
        ("pin:\n  - .inf", 2, "'.inf' is no stretch of time"),
        ("pin:\n  - 2026-01-01", 2, "'2026-01-01' is no stretch of time"),
        ("pin:\n  - 0:10-99999999999999999999:00", 2, "is no time such as 4:05"),
        ("clips: 99999999999999999999", 1, "clips should be a whole number from 0 to 100"),
        ("clips: \uff12", 1, "clips should be a whole number from 0 to 100"),
        ("pin:\n  - {at: 0:01-0:02, at: 0:03-0:04}", 2, "at is there twice"),
        ("ban:\n  -", 2, "'' is no stretch of time"),
        ("clips: !!binary aGVsbG8=", 1, "clips has a tag"),
        ("%YAML 9.9\n---\nclips: 2", 1, "it is not YAML"),
        ("clips: !!python/object/apply:os.system ['true']", 1, "clips has a tag"),
        ("<<: {clips: 2}", 1, "there is no key <<"),
        (BOMB, 2, "it uses aliases"),
        ("pin:\n  " + "[" * 10_000, 2, "it is nested too deeply"),
        ("# " + "x" * 70_000, None, "it is larger than 64 KB"),
    ],
)
def test_what_cannot_be_obeyed_is_refused_with_its_line(
    text: str, line: int | None, why: str
) -> None:
    with pytest.raises(FaultError) as refused:
        parse_edits(text.encode())
    assert why in str(refused.value)
    assert refused.value.line == line
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("data", [b"clips: \xff", "clips: 2".encode("utf-16")])
def test_what_is_not_utf8_is_refused(data: bytes) -> None:
    with pytest.raises(FaultError, match="it is not UTF-8"):
        parse_edits(data)


def test_titles_lose_what_turns_their_direction_and_keep_markup_as_text() -> None:
    text = 'retitle:\n  - {at: 0:01-0:02, title: "\\u202Egpj.exe <b>\\0</b>"}'
    assert [each.title for each in parse_edits(text.encode()).retitles] == ["gpj.exe <b> </b>"]


@pytest.mark.parametrize(
    "text",
    [
        "pin:\n  - 9:00-10:01",
        "ban:\n  - 9:00-10:01",
        "move:\n  - at: 9:00-9:30\n    end: 10:01",
        "correct:\n  - heard: a\n    say: b\n    at: 9:00-10:01",
    ],
)
def test_a_time_beyond_the_lecture_is_found_with_its_line(text: str) -> None:
    fault = beyond(parse_edits(text.encode()), 599_999)
    assert fault is not None
    assert str(fault) == "10:01 lies outside the lecture, which ends at 9:59"
    assert fault.line == 2
    assert beyond(parse_edits(text.encode()), 601_000) is None


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode(errors="replace"))
    | st.text(alphabet="pin:ban-0123456789 \n[]{}'\"#&*!,at", max_size=80).map(str.encode)
)
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        edits = parse_edits(data)
    except FaultError:
        return
    assert isinstance(edits, Edits)


WRITTEN = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.dates(),
    st.booleans(),
    st.none(),
    st.sampled_from(["0:01-0:02", "0:05-0:30", "1:00.5-1:02", "0:09", "0:31.250", "3f9a1c20"]),
)
KEYS = st.sampled_from(
    ["for", "clips", "pin", "ban", "retitle", "move", "correct", "at", "title", "start", "heard"]
)


@given(
    st.recursive(
        WRITTEN,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=12,
    )
)
def test_whatever_is_written_is_read_or_refused_in_one_line_with_its_line(written: object) -> None:
    data = yaml.safe_dump(written, allow_unicode=True).encode()
    refused = None
    try:
        parse_edits(data)
    except FaultError as fault:
        refused = fault
    if refused is not None:
        assert len(str(refusal(refused)).splitlines()) == 1
        assert 0 < (refused.line or 0) <= data.count(b"\n") + 1


def test_more_entries_than_anybody_writes_are_refused_with_their_line() -> None:
    def pins(count: int) -> bytes:
        lines = [
            f"- {at // 60}:{at % 60:02}-{(at + 1) // 60}:{(at + 1) % 60:02}" for at in range(count)
        ]
        return "\n".join(["pin:", *lines]).encode()

    assert len(parse_edits(pins(1_000)).pins) == 1_000
    with pytest.raises(FaultError, match="an entry of pin is one too many") as caught:
        parse_edits(pins(1_001))
    assert caught.value.line == 1_002
