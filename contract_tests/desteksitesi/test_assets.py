"""Assets. Source: contract 6.8 and 7.13."""

import pytest

from contract_tests.desteksitesi.calling import call
from polydesk.core import tickets
from polydesk.core.desk import Machine
from polydesk.core.models import Asset, AssetKind, AssetPerson, Department, Person
from tests.counting import counting

FORBIDDEN = (403, "You don't have permission to perform this action")
MISSING = "Missing data for required field."
KEYS = [
    "Tickets",
    "AssignedUsers",
    "Fields",
    "Attachments",
    "ItemID",
    "Manufacturer",
    "Supplier",
    "ModelName",
    "TypeID",
    "Type",
    "ManufacturerID",
    "SupplierID",
    "SerialNumber",
    "Location",
    "Comments",
    "Quantity",
    "TicketCount",
    "Company",
    "CompanyID",
    "Disabled",
]
MACBOOK = {"modelName": "Macbook", "manufacturer": "Apple", "type": "Laptop", "supplier": "none"}
FIELDS = [
    {
        "key": "color",
        "name": "Color",
        "usage": "asset",
        "type": "choice",
        "position": 2,
        "options": [{"key": "red", "name": "Red"}, {"key": "blue", "name": "Blue"}],
    },
    {
        "key": "bought",
        "name": "Bought",
        "usage": "asset",
        "type": "date",
        "position": 1,
        "mandatory": True,
        "show_in_list": True,
    },
    {"key": "sealed", "name": "Sealed", "usage": "asset", "type": "checkbox", "position": 3},
    {"key": "other", "name": "Other", "usage": "person", "type": "text"},
]


def macbook(id, **changed):
    """The asset of the vendor's example."""
    return {
        "Tickets": None,
        "AssignedUsers": [],
        "Fields": [],
        "Attachments": None,
        "ItemID": id,
        "Manufacturer": "Apple",
        "Supplier": "none",
        "ModelName": "Macbook",
        "TypeID": 0,
        "Type": "Laptop",
        "ManufacturerID": 0,
        "SupplierID": 0,
        "SerialNumber": None,
        "Location": None,
        "Comments": None,
        "Quantity": 1,
        "TicketCount": 0,
        "Company": None,
        "CompanyID": None,
        "Disabled": False,
    } | changed


@pytest.fixture
def asset(destek):
    """The id of an asset."""
    return destek.post("/api/Asset", data=MACBOOK).json["id"]


@pytest.fixture
def ticket(destek):
    """The id of a ticket."""
    with destek.desk() as desk:
        desk.actor = Machine("test")
        sam = desk.get(Person, destek.ids["sam"])
        return tickets.create(desk, subject="Jam", body="Again.", requester=sam).id


def show(destek, id):
    return destek.get(f"/api/Asset/{id}").json


def listed(destek, query="", as_="tom"):
    answer = destek.get(f"/api/Assets{query}", as_=as_)
    assert answer.status_code == 200, answer.text
    return [one["ItemID"] for one in answer.json]


def add(destek, count=1, **given):
    """Assets by the core; the ids."""
    with destek.desk() as desk:
        values = {"kind": AssetKind.HARDWARE, "details": {}, **given}
        return [desk.add(Asset(**values)).id for _ in range(count)]


def test_an_asset_is_entered(destek):
    """Contract 6.8, 61 and 60: the answer is `{"id": …}`; it reads as it was sent, in order."""
    more = {
        "serialNumber": "C02",
        "location": "Kadıköy",
        "comments": "a\nb",
        "quantity": "3",
        "companyId": destek.ids["acme"],
    }

    answer = destek.post("/api/Asset", data=MACBOOK | more, as_="tom")

    assert (200, ["id"]) == (answer.status_code, list(answer.json))
    id = answer.json["id"]
    expected = macbook(
        id,
        SerialNumber="C02",
        Location="Kadıköy",
        Comments="a\nb",
        Quantity=3,
        Company="Acme",
        CompanyID=destek.ids["acme"],
    )
    shown = destek.get(f"/api/Asset?id={id}", as_="tia")
    assert (200, expected) == (shown.status_code, shown.json)
    assert KEYS == list(shown.json)
    assert [expected] == destek.get("/api/Assets").json


