"""Words of the history for the records, and refusals that concern them."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "person_on_mobility": (
        N_("{names}: still on a mobility, or with files or paper originals."),
        N_("Take them out of the mobility first. Nobody was deleted."),
    ),
    "own_organisation_stays": (
        N_("This is your own organisation."),
        N_("It belongs to the workspace and cannot be deleted."),
    ),
    "still_used_by": (
        N_("Still needed by {records}."),
        N_("Change or delete these first. Nothing was changed."),
    ),
    "project_already_there": (
        N_("There is already a project {code}."),
        N_("Open that one instead."),
    ),
    "project_unknown": (
        N_("There is no project {project} here. The projects of this workspace: {known}."),
        N_("Choose one of them."),
    ),
    "no_projects": (
        N_("There is no project {project} here. This workspace has no projects yet."),
        N_("Add the project first."),
    ),
    "person_already_in_group": (
        N_("This person is already in the group."),
        N_("Choose somebody else. Nothing was changed."),
    ),
    "amount_negative": (N_("A sum cannot be below zero."), N_("Type the sum without a minus.")),
}

WORDS: dict[str, str] = {
    "records.mobilities.one": N_("{n} mobility"),
    "records.mobilities.many": N_("{n} mobilities"),
    "records.people.one": N_("{n} person"),
    "records.people.many": N_("{n} people"),
    "records.projects.one": N_("{n} project"),
    "records.projects.many": N_("{n} projects"),
    "records.accreditations.one": N_("{n} accreditation"),
    "records.accreditations.many": N_("{n} accreditations"),
    "records.backups.one": N_("{n} backup"),
    "records.backups.many": N_("{n} backups"),
    "records.attachments.one": N_("{n} file"),
    "records.attachments.many": N_("{n} files"),
    "records.sent_packages.one": N_("{n} copy of files that were sent"),
    "records.sent_packages.many": N_("{n} copies of files that were sent"),
}

LABELS: dict[str, str] = {
    "workspace_made": N_("Workspace made"),
    "person_added": N_("{name} added"),
    "person_changed": N_("{name} changed"),
    "person_removed": N_("{name} deleted"),
    "people_removed": N_("{n} people deleted"),
    "organisation_added": N_("{name} added"),
    "organisation_changed": N_("{name} changed"),
    "organisation_removed": N_("{name} deleted"),
    "organisations_removed": N_("{n} organisations deleted"),
    "accreditation_added": N_("Accreditation {code} added"),
    "accreditation_changed": N_("Accreditation {code} changed"),
    "accreditation_removed": N_("Accreditation {code} deleted"),
    "accreditations_removed": N_("{n} accreditations deleted"),
    "project_added": N_("Project {code} added"),
    "project_changed": N_("Project {code} changed"),
    "project_removed": N_("Project {code} deleted"),
    "projects_removed": N_("{n} projects deleted"),
    "mobility_planned": N_("Mobility planned: {name}, {place}"),
    "mobility_changed": N_("Mobility changed: {name}, {place}"),
    "mobility_dates_changed": N_("Dates changed: {name}, {place}"),
    "mobility_removed": N_("Mobility deleted: {name}, {place}"),
    "mobilities_removed": N_("{n} mobilities deleted"),
    "subgroup_added": N_("Subgroup added: {name}, {place}"),
    "members_added": N_("{n} added to {name}, {place}"),
    "distance_set": N_("Distance set: {name}, {place}"),
    "grant_facts_changed": N_("What counts for the grant changed: {name}, {place}"),
    "member_changed": N_("Participant changed: {name}, {place}"),
    "member_removed": N_("Participant taken out: {name}, {place}"),
    "stage_changed": N_("{name}, {place}: now {stage}"),
    "member_ended": N_("{name}, {place}: {end}"),
    "member_reopened": N_("End taken back: {name}, {place}"),
    "subgroup_removed": N_("Subgroup deleted: {name}, {place}"),
    "mobility_prepared": N_("Preparation changed: {name}, {place}"),
    "lead_chosen": N_("Lead chosen: {name}, {place}"),
    "place_named": N_("Place given a name: {name}, {place}"),
    "actual_dates_typed": N_("Real dates typed: {name}, {place}"),
    "paper_filed": N_("{paper} filed: {name}"),
    "papers_filed": N_("{paper} filed for {n}"),
    "paper_set_aside": N_("{paper} not needed: {name}"),
    "paper_wanted": N_("{paper} open again: {name}"),
    "list_imported": N_("Rows imported from a list: {n}"),
    "grant_typed": N_("Sum typed: {name}, {place}"),
}
