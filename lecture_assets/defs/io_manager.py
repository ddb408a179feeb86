"""Documents to and from the store."""

import dagster as dg

from lecture_assets.documents import Document
from lecture_assets.errors import StoreError
from lecture_assets.hosted.kept import kept_key
from lecture_assets.lineage import read_document
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import lecture_key
from lecture_assets.storage.store import ArtifactStore


class DocumentIOManager(dg.IOManager):
    """Keeps each asset as one JSON document that a person can read."""

    def __init__(self, store: ArtifactStore) -> None:
        self._store = store

    def handle_output(self, context: dg.OutputContext, obj: Document) -> None:
        """Write a stage's document, unless it stands there already."""
        if obj.made_by is None:
            raise StoreError(
                f"The document of {context.asset_key.to_user_string()} has no lineage."
            )
        stage = STAGES[context.asset_key.path[-1]]
        key = lecture_key(context.asset_partition_key, stage.path)
        data = obj.model_dump_json(indent=2).encode()
        if not self._store.stat(key) or self._store.read(key) != data:
            self._store.write(key, data)
        if obj.made_by.provider is not None:
            # Not before: an answer that is paid for goes only when nothing can need it any more.
            self._store.delete_all(kept_key(context.asset_partition_key, stage.name))

    def load_input(self, context: dg.InputContext) -> Document:
        """Read the document of the stage that an asset reads.

        Raises:
            StoreError: It is not there, or of another version.
        """
        stage = STAGES[context.asset_key.path[-1]]
        lecture = context.asset_partition_key
        document = read_document(self._store, lecture, stage)
        if document is None:
            raise StoreError(
                f"{lecture_key(lecture, stage.path)} is missing or of another version; "
                f"materialize {stage.name} of {lecture} first."
            )
        return document
