"""Reads what is written on a slide."""

from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from lecture_assets.errors import MissingToolError
from lecture_assets.media.frames import Pixels
from lecture_assets.options import SlideText
from lecture_assets.slides.columns import Line, in_order

if TYPE_CHECKING:
    from rapidocr import RapidOCR

_LONGEST = 960
_BULLETS = " •·∙●○◦▪■□▸►▶‣"
_HOW_TO = "pip install --editable '.[slides]'"


class SlideReader(Protocol):
    """Reads pictures.

    Attributes:
        name: What it is, with version and models: another name may read other text.
    """

    @property
    def name(self) -> str:
        """See the class."""

    def read(self, pixels: Pixels) -> str:
        """Return what is written on a picture in RGB, a line each, without bullets."""


def slide_reader(choice: SlideText) -> SlideReader | None:
    """Return who reads slides; None where nobody is to, or nobody can and nobody insists.

    Raises:
        MissingToolError: Slides must be read, and rapidocr or a model in it is not there.
    """
    if choice == "off":
        return None
    try:
        return RapidReader(version("rapidocr"), _model("det"), _model("rec"))
    except PackageNotFoundError as error:
        if choice == "auto":
            return None
        raise MissingToolError(
            f"LECTURE_LAYOUT__SLIDE_TEXT is on, but rapidocr is not installed; {_HOW_TO}, "
            "or set it to auto."
        ) from error


def told_of(choice: SlideText) -> str:
    """Say who reads slides, for the doctor.

    Raises:
        MissingToolError: See ``slide_reader``.
    """
    reader = slide_reader(choice)
    if reader is not None:
        return reader.name
    if choice == "off":
        return "not read, as LECTURE_LAYOUT__SLIDE_TEXT says"
    return f"not read, since rapidocr is not installed, which is optional: {_HOW_TO}"


def _model(task: str) -> Path:
    """Find the one model for a task that is in the wheel, so that none is ever fetched."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise PackageNotFoundError("rapidocr")
    found = sorted((Path(spec.origin).parent / "models").glob(f"*_{task}_*.onnx"))
    if not found:
        raise MissingToolError(
            f"rapidocr has no model *_{task}_*.onnx in its folder models; install it again with "
            f"{_HOW_TO} --force-reinstall, or set LECTURE_LAYOUT__SLIDE_TEXT=off."
        )
    return found[0]


@dataclass(frozen=True)
class RapidReader:
    """Reads with rapidocr, on one core, so that the same picture gives the same text.

    Attributes:
        release: Its version.
        detector: Model that finds lines.
        recogniser: Model that reads them.
    """

    release: str
    detector: Path
    recogniser: Path

    @property
    def name(self) -> str:
        """See ``SlideReader``."""
        models = f"{self.detector.stem} at {_LONGEST}, {self.recogniser.stem}"
        return f"rapidocr {self.release}, {models}, by columns"

    def read(self, pixels: Pixels) -> str:
        """See ``SlideReader``; columns one after the other."""
        found = self._engine(pixels[:, :, ::-1], use_cls=False)
        texts, boxes = getattr(found, "txts", None), getattr(found, "boxes", None)
        if texts is None or boxes is None:
            return ""
        lines = [Line(*_sides(box), text) for box, text in zip(boxes, texts, strict=True)]
        plain = (each.text.lstrip(_BULLETS).rstrip() for each in in_order(lines))
        return "\n".join(filter(None, plain))

    @cached_property
    def _engine(self) -> "RapidOCR":
        from rapidocr import RapidOCR

        return RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Det.model_path": str(self.detector),
                "Det.limit_type": "max",
                "Det.limit_side_len": _LONGEST,
                "Rec.model_path": str(self.recogniser),
                "Rec.rec_batch_num": 1,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            }
        )


def _sides(box: npt.NDArray[np.float32]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of four corners."""
    (left, top), (right, bottom) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
    return left, top, right, bottom
