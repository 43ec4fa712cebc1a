"""A day of a technician, with requests and pyotp: `with_requests.py <base URL> <admin's key>`."""

import json
import sys

import pyotp
import requests

url, key = sys.argv[1:]
tom = {"email": "tom@example.com", "password": "correct horse battery"}
told = {}


def ask(session, method, path, body=None, status=200):
    """The JSON of an answer, which has to have the status."""
    answer = session.request(method, f"{url}/api{path}", json=body)
    assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


with requests.Session() as admin:
    admin.headers["Authorization"] = f"Bearer {key}"
    ask(admin, "POST", "/admin/users", {**tom, "name": "Tom Reed", "role": "staff"}, 201)

with requests.Session() as web:
    ask(web, "POST", "/auth/login", tom)
    authenticator = pyotp.parse_uri(ask(web, "POST", "/me/mfa/enroll")["totp_uri"])
    codes = ask(web, "POST", "/me/mfa/confirm", {"code": authenticator.now()})["recovery_codes"]
    ask(web, "POST", "/auth/logout", status=204)
    told["login"] = ask(web, "POST", "/auth/login", tom)
    told["pending"] = ask(web, "GET", "/tickets", status=403)
    told["verified"] = ask(web, "POST", "/auth/mfa/verify", {"code": authenticator.now()})["user"]

    category = ask(web, "GET", "/categories")["data"][0]["id"]
    laptop = {"subject": "Laptop won't power on", "description": "Dead.", "category_id": category}
    dock = {"subject": "Dock is dead too", "description": "Same desk.", "category_id": category}
    first, second = (ask(web, "POST", "/tickets", asked, 201)["id"] for asked in (laptop, dock))
    ask(web, "POST", f"/tickets/{first}/replies", {"body": "The part is ordered."}, 201)
    notes = {"resolution_notes": "Replaced the power adapter."}
    told["resolved"] = ask(web, "POST", f"/tickets/{first}/resolve", notes)
    told["reopened"] = ask(web, "POST", f"/tickets/{first}/reopen", {"reason": "It is back."})
    link = {"target_id": second, "link_type": "parent_of"}
    told["link"] = ask(web, "POST", f"/tickets/{first}/links", link, 201)
    ask(web, "POST", "/auth/logout", status=204)
    ask(web, "POST", "/auth/login", tom)
    told["recovered"] = ask(web, "POST", "/auth/mfa/verify", {"code": codes[0]})["user"]
print(json.dumps(told))
