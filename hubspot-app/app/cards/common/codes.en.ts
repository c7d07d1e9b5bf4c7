import { ARCHIVAL_CODES_EN } from './codes.archivals.en.ts';
import { COMMAND_CODES_EN } from './codes.commands.en.ts';
import { CUSTOMER_CODES_EN } from './codes.customers.en.ts';
import { MAPPING_CODES_EN } from './codes.mapping.en.ts';
import { ORDER_CHECK_CODES_EN } from './codes.order-checks.en.ts';
import { ORDER_CODES_EN } from './codes.orders.en.ts';
import { OUTBOUND_CODES_EN } from './codes.outbound.en.ts';
import { PRODUCT_CODES_EN } from './codes.products.en.ts';
import { PROJECT_CODES_EN } from './codes.projects.en.ts';
import { SUBSCRIPTION_CODES_EN } from './codes.subscriptions.en.ts';

/** What happened, and what can be done about it. Facts the service may leave out are never needed to understand the sentence. */
export interface Explained {
  what: string;
  todo: string;
}

export const CODES_EN = {
  'hubspot.token_revoked': {
    what: 'HubSpot no longer accepts our access.',
    todo: 'An administrator installs Puente again from HubSpot; nothing is lost.',
  },
  'hubspot.token_refused': {
    what: 'HubSpot refuses our access at the moment.',
    todo: 'We try again by ourselves. If it stays, install Puente again from HubSpot.',
  },
  'hubspot.scope_missing': {
    what: 'HubSpot did not give Puente a permission it needs.',
    todo: 'Install Puente again and accept all permissions.',
  },
  'hubspot.forbidden': {
    what: 'HubSpot does not let Puente do this in your account.',
    todo: 'Install Puente again; if it stays, ask HubSpot whether your plan includes it.',
  },
  'hubspot.rate_limited': { what: 'HubSpot asked us to slow down.', todo: 'Nothing to do: it goes on by itself in a moment.' },
  'hubspot.timeout': { what: 'HubSpot did not answer in time.', todo: 'Nothing to do: we try again by ourselves.' },
  'hubspot.unreachable': { what: 'HubSpot cannot be reached at the moment.', todo: 'Nothing to do: we try again by ourselves.' },
  'hubspot.failing': { what: 'HubSpot has a fault at the moment.', todo: 'Nothing to do: we try again by ourselves.' },
  'hubspot.locked': { what: 'HubSpot is busy with this record.', todo: 'Nothing to do: we try again by ourselves.' },
  'hubspot.account_migrating': {
    what: 'HubSpot is moving your account to another data centre.',
    todo: 'Nothing to do: it goes on when HubSpot is done.',
  },
  'hubspot.answer_not_understood': {
    what: 'HubSpot answered in a way we do not understand.',
    todo: 'We try again by ourselves. If it stays, contact support.',
  },
  'hubspot.partial_read': { what: 'HubSpot answered only in part.', todo: 'Nothing to do: we read the rest again.' },
  'hubspot.oauth_refused': {
    what: 'HubSpot refused to renew our access.',
    todo: 'We try again by ourselves. If it stays, install Puente again.',
  },
  'hubspot.oauth_unreachable': {
    what: 'HubSpot could not be reached to renew our access.',
    todo: 'Nothing to do: we try again by ourselves.',
  },
  'hubspot.oauth_failing': { what: 'HubSpot had a fault while our access was renewed.', todo: 'Nothing to do: we try again by ourselves.' },
  'hubspot.users_stale': {
    what: 'Right now Puente cannot read who is in which HubSpot team, so it uses the list it last read. If you joined a team recently, that may be why.',
    todo: 'Nothing to do: we ask again by ourselves.',
  },
  'hubspot.choices_stale': {
    what: 'HubSpot does not answer at the moment; the properties to choose from may be missing or old.',
    todo: 'Nothing to do: what you chose before stays and works. Open this page again later to choose another.',
  },
  'hubspot.uninstalled': {
    what: 'Puente is not installed in this HubSpot account.',
    todo: 'An administrator installs Puente again from HubSpot.',
  },
  'hubspot.email_refused': {
    what: 'HubSpot does not accept this e-mail address.',
    todo: 'Correct the address in the ERP; it is taken over by itself.',
  },
  'hubspot.option_refused': {
    what: 'HubSpot does not accept this value for a property.',
    todo: 'Check the options of the property in HubSpot, then retry.',
  },
  'hubspot.already_exists': {
    what: 'HubSpot has another record with the same unique value.',
    todo: 'Merge the two records in HubSpot, then retry.',
  },
  'hubspot.limit_reached': {
    what: 'A limit of your HubSpot plan is reached.',
    todo: 'Make room in HubSpot or change the plan, then retry.',
  },
  'hubspot.property_gone': {
    what: 'A property was deleted in HubSpot.',
    todo: 'Press "Set up properties again"{inSettings}.',
  },
  'hubspot.property_read_only': { what: 'A property was made read-only in HubSpot.', todo: 'Allow editing it in HubSpot, then retry.' },
  'hubspot.record_gone': { what: 'The record no longer exists in HubSpot.', todo: 'Nothing to do: its link is removed by itself.' },
  'erp.own_company': {
    what: 'This is the company whose books the ERP keeps, so it is nobody’s customer: nothing about it is written to the ERP.',
    todo: 'Part it from its HubSpot record with "Remove link…" on the card, or freeze the record there. Change its data in the ERP itself.',
  },
  'erp.record_moved': {
    what: 'Somebody edited the customer in the ERP while it was about to be written.',
    todo: 'Nothing to do: both sides are read again, and the rule decides anew.',
  },
  'erp.record_gone': { what: 'The record no longer exists in the ERP.', todo: 'Nothing to do: its link is removed by itself.' },
  'hubspot.refused': { what: 'HubSpot refused the change.', todo: 'Open the record, correct what HubSpot complains about, then retry.' },
  'hubspot.required_property': {
    what: 'A rule in HubSpot demands another property first.',
    todo: 'Fill in the required property on the record, then retry.',
  },
  'portal.administrator_added': {
    what: '{email} installed Puente again and, as a HubSpot super admin, became an administrator of Puente.',
    todo: 'Nothing to do if that is right. Otherwise take the address off the list under "Rules".',
  },
  'portal.installed_by_other': {
    what: '{email} installed Puente again, and is not an administrator of Puente.',
    todo: 'If this person should be one, add the address to the list under "Rules". Nothing else has changed.',
  },
  'property.name_taken': {
    what: 'The property {property} exists in HubSpot but cannot hold our values.',
    todo: 'Rename or delete it in HubSpot, then press "Set up properties again".',
  },
  'property.no_room': {
    what: 'Your HubSpot plan has no room for the property {property}.',
    todo: 'Delete a property you do not use or change the plan, then press "Set up properties again".',
  },
  'property.withheld': {
    what: 'HubSpot did not give Puente the permission to set up the property {property}.',
    todo: 'Install Puente again and accept all permissions; if it stays, your HubSpot plan may not include it. Everything else is still written.',
  },
  'order.quotes_withheld': {
    what: 'HubSpot does not let Puente read quotes, so a signed quote confirms nothing.',
    todo: 'Install Puente again and agree to that permission. What is signed until then is confirmed as soon as quotes can be read.',
  },
  'property.stopped': {
    what: 'HubSpot no longer accepts values for the property {property}.',
    todo: 'Check it in HubSpot, then press "Set up properties again". All other properties are still written.',
  },
  'record.refused': {
    what: 'HubSpot refuses the values for some records.',
    todo: 'Correct the refused value where it comes from, usually the ERP, then retry.',
  },
  'record.key_taken': {
    what: 'Another HubSpot record already carries this ERP customer.',
    todo: 'Probably a copy: merge or delete one of the two. We clear copied values by ourselves.',
  },
  'record.unreadable': {
    what: 'The ERP sent a record we cannot understand; it is left out.',
    todo: 'Correct the record in the ERP. If it looks right, contact support.',
  },
  'create.refused': {
    what: 'HubSpot refused to create a record for an ERP customer.',
    todo: 'Correct the customer in the ERP or create the record by hand, then link it.',
  },
  'match.tax_id_elsewhere': {
    what: 'The {taxIdKind} {taxId} of this customer stands on another record ({holder}) than the one it is linked to.',
    todo: 'Compare the two records. If the other one is right, undo the link on the card of this one and link the customer there.',
  },
  'match.tax_id_property_refused': {
    what: 'HubSpot has no property {property} for the tax ID any more.',
    todo: 'Choose another property for the tax ID under "Rules". Until then this step is skipped.',
  },
  'customer.gone': {
    what: 'The ERP no longer has the customer of this record.',
    todo: 'Link the record to the right customer on its card. If Puente only lost the right to see it, restore the right: the link comes back by itself.',
  },
  'amount.other_currency': {
    what: 'The amounts are in {currencies}, not in the currency of your HubSpot account.',
    todo: 'Nothing to do: the card shows all amounts. The amount properties stay empty, because currencies are never added together.',
  },
  'amounts.not_allowed': {
    what: 'Amounts are visible to certain people and teams only.',
    todo: 'Ask an administrator of Puente: {administrators}.',
  },
  'database.unreachable': {
    what: 'Puente cannot reach its own database at the moment.',
    todo: 'Nothing is lost. Try again in a minute; whoever runs Puente has been told.',
  },
  'deal.cloned': {
    what: 'This deal was copied: the ERP values and the order number {orderNumber} that came along were removed.',
    todo: 'If the order belongs to this deal, type its number here and take it off the other one.',
  },
  'deal.order_number_ambiguous': {
    what: 'Several orders, or orders of several customers, have the number {orderNumber}.',
    todo: 'It ties nothing by itself. Enter the number with its series, as an invoice of the order shows it on the card; if it shows none, tie the right invoices to the deal there.',
  },
  'event.expired': {
    what: 'Something happened in the ERP while HubSpot could not be told; it is too old to start workflows now.',
    todo: 'Nothing is wrong with the figures. If a workflow should run, enrol the record by hand.',
  },
  'stream.many_vanished': {
    what: 'Many records vanished from the ERP at once ({count} of {of}).',
    todo: 'Say{inSettings} whether they were deleted, or whether we lost the right to see them. Until then nothing is removed.',
  },
  'stream.records_hidden': {
    what: 'The user of the connection does not see {count} records in the ERP any more that it saw before, such as {example}. They are still there.',
    todo: 'Give the user its rights back, or all companies and branches; if it is not to see them, have them removed{inSettings}. Until then they stay linked, show what we read last, and set off no overdue event.',
  },
  'invoices.hidden': {
    what: 'Invoices of this record are hidden from us in the ERP since {since}: {count}.',
    todo: 'They are shown as they were then and may be paid by now. An administrator finds the way out among the problems{inSettings}.',
  },
  'connection.swapped': {
    what: 'Another ERP database answers at this address.',
    todo: 'Say{inSettings} whether it is the same one, or start over. Until then nothing is read or written.',
  },
  'connection.restored': {
    what: 'The ERP looks like an older copy of itself, as after a restored backup.',
    todo: 'Say{inSettings} whether it is the same one, or start over. Until then nothing is read or written.',
  },
  'connection.unreachable': {
    what: 'The ERP does not answer.',
    todo: 'Nothing is lost: we keep trying, and what changed meanwhile is read when it answers.',
  },
  'connection.failing': {
    what: 'Reading the ERP fails again and again because of a fault on our side.',
    todo: 'Nothing is lost; we have been told and keep trying. If it stays, contact support.',
  },
  'connection.clock_ahead': {
    what: 'The clock of the ERP is about {minutes} min ahead.',
    todo: 'Set the clock of the ERP’s server right. Until then everything is still read, but times of events may be wrong.',
  },
  'connection.too_many_tries': {
    what: 'This account is testing ERP connections too fast, or several at a time.',
    todo: 'Wait a minute, then try again.',
  },
  'connection.unknown': { what: 'This connection no longer exists.', todo: 'Reload the page.' },
  'connection.paused': { what: 'The connection is paused.', todo: 'An administrator can resume it{inSettings}.' },
  'connection.paused_by_person': { what: 'An administrator paused the connection.', todo: 'Resume it{inSettings} when you are ready.' },
  'connection.already_live': {
    what: 'The go-live time has passed and records were written, so it can no longer move.',
    todo: 'Nothing to do.',
  },
  'connection.exists': { what: 'This ERP database is connected already.', todo: 'Use the existing connection, or enter another database.' },
  'connection.not_asked': { what: 'This question was answered already.', todo: 'Reload the page.' },
  'connection.other_installation': {
    what: 'These credentials lead to another ERP database.',
    todo: 'Enter those of the connected database, or connect the other one as a new connection.',
  },
  'connection.secret_needed': {
    what: 'The address, database or certificate changed, and the stored password or key is not sent to another place.',
    todo: 'Enter the password or key again, then test.',
  },
  'connection.too_slow': {
    what: 'The ERP did not answer within {seconds} seconds.',
    todo: 'Try again in a moment. If it stays slow, ask whoever runs the ERP; nothing was changed.',
  },
  'connection.settings_incomplete': {
    what: 'The connection lacks some of its settings.',
    todo: 'Enter the credentials again{inSettings}.',
  },
  'connection.still_reading': { what: 'The ERP is not read to its end yet.', todo: 'Wait until the preview is complete, then approve.' },
  'connection.system_unknown': { what: 'This version of Puente does not know this kind of ERP.', todo: 'Contact support.' },
  'connection.clearing': { what: 'The connection is being removed.', todo: 'Wait a moment and reload the page.' },
  'invoice.without_customer': {
    what: 'Some invoices name no customer, so they belong to no record.',
    todo: 'Enter the customer on the invoice in the ERP; it then appears by itself.',
  },
  ...ARCHIVAL_CODES_EN,
  ...COMMAND_CODES_EN,
  ...CUSTOMER_CODES_EN,
  ...MAPPING_CODES_EN,
  ...ORDER_CODES_EN,
  ...ORDER_CHECK_CODES_EN,
  ...OUTBOUND_CODES_EN,
  ...PRODUCT_CODES_EN,
  ...PROJECT_CODES_EN,
  ...SUBSCRIPTION_CODES_EN,
  'input.invalid': { what: 'Something entered is missing or not valid.', todo: 'Check what you entered and try again.' },
  'input.invalid_field': { what: '"{field}" is missing or not valid.', todo: 'Check what you entered there and try again.' },
  'link.forgotten': { what: 'This person asked to be forgotten, so the customer is not linked again.', todo: 'Nothing to do.' },
  'hints.outdated': {
    what: 'The ERP announces fewer changes than Puente understands by now: the change hints were set up by an earlier version.',
    todo: 'Take the change hints out under "Connections" and set them up again, with an administrator’s key of the ERP. Until then such changes are met by the regular reading.',
  },
  'hints.not_supported': { what: 'This ERP cannot announce its changes.', todo: 'Nothing to do: it is asked every few minutes.' },
  'request.not_signed': { what: 'The request did not come through HubSpot.', todo: 'Reload the page.' },
  'request.stale': { what: 'The request took too long on its way.', todo: 'Reload the page and try again.' },
  'portal.unknown': {
    what: 'Puente is not installed in this HubSpot account.',
    todo: 'An administrator installs Puente from the HubSpot marketplace.',
  },
  not_administrator: { what: 'Only administrators of Puente may change this.', todo: 'Ask one of them: {administrators}.' },
  not_found: { what: 'This is no longer there.', todo: 'Reload the page; somebody may have changed it meanwhile.' },
  too_many_requests: { what: 'Too many requests at once.', todo: 'Wait a minute and try again.' },
  internal: { what: 'Something went wrong on our side.', todo: 'Try again. If it keeps happening, send the code below to support.' },
  network: { what: 'Puente could not be reached.', todo: 'Check your connection and try again in a moment.' },
} satisfies Record<string, Explained>;

export type KnownCode = keyof typeof CODES_EN;
