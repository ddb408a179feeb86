"""Tests of the graph as Dagster sees it."""

import dagster as dg
import pytest

from lecture_assets.definitions import defs
from lecture_assets.defs.build import build_defs
from lecture_assets.defs.describe import table
from lecture_assets.settings import Settings
from lecture_assets.stages import EDITS, STAGES
from lecture_assets.studio import Studio, open_studio


def all_specs(studio: Studio) -> dict[str, dg.AssetSpec]:
    found = build_defs(studio=studio).resolve_all_asset_specs()
    return {spec.key.to_user_string(): spec for spec in found}


def specs(studio: Studio) -> dict[str, dg.AssetSpec]:
    """Return the assets of each lecture."""
    found = all_specs(studio)
    del found["highlight_catalog"], found[EDITS]
    return found


def test_every_stage_is_an_asset_that_declares_what_it_reads(empty_store: Studio) -> None:
    found = specs(empty_store)
    assert sorted(found) == sorted(STAGES)
    for name, spec in found.items():
        read = {dep.asset_key.to_user_string() for dep in spec.deps}
        assert read == set(STAGES[name].inputs) & {*STAGES, EDITS}, name


def test_edits_are_a_source_of_each_lecture_that_is_observed(empty_store: Studio) -> None:
    graph = build_defs(studio=empty_store).get_repository_def().asset_graph
    edits = graph.get(dg.AssetKey(EDITS))
    assert edits.is_observable
    assert not edits.is_materializable
    assert edits.child_keys == {dg.AssetKey("selected_highlights")}
    assert isinstance(edits.partitions_def, dg.DynamicPartitionsDefinition)
    assert edits.owners == ["team:lecture-assets"]
    assert edits.description


def test_every_asset_shows_its_kind_group_description_and_owner(empty_store: Studio) -> None:
    for spec in specs(empty_store).values():
        assert len(spec.kinds) >= 2
        assert spec.group_name == "lecture"
        assert spec.description
        assert spec.owners == ["team:lecture-assets"]
        assert isinstance(spec.partitions_def, dg.DynamicPartitionsDefinition)


def test_the_catalog_is_one_asset_for_all_lectures(empty_store: Studio) -> None:
    spec = all_specs(empty_store)["highlight_catalog"]
    assert spec.partitions_def is None
    assert [dep.asset_key.to_user_string() for dep in spec.deps] == ["highlights_page"]
    assert spec.group_name == "library"
    assert spec.description
    assert spec.owners == ["team:lecture-assets"]


def test_a_changed_setting_changes_the_code_version_of_its_asset_alone(
    empty_store: Studio,
) -> None:
    settings = Settings(
        store=empty_store.settings.store,
        highlights=empty_store.settings.highlights.model_copy(update={"max_highlights": 2}),
    )
    before, after = specs(empty_store), specs(open_studio(settings))
    changed = [name for name in before if before[name].code_version != after[name].code_version]
    assert changed == ["selected_highlights"]


def test_the_module_that_dagster_loads_gives_the_same_graph(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LECTURE_STORE", str(tmp_path_factory.mktemp("store")))
    loaded = defs()
    dg.Definitions.validate_loadable(loaded)
    assert loaded.resolve_job_def("highlight_lecture").partitions_def is not None


def test_spoken_markup_cannot_break_out_of_a_table() -> None:
    shown = str(table(["text"], [["a | b <script>alert(1)</script>\n| c"]]).value)
    assert "<script>" not in shown
    assert len(shown.splitlines()) == 3
