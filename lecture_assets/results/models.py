"""The ``highlights_page`` document, and the record of a refused upload."""

from lecture_assets.documents import Document


class HighlightsPage(Document):
    """The page that people look at.

    Attributes:
        file: Its name below the lecture's folder.
        sha256: Hash of its bytes.
    """

    file: str
    sha256: str


class Refusal(Document):
    """Why an upload was not taken; the same content is never tried again by itself.

    Attributes:
        key: Path of the upload below the drop folder.
        etag: The store's mark of the refused content.
        reason: One sentence.
    """

    key: str
    etag: str
    reason: str
