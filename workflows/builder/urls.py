"""The addresses of a formulärägare."""

from django.urls import path

from workflows.builder import views

urlpatterns = [
    path("blanketter", views.forms_page, name="forms"),
    path("blanketter/ny", views.new_form, name="new_form"),
    path("blanketter/<slug:slug>", views.form_page, name="form"),
    path("blanketter/<slug:slug>/fil", views.form_file, name="form_file"),
    path("blanketter/<slug:slug>/forhandsgranska", views.preview, name="form_preview"),
    path("blanketter/<slug:slug>/utskrift.pdf", views.print_form, name="print_form"),
    path("blanketter/<slug:slug>/publicera", views.publish, name="publish_form"),
    path("blanketter/<slug:slug>/slang", views.discard, name="discard_form"),
    path("blanketter/<slug:slug>/versioner", views.versions, name="form_versions"),
    path("blanketter/<slug:slug>/versioner/<slug:code>", views.version, name="form_version"),
    path("blanketter/<slug:slug>/fragor/<slug:name>", views.question_page, name="question"),
    path("blanketter/<slug:slug>/fragor/<slug:name>/ta-bort", views.remove_question, name="remove_question"),
]