@pytest.mark.parametrize("carrier", ["query_string", "json", "data"])
def test_an_asset_may_come_by_any_carrier(destek, carrier):
    """Contract 15: JSON with nulls, and a query with PascalCase names."""
    asked = {name[0].upper() + name[1:]: value for name, value in MACBOOK.items()}
    blank = None if carrier == "json" else ""

    answer = destek.post("/api/Asset", **{carrier: asked | {"SerialNumber": blank}})

    assert macbook(answer.json["id"]) == show(destek, answer.json["id"])


@pytest.mark.parametrize("name", list(MACBOOK))
@pytest.mark.parametrize("value", ["", None])
def test_four_words_are_needed(destek, name, value):
    """Contract 6.8, 61: and nothing is entered without them."""
    answer = destek.post("/api/Asset", json=MACBOOK | {name: value})

    assert (400, f"Parameter '{name}': {MISSING}") == (answer.status_code, answer.text)
    assert [] == listed(destek)


@pytest.mark.parametrize(
    ("changed", "status", "text"),
    [
        ({"companyId": 987654}, 404, "Company not found"),
        ({"companyId": 0}, 404, "Company not found"),
        ({"quantity": -1}, 400, "Parameter 'quantity': must be from 0 to 2147483647"),
        ({"quantity": 2**31}, 400, "Parameter 'quantity': must be from 0 to 2147483647"),
        ({"modelName": "x" * 256}, 400, "Parameter 'modelName': is longer than 255 characters"),
        ({"location": "x" * 256}, 400, "Parameter 'location': is longer than 255 characters"),
        ({"comments": "\0"}, 400, "Parameter 'comments': Must not contain NUL characters."),
    ],
)
@pytest.mark.parametrize("method", ["Asset", "UpdateAsset"])
def test_what_no_asset_can_have_is_refused(destek, asset, method, changed, status, text):
    """Contract 6.8, 61 and 63: and nothing is changed."""
    answer = destek.post(f"/api/{method}", json={"id": asset} | MACBOOK | changed)

    assert (status, text) == (answer.status_code, answer.text)
    assert [macbook(asset)] == destek.get("/api/Assets").json


def test_an_unreadable_quantity_is_the_default(destek):
    """Contract 2.10."""
    id = destek.post("/api/Asset", data=MACBOOK | {"quantity": "many"}).json["id"]

    assert 1 == show(destek, id)["Quantity"]


def test_an_asset_is_changed(destek, asset):
    """Contract 6.8, 63: the answer is the asset; what is not given is kept, but the quantity."""
    whole = {"id": asset, "location": "Rack 2", "quantity": 5, "companyId": destek.ids["beta"]}
    first = destek.post("/api/UpdateAsset", data=whole, as_="tom")
    second = destek.post("/api/UpdateAsset", json={"ID": asset, "modelName": "M2", "type": None})

    beta = {"Company": "Beta", "CompanyID": destek.ids["beta"], "Location": "Rack 2"}
    assert (200, macbook(asset, Quantity=5, **beta)) == (first.status_code, first.json)
    assert macbook(asset, ModelName="M2", **beta) == second.json == show(destek, asset)
    assert KEYS == list(first.json)


def test_blanks_wipe_nothing(destek, asset):
    """Contract 2.6."""
    blank = {name: "" for name in MACBOOK} | {"companyId": "", "comments": "", "id": asset}

    assert macbook(asset) == destek.post("/api/UpdateAsset", data=blank).json


