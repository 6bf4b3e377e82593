"""The pages that every site has say what the law and the reader ask for."""

import re

import pytest
from django.test import Client

SHARED, TENANT = "samsyn.example", "solvik.example"
PAGES = ["/", "/tillganglighet", "/personuppgifter", "/kontakt", "/nej"]


def get(client: Client, path: str, host: str = TENANT) -> str:
    return re.sub(r"\s+", " ", client.get(path, headers={"host": host}).text)


@pytest.mark.parametrize("host", [SHARED, TENANT])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_that_is_also_its_title(client: Client, path: str, host: str) -> None:
    html = get(client, path, host)
    headings = re.findall(r"<h1>(.*?)</h1>", html)
    service = "Samsyn" if host == SHARED else "Samordningsförbundet Solvik"
    assert len(headings) == 1
    assert f"<title>{headings[0]} – {service}</title>" in html
    assert '<html lang="sv">' in html


@pytest.mark.parametrize("host", [SHARED, TENANT])
@pytest.mark.parametrize("path", PAGES)
def test_every_footer_leads_to_the_three_pages(client: Client, path: str, host: str) -> None:
    html = get(client, path, host)
    for address in ("/tillganglighet", "/personuppgifter", "/kontakt"):
        assert f'<a href="{address}"' in html
        assert client.get(address, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, "/fail/400", "/fail/500", "/fail/503"])
def test_nothing_stands_inline(client: Client, path: str) -> None:
    html = get(client, path)
    assert " style=" not in html
    assert "<style" not in html
    assert "<script" not in html
    assert not re.search(r" on[a-z]+=", html)


def test_a_heading_is_escaped_once(client: Client) -> None:
    html = get(client, "/form")
    assert "<title>Rapportera – Samordningsförbundet Solvik</title>" in html


def test_the_header_says_who_is_signed_in_and_lets_them_out(client: Client) -> None:
    assert ">Logga in</a>" in get(client, "/kontakt")
    html = get(client, "/kontakt?in")
    assert "Karin Åkesson-Lindqvist" in html
    assert "Mina organisationer" in html
    assert re.search(r'<form method="post" action="/logga-ut">.*?Logga ut</button>', html)


def test_the_menu_says_where_the_reader_is(client: Client) -> None:
    html = get(client, "/organisationer?in")
    assert '<a href="/rapportera" >Rapportera</a>' in html
    assert '<a href="/organisationer" aria-current="page">Organ och platser</a>' in html


def test_the_front_page_of_an_organisation_promises_its_own_days(client: Client) -> None:
    html = get(client, "/")
    assert "5 arbetsdagar" in html
    assert "30 dagar" in html
    assert 'href="/rapportera"' in html
    assert 'href="/kvitto"' in html


def test_the_front_page_of_a_lansstyrelse_leads_to_its_county_and_takes_no_reports(client: Client) -> None:
    html = get(client, "/", "lansstyrelsen.example")
    assert 'href="/statistik/lan/17"' in html
    assert "tar inte emot rapporter" in html
    assert 'href="/rapportera"' not in html


def test_the_shared_front_page_leads_to_each_organisation(client: Client) -> None:
    html = get(client, "/", SHARED)
    assert '<a href="https://solvik.example/">Samordningsförbundet Solvik</a>' in html
    assert "Västmanlands län" in html
    assert "Ingen organisation tar emot rapporter än" in get(client, "/?tom", SHARED)


def test_the_statement_says_how_far_and_what_was_not_tested(client: Client) -> None:
    html = get(client, "/tillganglighet")
    for part in ("delvis förenlig", "skärmläsare", "Chromium", "21 november 2026", "tdosanmalan", "Solvik"):
        assert part in html


def test_personal_data_is_told_apart_for_the_two_kinds_of_site(client: Client) -> None:
    tenant, shared = get(client, "/personuppgifter"), get(client, "/personuppgifter", SHARED)
    assert "allmän handling" in tenant
    assert "Samordningsförbundet Solvik är personuppgiftsansvarig" in tenant
    assert "lämnas inga rapporter" in shared


def test_contact_names_a_person(client: Client) -> None:
    html = get(client, "/kontakt")
    assert "Karin Åkesson" in html
    assert 'href="mailto:karin@solvik.example"' in html
    assert 'href="tel:0123-45678"' in html


def test_the_browsers_language_changes_nothing_and_the_switch_does(client: Client) -> None:
    response = client.get("/kontakt", headers={"host": TENANT, "accept-language": "en"})
    assert response.headers["Content-Language"] == "sv"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.text)
    assert token
    sent = {"language": "en", "csrfmiddlewaretoken": token[1]}
    back = f"http://{TENANT}/kontakt"
    response = client.post("/sprak", sent, headers={"host": TENANT, "referer": back})
    assert response.headers["Location"] == back
    response = client.get("/kontakt", headers={"host": TENANT})
    assert response.headers["Content-Language"] == "en"
    assert '<html lang="en">' in response.text


def test_a_language_that_nobody_offers_is_swedish(client: Client) -> None:
    client.cookies["django_language"] = "../../x"
    assert client.get("/kontakt", headers={"host": TENANT}).headers["Content-Language"] == "sv"
