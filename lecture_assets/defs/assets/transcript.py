"""The asset ``transcript``."""

from collections.abc import Sequence

import dagster as dg

from lecture_assets.defs.captions_check import (
    ABOUT_READABLE,
    READABLE,
    Captioned,
    readable_captions,
)
from lecture_assets.defs.describe import stretch, table
from lecture_assets.defs.edited_captions import as_corrected, caption_clock, write_captions
from lecture_assets.defs.lecture_asset import lecture_asset
from lecture_assets.defs.work import Edge, Findings, Metadata, Work
from lecture_assets.media.about import read_about
from lecture_assets.media.audio import decode_audio
from lecture_assets.media.models import LectureVideo
from lecture_assets.options import TranscriptOptions
from lecture_assets.progress import part
from lecture_assets.silence.models import SilenceMap
from lecture_assets.storage.keys import lecture_key
from lecture_assets.studio import Studio
from lecture_assets.transcript.captions import cues_from_words
from lecture_assets.transcript.glossary import read_glossary
from lecture_assets.transcript.models import Transcript
from lecture_assets.transcript.transcribe import transcribe

_FIRST_CUES = 8


@lecture_asset(kinds={"whisper"}, pool="transcription", checks={READABLE: ABOUT_READABLE})
def transcript(
    context: dg.AssetExecutionContext,
    edge: dg.ResourceParam[Edge],
    lecture_video: LectureVideo,
    silence_map: SilenceMap,
) -> dg.MaterializeResult[Transcript]:
    """What is said, word by word, with captions for the whole lecture."""
    studio = edge.studio

    def make(work: Work) -> Transcript:
        samples = decode_audio(
            work.source,
            lecture_video,
            studio.settings.limits,
            work.folder,
            part(work.progress, 0, 0.05),
        )
        terms, unusable = read_glossary(studio.store, work.lecture)
        spoken = transcribe(
            samples,
            silence_map,
            studio.transcriber,
            _options(studio, work.upload_key, terms),
            part(work.progress, 0.05, 1),
            work.account,
        )
        corrected = as_corrected(studio.store, lecture_video, spoken)
        write_captions(studio.store, lecture_video, corrected)
        warnings = [*spoken.warnings, *([unusable] if unusable else [])]
        return spoken.model_copy(update={"warnings": warnings})

    inputs = {"lecture_video": lecture_video, "silence_map": silence_map}

    def found(spoken: Transcript) -> Findings:
        gap_ms, whole_ms = caption_clock(lecture_video)
        captions = Captioned(
            name="",
            vtt_key=lecture_key(context.partition_key, "captions.vtt"),
            srt_key=lecture_key(context.partition_key, "captions.srt"),
            words=as_corrected(studio.store, lecture_video, spoken).words(),
            silences=silence_map.silences,
            gap_ms=gap_ms,
            whole_ms=whole_ms,
        )
        return readable_captions(studio.store, [captions])

    return edge.run(context, inputs, make, _describe, {READABLE: found})


def _options(studio: Studio, upload_key: str, terms: Sequence[str]) -> TranscriptOptions:
    """Take what is said of the lecture itself before what is set for all."""
    about, _ = read_about(studio.store, upload_key)
    options = studio.settings.transcript
    glossary = tuple(dict.fromkeys((*terms, *options.glossary)))
    language = about.language or options.language
    return options.model_copy(update={"language": language, "glossary": glossary})


def _describe(spoken: Transcript) -> Metadata:
    cues = cues_from_words(spoken.words())
    first = [(stretch(cue), " ".join(cue.lines)) for cue in cues[:_FIRST_CUES]]
    return {
        "language": dg.MetadataValue.text(spoken.language),
        "words": dg.MetadataValue.int(len(spoken.words())),
        "cues": dg.MetadataValue.int(len(cues)),
        "recognised_by": dg.MetadataValue.text(f"{spoken.provider}: {spoken.model}"),
        "first_cues": table(["time", "text"], first),
    }