@pytest.mark.parametrize(
    ("given", "model", "type"),
    [
        ({"kind": AssetKind.HARDWARE, "name": "app-1", "model": "R750"}, "R750", ""),
        ({"kind": AssetKind.OTHER, "name": "Gloves", "category": "Stuff"}, "Gloves", "Stuff"),
        ({"kind": AssetKind.SOFTWARE, "name": "Visio", "type": "CAD"}, "Visio", "CAD"),
        ({"kind": AssetKind.HARDWARE}, "", ""),
    ],
)
def test_assets_of_other_dialects_are_there(destek, given, model, type):
    """Canonical model, rule 2: what they lack is an empty text; what is given reads back."""
    (id,) = add(destek, **given)

    empty = macbook(id, Manufacturer="", Supplier="", ModelName=model, Type=type)
    assert empty == show(destek, id)
    changed = destek.post("/api/UpdateAsset", data={"id": id, **MACBOOK}).json
    assert macbook(id) == changed == show(destek, id)


def test_an_asset_is_in_hands(destek, asset):
    """Contract 6.8, 64 and 65: twice is once; users as they are shown alone."""
    for name, users in [("AssignAssetToUser", ["sam"]), ("UnAssignAssetToUser", [])]:
        for _ in range(2):
            given = {"assetId": asset, "userId": destek.ids["sam"]}
            answer = destek.post(f"/api/{name}", data=given, as_="tom")
            assert (200, b"") == (answer.status_code, answer.data)

            held = show(destek, asset)["AssignedUsers"]
            assert [destek.ids[key] for key in users] == [user["UserID"] for user in held]


def test_assigned_users_are_whole(destek, asset):
    """Contract 7.13: user (detail) in the order they were assigned."""
    for key in ("sam", "kim"):
        destek.post("/api/AssignAssetToUser", data={"assetId": asset, "userId": destek.ids[key]})

    held = show(destek, asset)["AssignedUsers"]

    alone = [destek.get(f"/api/User?userId={destek.ids[key]}").json for key in ("sam", "kim")]
    assert alone == held


def test_tickets_are_about_an_asset(destek, asset, ticket):
    """Contract 6.8, 66 and 67: counted once."""
    for name, count in [("AddAssetToTicket", 1), ("RemoveAssetFromTicket", 0)]:
        for _ in range(2):
            answer = destek.post(f"/api/{name}", data={"assetId": asset, "ticketID": ticket})
            assert (200, b"") == (answer.status_code, answer.data)
            assert count == show(destek, asset)["TicketCount"]


@pytest.mark.parametrize("name", ["assetId", "id"])
def test_a_disabled_asset_is_out_of_lists(destek, asset, name):
    """Contract 6.8, 68 and 69: and is still read by its id."""
    for method, disabled in [("DisableAsset", True), ("EnableAsset", False)]:
        for _ in range(2):
            answer = destek.post(f"/api/{method}", data={name: asset})
            assert (200, b"") == (answer.status_code, answer.data)

            assert macbook(asset, Disabled=disabled) == show(destek, asset)
            assert ([] if disabled else [asset]) == listed(destek)
            assert [asset] == listed(destek, "?includeDisabled=True")


def test_pages_are_of_fifty(destek):
    """Contract 8: by id, from 1; past the end there is nothing."""
    ids = add(destek, 51)

    assert ids[:50] == listed(destek) == listed(destek, "?page=0") == listed(destek, "?page=x")
    assert ids[50:] == listed(destek, "?page=2")
    for page in ("3", "9" * 18):
        assert [] == listed(destek, f"?page={page}")
    assert ids[:50] == listed(destek, "/55?page=-1")


