"""The ``highlights_page`` document."""

from lecture_assets.documents import Document


class HighlightsPage(Document):
    """The page that people look at.

    Attributes:
        file: Its name below the lecture's folder.
        sha256: Hash of its bytes.
    """

    file: str
    sha256: str
