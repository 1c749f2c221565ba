"""Words for payments to participants, from the agency, and real costs."""

from __future__ import annotations

from mobdesk.i18n import N_

_LOOK = N_("Look at the list again.")

ERRORS: dict[str, tuple[str, str]] = {
    "percent_wrong": (N_("This is not a percentage from 0 to 100."), N_("Write it like 80.")),
    "percent_unusual": (
        N_("Agencies usually pay {least} to {most} % first."),
        N_("Look into the grant agreement."),
    ),
    "days_of_payment_wrong": (N_("This is not a number of days from 0 to {most}."), ""),
    "payment_ahead": (
        N_("This day is still to come."),
        N_("Write a payment down on the day it was made, or later."),
    ),
    "amount_not_above_zero": (N_("This sum is not above zero."), N_("Type the sum.")),
    "percent_or_amount": (N_("A percentage or a sum is needed."), N_("Type one of them.")),
    "percent_and_amount": (
        N_("A percentage and a sum are both typed."),
        N_("Keep one of them and empty the other."),
    ),
    "instalments_changed": (
        N_("Something changed after this list was shown. Nothing was written down."),
        _LOOK,
    ),
    "instalment_without_sum": (
        N_("The sum for {name} is not known yet."),
        N_("Complete the grant, or type the sum of the instalment."),
    ),
    "instalment_is_paid": (
        N_("This instalment was paid. It cannot be taken away."),
        N_("If it was written down by mistake, take the payment back first."),
    ),
    "member_has_money": (
        N_("Money was paid here. It cannot be thrown away with the person."),
        N_("Cancel the stay instead, or take the payment back first."),
    ),
    "member_has_costs": (
        N_("Real costs are kept here. They cannot be thrown away."),
        N_("Move the costs to the project first, or remove them."),
    ),
    "currency_letters": (
        N_("“{value}” is not a currency."),
        N_("Write three letters, like EUR, SEK or PLN."),
    ),
    "rate_needed": (
        N_("A sum in {currency} needs its rate."),
        N_("Write how many {currency} one euro was, and on which day."),
    ),
    "rate_wrong": (
        N_("This is not a rate."),
        N_("Write how many {currency} one euro was, like 11.2345."),
    ),
    "rate_of_euro": (N_("A sum in euros has no rate."), N_("Empty the rate.")),
    "cost_elsewhere": (
        N_("This mobility belongs to another project."),
        N_("Choose a mobility of this project."),
    ),
    "nothing_to_pay": (
        N_("Nothing has to be paid here."),
        N_("Choose instalments that are not paid."),
    ),
    "nobody_with_pocket_money": (
        N_("Nobody here gets pocket money yet."),
        N_("State the pocket money first."),
    ),
}

WORDS: dict[str, str] = {
    "instalment_kind.first": N_("First instalment"),
    "instalment_kind.further": N_("Further instalment"),
    "instalment_kind.balance": N_("Balance"),
    "instalment_kind.recovery": N_("To come back"),
    "payment_state.planned": N_("planned"),
    "payment_state.due": N_("due"),
    "payment_state.paid": N_("paid"),
    "payment_state.recovered": N_("came back"),
    "waits.rate": N_("sum not known yet"),
    "waits.signature": N_("signature missing"),
    "waits.survey": N_("after the survey"),
    "waits.day": N_("no day yet"),
    "item.instalment_paid": N_("Instalment paid"),
    "item.balance_settled": N_("Balance settled"),
    "next.instalment_paid": N_("instalment"),
    "next.balance_settled": N_("balance"),
    "payee.participant": N_("Participant"),
    "payee.centre": N_("Your centre"),
    "payee.provider": N_("Provider"),
    # the record and its fields, in forms and in the history
    "field.payment_terms.project_id": N_("Project"),
    "field.payment_terms.first_percent": N_("First instalment, percent"),
    "field.payment_terms.pay_by_days": N_("Days after the signature"),
    "field.payment_terms.balance_days": N_("Days after the survey"),
    "field.payment_terms.source": N_("Where this stands"),
    "field.instalment.member_id": N_("Person"),
    "field.instalment.kind": N_("Instalment"),
    "field.instalment.percent": N_("Percent"),
    "field.instalment.amount": N_("Sum"),
    "field.instalment.due_on": N_("Pay by"),
    "field.instalment.paid_on": N_("Paid on"),
    "field.instalment.paid_amount": N_("Sum paid"),
    "field.instalment.proof": N_("Proof"),
    "field.instalment.recovered_on": N_("Came back on"),
    "field.instalment.note": N_("Note"),
    "field.agency_instalment.project_id": N_("Project"),
    "field.agency_instalment.title": N_("Name"),
    "field.agency_instalment.percent": N_("Percent of the award"),
    "field.agency_instalment.amount": N_("Sum"),
    "field.agency_instalment.requested_on": N_("Asked for on"),
    "field.agency_instalment.due_on": N_("Expected on"),
    "field.agency_instalment.received_on": N_("Received on"),
    "field.agency_instalment.received_amount": N_("Sum received"),
    "field.agency_instalment.proof": N_("Proof"),
    "field.agency_instalment.note": N_("Note"),
    "field.real_cost.project_id": N_("Project"),
    "field.real_cost.mobility_id": N_("Mobility"),
    "field.real_cost.member_id": N_("Who for"),
    "field.real_cost.category": N_("Covered by"),
    "field.real_cost.what": N_("What it was"),
    "field.real_cost.supplier": N_("Supplier"),
    "field.real_cost.dated": N_("Date of the invoice"),
    "field.real_cost.amount": N_("Sum"),
    "field.real_cost.currency": N_("Currency"),
    "field.real_cost.rate": N_("Rate: units for 1 EUR"),
    "field.real_cost.rate_on": N_("Day of the rate"),
    "field.real_cost.covered_percent": N_("Percent covered"),
    "field.real_cost.estimate": N_("An estimate"),
    "field.real_cost.paid_on": N_("Paid on"),
    "field.real_cost.proof": N_("Proof of payment"),
    "field.real_cost.account_code": N_("Account code"),
    "records.real_costs.one": N_("{n} real cost"),
    "records.real_costs.many": N_("{n} real costs"),
    "access.payment_order_made": N_("Payment order made"),
}

LABELS: dict[str, str] = {
    "payment_terms_stated": N_("Terms of payment of {code} stated"),
    "instalments_paid": N_("{n} instalments paid"),
    "instalments_paid.one": N_("{n} instalment paid"),
    "instalment_paid": N_("Instalment of {name} paid"),
    "recovery_came_back": N_("Money of {name} came back"),
    "payments_taken_back": N_("{n} payments taken back"),
    "payments_taken_back.one": N_("{n} payment taken back"),
    "instalment_changed": N_("Instalment of {name} changed"),
    "instalment_added": N_("Instalment for {name} added"),
    "instalment_removed": N_("Instalment of {name} removed"),
    "pocket_money_stated": N_("Pocket money of {n} people stated"),
    "pocket_money_stated.one": N_("Pocket money of {n} person stated"),
    "agency_instalment_added": N_("Instalment of the agency for {code} added"),
    "agency_instalment_changed": N_("Instalment of the agency for {code} changed"),
    "agency_instalment_removed": N_("Instalment of the agency for {code} removed"),
    "real_cost_added": N_("Real cost “{what}” added"),
    "real_cost_changed": N_("Real cost “{what}” changed"),
    "real_cost_removed": N_("Real cost “{what}” removed"),
}