def test_assets_are_narrowed(destek, ticket):
    """Contract 6.8, 59: all that is given must hold."""
    first, second, third = add(destek, 3)
    with destek.desk() as desk:
        sales = desk.add(Department(name="Sales"))
        desk.get(Person, destek.ids["kim"]).department_id = sales.id
        desk.get(Asset, second).organization_id = destek.ids["acme"]
        for asset, key in [(first, "sam"), (first, "kim"), (third, "sam")]:
            desk.add(AssetPerson(asset_id=asset, person_id=destek.ids[key]))
        department = sales.id
    destek.post("/api/AddAssetToTicket", data={"assetId": third, "ticketID": ticket})

    sam, acme = destek.ids["sam"], destek.ids["acme"]
    assert [first, third] == listed(destek, f"?assignedToUserId={sam}")
    assert [second] == listed(destek, f"?assignedToCompanyId={acme}")
    assert [first] == listed(destek, f"?assignedToDepartmentId={department}")
    assert [third] == listed(destek, f"?ASSIGNEDTOTICKETID={ticket}")
    assert [third] == listed(destek, f"?assignedToUserId={sam}&assignedToTicketId={ticket}")
    assert [] == listed(destek, f"?assignedToUserId={sam}&assignedToCompanyId={acme}")
    assert [] == listed(destek, "?assignedToUserId=987654")
    assert [first, second, third] == listed(destek, "?assignedToUserId=x")


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("Mac", [0, 1]),
        ("mACb", [0]),
        ("book", []),
        ("İST", [2]),
        ("ma", [0, 1, 2, 3]),
        ("", [0, 1, 2, 3]),
        ("%%%", []),
        ("vis", [3]),
    ],
)
def test_assets_are_found_by_the_beginning_of_their_name(destek, prefix, found):
    """Contract 6.8, 59: of three characters at least, ignoring case."""
    names = [{"model": "Macbook"}, {"name": "MACINTOSH"}, {"model": "istanbul"}]
    software = {"name": "Visio", "kind": AssetKind.SOFTWARE}
    ids = [add(destek, **given)[0] for given in (*names, software)]

    answer = destek.get("/api/Assets", query_string={"namePrefix": prefix})

    assert [ids[at] for at in found] == [one["ItemID"] for one in answer.json]


def test_fields_of_an_asset(destek, asset):
    """Contract 7.13 and 7.11: all of them, ordered, in lists too."""
    destek.seed({"custom_fields": FIELDS})
    fill = {"bought": "12/31/2024", "color": "bLUE", "sealed": "1"}
    for key, value in fill.items():
        given = {"id": asset, "fieldId": destek.ids[key], "value": value}
        answer = destek.post("/api/SetCustomFieldForAsset", data=given, as_="tom")
        assert (200, b"") == (answer.status_code, answer.data)

    def shown(key, name, type, position, value, option=None, **more):
        return {
            "FieldName": name,
            "FieldID": destek.ids[key],
            "Type": type,
            "UsageType": 2,
            "Value": value,
            "ValueWithOption": None if option is None else value,
            "Mandatory": False,
            "OptionID": None if option is None else destek.ids[option],
            "ShowInGrid": False,
            "SelectionComboOptions": None,
            "AccessType": 0,
            "OrderByNumber": position,
            **more,
        }

    expected = [
        shown("bought", "Bought", 2, 1, "2024-12-31", Mandatory=True, ShowInGrid=True),
        shown("color", "Color", 3, 2, "Blue", "blue"),
        shown("sealed", "Sealed", 4, 3, "true"),
    ]
    assert expected == show(destek, asset)["Fields"]
    assert list(expected[0]) == list(show(destek, asset)["Fields"][0])
    assert expected == destek.get("/api/Assets").json[0]["Fields"]

    cleared = {"id": asset, "fieldId": destek.ids["color"], "value": ""}
    destek.post("/api/SetCustomFieldForAsset", data=cleared)
    assert shown("color", "Color", 3, 2, None) == show(destek, asset)["Fields"][1]


