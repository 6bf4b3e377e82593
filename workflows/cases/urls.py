"""The addresses of those who handle cases."""

from django.urls import path

from workflows.cases import views

urlpatterns = [
    path("start", views.start, name="start"),
    path("ledtider", views.lead_times_page, name="lead_times"),
    path("arenden", views.cases, name="cases"),
    path("arenden/underlag", views.brief, name="brief"),
    path("arenden/<reference>", views.case, name="case"),
    path("arenden/<reference>/utfall/<outcome_id>", views.outcome, name="outcome"),
    path("arenden/<reference>/samtal", views.conversation_page, name="conversation"),
    path("arenden/<reference>/bedomning", views.triage, name="triage"),
    path("arenden/<reference>/avidentifiera", views.masking, name="masking"),
    path("arenden/<reference>/analys", views.analysis_page, name="analysis"),
    path("arenden/<reference>/utpekade", views.pointed_page, name="pointed"),
    path(
        "arenden/<reference>/utpekade/<int:pointed_id>/ta-tillbaka",
        views.withdraw_pointed,
        name="withdraw_pointed",
    ),
    path("arenden/<reference>/kvittera", views.acknowledge, name="acknowledge"),
    path("arenden/<reference>/hanvisningar", views.references_page, name="references"),
    path("arenden/<reference>/liknande", views.similar_page, name="similar"),
    path("arenden/<reference>/liknande/<other>", views.join, name="join"),
    path("arenden/<reference>/kontakt", views.contact, name="case_contact"),
]
