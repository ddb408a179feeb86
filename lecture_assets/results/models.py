"""The ``highlights_page`` document."""

from lecture_assets.documents import Document
from lecture_assets.media.about import About


class HighlightsPage(Document):
    """The page that people look at.

    Attributes:
        file: Its name below the lecture's folder.
        sha256: Hash of its bytes.
        about: What the sidecar says of the lecture.
    """

    file: str
    sha256: str
    about: About = About()