@pytest.mark.parametrize(
    ("given", "status", "text"),
    [
        (
            {"fieldId": "color", "value": "green"},
            400,
            "Parameter 'Color': must be one of the options",
        ),
        ({"fieldId": "bought", "value": "soon"}, 400, "Parameter 'Bought': must be a date"),
        ({"fieldId": "sealed", "value": "yes"}, 400, "Parameter 'Sealed': must be true or false"),
        ({"fieldId": "other", "value": "x"}, 404, "Custom field not found"),
        ({"fieldId": 987654, "value": "x"}, 404, "Custom field not found"),
        ({"id": 987654, "fieldId": "color", "value": "x"}, 404, "Asset not found"),
        ({"fieldId": "color"}, 400, f"Parameter 'value': {MISSING}"),
        ({"value": "x"}, 400, f"Parameter 'fieldId': {MISSING}"),
    ],
)
def test_a_wrong_value_is_refused(destek, asset, given, status, text):
    """Contract 11.5: and names the field."""
    destek.seed({"custom_fields": FIELDS})

    answer = call(destek, "SetCustomFieldForAsset", **{"id": asset, **given})

    assert (status, text) == (answer.status_code, answer.text)
    assert {None} == {field["Value"] for field in show(destek, asset)["Fields"]}


PAIRS = {
    "AssignAssetToUser": ("userId", "User"),
    "UnAssignAssetToUser": ("userId", "User"),
    "AddAssetToTicket": ("ticketID", "Ticket"),
    "RemoveAssetFromTicket": ("ticketID", "Ticket"),
}


@pytest.mark.parametrize("name", list(PAIRS))
def test_both_of_a_pair_must_be_there(destek, asset, ticket, name):
    """Contract 6.8, 64 to 67."""
    other, thing = PAIRS[name]
    there = {"userId": destek.ids["sam"], "ticketID": ticket}[other]

    def said(**given):
        answer = destek.post(f"/api/{name}", data=given)
        return answer.status_code, answer.text

    assert (404, "Asset not found") == said(assetId=987654, **{other: there})
    assert (404, f"{thing} not found") == said(assetId=asset, **{other: 987654})
    assert (400, f"Parameter 'assetId': {MISSING}") == said(**{other: there})
    assert (400, f"Parameter '{other}': {MISSING}") == said(assetId=asset)


@pytest.mark.parametrize("name", ["Asset", "UpdateAsset", "EnableAsset", "DisableAsset"])
def test_an_asset_that_is_not_there(destek, name):
    """Contract 6.8."""
    known = "assetId" if name.endswith("ableAsset") else "id"

    missing, unreadable = (destek.get(f"/api/{name}?{known}={id}") for id in ("987654", "x"))

    assert (404, "Asset not found") == (missing.status_code, missing.text)
    assert (400, f"Parameter '{known}': {MISSING}") == (unreadable.status_code, unreadable.text)


@pytest.mark.parametrize("who", ["sam", "mia"])
@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("GET", "Assets"),
        ("GET", "Asset"),
        ("POST", "Asset"),
        ("POST", "SetCustomFieldForAsset"),
        ("POST", "UpdateAsset"),
        ("POST", "EnableAsset"),
        ("POST", "DisableAsset"),
        *(("POST", name) for name in PAIRS),
    ],
)
def test_assets_are_for_technicians(destek, verb, name, who):
    """Contract 3.10: X, before the parameters are looked at."""
    answer = destek.open(verb, f"/api/{name}", as_=who)

    assert FORBIDDEN == (answer.status_code, answer.text)


@pytest.mark.parametrize("path", ["/api/Assets", "/api/Asset/1"])
def test_assets_cost_the_same_however_many_there_are(destek, path, ticket):
    """Statements do not grow with the rows, their holders, their values or their tickets."""
    destek.seed({"custom_fields": FIELDS})
    counts = []
    for more in (1, 1, 20):
        for id in add(destek, more):
            for name, other in [
                ("AssignAssetToUser", {"userId": destek.ids["sam"]}),
                ("AddAssetToTicket", {"ticketID": ticket}),
            ]:
                destek.post(f"/api/{name}", data={"assetId": id, **other})
            filled = {"id": id, "fieldId": destek.ids["sealed"], "value": "true"}
            destek.post("/api/SetCustomFieldForAsset", data=filled)
        with counting() as statements:
            destek.get(path)
        counts.append(len(statements))

    assert counts[1] == counts[2] <= 6
