"""The members of one mobility and its subgroups."""

from __future__ import annotations

from typing import Any

from mobdesk.domain.mobilities import Part
from mobdesk.i18n import N_, _
from mobdesk.services import members, subgroups
from mobdesk.services.mobility_details import MemberDetail, SubgroupDetail
from mobdesk.services.mobility_plans import MemberPlan
from mobdesk.ui.choices import Choice
from mobdesk.ui.fields import Number
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import Known, person_picker, read_known
from mobdesk.ui.mobilities.page_forms import PageForms
from mobdesk.ui.mobilities.people_list import PeopleList
from mobdesk.ui.mobilities.plan import group_members, roles


class MemberForms(PageForms):
    """Asks who goes, as what, and with whom."""

    def add_members(self, group: SubgroupDetail | None = None) -> None:
        """People from a list, or places without names, into a subgroup."""
        sheet = self._sheet()
        there = frozenset(i for m in sheet.members if (i := m.values["person_id"]))
        lists: list[PeopleList] = []

        def people_list() -> PeopleList:
            lists.append(PeopleList(self.desk, there))
            return lists[0]

        groups = [(g.id, words.subgroup_name(g, n)) for n, g in enumerate(sheet.detail.subgroups)]
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
