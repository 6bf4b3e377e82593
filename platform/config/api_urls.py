"""What a tenant's JSON door answers to, below /api/v1/. Stable: what is here stays as it is."""

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from rest_framework.views import APIView

from ui import documentation
from workflows.cases import api as cases
from workflows.intake import api as intake
from workflows.measures import api as measures


def door(route: str, view: type[APIView], name: str) -> URLPattern:
    """An address whose answers nobody keeps."""
    return path(route, never_cache(view.as_view()), name=name)


urlpatterns = [
    path("schema", documentation.Schema.as_view(), name="api_schema"),
    path("docs", documentation.docs, name="api_docs"),
    door("form", intake.Forms, "api_form"),
    door("reports", intake.Reports, "api_reports"),
    door("receipt", intake.Receipt, "api_receipt"),
    door("receipt/letters", intake.ReceiptLetters, "api_receipt_letters"),
    door("receipt/feedback", intake.ReceiptFeedback, "api_receipt_feedback"),
    door("me", cases.Me, "api_me"),
    door("cases", cases.Cases, "api_cases"),
    door("cases/<str:reference>", cases.OneCase, "api_case"),
    door("cases/<str:reference>/moves", cases.Moves, "api_moves"),
    door("cases/<str:reference>/letters", cases.Letters, "api_letters"),
    door("cases/<str:reference>/measures", measures.CaseMeasures, "api_case_measures"),
    door("cases/<str:reference>/statements", measures.CaseStatements, "api_case_statements"),
    door("measures", measures.Measures, "api_measures"),
    door("measures/<int:measure>", measures.OneMeasure, "api_measure"),
    door("statements/<int:statement>", measures.OneStatement, "api_statement"),
    door("cases/<str:reference>/pointed", cases.PointedOutPeople, "api_pointed"),
    door("cases/<str:reference>/pointed/<int:pointed_id>/withdraw", cases.Withdrawals, "api_withdraw"),
    door("cases/<str:reference>/acknowledge", cases.Acknowledgements, "api_acknowledge"),
    door("cases/<str:reference>/references", cases.References, "api_references"),
]
