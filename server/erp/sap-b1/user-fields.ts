import type { ErpField } from '../shared/contract.ts';
import type { B1Client } from './client.ts';
import { isRefusal } from './errors.ts';
import { allOf, quoted } from '../shared/odata-query.ts';
import { RawUserField } from './raw.ts';
import { fieldsOf, rowsOf } from '../shared/rows.ts';

const PAGE = 200;

/**
 * The user-defined fields of some database tables, with the titles administrators gave them; fields of the same name are the same field.
 * Null: the server does not show them to this user, or not on this patch level. Nothing but titles hangs on it.
 */
export async function readUserFields(client: B1Client, tables: readonly string[], signal: AbortSignal): Promise<ErpField[] | null> {
  const rows = await readRawUserFields(client, tables, signal);
  const fields = new Map<string, ErpField>();
  for (const raw of rows ?? []) fields.set(raw.Name, fields.get(raw.Name) ?? toUserField(raw));
  return rows && [...fields.values()];
}

/** The same as the server has them, one for each table. */
export async function readRawUserFields(client: B1Client, tables: readonly string[], signal: AbortSignal): Promise<RawUserField[] | null> {
  const fields: RawUserField[] = [];
  try {
    for (const table of tables) {
      for await (const raw of fieldsOfTable(client, table, signal)) fields.push(raw);
    }
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
  return fields;
}

/** By its number, which begins with 0: with `$skip` rows shift while they are read. */
async function* fieldsOfTable(client: B1Client, table: string, signal: AbortSignal): AsyncGenerator<RawUserField> {
  for (let after = -1, hasMore = true; hasMore;) {
    const filter = allOf(`TableName eq ${quoted(table)}`, `FieldID gt ${after}`);
    const page = await client.page('UserFieldsMD', { select: fieldsOf(RawUserField), filter, orderby: 'FieldID' }, PAGE, signal);
    const rows = rowsOf(RawUserField).parse(page.rows);
    yield* rows;
    hasMore = page.hasMore;
    after = rows.at(-1)?.FieldID ?? after;
  }
}

export function toUserField({ Name, Description, Type, SubType, Size, LinkedTable, ValidValuesMD }: RawUserField): ErpField {
  const options = (ValidValuesMD ?? []).map(({ Value, Description: meaning }) => ({ value: Value, label: meaning ?? Value }));
  const type = SubType === 'st_Time' ? 'other' : (TYPES[Type ?? ''] ?? 'other');
  return {
    name: `U_${Name}`,
    label: Description ?? Name,
    type: options.length > 0 ? 'choice' : LinkedTable === null ? type : 'reference',
    isCustom: true,
    // User-defined fields are never calculated.
    isWritable: true,
    ...(options.length > 0 && { options }),
    ...(Type === 'db_Alpha' && Size && { maxLength: Size }),
  };
}

const TYPES: Readonly<Record<string, ErpField['type']>> = {
  db_Alpha: 'text',
  db_Memo: 'text',
  db_Numeric: 'number',
  db_Float: 'number',
  db_Date: 'date',
};
