"""The small forms of one mobility: edit, dates, stage, end, papers, sums, preparation, members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mobdesk import texts
from mobdesk.domain import documents as paper_rules
from mobdesk.domain import mobilities as rules
from mobdesk.domain.mobilities import Part
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.stages import End, Stage, ends_from
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import documents, grants, members, mobilities, stages, subgroups
from mobdesk.services.mobility_details import MemberDetail, SubgroupDetail
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.ui.choices import Choice, YesNo
from mobdesk.ui.day_or_month import join_months, part_months
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Date, LongText, Money, Number, Text
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import (
    Known,
    person_picker,
    project_picker,
    read_known,
)
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.mobilities.needs import still_open
from mobdesk.ui.mobilities.people_list import PeopleList
from mobdesk.ui.mobilities.plan import (
    TRAVEL,
    PlanDialog,
    activity_choice,
    group_members,
    roles,
    sender_fields,
    travel_fields,
    where_fields,
)

_REASON = N_("Why")


class Asking:
    """Opens the forms over ``page`` for the mobility it shows.

    ``attach(files, paper_id)`` takes the scans of a paper.
    """

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        sheet: Callable[[], Sheet],
        attach: Callable[[Sequence[Path], int], object],
    ) -> None:
        self.desk, self.page, self._sheet, self.attach = desk, page, sheet, attach

    # the mobility and its dates
    def edit(self) -> None:
        """Project, activity, host, place, name."""
        values = self._sheet().values
        hosts = [i for i in (values["host_id"], values["sending_id"]) if i]
        self.desk.read(
            self.page, read_known, hosts, (), values["project_id"], then=self._edit
        )  # fmt: skip

    def _edit(self, known: Known) -> None:
        sheet, desk = self._sheet(), self.desk
        declared = (
            Field("title", N_("Name of the group"), required=sheet.group),
            Field("project_id", N_("Project"), lambda: project_picker(known), required=False),
            Field(
                "activity_type",
                N_("Activity"),
                lambda: activity_choice(sheet.project.field if sheet.project else None),
                required=False,
            ),
            Field(
                "direction",
                N_("Direction"),
                lambda: Choice(
                    [(d, texts.word(f"direction.{d}")) for d in ("outgoing", "incoming")]
                ),
            ),
            *sender_fields(desk, known),
            *where_fields(desk, known),
            Field("bm_id", N_("Mobility activity ID"), Text, required=False),
            Field("note", N_("Note"), LongText, required=False, wide=True),
        )
        shown = declared if sheet.group else declared[1:]
        number = sheet.id
        PlanDialog(
            desk, self.page, _("Edit the mobility"), shown,
            lambda s, a, values, rev: mobilities.change(s, a, number, rev or 0, values),
            known=known, part=self._part(), context=words.first_name_first(sheet.detail.name),
            record=sheet.detail.record,
            reload=lambda s, a: mobilities.get(s, a, number).record,
            draft=f"mobility {number}",
        ).open()  # fmt: skip

    def change_dates(self, group: SubgroupDetail | None = None) -> None:
        """The dates of a subgroup: typed once, they hold for all its members."""
        groups = self._sheet().detail.subgroups
        chosen = group or groups[0]
        self.desk.read(self.page, read_known, then=lambda known: self._dates(known, chosen))

    def _dates(self, known: Known, group: SubgroupDetail) -> None:
        sheet, number = self._sheet(), group.id
        several = len(sheet.detail.subgroups) > 1 or sheet.group
        title = (Field("title", N_("Name of the subgroup"), required=False, wide=True),)
        n = sum(m.values["places"] for m in group.members if m.ended is None)
        spread = ngettext("The dates hold for {n} person.", "The dates hold for {n} persons.", n)

        def reload(store: Any, actor: Any) -> Loaded:
            found = mobilities.get(store, actor, sheet.id).subgroups
            again = next(g for g in found if g.id == number)
            return Loaded(again.rev, join_months(again.values))

        dialog = PlanDialog(
            self.desk, self.page, _("Change dates"),
            ((*title,) if several else ()) + travel_fields(self._near),
            lambda s, a, values, rev: subgroups.change(
                s, a, number, rev or 0, part_months(values)
            ),
            known=known, part=self._part(), project=sheet.project,
            context=group.values["title"] or spread,
            record=Loaded(group.rev, join_months(group.values)), reload=reload,
            main=_("Move the dates"),
        )  # fmt: skip
        dialog.open()

    def real_dates(
        self, group: SubgroupDetail | None = None, then: Callable[[], object] | None = None
    ) -> None:
        """When the activity really was; the planned dates stand there to be taken."""
        found = self._sheet().detail.subgroups
        chosen = group or found[0]
        typed = [m.values for m in chosen.members if m.ended is None]
        first = typed[0] if typed else {}
        defaults = {
            "actual_start": first.get("actual_start") or chosen.values["start"],
            "actual_end": first.get("actual_end") or chosen.values["end"],
        }
        declared = (
            Field(
                "actual_start",
                N_("Actual first day"),
                lambda: Date(near=self._near),
                check=self._actual("actual_start"),
            ),
            Field(
                "actual_end",
                N_("Actual last day"),
                lambda: Date(near=self._near),
                check=self._actual("actual_end"),
            ),
        )
        dialog = FormDialog(
            self.desk, self.page, _("Real dates"), declared,
            lambda s, a, v, _rev: members.set_actual_dates(
                s, a, chosen.id, v["actual_start"], v["actual_end"], today=self.desk.today()
            ),
            context=_("The planned dates are kept beside them."), defaults=defaults,
        )  # fmt: skip
        if then is not None:
            dialog.saved.connect(lambda _done: then())
        dialog.open()

    def _actual(self, key: str) -> Callable[[Any, dict[str, Any]], Problem | None]:
        """The rule of an actual date, for its field."""

        def check(_value: Any, values: dict[str, Any]) -> Problem | None:
            found = rules.validate_actual(values, self.desk.today())
            return next((problem for problem in found if problem.field == key), None)

        return check

    def other_dates(self, member_ids: Sequence[int]) -> None:
        """A new subgroup with other dates; the members go over to it."""
        sheet = self._sheet()
        group = sheet.subgroup_of(member_ids[0]) if member_ids else sheet.detail.subgroups[0]
        values = {k: join_months(group.values)[k] for k in TRAVEL} if group else {}
        self.desk.read(
            self.page, read_known, then=lambda known: self._other(known, member_ids, values)
        )

    def _other(self, known: Known, member_ids: Sequence[int], values: dict[str, Any]) -> None:
        sheet = self._sheet()
        title = Field("title", N_("Name of the subgroup"), wide=True)
        PlanDialog(
            self.desk, self.page, _("Subgroup with other dates"),
            (title, *travel_fields(self._near)),
            lambda s, a, v, _rev: subgroups.add(
                s, a, sheet.id, SubgroupPlan(part_months(v)), member_ids
            ),
            known=known, part=self._part(), project=sheet.project, defaults=values,
            main=_("Add the subgroup"),
        ).open()  # fmt: skip

    # stage and end
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
        declared = (Field("reason", _REASON, lambda: LongText(hint), wide=True),)
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
            Field("ended_reason", _REASON, LongText, wide=True),
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

    # papers
    def file_paper(self, kind: str, member_ids: Sequence[int]) -> None:
        """Say that a paper is there: signed, and where the original is."""
        sheet = self._sheet()
        signatures = paper_rules.checklist()[kind].needs_signatures
        known = sheet.known.get((member_ids[0], kind)) if len(member_ids) == 1 else None
        signing = (Field("signed", N_("Signed by all"), YesNo),) if signatures else ()
        declared = (
            Field("on", N_("Filed on"), lambda: Date(near=self.desk.today)),
            *signing,
            Field("place", N_("Paper original: binder, place"), lambda: Text(N_("Binder 3")),
                  required=False, wide=True,
                  help=N_("Empty, if a scan is attached.") if signatures else ""),
        )  # fmt: skip
        defaults = {
            "on": (known.filed_on if known else None) or sheet.today,
            "signed": known.signed if known and known.filed_on else signatures,
            "place": known.place if known else None,
        }
        n = len(member_ids)
        many = ngettext("For {n} person", "For {n} persons", n) if n > 1 else ""
        FormDialog(
            self.desk, self.page, texts.word(f"paper.{kind}"), declared,
            lambda s, a, v, _rev: _file(s, a, member_ids, kind, v),
            context=many or words.first_name_first(self._name(member_ids[0])),
            defaults=defaults, main=_("File it"),
        ).open()  # fmt: skip

    def attach_scan(self, kind: str, member_id: int) -> None:
        """Choose files and attach them as the scan of a paper; the paper counts as filed."""
        dialog = QFileDialog(self.page.window(), texts.word(f"paper.{kind}"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(
            lambda names: self.take_scan(kind, member_id, [Path(name) for name in names])
        )
        dialog.open()

    def take_scan(self, kind: str, member_id: int, files: Sequence[Path]) -> None:
        """Attach ``files`` to a paper; a paper not filed before is filed today."""
        sheet, number = self._sheet(), self._sheet().id
        known = sheet.known.get((member_id, kind))
        if known is not None and known.filed_on is not None:
            self.attach(files, known.id)
            return

        def find(store: Any, actor: Any) -> int:
            return documents.known(store, actor, number)[member_id, kind].id

        def filed(_done: Any) -> None:
            self.desk.read(self.page, find, then=lambda paper: self.attach(files, paper))

        signatures = paper_rules.checklist()[kind].needs_signatures
        self.desk.write(
            self.page, documents.file_paper, member_id, kind, on=sheet.today, signed=signatures,
            then=filed,
        )  # fmt: skip

    def not_needed(self, kind: str, member_id: int) -> None:
        """Say that a paper or a thing to prepare is not needed here."""
        declared = (Field("reason", _REASON, LongText, wide=True),)
        FormDialog(
            self.desk, self.page,
            _("{paper}: not needed here").format(paper=words.thing(kind)), declared,
            lambda s, a, v, _rev: documents.set_aside(s, a, member_id, kind, v["reason"]),
            context=words.first_name_first(self._name(member_id)), columns=1,
            main=_("Not needed here"),
        ).open()  # fmt: skip

    def open_again(self, kind: str, member_id: int) -> None:
        """A paper is wanted after all."""
        self.desk.write(self.page, documents.want_again, member_id, kind)

    # money
    def type_sum(self, member_ids: Sequence[int], category: str = "") -> None:
        """One sum with its source, for one person or the same for several."""
        sheet = self._sheet()
        member = sheet.member(member_ids[0])
        lines = {g.category: g for g in member.grants} if member and len(member_ids) == 1 else {}
        line = lines.get(category)
        first = category or next((c for c in CATEGORIES if c not in lines), CATEGORIES[0])
        declared = (
            Field("category", N_("Category"),
                  lambda: Choice([(c, texts.word(f"category.{c}")) for c in CATEGORIES])),
            Field("amount", N_("Sum"), Money, required=False,
                  help=N_("Empty takes the line away.")),
            Field("source", N_("Where it stands"),
                  lambda: Text(N_("Grant agreement, article 3")), required=False, wide=True),
        )  # fmt: skip
        n = len(member_ids)
        context = ngettext("The same sum for {n} person", "The same sum for {n} persons", n)
        FormDialog(
            self.desk, self.page, _("Type a sum"), declared,
            lambda s, a, v, _rev: grants.set_grants(
                s, a, member_ids, v["category"], v["amount"], v["source"]
            ),
            context=context if n > 1 else words.first_name_first(self._name(member_ids[0])),
            defaults={
                "category": first,
                "amount": line.amount if line else None,
                "source": line.source if line else None,
            },
        ).open()  # fmt: skip

    # preparation
    def prepare(self, member: MemberDetail | None) -> None:
        """Host, tickets, insurance; and of one person identity document and next of kin."""
        number = self._sheet().id
        self.desk.read(
            self.page,
            members.personal,
            number,
            then=lambda personal: self._prepare(member, personal),
        )

    def _prepare(self, member: MemberDetail | None, personal: dict[int, dict[str, Any]]) -> None:
        sheet = self._sheet()
        person_id = member.values["person_id"] if member else None

        def day() -> Date:
            return Date(near=self._near)

        declared = [
            Field("host_confirmed_on", N_("Host agreed on"), day, required=False),
            Field("travel_booked_on", N_("Travel booked on"), day, required=False),
            Field("insurance_from", N_("Insured from"), day, required=False),
            Field("insurance_to", N_("Insured to"), day, required=False),
            Field("insurance_phone", N_("Insurance, 24-hour number"), Text, required=False),
            Field("survey_on", N_("Survey done on"), day, required=False),
        ]
        common = [field.key for field in declared]
        if person_id is not None:
            declared += [
                Field("document_valid_to", N_("Identity document valid to"), day, required=False),
                Field("next_of_kin", N_("Next of kin, with a number"), Text, required=False),
            ]
        values = {k: sheet.values[k] for k in common}
        values |= personal.get(person_id or 0, {})
        before = dict(values)

        def save(store: Any, actor: Any, typed: dict[str, Any], rev: int | None) -> Any:
            mine = {k: typed[k] for k in common}
            own = {k: v for k, v in typed.items() if k not in common and v != before.get(k)}
            people = {person_id: own} if person_id is not None and own else {}
            return members.prepare(store, actor, sheet.id, rev or 0, mine, people)

        def reload(store: Any, actor: Any) -> Loaded:
            found = mobilities.get(store, actor, sheet.id).record
            rest = members.personal(store, actor, sheet.id).get(person_id or 0, {})
            return Loaded(found.rev, {**{k: found.values[k] for k in common}, **rest})

        FormDialog(
            self.desk, self.page, _("Preparation"), declared, save,
            context=words.first_name_first(member.name if member else sheet.detail.name),
            record=Loaded(sheet.detail.record.rev, values), reload=reload,
        ).open()  # fmt: skip

    # members
    def add_members(self, group: SubgroupDetail | None = None) -> None:
        """People from a list, or places without names, into a subgroup."""
        sheet = self._sheet()
        there = frozenset(i for m in sheet.members if (i := m.values["person_id"]))
        lists: list[PeopleList] = []

        def people_list() -> PeopleList:
            lists.append(PeopleList(self.desk, there))
            return lists[0]

        groups = [(g.id, subgroup_name(g, n)) for n, g in enumerate(sheet.detail.subgroups)]
        declared = [
            Field("members", N_("Who goes"), people_list, required=False, wide=True,
                  help=N_("Space or a click chooses. The newest stand first.")),
            Field("places", N_("Places without a name"), lambda: Number(most=999),
                  required=False),
        ]  # fmt: skip
        if len(groups) > 1:
            declared.append(Field("subgroup", N_("Subgroup"), lambda: Choice(groups)))

        def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
            target = values.get("subgroup") or groups[0][0]
            plans: list[MemberPlan] = group_members(values, roles(lists[0]))
            return members.add(store, actor, target, plans)

        FormDialog(
            self.desk, self.page, _("Add people"), declared, save,
            context=words.first_name_first(sheet.detail.name), main=_("Add them"),
            defaults={"subgroup": group.id} if group else None,
        ).open()  # fmt: skip

    def name_place(self, member: MemberDetail) -> None:
        """Say who takes a place that has no name yet."""

        def ask(known: Known) -> None:
            declared = (Field("person_id", N_("Who"), lambda: person_picker(self.desk, known)),)
            FormDialog(
                self.desk, self.page, _("Give a name"), declared,
                lambda s, a, v, _rev: members.name_place(s, a, member.id, v["person_id"]),
                context=words.places_without_name(member.values["places"]), columns=1,
            ).open()  # fmt: skip

        self.desk.read(self.page, read_known, then=ask)

    def set_part(self, member: MemberDetail, part: str) -> None:
        """Learner, staff, accompanying; there is one lead."""
        if part == Part.LEAD:
            self.desk.write(self.page, members.make_lead, member.id)
        else:
            self.desk.write(self.page, members.change, member.id, member.rev, {"part": part})

    def move(self, member: MemberDetail, group: SubgroupDetail) -> None:
        """Let a member travel with another subgroup."""
        self.desk.write(self.page, subgroups.move_members, [member.id], group.id)

    def take_out(self, member: MemberDetail) -> None:
        """Take a member out; the quiet bar offers Undo."""
        self.desk.write(self.page, members.remove, member.id)

    def remove_subgroup(self, group: SubgroupDetail) -> None:
        """Delete an empty subgroup."""
        self.desk.write(self.page, subgroups.remove, group.id)

    # inside
    def _near(self) -> Any:
        return self._sheet().dates.first or self.desk.today()

    def _name(self, member_id: int) -> str:
        member = self._sheet().member(member_id)
        return member.name if member else ""

    def _part(self) -> str:
        first = next(iter(self._sheet().members), None)
        return first.values["part"] if first else ""


def _file(
    store: Any, actor: Any, member_ids: Sequence[int], kind: str, values: dict[str, Any]
) -> Any:
    signed = bool(values.get("signed"))
    typed = {"on": values["on"], "signed": signed, "place": values["place"]}
    if len(member_ids) == 1:
        return documents.file_paper(store, actor, member_ids[0], kind, **typed)
    return documents.file_papers(store, actor, member_ids, kind, **typed)


def subgroup_name(group: SubgroupDetail, number: int) -> str:
    """The title of a subgroup, or ``Subgroup 2``."""
    return group.values["title"] or _("Subgroup {n}").format(n=number + 1)
