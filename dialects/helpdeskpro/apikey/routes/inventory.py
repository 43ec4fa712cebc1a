"""The inventory: software and hardware, two shelves of one make."""

from typing import Any

from marshmallow import Schema
from sqlalchemy.orm import selectinload

from polydesk.core import assets, search
from polydesk.core.desk import Desk
from polydesk.core.models import Asset, AssetKind, AssetPerson
from polydesk.dialects.helpdeskpro.apikey import schemas, vocabulary
from polydesk.kit.routes import Routes

SHOWN = (selectinload(Asset.people).joinedload(AssetPerson.person),)


def _shelf(
    kind: AssetKind,
    tag: str,
    *,
    filters: Schema,
    new: Schema,
    change: Schema,
    one: Schema,
    many: Schema,
) -> Routes:
    """The five routes of one kind of asset; an answer's key is the kind's name."""
    routes = Routes(kind.value, tag=tag, errors=(400, 401))
    path, item = f"/inventory/{kind}", f"/inventory/{kind}/<int:asset_id>"

    @routes.get(path, query=filters, gives=many)
    def index(desk: Desk, query: dict[str, str]) -> Any:
        """All assets of the kind, last changed first; filters are parts, in any letter case.

        Source: seed, 6.1 and 7.1; contract 2.4, 2.7 and 2.10 (Q-A2).
        """
        found = assets.visible(kind).options(*SHOWN)
        for name, part in query.items():
            if part:
                found = found.where(search.part_of(getattr(Asset, name), part))
        found = found.order_by(Asset.updated_at.desc(), Asset.id.desc())
        return {kind.value: desk.all(found)}

    @routes.post(path, json=new, gives=one, status=201)
    def create(desk: Desk, json: dict[str, Any]) -> Any:
        """Enter an asset; an unknown assignee is nobody.

        Source: seed, 6.2 and 7.2; contract 2.5, 2.7 and 2.8.
        """
        return {kind.value: assets.create(desk, kind, _with_assignee(desk, json))}

    @routes.get(item, gives=one, errors=(404,))
    def show(desk: Desk, asset_id: int) -> Any:
        """One asset.

        Source: seed, 6.3 and 7.3.
        """
        return {kind.value: assets.get(desk, kind, asset_id, *SHOWN)}

    @routes.patch(item, also=("PUT",), json=change, gives=one, errors=(404,))
    def change_(desk: Desk, asset_id: int, json: dict[str, Any]) -> Any:
        """Change what is given; an unknown assignee is nobody.

        Source: seed, 6.4 and 7.4; contract 2.5, 2.7 and 2.8.
        """
        asset = assets.get(desk, kind, asset_id, *SHOWN)
        assets.change(desk, asset, _with_assignee(desk, json))
        return {kind.value: asset}

    @routes.delete(item, gives=schemas.Deleted(), errors=(404,))
    def delete(desk: Desk, asset_id: int) -> Any:
        """Remove an asset for good.

        Source: seed, 6.5 and 7.5; body: contract 2.3.
        """
        assets.delete(desk, assets.get(desk, kind, asset_id))
        return {"status": "deleted", "id": asset_id}

    return routes


def _with_assignee(desk: Desk, json: dict[str, Any]) -> dict[str, Any]:
    """The values, with the id of the person in place of the reference."""
    if "assignee_id" not in json:
        return json
    return {**json, "assignee_id": vocabulary.user_id(desk, json["assignee_id"])}


software = _shelf(
    AssetKind.SOFTWARE,
    "Software",
    filters=schemas.SoftwareFilter(),
    new=schemas.SoftwareAssetInput(),
    change=schemas.SoftwareChange(),
    one=schemas.SoftwareResponse(),
    many=schemas.SoftwareList(),
)
hardware = _shelf(
    AssetKind.HARDWARE,
    "Hardware",
    filters=schemas.HardwareFilter(),
    new=schemas.HardwareAssetInput(),
    change=schemas.HardwareAssetInput(),
    one=schemas.HardwareResponse(),
    many=schemas.HardwareList(),
)
