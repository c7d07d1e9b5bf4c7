import type { Books } from '../accounting/books.ts';
import type { OdooDatabase } from '../database.ts';
import { modelOf } from '../env.ts';
import type { Env } from '../env.ts';
import { missingError } from '../errors.ts';
import { isVisible } from '../search.ts';

/** One call of one method, whichever transport it came by. */
export interface Call {
  db: OdooDatabase;
  env: Env;
  /** The transaction of a method that writes. */
  books: Books | null;
  model: string;
  ids: readonly number[];
  args: Readonly<Record<string, unknown>>;
  context: Record<string, unknown>;
  isJson2: boolean;
  /** Contexts that wizards were created with: `model,id` → context. */
  wizards: Map<string, Record<string, unknown>>;
}

export interface Method {
  /** `record` methods take ids first. */
  level: 'model' | 'record';
  /** In the order of positional arguments. */
  params: readonly string[];
  required?: readonly string[];
  writes?: boolean;
  since?: number;
  until?: number;
  run(call: Call): unknown;
}

export function requiredBooks(call: Call): Books {
  if (!call.books) throw new Error('a method that writes must say so');
  return call.books;
}

export function existing(call: Call, id: number) {
  const row = call.env.view.get(call.model, id);
  if (!row || !isVisible(call.env, modelOf(call.env, call.model), row)) throw missingError(call.model, id, call.env.uid);
  return row;
}
