import { z } from 'zod';
import { ONE_VALUE, Selection } from './field-types.ts';
import type { ErpField, StreamName } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { availableFields } from './stream.ts';
import { streamOf } from './streams.ts';

const RawField = z.object({
  type: z.string(),
  string: z.string(),
  store: z.boolean().optional(),
  related: z.string().optional(),
  searchable: z.boolean().optional(),
  readonly: z.boolean().optional(),
  selection: Selection.optional(),
});
type RawField = z.infer<typeof RawField>;

const ATTRIBUTES = Object.keys(RawField.shape);
const TYPES: Readonly<Record<string, ErpField['type']>> = { ...ONE_VALUE, reference: 'reference' };

/** Stored fields only: the others are worked out at each reading and do not move `write_date`. Most of a variant is stored in its template. */
export async function describeFields({ client, fields }: Connection, stream: StreamName, signal: AbortSignal): Promise<ErpField[]> {
  const { query } = streamOf(stream).parts[0]!;
  const { model } = query;
  if ((await availableFields(fields, query, signal)) === null) return [];
  // `fields_get` answers also for models the user may not read.
  await client.call(model, 'search_read', { domain: [], fields: ['id'], limit: 1 }, signal);
  const answer = await client.call(model, 'fields_get', { attributes: ATTRIBUTES }, signal);
  return Object.entries(z.record(z.string(), RawField).parse(answer))
    .filter(([, field]) => field.store === true || isOfTemplate(field))
    .map(([name, field]) => toField(name, field));
}

const isOfTemplate = ({ related, searchable }: RawField): boolean =>
  related?.startsWith('product_tmpl_id.') === true && searchable === true;

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
