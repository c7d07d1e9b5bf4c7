import { modelOf } from '../env.ts';
import type { Env } from '../env.ts';
import { missingError, OdooError, validationError } from '../errors.ts';
import { createPartner, updatePartner } from '../partners.ts';
import type { Field } from '../schema/field.ts';
import type { Value } from '../types.ts';
import type { Call } from './method.ts';
import { requiredBooks } from './method.ts';
import { commandsOf, rowValues, type Vals } from './values.ts';

/** Its own fields first, then those of its contacts, all in one transaction. */
export function writePartner(call: Call, id: number, vals: Vals): void {
  const { env } = call;
  const books = requiredBooks(call);
  const valuesOf = (given: Vals, of?: number) =>
    refuseUnknownReferences(
      env,
      rowValues(env, 'res.partner', given, of === undefined ? undefined : books.tx.get('res.partner', of), ['child_ids']),
    );
  const values = valuesOf(vals, id);
  refuseArchivingUsers(env, id, values);
  updatePartner(books, id, values);
  for (const [kind, child, given] of commandsOf(vals.child_ids)) {
    if (kind === 0) createPartner(books, { ...valuesOf(given as Vals), parent_id: id });
    else if (kind === 1) updatePartner(books, child, valuesOf(given as Vals, child));
    else throw new Error('the double makes and changes contacts of a contact, no more');
  }
}

/** A reference to a record that is not there: each kind of field has its own way. */
export function refuseUnknownReferences(env: Env, values: Record<string, Value>): Record<string, Value> {
  const kept = { ...values };
  for (const [name, value] of Object.entries(values)) {
    const field = modelOf(env, 'res.partner').fields[name];
    if (field?.type !== 'many2one' || typeof value !== 'number' || env.view.get(field.relation ?? '', value)) continue;
    if (field.companyDependent && env.version <= 18) kept[name] = null;
    else if (field.companyDependent || name === 'country_id') throw missingError(field.relation ?? '', value, env.uid);
    else throw brokenReference(env, name, field);
  }
  return kept;
}

/** Whoever is a user who may log in is not archived; who may write users is shown the way to them instead. */
function refuseArchivingUsers({ view, rights }: Env, id: number, values: Record<string, Value>): void {
  if (values.active !== false) return;
  const users = view.ids('res.users').map((user) => view.get('res.users', user));
  const linked = users.filter((user) => user?.partner_id === id && user.active === true);
  if (linked.length === 0) return;
  const names = linked.map((user) => String(view.get('res.partner', Number(user?.partner_id))?.name)).join(', ');
  const refused = 'You cannot archive contacts linked to an active user.\n';
  if (!rights.isAdmin)
    throw validationError(`${refused}Ask an administrator to archive their associated user first.\n\nLinked active users :\n${names}`);
  throw new OdooError(
    'odoo.exceptions.RedirectWarning',
    `${refused}You first need to archive their associated user.\n\nLinked active users : ${names}`,
    422,
  );
}

/** The database refuses it, and Odoo takes every such refusal for one of a deletion. */
function brokenReference({ version }: Env, name: string, { string: label }: Field) {
  const how =
    version >= 19
      ? `Another model is using the record you are trying to delete.\n\nThe troublemaker is: 'Contact' (res.partner)\nThanks to the following constraint: '${label}' (${name})\nHow about archiving the record instead?`
      : `another model requires the record being deleted. If possible, archive it instead.\n\nModel: Contact (res.partner)\nConstraint: res_partner_${name}_fkey\n`;
  return validationError(`The operation cannot be completed: ${how}`);
}
