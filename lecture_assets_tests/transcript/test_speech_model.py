"""Tests of loading the speech model on what there is."""

import logging
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from lecture_assets.transcript import speech_model
from lecture_assets.transcript.speech_model import load_speech_model
from lecture_assets.transcript.weights import PACKAGED_MODEL


@pytest.fixture(autouse=True)
def load_anew() -> Iterator[None]:
    load_speech_model.cache_clear()
    yield
    load_speech_model.cache_clear()


def test_without_a_gpu_the_packaged_model_is_on_the_cpu_and_says_so() -> None:
    loaded = load_speech_model(PACKAGED_MODEL)
    assert loaded.device == "cpu"
    assert str(loaded) == "whisper-base from installed packages on the CPU (int8)"
    assert 0 < loaded.seconds < 600
    assert load_speech_model(PACKAGED_MODEL) is loaded


def test_a_gpu_that_does_not_work_leaves_the_cpu_and_one_line_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 1)
    with caplog.at_level(logging.WARNING, logger="lecture_assets"):
        loaded = load_speech_model(PACKAGED_MODEL)
    assert loaded.device == "cpu"
    [line] = caplog.messages
    assert line.startswith("The GPU cannot be used, so the CPU recognises speech: ")


def test_a_driver_that_cannot_even_be_asked_leaves_the_cpu(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> int:
        raise RuntimeError("CUDA driver version is insufficient\nfor CUDA runtime version")

    monkeypatch.setattr("ctranslate2.get_cuda_device_count", broken)
    with caplog.at_level(logging.WARNING, logger="lecture_assets"):
        assert load_speech_model(PACKAGED_MODEL).device == "cpu"
    assert caplog.messages == [
        "The GPU cannot be used, so the CPU recognises speech: CUDA driver version is insufficient "
        "for CUDA runtime version"
    ]


class _Whisper:
    """Stands for a model on a GPU, of which this machine has none."""

    def __init__(self, breaks: bool) -> None:
        self.breaks = breaks

    def detect_language(self, _sound: object) -> None:
        if self.breaks:
            raise RuntimeError("Library libcublas.so.12 is not found")


@pytest.mark.parametrize(("breaks", "device"), [(False, "cuda"), (True, "cpu")])
def test_a_gpu_is_used_once_it_was_seen_to_work(
    breaks: bool, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 1)
    opened: list[str] = []

    def open_on(name: str, on: str) -> _Whisper:
        opened.append(on)
        return _Whisper(breaks=breaks and on == "cuda")

    monkeypatch.setattr(speech_model, "_open", open_on)
    loaded = load_speech_model("/models/large")
    assert (loaded.device, opened[0], opened[-1]) == (device, "cuda", device)
    assert "named by LECTURE_TRANSCRIPT__MODEL" in str(loaded)


def test_a_model_on_the_gpu_is_said_to_be_there() -> None:
    model = SimpleNamespace()
    loaded = speech_model.SpeechModel(model, "cuda", "large", 1.0)
    assert str(loaded) == "large on the GPU (float16)"
