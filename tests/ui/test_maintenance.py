"""While the database is being worked on, every page says so, and the probe for life still answers."""

from django.test import Client, override_settings

WORKED_ON = [
    "csp.middleware.CSPMiddleware",
    "ui.maintenance.MaintenanceMiddleware",
]


def test_every_page_is_closed_and_says_when_to_come_back() -> None:
    with override_settings(MAINTENANCE=True, MIDDLEWARE=WORKED_ON):
        answer = Client(SERVER_NAME="solvik.example").post("/rapportera", {"handelse": "x"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "300"
    assert "Allt som redan har skickats in finns kvar" in answer.content.decode()


def test_the_probe_for_life_is_let_through() -> None:
    with override_settings(MAINTENANCE=True, MIDDLEWARE=WORKED_ON, ROOT_URLCONF="config.public_urls"):
        assert Client(SERVER_NAME="solvik.example").get("/health/live").status_code == 200
