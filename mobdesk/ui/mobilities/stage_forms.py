"""The stage of one mobility, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mobdesk import texts
from mobdesk.domain.stages import End, Stage, ends_from
from mobdesk.i18n import N_, _
from mobdesk.services import stages
from mobdesk.services.mobility_details import MemberDetail
from mobdesk.ui.choices import Choice, YesNo
from mobdesk.ui.fields import Date, LongText, Money, Text
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.dates_forms import DatesForms
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.mobilities.needs import still_open
from mobdesk.ui.mobilities.page_forms import WHY


class StageForms(DatesForms):
    """Asks why a stage is left with things open, and how a mobility ended."""

    def go_to(self, stage: str) -> None:
        """Change the stage: at once when nothing is missing, else it asks why to go on."""
        sheet = self._sheet()
        step = next(one for one in sheet.steps if one.stage == stage)
        back = [one.stage for one in sheet.steps].index(step.stage) < [
            one.stage.value for one in sheet.steps
        ].index(sheet.detail.stage)
        if stage == sheet.detail.stage:
            return
        if not step.missing and not back:
            self.desk.write(self.page, stages.move, sheet.id, stage, sheet.today)
        elif step.missing == ("actual_dates",) and stage == Stage.RETURNED:
            self.real_dates(
                then=lambda: self.desk.write(self.page, stages.move, sheet.id, stage, sheet.today)
            )
        else:
            self._with_reason(sheet, stage, step.missing, back=back)

    def _with_reason(self, sheet: Sheet, stage: str, missing: Sequence[str], *, back: bool) -> None:
        if back:
            context = _("This goes back to an earlier stage.")
        else:
            context = still_open(sheet, missing)
        hint = N_("For example: without a call") if "selection" in missing else ""
        declared = (Field("reason", WHY, lambda: LongText(hint), wide=True),)
        word = texts.word(f"stage.{stage}")
        dialog = FormDialog(
            self.desk, self.page, _("Go on to “{stage}”?").format(stage=word), declared,
            lambda s, a, v, _rev: stages.move(s, a, sheet.id, stage, sheet.today, v["reason"]),
            context=context, columns=1, main=_("Go on"),
        )  # fmt: skip
        dialog.context.setWordWrap(True)
        dialog.open()

    def end(self, member: MemberDetail | None = None) -> None:
        """End it for one member or (None) for everybody: which end, why, who decided."""
        sheet = self._sheet()
        ends = ends_from(sheet.detail.stage)
        if not ends:
            self.desk.say(_("At this stage nothing can be ended. Go back a stage first."))
            return
        declared = (
            Field("ended", N_("What happened"),
                  lambda: Choice([(e.value, texts.word(f"end.{e}")) for e in ends])),
            Field("ended_on", N_("On which day"), lambda: Date(near=self.desk.today),
                  required=End.RETURNED_EARLY in ends),
            Field("ended_by", N_("Who decided"), Text),
            Field("force_majeure", N_("Force majeure"), lambda: YesNo(N_("Choose yes or no")),
                  help=N_("Something nobody could foresee or avoid.")),
            Field("money_kept", N_("Money kept"), Money, required=False,
                  help=N_("What stays paid, for each person. 0 if all comes back.")),
            Field("ended_reason", WHY, LongText, wide=True),
        )  # fmt: skip

        def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
            kept = {k: v for k, v in values.items() if k != "ended"}
            if member is None:
                return stages.end_all(
                    store, actor, sheet.id, values["ended"], kept, today=sheet.today
                )
            return stages.end(store, actor, member.id, values["ended"], kept, today=sheet.today)

        who = member.name if member else sheet.detail.name
        FormDialog(
            self.desk, self.page, _("End this mobility"), declared, save,
            context=words.first_name_first(who), main=_("End it"),
            defaults={"ended_on": sheet.today},
        ).open()  # fmt: skip

    def take_end_back(self, member_id: int) -> None:
        """It goes on after all."""
        self.desk.write(self.page, stages.reopen, member_id)
