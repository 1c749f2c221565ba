"""Words for files of the Beneficiary Module: filled, compared, taken over."""

from __future__ import annotations

from mobdesk.i18n import N_

_NOTHING = N_("Nothing was written.")

ERRORS: dict[str, tuple[str, str]] = {
    "bm_format": (
        N_("This is a file of the format {format}."),
        N_("Export the list from BM again, as XLSX or CSV."),
    ),
    "bm_other_project": (
        N_("This file is of project {other}, not of {project}."),
        N_("Choose the other project, or export the list of this one from BM."),
    ),
    "bm_no_lists": (
        N_("No list of codes was found in the dictionary."),
        N_("Choose the data dictionary that was published with the template."),
    ),
    "bm_cannot_edit": (
        N_("This file is built in a way that cannot be changed safely."),
        N_("Open it in a spreadsheet program, save it as XLSX, and try again."),
    ),
    "bm_letters": (
        N_("The file cannot hold the letters “{letters}”."),
        N_("Export the list from BM as XLSX."),
    ),
    "bm_two_hits": (
        N_("For {n} mobilities more than one row could be meant: rows {rows}."),
        N_("Type the Mobility activity ID into the mobility, or choose the row in the window."),
    ),
    "bm_two_hits_row": (N_("More than one row could be meant: {rows}."), N_("Choose the row.")),
    "bm_sensitive": (
        N_("Lines of text may tell of health, belief or a trade union: {n}."),
        N_("BM may not hold such data. Decide line by line in the window."),
    ),
    "bm_no_text_column": (
        N_("“{column}” is no column of text in this file."),
        N_("Write the column as the file heads it."),
    ),
    "bm_file_changed": (N_("The file changed while it was read."), N_("Choose it again.")),
    "bm_nothing_chosen": (N_("Nothing is chosen."), N_("Tick the values to take over.")),
    # Problems of one row.
    "bm_force_majeure": (
        N_("Force majeure: type it into BM by hand."),
        N_("BM leaves the explanation out of its lists. An import could wipe it."),
    ),
    "bm_group_elsewhere": (
        N_("This file has no columns for groups."),
        N_("Type the group into BM, with the BM sheet."),
    ),
    "bm_person_elsewhere": (
        N_("This file has no columns for one person."),
        N_("Export the list of individual activities from BM."),
    ),
    "bm_email_missing": (
        N_("The e-mail address is missing."),
        N_("BM sends the participant's report to it."),
    ),
    "bm_same_organisation": (
        N_("The sending and the receiving organisation are the same."),
        N_("Look at the OIDs."),
    ),
    "bm_same_country": (
        N_("The sending and the receiving country are the same: {value}."),
        N_("BM may refuse this row."),
    ),
    "bm_travel_days": (
        N_("{days} travel days: BM takes {most} at most."),
        N_("Up to 6 are possible with green travel."),
    ),
    "bm_interruption": (
        N_("The interruption is longer than the stay: {days} days."),
        N_("Look at the dates."),
    ),
    "bm_accompanying_with_flag": (
        N_("An accompanying person cannot be marked with fewer opportunities."),
        N_("Take one of the two away."),
    ),
    "bm_id_twice": (
        N_("The Mobility activity ID {value} stands with two mobilities."),
        N_("Look in BM which one it is."),
    ),
    "bm_course_days": (
        N_("{days} course days for one e-mail address: BM warns above {most}."),
        N_("Look at the other courses of this person."),
    ),
}

WORDS: dict[str, str] = {
    # Why a cell stays empty.
    "bm_empty.bm_no_value": N_("not known here"),
    "bm_empty.bm_free_text": N_("text is not written"),
    "bm_empty.bm_formula": N_("the file computes it"),
    "bm_empty.bm_code_unknown": N_("BM's code is not known"),
    "bm_empty.bm_not_in_list": N_("not in the list of the file"),
    "bm_empty.bm_own_organisation_id": N_("BM's own number of the organisation"),
    "bm_empty.bm_looks_like_formula": N_("a spreadsheet would compute it"),
    "bm_column.filled": N_("filled"),
    "bm_column.read": N_("read only"),
    "bm_column.unknown": N_("not understood, stays as it is"),
    "bm_column.free_text": N_("text, not written"),
    "bm_column.bm": N_("BM computes it"),
    "bm_column.kept_away": N_("never touched"),
    "bm_action.added": N_("new row"),
    "bm_action.updated": N_("changed"),
    "bm_action.skipped": N_("left as it is"),
    "bm_extra.unknown": N_("not in Mobdesk"),
    "bm_extra.not_confirmed": N_("here not confirmed, or ended"),
    "job.bm_read": N_("Reading the file"),
    "job.bm_save": N_("Writing the file"),
    "access.bm_file": N_("Filled a file for BM"),
}

LABELS: dict[str, str] = {
    "bm_taken_over": N_("{n} values taken over from BM"),
    "bm_taken_over.one": N_("One value taken over from BM"),
}
