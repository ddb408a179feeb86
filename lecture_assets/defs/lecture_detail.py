"""All that is known of one lecture: its stages, runs, warnings and page."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from dagster._core.storage.tags import PARTITION_NAME_TAG

from lecture_assets.documents import Document
from lecture_assets.edits.misnamed import why_not_obeyed
from lecture_assets.lineage import read_document, stale_stages
from lecture_assets.results.links import link_to
from lecture_assets.stages import STAGES
from lecture_assets.storage.keys import UPLOADS, lecture_key
from lecture_assets.storage.store import Stored
from lecture_assets.studio import Studio

_MOST_RUNS = 10
_PAGE = "index.html"


def lecture_detail(
    instance: dg.DagsterInstance, studio: Studio, lecture: str, upload: Stored | None
) -> dict[str, Any]:
    """Gather what is known of a lecture; its documents are read.

    Args:
        instance: Dagster's instance.
        studio: Settings, store and providers.
        lecture: The video ID.
        upload: Its recording; None where that is gone.
    """
    store = studio.store
    documents = {name: read_document(store, lecture, stage) for name, stage in STAGES.items()}
    stale = stale_stages(studio, lecture, upload.key.removeprefix(UPLOADS)) if upload else []
    page = lecture_key(lecture, _PAGE)
    there = store.stat(page) is not None
    return {
        "stages": [
            {
                "name": name,
                "state": _state(document, is_stale=name in stale),
                "at": _made_at(instance, lecture, name),
            }
            for name, document in documents.items()
        ],
        "runs": _runs(instance, lecture),
        "warnings": _warnings(why_not_obeyed(store, lecture), documents.values()),
        "page": link_to(store, studio.settings.base_url, page) if there else None,
    }


def _state(document: Document | None, *, is_stale: bool) -> str:
    if document is None:
        return "missing"
    return "stale" if is_stale else "current"


def _warnings(unusable: str | None, documents: Iterable[Document | None]) -> list[str]:
    told = dict.fromkeys(each for made in documents if made for each in made.warnings)
    return [*([unusable] if unusable else []), *told]


def _made_at(instance: dg.DagsterInstance, lecture: str, stage: str) -> str | None:
    asked = dg.AssetRecordsFilter(asset_key=dg.AssetKey(stage), asset_partitions=[lecture])
    found = instance.fetch_materializations(asked, limit=1).records
    return _written(found[0].timestamp) if found else None


def _runs(instance: dg.DagsterInstance, lecture: str) -> list[dict[str, Any]]:
    asked = dg.RunsFilter(tags={PARTITION_NAME_TAG: lecture})
    return [
        {
            "run_id": record.dagster_run.run_id,
            "status": record.dagster_run.status.value.lower(),
            "requested_at": _written(record.create_timestamp.timestamp()),
            "started_at": _written(record.start_time),
            "ended_at": _written(record.end_time),
        }
        for record in instance.get_run_records(asked, limit=_MOST_RUNS)
    ]


def _written(at: float | None) -> str | None:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds") if at else None
