import { z } from 'zod';
import type { ErpField, StreamName } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { STREAM_QUERIES } from './streams.ts';
import { rowsOf } from '../shared/rows.ts';

const RawField = z.object({
  type: z.string(),
  string: z.string(),
  store: z.boolean().optional(),
  readonly: z.boolean().optional(),
  selection: rowsOf(z.tuple([z.union([z.string(), z.number(), z.boolean()]), z.string()])).optional(),
});
type RawField = z.infer<typeof RawField>;

const ATTRIBUTES = Object.keys(RawField.shape);
const TYPES: Readonly<Record<string, ErpField['type']>> = {
  char: 'text',
  text: 'text',
  html: 'text',
  integer: 'number',
  float: 'number',
  monetary: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  selection: 'choice',
  many2one: 'reference',
  reference: 'reference',
};

/** Stored fields only: the others are worked out at each reading and do not move `write_date`. */
export async function describeFields({ client }: Connection, stream: StreamName, signal: AbortSignal): Promise<ErpField[]> {
  const { model } = STREAM_QUERIES[stream];
  // `fields_get` answers also for models the user may not read.
  await client.call(model, 'search_read', { domain: [], fields: ['id'], limit: 1 }, signal);
  const answer = await client.call(model, 'fields_get', { attributes: ATTRIBUTES }, signal);
  return Object.entries(z.record(z.string(), RawField).parse(answer))
    .filter(([, field]) => field.store === true)
    .map(([name, field]) => toField(name, field));
}

function toField(name: string, { type, string: label, readonly: isReadonly, selection }: RawField): ErpField {
  return {
    name,
    label,
    type: TYPES[type] ?? 'other',
    // The prefix Odoo demands of fields made by hand and by Studio.
    isCustom: name.startsWith('x_'),
    isWritable: isReadonly === false,
    // Fields of the type `reference` list models here.
    ...(type === 'selection' && selection && { options: selection.map(([value, text]) => ({ value: String(value), label: text })) }),
  };
}
