"""Assets. Source: contract 6.8."""

from typing import Any

from polydesk.core import assets, organizations
from polydesk.core.desk import Desk
from polydesk.core.models import Asset, AssetKind
from polydesk.dialects.desteksitesi import members, sight, stock
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import assets as schemas

routes = Methods("assets", tag="Assets", at=sight.tech)


@routes.method("GET", "Assets", given=schemas.AssetFilter(), gives=schemas.Asset(many=True))
def index(desk: Desk, given: dict[str, Any]) -> Any:
    """List assets, 50 a page.

    Source: contract 6.8, method 59, and 8.
    """
    number, with_disabled = given.pop("page"), given.pop("with_disabled")
    if len(given.get("prefix", "")) < schemas.LEAST_PREFIX:
        given.pop("prefix", None)
    if not with_disabled:
        given["enabled"] = True
    return stock.page(desk, number, given)


@routes.method(
    "GET", "Asset", both=False, given=schemas.AssetKey(), gives=schemas.Asset(), errors=(404,)
)
def show(desk: Desk, given: dict[str, Any]) -> Any:
    """Show an asset.

    Source: contract 6.8, method 60.
    """
    return stock.one(desk, given["id"])


@routes.method(
    "POST", "Asset", both=False, given=schemas.NewAsset(), gives=schemas.NewAssetId(), errors=(404,)
)
def create(desk: Desk, given: dict[str, Any]) -> Any:
    """Enter an asset.

    Source: contract 6.8, method 61.
    """
    _require_company(desk, given)
    return assets.create(desk, AssetKind.HARDWARE, given)


@routes.method(
    "POST", "UpdateAsset", given=schemas.AssetChange(), gives=schemas.Asset(), errors=(404,)
)
def change(desk: Desk, given: dict[str, Any]) -> Any:
    """Change an asset: what is not given is kept, but the quantity is 1 then.

    Source: contract 6.8, method 63, and 14.5.
    """
    asset = desk.get(Asset, given.pop("id"))
    _require_company(desk, given)
    if "model" in given:
        given[stock.column_of_model(asset.kind)] = given.pop("model")
    assets.change(desk, asset, given)
    return stock.one(desk, asset.id)


def _require_company(desk: Desk, given: dict[str, Any]) -> None:
    """Raise NotFound for a company that is not there."""
    if "organization_id" in given:
        organizations.get(desk, given["organization_id"])


@routes.method("POST", "AssignAssetToUser", given=schemas.AssetUser(), errors=(404,))
def assign(desk: Desk, given: dict[str, Any]) -> None:
    """Say who has an asset.

    Source: contract 6.8, method 64.
    """
    assets.assign(desk, desk.get(Asset, given["asset"]), members.get(desk, given["user"]))


@routes.method("POST", "UnAssignAssetToUser", given=schemas.AssetUser(), errors=(404,))
def unassign(desk: Desk, given: dict[str, Any]) -> None:
    """Say who has an asset no more.

    Source: contract 6.8, method 65.
    """
    assets.unassign(desk, desk.get(Asset, given["asset"]), members.get(desk, given["user"]))


@routes.method("POST", "AddAssetToTicket", given=schemas.AssetTicket(), errors=(404,))
def attach(desk: Desk, given: dict[str, Any]) -> None:
    """Say that a ticket is about an asset.

    Source: contract 6.8, method 66.
    """
    assets.attach(desk, desk.get(Asset, given["asset"]), sight.existing(desk, given["ticket"]))


@routes.method("POST", "RemoveAssetFromTicket", given=schemas.AssetTicket(), errors=(404,))
def detach(desk: Desk, given: dict[str, Any]) -> None:
    """Say that a ticket is not about an asset.

    Source: contract 6.8, method 67.
    """
    assets.detach(desk, desk.get(Asset, given["asset"]), sight.existing(desk, given["ticket"]))


@routes.method("POST", "EnableAsset", given=schemas.AssetSwitch(), errors=(404,))
def enable(desk: Desk, given: dict[str, Any]) -> None:
    """Put an asset back into use.

    Source: contract 6.8, method 68.
    """
    assets.change(desk, desk.get(Asset, given["id"]), {"disabled": False})


@routes.method("POST", "DisableAsset", given=schemas.AssetSwitch(), errors=(404,))
def disable(desk: Desk, given: dict[str, Any]) -> None:
    """Retire an asset: lists have it only if they are asked to.

    Source: contract 6.8, method 69.
    """
    assets.change(desk, desk.get(Asset, given["id"]), {"disabled": True})
