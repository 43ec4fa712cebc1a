"""The site for anybody, and its logo: contract 6.8, D1 to D4 and D7."""

import io

import pytest
from PIL import Image

LOGO = "/api/admin/settings/logo"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
WRONG_TYPE = "unsupported file type: must be PNG, JPG, GIF, or SVG"
UNSAFE = "SVG must not contain scripts or foreign objects"


def picture(kind, size=(640, 64), mode="RGB"):
    """A file of a kind."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


def upload(ohd, data, *, name="logo.bin", part="logo"):
    return ohd.post(LOGO, data={part: (io.BytesIO(data), name)})


def drawing(inside, attributes=""):
    """An SVG with something in it."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize("path", ["/api/v1/site", "/api/site"])
@pytest.mark.parametrize("who", [None, "sam", "ada"])
def test_d3_anybody_sees_the_site(ohd, path, who):
    """Its name, no logo, the version: all texts."""
    answer = ohd.get(path, as_=who)

    expected = {"name": "Open Help Desk", "logo_url": "", "version": "1.0.0"}
    assert (200, expected) == (answer.status_code, answer.json)


def test_d3_the_name_is_that_of_the_settings(ohd):
    """At once."""
    ohd.patch("/api/admin/settings", json={"site_name": "Acme"})

    assert "Acme" == ohd.get("/api/v1/site", as_=None).json["name"]


def test_d7_health(ohd):
    """Without credentials."""
    answer = ohd.get("/health", as_=None)

    assert (200, {"status": "ok"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_d1_d4_a_picture_is_scaled_down_and_kept_as_png(ohd, kind):
    """By its content, whatever it is called; it fits into 320 by 64."""
    answer = upload(ohd, picture(kind))
    served = ohd.get("/api/v1/logo", as_=None)

    assert (200, {"url": "/api/v1/logo"}) == (answer.status_code, answer.json)
    assert "/api/v1/logo" == ohd.get("/api/v1/site").json["logo_url"]
    assert "/api/v1/logo" == ohd.get("/api/admin/settings").json["site_logo_url"]
    assert (200, "image/png") == (served.status_code, served.mimetype)
    assert "public, max-age=300" == served.headers["Cache-Control"]
    with Image.open(io.BytesIO(served.data)) as image:
        assert ("PNG", (320, 32)) == (image.format, image.size)


def test_d1_a_small_picture_keeps_its_size(ohd):
    """It is never scaled up."""
    upload(ohd, picture("PNG", (10, 20)))

    with Image.open(io.BytesIO(ohd.get("/api/logo", as_=None).data)) as image:
        assert (10, 20) == image.size


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_d1_pictures_of_any_colours_will_do(ohd, mode):
    """With palettes, greys and transparency."""
    assert 200 == upload(ohd, picture("PNG", mode=mode)).status_code


def test_d1_a_jpeg_of_four_inks_will_do(ohd):
    """As printers' designers send them."""
    assert 200 == upload(ohd, picture("JPEG", mode="CMYK")).status_code


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b'<?xml version="1.0"?>\n<!-- a -->'])
def test_d1_d4_a_drawing_is_kept_as_it_is(ohd, before):
    """Byte by byte, as `image/svg+xml`."""
    answer = upload(ohd, before + SVG)
    served = ohd.get("/api/logo", as_=None)

    assert (200, {"url": "/api/v1/logo"}) == (answer.status_code, answer.json)
    assert ("image/svg+xml", before + SVG) == (served.mimetype, served.data)
    assert "public, max-age=300" == served.headers["Cache-Control"]


@pytest.mark.parametrize(
    "svg",
    [
        drawing("<script>alert(1)</script>"),
        drawing("<SCRIPT/>"),
        drawing('<x:script xmlns:x="http://www.w3.org/2000/svg"/>'),
        drawing("", 'onload="alert(1)"'),
        drawing('<path OnClick="x"/>'),
        drawing('<a xlink:href="javascript:alert(1)"/>'),
        drawing('<a href=" JaVa&#10;Script:alert(1)"/>'),
        drawing('<a href="&#106;avascript:alert(1)"/>'),
        drawing("<foreignObject/>"),
        drawing("<g><ForeignObject/></g>"),
        drawing("<style>a { width: expression(alert(1)) }</style>"),
        drawing('<path style="width: EXPRESSION (1)"/>'),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>',
    ],
)
def test_d1_a_drawing_that_could_run_is_refused(ohd, svg):
    """400, however it is written."""
    answer = upload(ohd, svg)

    assert (400, {"error": UNSAFE}) == (answer.status_code, answer.json)
    assert 404 == ohd.get("/api/v1/logo").status_code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg",
        b"<svg><g></svg>",
        b"<html></html>",
        b"<svg>&undefined;</svg>",
        b'<?xml version="1.0" encoding="klingon"?><svg/>',
        b"BM" + bytes(100),
        picture("BMP", (4, 4)),
        picture("TIFF", (4, 4)),
        picture("PNG")[:60],
        picture("GIF")[:20],
        picture("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"\xff\xd8\xff" + bytes(64),
        b"GIF89a" + bytes(64),
    ],
)
def test_d1_other_files_are_refused(ohd, data):
    """400, also where only the beginning is right."""
    answer = upload(ohd, data, name="logo.png")

    assert (400, {"error": WRONG_TYPE}) == (answer.status_code, answer.json)


def test_d1_two_megabytes_are_the_limit(ohd):
    """One byte more is too much."""
    padding = b" " * (2 * 2**20 - len(SVG))

    assert 200 == upload(ohd, SVG + padding).status_code
    answer = upload(ohd, SVG + padding + b" ")
    assert (400, {"error": "file exceeds the 2 MB limit"}) == (answer.status_code, answer.json)


def test_d1_a_picture_of_very_many_pixels_is_refused(ohd):
    """A small file may stand for gigabytes."""
    answer = upload(ohd, picture("PNG", (8000, 5001), "1"))

    assert (400, {"error": "image exceeds 40000000 pixels"}) == (answer.status_code, answer.json)


def test_d1_the_part_is_called_logo(ohd):
    """400 for another one, for none, and for what is no multipart body."""
    answers = [
        upload(ohd, SVG, part="file"),
        ohd.post(LOGO),
        ohd.post(LOGO, json={"logo": "x"}),
        ohd.post(LOGO, data=b"x", headers={"Content-Type": "multipart/form-data"}),
    ]

    expected = (400, {"error": "missing file field 'logo'"})
    assert [expected] * 4 == [(one.status_code, one.json) for one in answers]


def test_d1_the_last_logo_counts(ohd):
    """It takes the place of the one before."""
    upload(ohd, picture("PNG"))
    upload(ohd, SVG)

    assert SVG == ohd.get("/api/v1/logo", as_=None).data


def test_d2_a_logo_elsewhere_is_forgotten_too(ohd):
    """The setting is empty, also where nothing was uploaded."""
    ohd.patch("/api/admin/settings", json={"site_logo_url": "https://cdn.example/logo.png"})

    assert 204 == ohd.delete(LOGO).status_code
    assert "" == ohd.get("/api/v1/site").json["logo_url"]


def test_d2_the_logo_is_removed(ohd):
    """204; the setting is empty, and the bytes are gone."""
    upload(ohd, SVG)

    answer = ohd.delete(LOGO)

    assert (204, b"") == (answer.status_code, answer.data)
    assert "" == ohd.get("/api/v1/site").json["logo_url"]
    gone = ohd.get("/api/v1/logo", as_=None)
    assert (404, {"error": "logo not found"}) == (gone.status_code, gone.json)
