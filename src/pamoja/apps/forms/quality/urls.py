"""Addresses below a form: its quality."""

from django.urls import path

from pamoja.apps.forms.quality.views import board, flags, log

app_name = "forms-quality"
urlpatterns = [
    path("", board.board, name="board"),
    path("chart.json", board.chart, name="chart"),
    path("begin/", board.begin, name="begin"),
    path("check/", board.check, name="check"),
    path("settings/", board.settings, name="settings"),
    path("flags/", flags.flag_list, name="flags"),
    path("flags/decide/", flags.decide_many, name="decide"),
    path("flags/<int:flag_id>/", flags.flag, name="flag"),
    path("log/", log.log, name="log"),
    path("log/cleaning-log.csv", log.log_file, {"suffix": "csv"}, name="log_csv"),
    path("log/cleaning-log.xlsx", log.log_file, {"suffix": "xlsx"}, name="log_xlsx"),
    path("log/take-in/", log.take_in, name="take_in"),
    path("log/<uuid:public_id>/withdraw/", log.withdraw_line, name="withdraw"),
]
