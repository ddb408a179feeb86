"""What Dagster knows of the library, and how the library is brought up to date from that."""

from dataclasses import dataclass

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from lecture_assets.defs.catalog_metadata import describe_library
from lecture_assets.defs.partitions import lectures
from lecture_assets.defs.work import Metadata
from lecture_assets.library.catalog import update_library
from lecture_assets.library.page import INDEX
from lecture_assets.results.links import served_at
from lecture_assets.stages import LAST
from lecture_assets.studio import Studio

CATALOG = dg.AssetKey("highlight_catalog")
_PAGES = dg.AssetKey(LAST.name)
_UP_TO = "pages_up_to"


@dataclass(frozen=True)
class Refreshed:
    """The library, brought up to date.

    Attributes:
        metadata: What the UI shows of it.
        data_version: Changes when the library does.
    """

    metadata: Metadata
    data_version: str


def refresh_catalog(instance: dg.DagsterInstance, studio: Studio) -> Refreshed:
    """Bring the library up to date with what Dagster knows.

    Raises:
        LectureError: It cannot be read or written.
    """
    up_to = newest_page(instance)
    versions, removed = _pages(instance)
    library = update_library(studio.store, versions, removed)
    known = {"page": _page_of(studio), _UP_TO: dg.MetadataValue.int(up_to)}
    return Refreshed(describe_library(library) | known, library.sha256)


def _page_of(studio: Studio) -> dg.MetadataValue:
    base_url = studio.settings.base_url
    if base_url:
        return dg.MetadataValue.url(served_at(base_url, INDEX))
    return dg.MetadataValue.path(f"{studio.store.location}/{INDEX}")


def report_catalog(instance: dg.DagsterInstance, studio: Studio) -> None:
    """Bring the library up to date in this process, and tell Dagster without a run.

    Raises:
        LectureError: It cannot be read or written.
    """
    refreshed = refresh_catalog(instance, studio)
    instance.report_runless_asset_event(
        dg.AssetMaterialization(
            CATALOG,
            metadata=refreshed.metadata,
            tags={DATA_VERSION_TAG: refreshed.data_version},
        )
    )


def newest_page(instance: dg.DagsterInstance) -> int:
    """Return the storage ID of the last materialization of a page; 0 where there is none."""
    found = instance.fetch_materializations(_PAGES, limit=1).records
    return found[0].storage_id if found else 0


def catalogued_page(instance: dg.DagsterInstance) -> int:
    """Return what ``newest_page`` gave when the library was brought up to date last, else 0."""
    found = instance.fetch_materializations(CATALOG, limit=1).records
    made = found[0].asset_materialization if found else None
    up_to = made.metadata.get(_UP_TO) if made else None
    return int(up_to.value) if isinstance(up_to, dg.IntMetadataValue) and up_to.value else 0


def _pages(instance: dg.DagsterInstance) -> tuple[dict[str, str], set[str]]:
    """Return the version of each lecture's page, and lectures whose partition was removed.

    The data version alone would miss a changed sidecar that the page does not show, and the ID of
    the event alone means nothing once Dagster's records were started anew.
    """
    made = instance.get_latest_storage_id_by_partition(
        _PAGES, dg.DagsterEventType.ASSET_MATERIALIZATION
    )
    noted = instance.event_log_storage.get_latest_tags_by_partition(
        _PAGES, dg.DagsterEventType.ASSET_MATERIALIZATION, [DATA_VERSION_TAG]
    )
    there = set(instance.get_dynamic_partitions(str(lectures.name)))
    versions = {
        lecture: f"{made[lecture]} {noted.get(lecture, {}).get(DATA_VERSION_TAG)}"
        for lecture in there.intersection(made)
    }
    return versions, set(made) - there
