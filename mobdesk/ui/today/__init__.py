"""Today: who leaves and returns, what is missing, where the year stands, is it safe."""

from mobdesk.i18n import N_
from mobdesk.ui.pages import PageSpec
from mobdesk.ui.today.page import TodayPage

SPECS = (PageSpec("today", N_("Today"), "today", "today", TodayPage),)
