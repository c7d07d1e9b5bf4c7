import { RecordRejectedError } from '../../shared/errors.ts';
import type { FieldValues } from '../shared/contract.ts';

/** In Odoo's own words; `properties` are the fields it means. */
export function refused(message: string, properties: readonly string[] = []): RecordRejectedError {
  return new RecordRejectedError('Odoo refuses the record', { code: 'odoo.refused', params: { message: message.trim() }, properties });
}

export function mayNot(operation: 'create' | 'write', message: string): RecordRejectedError {
  return new RecordRejectedError(`The Odoo user may not ${operation} contacts`, {
    code: 'erp.no_right_to_customers',
    params: { message: message.trim() },
    help: 'Give the user the right "Contact Creation" (Extra Rights).',
  });
}

export function notChosen({ name, label }: { name: string; label: string }, value: string): RecordRejectedError {
  const message = `${label}: ${value}`;
  return new RecordRejectedError('Odoo has no such choice', { code: 'odoo.no_such_choice', params: { message }, properties: [name] });
}

export function notWritable(name: string): RecordRejectedError {
  return new RecordRejectedError('The field cannot be written', {
    code: 'odoo.field_not_writable',
    params: { field: name, message: name },
    properties: [name],
  });
}

export function recordGone(what = 'contact'): RecordRejectedError {
  return new RecordRejectedError(`The ${what} no longer exists in Odoo`, { code: 'erp.record_gone', params: { message: null } });
}

/** Odoo mostly says which record it refuses and seldom which field: the tax id is quoted, what is missing we know ourselves. */
export function fieldsMeant(message: string, values: FieldValues, required: readonly string[]): string[] {
  const { vat } = values;
  // The sentence also names the partner, whose name is another value. Since 19 the number is quoted without its punctuation.
  if (vat && (plain(message).includes(plain(vat)) || /\bVAT\b/.test(message))) return ['vat'];
  return required.filter((name) => !values[name]);
}

const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
