"""How the captions of processed lectures keep to the rules of reading.

Run ``python benchmarks/captions.py LECTURE_FOLDER...`` in the repository, with folders such as
``my-store/lectures/week3-0123abcd``.
"""

import sys
import time
from itertools import pairwise
from pathlib import Path

from lecture_assets.media.models import LectureVideo
from lecture_assets.silence.models import SilenceMap
from lecture_assets.transcript.captions import captioned, two_frames_ms
from lecture_assets.transcript.compliance import RULES, breaches
from lecture_assets.transcript.models import Transcript

_FLICKER_MS, _SCRAP_CHARS = 500, 16

columns = [
    "lecture",
    "words",
    "cues",
    *RULES,
    "not, and should",
    "scraps",
    "flicker",
    "aside",
    "CPU",
]
print("|", " | ".join(columns), "|")
print("| --- " * len(columns) + "|")
for folder in map(Path, sys.argv[1:]):
    words = Transcript.model_validate_json((folder / "transcript.json").read_bytes()).words()
    silences = SilenceMap.model_validate_json((folder / "silence_map.json").read_bytes()).silences
    lecture = LectureVideo.model_validate_json((folder / "lecture_video.json").read_bytes())
    gap_ms = two_frames_ms(lecture.video.fps if lecture.video else 25)
    began = time.process_time()
    captions = captioned(words, gap_ms, lecture.duration_ms)
    spent = time.process_time() - began
    found = breaches(captions, silences, gap_ms, lecture.duration_ms)
    cues = [cue for cue, _ in captions]
    kept = [len(cues) - len({b.cue.start_ms for b in found if b.rule == rule}) for rule in RULES]
    scraps = sum(len(c.text) < _SCRAP_CHARS and c.text[-1] not in ".?!" for c in cues)
    blanks = [after.start_ms - before.end_ms for before, after in pairwise(cues)]
    flicker = sum(gap_ms + 1 < blank < _FLICKER_MS for blank in blanks)
    aside = sum(not cue.overlap_ms(word) for cue, words in captions for word in words)
    faults = sum(b.why is None for b in found)
    cells = [folder.name, len(words), len(cues), *kept, faults, scraps, flicker, aside]
    cells.append(f"{spent:.2f} s")
    print("|", " | ".join(map(str, cells)), "|")
