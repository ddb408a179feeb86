"""Puts the definitions together."""

from collections.abc import Mapping

import dagster as dg

from lecture_assets.defs.assets.content_segments import content_segments
from lecture_assets.defs.assets.highlight_catalog import highlight_catalog
from lecture_assets.defs.assets.highlights_page import highlights_page
from lecture_assets.defs.assets.layout import layout
from lecture_assets.defs.assets.lecture_edits import lecture_edits
from lecture_assets.defs.assets.lecture_video import lecture_video
from lecture_assets.defs.assets.rendered_clips import rendered_clips
from lecture_assets.defs.assets.selected_highlights import selected_highlights
from lecture_assets.defs.assets.silence_map import silence_map
from lecture_assets.defs.assets.transcript import transcript
from lecture_assets.defs.catalog_sensor import finished_lectures, update_library
from lecture_assets.defs.edits_sensor import changed_edits
from lecture_assets.defs.executor import lecture_steps
from lecture_assets.defs.io_manager import DocumentIOManager
from lecture_assets.defs.jobs import highlight_lecture
from lecture_assets.defs.schedules import nightly_backfill
from lecture_assets.defs.sensors import new_uploads
from lecture_assets.defs.webhook import webhook_sensors
from lecture_assets.defs.work import Edge
from lecture_assets.lineage import options_hash
from lecture_assets.settings import load_settings
from lecture_assets.stages import STAGES
from lecture_assets.studio import Studio, open_studio

ASSETS = (
    lecture_video,
    silence_map,
    layout,
    transcript,
    content_segments,
    selected_highlights,
    rendered_clips,
    highlights_page,
)


def build_defs(
    resource_overrides: Mapping[str, object] | None = None, studio: Studio | None = None
) -> dg.Definitions:
    """Build the definitions.

    Args:
        resource_overrides: Resources by name that replace the usual ones.
        studio: Settings, store and providers; those of the environment unless given.

    Raises:
        SettingsError: The settings cannot be used.
    """
    made = studio or open_studio(load_settings())

    def with_version(spec: dg.AssetSpec) -> dg.AssetSpec:
        stage = STAGES[spec.key.path[-1]]
        version = f"{stage.version}-{options_hash(stage, made)}"
        return spec.replace_attributes(code_version=version)

    resources: dict[str, object] = {
        "edge": Edge(studio=made, listener=lambda _stage, _share: None),
        "documents": DocumentIOManager(made.store),
    }
    return dg.Definitions(
        assets=[*dg.map_asset_specs(with_version, ASSETS), lecture_edits, highlight_catalog],
        jobs=[highlight_lecture, update_library],
        schedules=[nightly_backfill],
        sensors=[
            new_uploads,
            changed_edits,
            finished_lectures,
            *webhook_sensors(made.settings.webhook),
        ],
        resources=resources | dict(resource_overrides or {}),
        executor=lecture_steps,
    )
