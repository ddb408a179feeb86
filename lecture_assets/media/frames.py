"""Decodes pictures out of an upload, small and as a viewer sees them."""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lecture_assets.errors import MediaError
from lecture_assets.media.colours import BT601, matrix_of
from lecture_assets.media.ffmpeg import UNTRUSTED, input_url
from lecture_assets.media.models import VideoStream

if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av import VideoStream as PictureStream
    from av.container import InputContainer

Pixels = npt.NDArray[np.uint8]
"""Grey pictures are (height, width), coloured ones (height, width, 3) in the order RGB."""

ALIKE = 0.01
"""Pictures are of one shape whose width by height differs less than this."""

_DENSE_FPS = 20
_EARLIER_MS = (0, 3_000, 15_000, 60_000, 600_000)
_LUMA_FIRST = ("gray", "nv12", "yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p")
_BLACK, _WHITE = 16, 235
_FULL_RANGE = 2


@dataclass(frozen=True)
class Picture:
    """A decoded picture.

    Attributes:
        at_ms: When it is first shown, on the lecture's clock.
        pixels: Its grey levels, rotation applied.
    """

    at_ms: int
    pixels: Pixels


@dataclass(frozen=True)
class Reel:
    """An opened upload, from which packets are read and pictures decoded.

    Attributes:
        container: The opened file.
        stream: Its moving picture.
        video: What was measured about that.
        started_s: The container's first instant, which is 0 on the lecture's clock.
        tick_s: Length of a tick of the stream's clock.
    """

    container: "InputContainer"
    stream: "PictureStream"
    video: VideoStream
    started_s: float
    tick_s: float

    def packets(self, from_ms: int | None = None) -> Iterator["Packet[PictureStream]"]:
        """Read packets of the picture, from the key frame before an instant where one is given.

        Without one they come from where the file was left, which is its start when it was opened.

        Raises:
            MediaError: The file cannot be read any further.
        """
        import av

        try:
            if from_ms is not None:
                yield self._sought(from_ms)
            yield from (packet for packet in self.container.demux(self.stream) if packet.size)
        except av.FFmpegError as error:
            raise MediaError("The picture cannot be read any further.") from error

    def _sought(self, from_ms: int) -> "Packet[PictureStream]":
        """Go to the last key frame before an instant and return it.

        A transport stream is entered anywhere, and its next key frame may come too late; then it
        is entered earlier.
        """
        import av

        for earlier_ms in _EARLIER_MS:
            self.stream.codec_context.flush_buffers()
            wanted_s = (from_ms - earlier_ms) / 1000 + self.started_s
            try:
                self.container.seek(round(wanted_s * 1_000_000))
            except av.FFmpegError:
                continue
            key = next((p for p in self.container.demux(self.stream) if p.is_keyframe), None)
            if key is not None and (self.packet_ms(key) or 0) <= max(0, from_ms):
                return key
        raise MediaError(f"There is no key frame before {from_ms / 1000:.1f} s.")

    def packet_ms(self, packet: "Packet[PictureStream]") -> int | None:
        """When a packet's picture is shown, on the lecture's clock; None where nobody knows."""
        return self._ms(packet.pts if packet.pts is not None else packet.dts)

    def frames(self, packet: "Packet[PictureStream] | None") -> list["VideoFrame"]:
        """Decode a packet; None empties the decoder, which can then take a new key frame.

        Raises:
            MediaError: The packet cannot be decoded.
        """
        import av

        context = self.stream.codec_context
        try:
            frames = list(context.decode(packet))
        except av.FFmpegError as error:
            context.flush_buffers()
            raise MediaError("A picture cannot be decoded.") from error
        if packet is None:
            context.flush_buffers()
        return frames

    def decoded(
        self, from_ms: int, end_ms: int, only: Container[int] | None = None
    ) -> Iterator["VideoFrame"]:
        """Decode from the key frame before an instant.

        Args:
            from_ms: The instant.
            end_ms: Where packets are no longer chosen.
            only: When the packets are shown that are decoded, or None for all to the file's end.

        Raises:
            MediaError: Something cannot be read or decoded.
        """
        for packet in self.packets(from_ms):
            if only is not None:
                at_ms = self.packet_ms(packet)
                if at_ms is not None and at_ms >= end_ms:
                    break
                if at_ms not in only:
                    continue
            yield from self.frames(packet)
        yield from self.frames(None)

    def frame_ms(self, frame: "VideoFrame") -> int | None:
        """When a frame is shown, on the lecture's clock; None where nobody knows."""
        return self._ms(frame.pts if frame.pts is not None else frame.dts)

    def _ms(self, ticks: int | None) -> int | None:
        return None if ticks is None else round((ticks * self.tick_s - self.started_s) * 1000)

    @contextmanager
    def thinly(self) -> Iterator[None]:
        """Of many frames a second, leave out those on which no other depends while decoding."""
        context = self.stream.codec_context
        usual = context.skip_frame
        if self.video.fps >= _DENSE_FPS:
            context.skip_frame = "NONREF"
        try:
            yield
        finally:
            context.skip_frame = usual

    def grey(self, frame: "VideoFrame", longest: int) -> Pixels:
        """Scale a frame as shown so that its longer side has ``longest`` pixels, in grey."""
        size = scaled_size(self.video, longest)
        if frame.format.name not in _LUMA_FIRST:
            frame.colorspace = BT601  # of BT.709 colours would be mixed in, and it takes longer
            return self._upright(frame, *size, "gray")
        turns = self.video.rotation // 90 % 4
        coded = size[::-1] if turns % 2 else size
        inside = self._inside(frame, *coded)
        return np.ascontiguousarray(np.rot90(_bordered(_luma(frame, *inside), *coded), -turns))

    def coloured(self, frame: "VideoFrame", width: int, height: int) -> Pixels:
        """Scale a frame to a size as shown, in RGB."""
        frame.colorspace = matrix_of(frame.colorspace, frame.width, frame.height)
        return self._upright(frame, width, height, "rgb24")

    def _upright(self, frame: "VideoFrame", width: int, height: int, layout: str) -> Pixels:
        turns = self.video.rotation // 90 % 4
        coded = (height, width) if turns % 2 else (width, height)
        inside = self._inside(frame, *coded)
        scaled = frame.reformat(*inside, format=layout, interpolation="AREA")
        pixels: Pixels = scaled.to_ndarray().astype(np.uint8, copy=False)
        return np.ascontiguousarray(np.rot90(_bordered(pixels, *coded), -turns))

    def _inside(self, frame: "VideoFrame", width: int, height: int) -> tuple[int, int]:
        """Size of a frame in a picture of the stream's shape, which may change on the way."""
        shape = self.video.width / self.video.height
        if self.video.rotation // 90 % 2:
            shape = 1 / shape
        wider = frame.width / frame.height / shape
        if abs(wider - 1) < ALIKE:
            return width, height
        return max(1, round(width * min(1, wider))), max(1, round(height * min(1, 1 / wider)))


