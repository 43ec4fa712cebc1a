"""HelpDesk Pro `apikey`, 2.12: what its clients in the wild rely on, call by call."""

NOW = "2025-02-28T09:45:03.104281"


def test_the_vendors_ticket_samples_work_one_after_another(apikey):
    """Create, filter, read, change with nulls, delete: the curl calls of the vendor's page."""
    apikey.freeze(f"{NOW}Z")
    sent = {
        "subject": "Printer jam",
        "description": "3rd floor printer keeps jamming",
        "priority": "Medium",
        "department": "Facilities",
        "created_by": "maria",
        "assigned_to": "tech01",
    }
    change = {"status": "Resolved", "assigned_to": None, "closed_at": "2025-02-28T11:30:00"}
    network = {**sent, "department": "Network"}

    created = apikey.post("/tickets", json=sent).json["ticket"]
    other = apikey.post("/tickets", json=network).json["ticket"]
    listed = apikey.get("/tickets?status=Open&department=Network").json
    read = apikey.get(f"/tickets/{created['id']}").json
    changed = apikey.patch(f"/tickets/{created['id']}", json=change).json
    deleted = apikey.delete(f"/tickets/{created['id']}")
    left = apikey.get("/tickets").json

    assert {"tickets": [other]} == listed
    assert {"ticket": created} == read
    assert {"ticket": {**created, **change, "assignee": None}} == changed
    assert (200, {"status": "deleted", "id": created["id"]}) == (deleted.status_code, deleted.json)
    assert {"tickets": [other]} == left


def test_the_vendors_knowledge_samples_work_one_after_another(apikey):
    """Tags go in and come out as an array."""
    sent = {
        "title": "Reset VPN profile",
        "summary": "Steps to fix VPN client issues",
        "content": "1. Open VPN client...",
        "tags": ["vpn", "network"],
        "category": "Networking",
        "is_published": True,
        "created_by": "alex",
    }

    created = apikey.post("/knowledge", json=sent).json["article"]
    found = apikey.get("/knowledge?q=vpn").json

    assert {"results": [created]} == found
    assert ["vpn", "network"] == created["tags"]


def test_the_vendors_inventory_samples_work_one_after_another(apikey):
    """Create, filter, change with nulls and unknown users, delete."""
    apikey.freeze(f"{NOW}Z")
    software = {"name": "Visio Professional", "vendor": "Microsoft", "assigned_to": "geozac"}
    hardware = {"asset_tag": "DL-PRD-005", "manufacturer": "Dell", "assigned_to": "infra-team"}
    expires = {"expiration_date": "2026-06-30", "assigned_to": None}
    repair = {"status": "In Repair", "assigned_to": "workshop"}

    licence = apikey.post("/inventory/software", json=software).json["software"]
    machine = apikey.post("/inventory/hardware", json=hardware).json["hardware"]
    licences = apikey.get("/inventory/software?vendor=Microsoft").json
    machines = apikey.get("/inventory/hardware?manufacturer=Dell").json
    renewed = apikey.patch(f"/inventory/software/{licence['id']}", json=expires).json
    repaired = apikey.patch(f"/inventory/hardware/{machine['id']}", json=repair).json
    gone = [
        apikey.delete(f"/inventory/software/{licence['id']}").status_code,
        apikey.delete(f"/inventory/hardware/{machine['id']}").status_code,
    ]

    assert ({"software": [licence]}, {"hardware": [machine]}) == (licences, machines)
    assert {"software": {**licence, **expires}} == renewed
    assert {"hardware": {**machine, "status": "In Repair"}} == repaired
    assert [200, 200] == gone


def test_the_vendors_swagger_page_works(apikey):
    """It reads the document without a key, then calls what is in it with `X-API-Key`."""
    document = apikey.get("/openapi.json", key=None).json
    scheme = document["components"]["securitySchemes"]["ApiKeyAuth"]

    response = apikey.get("/status", key=None, headers={scheme["name"]: apikey.secret})

    assert ("apiKey", "header", "X-API-Key", 200) == (
        scheme["type"],
        scheme["in"],
        scheme["name"],
        response.status_code,
    )
    assert document["servers"][0]["url"].endswith("/api/v1")
