import { noLinkedValue, projectTaken, tooLong } from '../errors.ts';
import { BodyReader } from '../http/body.ts';
import type { Row } from '../rows.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import type { CompanyStore, Tx } from '../store.ts';

/** `POST Projects`: a code is there once, whatever its case. */
export function createProject(store: CompanyStore, schema: Schema, body: unknown): Row {
  const tx = store.begin();
  const given = new BodyReader(schema, store).read(schema.sets.get('Projects') as TypeSchema, body);
  const code = String(given.Code ?? '').trim();
  if (code === '') throw tooLong('Code', 'Project');
  if (isThere(store, code)) throw projectTaken(code);
  tx.put('Projects', code, { Name: code, ValidFrom: null, ValidTo: null, Active: 'tYES', ...given, Code: code });
  tx.commit();
  return tx.get('Projects', code);
}

const isThere = (store: CompanyStore, code: string): boolean =>
  store.list('Projects').some(({ Code }) => String(Code).toUpperCase() === code.toUpperCase());

/** What a document names has to be there, and in use. */
export function requireProject(tx: Tx, column: string, code: unknown): void {
  if (code === undefined || code === null || code === '') return;
  const project = tx.find('Projects', String(code));
  if (!project || project.Active !== 'tYES') throw noLinkedValue(column, code);
}
