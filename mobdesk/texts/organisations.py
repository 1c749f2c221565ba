"""Words for organisations and their contacts."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "oid_unreadable": (
        N_("“{value}” is not an OID."),
        N_("An OID is the letter E and eight digits, for example E10356237."),
    ),
    "oid_is_pic": (
        N_("“{value}” looks like a PIC, not an OID."),
        N_("Put it into the field PIC. An OID is the letter E and eight digits."),
    ),
    "pic_unreadable": (N_("“{value}” is not a PIC."), N_("A PIC has nine digits.")),
    "pic_is_oid": (
        N_("“{value}” looks like an OID, not a PIC."),
        N_("Put it into the field OID. A PIC has nine digits."),
    ),
    "contact_name_needed": (
        N_("Contact {contact} has no name."),
        N_("Type a name, or take this contact away."),
    ),
    "website_unreadable": (
        N_("“{value}” is not a web address."),
        N_("It looks like www.centre.eu."),
    ),
}

WORDS: dict[str, str] = {
    "organisation_kind.own": N_("Our organisation"),
    "organisation_kind.partner": N_("Partner"),
    "organisation_kind.consortium_member": N_("Member of the consortium"),
    "organisation_kind.municipality": N_("Municipality"),
    "organisation_kind.ngo": N_("Non-governmental organisation"),
    "organisation_kind.company": N_("Company"),
    "organisation_kind.course_provider": N_("Course provider"),
    "organisation_role.sending": N_("Sends"),
    "organisation_role.hosting": N_("Hosts"),
    "organisation_role.supporting": N_("Supports"),
    "field.organisation.name": N_("Legal name"),
    "field.organisation.kind": N_("Kind"),
    "field.organisation.oid": N_("OID"),
    "field.organisation.pic": N_("PIC"),
    "field.organisation.country": N_("Country"),
    "field.organisation.city": N_("City"),
    "field.organisation.address": N_("Address"),
    "field.organisation.website": N_("Website"),
    "field.organisation.languages": N_("Languages"),
    "field.organisation.sending": N_("Sends participants"),
    "field.organisation.hosting": N_("Hosts participants"),
    "field.organisation.supporting": N_("Supports"),
    "field.organisation.note": N_("Note"),
    "field.contact.organisation_id": N_("Organisation"),
    "field.contact.name": N_("Name"),
    "field.contact.role": N_("Task"),
    "field.contact.email": N_("E-mail"),
    "field.contact.phone": N_("Phone"),
}
