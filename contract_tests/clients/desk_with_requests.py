"""An agent's errand, with requests: `desk_with_requests.py <base URL> <key>`."""

import json
import sys

import requests

url, key = sys.argv[1:]
told = {}


def ask(method, path, body=None, status=200, **more):
    """The JSON of an answer, which has to have the status."""
    answer = desk.request(method, f"{url}/api/v2{path}", json=body, **more)
    assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


with requests.Session() as desk:
    desk.headers["Authorization"] = f"key {key}"
    told["me"] = ask("GET", "/me")["data"]["person"]["name"]

    lee = {"email": "lee@example.org", "name": "Lee"}
    asked = {"subject": "Printer on fire", "person": lee}
    made = ask("POST", "/tickets?include=person", asked, 201)
    ticket = made["data"]["id"]
    told["person"] = made["linked"]["person"][str(made["data"]["person"])]["name"]

    file = {"file": ("yangın.txt", b"smoke", "text/plain")}
    blob = ask("POST", "/blobs/temp", status=201, files=file)["data"]
    reply = {"message": "<p>Run.</p>", "attachments": [{"blob_auth": blob["blob_auth"]}]}
    ask("POST", f"/tickets/{ticket}/messages", reply, 201)
    (attached,) = ask("GET", f"/tickets/{ticket}/attachments")["data"]
    download = requests.get(attached["blob"]["download_url"], timeout=60)
    told["file"] = [attached["blob"]["filename"], download.text, download.headers["Content-Type"]]

    ask("PUT", f"/tickets/{ticket}", {"status": "resolved"}, 204)
    items = {"t": f"/tickets/{ticket}", "no": "/tickets/999999", "new": {"url": "/tickets"}}
    items["new"] |= {"method": "POST", "payload": asked | {"subject": "Smoke"}}
    results = ask("POST", "/batch", {"requests": items})["responses"]
    told["batch"] = {name: result["headers"]["status-code"] for name, result in results.items()}
    told["status"] = results["t"]["data"]["status"]

    path, seen = "/tickets?count=50&order_by=id&order_dir=desc", []
    while path:
        page = ask("GET", path)
        seen += [row["id"] for row in page["data"]]
        path = page["links"]["next"]
    told["pages"] = [len(set(seen)) == page["meta"]["total"], seen == sorted(seen, reverse=True)]
print(json.dumps(told))