def _luma(frame: "VideoFrame", width: int, height: int) -> Pixels:
    """Scale a frame's first plane, which costs a third of what ``reformat`` does."""
    import cv2

    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    luma = rows[: frame.height, : frame.width]
    half = frame.width // 2, frame.height // 2
    if half[0] >= 2 * width and frame.width % 2 == frame.height % 2 == 0:
        luma = np.asarray(cv2.resize(luma, half, interpolation=cv2.INTER_AREA))
    small = cv2.resize(luma, (width, height), interpolation=cv2.INTER_AREA)
    if frame.color_range == _FULL_RANGE or "j" in frame.format.name:
        return np.asarray(small, np.uint8)
    stretch = 255 / (_WHITE - _BLACK)
    levels = np.rint((np.arange(256) - _BLACK) * stretch).clip(0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(small, levels), np.uint8)


def _bordered(pixels: Pixels, width: int, height: int) -> Pixels:
    above, left = (height - pixels.shape[0]) // 2, (width - pixels.shape[1]) // 2
    if pixels.shape[:2] == (height, width):
        return pixels
    whole = np.zeros((height, width, *pixels.shape[2:]), np.uint8)
    whole[above : above + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return whole


def scaled_size(video: VideoStream, longest: int) -> tuple[int, int]:
    """Width and height in pixels of the picture when its longer side has ``longest`` pixels."""
    scale = longest / max(video.width, video.height)
    return max(2, round(video.width * scale)), max(2, round(video.height * scale))


@contextmanager
def opened(path: Path, video: VideoStream, *, roughly: bool = False) -> Iterator[Reel]:
    """Open an upload's moving picture.

    Args:
        path: The upload.
        video: Its moving picture.
        roughly: Leave the edges of blocks as they are, a fifth of the decoding; H.264 that is
            scaled to a third hardly shows them.

    Raises:
        MediaError: The file cannot be opened, or has no such stream.
    """
    import av

    try:
        container = av.open(input_url(path), options=UNTRUSTED, metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        raise MediaError(f"{path.name} cannot be opened; upload the recording again.") from error
    with container:
        streams = [s for s in container.streams.video if s.index == video.stream_index]
        if not streams or streams[0].codec_context is None:
            raise MediaError(f"{path.name} has no picture in stream {video.stream_index}.")
        streams[0].codec_context.thread_count = 1
        if roughly:
            streams[0].codec_context.options = {"skip_loop_filter": "all"}
        tick_s = float(streams[0].time_base or 0)
        yield Reel(container, streams[0], video, (container.start_time or 0) / 1e6, tick_s)


def frame_up_to(reel: Reel, at_ms: int, only: Container[int] | None = None) -> "VideoFrame | None":
    """Decode the last frame up to an instant, or the first after it.

    Args:
        reel: An opened upload; its place is lost.
        at_ms: The instant, at or after the first key frame.
        only: When the packets are shown that are decoded, or None for all of them.

    Returns:
        The frame, or None where nothing can be decoded.
    """
    shown = None
    try:
        for frame in reel.decoded(at_ms, at_ms + 1, only):
            frame_ms = reel.frame_ms(frame)
            if shown is not None and frame_ms is not None and frame_ms > at_ms:
                break
            shown = frame
    except MediaError:
        pass
    return shown
