import { B1Error, notFound } from '../errors.ts';
import type { Row } from '../rows.ts';
import type { Schema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';
import { runSelect } from './select.ts';

/** Stored SQL: an object in the customer's company, restricted to some tables. */
export class SqlQueries {
  private readonly schema: Schema;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  create(store: CompanyStore, body: Record<string, unknown>): Row {
    const { SqlCode, SqlName, SqlText } = body;
    if (typeof SqlCode !== 'string' || typeof SqlText !== 'string') throw new B1Error(400, 701, 'Invalid SQL syntax');
    if (store.get('SQLQueries', SqlCode)) throw new B1Error(400, -2035, `SQL query ${SqlCode} already exists`);
    runSelect(this.schema, store, SqlText, null);
    const tx = store.begin();
    const parameters = [...SqlText.matchAll(/:(\w+)/g)].map(([, name]) => name).join(',');
    const row: Row = {
      SqlCode,
      SqlName: typeof SqlName === 'string' ? SqlName : SqlCode,
      SqlText,
      ParamList: parameters || null,
      CreateDate: tx.stamp.date,
      UpdateDate: tx.stamp.date,
    };
    tx.put('SQLQueries', SqlCode, row);
    tx.commit();
    return row;
  }

  remove(store: CompanyStore, code: string): void {
    if (!store.get('SQLQueries', code)) throw notFound();
    const tx = store.begin();
    tx.remove('SQLQueries', code);
    tx.commit();
  }

  run(store: CompanyStore, code: string, parameters: ReadonlyMap<string, string>): { text: string; rows: Row[] } {
    const query = store.get('SQLQueries', code);
    if (!query) throw notFound();
    const text = String(query.SqlText);
    return { text, rows: runSelect(this.schema, store, text, parameters) };
  }
}
