"""What we took from others is what they published, and is listed with its licence."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "platform" / "ui" / "static" / "ui"
VENDOR = STATIC / "vendor"
PACKAGES = tomllib.loads((VENDOR / "VENDOR.toml").read_text())
FILES = [
    (VENDOR / folder / package["version"] / name, sha256)
    for folder, package in PACKAGES.items()
    for name, sha256 in package["files"].items()
]


@pytest.mark.parametrize(("path", "sha256"), FILES, ids=lambda value: getattr(value, "name", ""))
def test_a_vendored_file_is_unchanged(path: Path, sha256: str) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def test_nothing_is_vendored_without_being_listed() -> None:
    present = {path for path in VENDOR.rglob("*") if path.is_file()}
    assert present == {path for path, _ in FILES} | {VENDOR / "VENDOR.toml"}


@pytest.mark.parametrize("folder", PACKAGES)
def test_the_licence_is_named_and_kept(folder: str) -> None:
    package = PACKAGES[folder]
    listed = (ROOT / "THIRD_PARTY_LICENSES.md").read_text()
    assert f"{package['package']} {package['version']}" in listed
    assert package["licence"] in listed
    assert "LICENSE" in package["files"]


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_every_address_in_a_style_sheet_leads_to_a_file(path: Path) -> None:
    css = path.read_text()
    assert "sourceMappingURL" not in css
    addresses = [found for _, found in re.findall(r"url\((['\"]?)(?!['\"]?data:)(.*?)\1\)", css)]
    assert [address for address in addresses if not (path.parent / address).is_file()] == []
