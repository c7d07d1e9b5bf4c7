import type { FakeAnswer } from '../../http.ts';
import { etagMissing, etagStale, notAllowed, notFound } from '../errors.ts';
import { readBody, type Body } from '../odata/body.ts';
import { etagOf, shapeOf, type ShapeContext } from '../odata/shape.ts';
import { toJson, valueOf } from '../odata/values.ts';
import type { EntityType, Schema, ServiceName } from '../schema.ts';
import { keyOf, type Row, type Store, type Tx } from '../store.ts';
import { readAddress } from './address.ts';
import { json } from './answers.ts';

/** What a set takes over HTTP. Refusals are thrown as `GatewayError`. */
export interface SetRules {
  create?(tx: Tx, body: Body): Made;
  /** Answers as if it had been made; nothing of the transaction is kept. */
  simulate?(tx: Tx, body: Body): Shown;
  change?(tx: Tx, row: Row, changes: Row): void;
  remove?(tx: Tx, row: Row): void;
  /** What can be added to a record that is there, by the navigation that leads to it. */
  add?: Readonly<Record<string, (tx: Tx, row: Row, body: Body) => Made>>;
  /** The version of a row, as the server words it; null: it has none, and a change need not name it. */
  etag?(tx: Tx, row: Row): string | null;
}
export interface Made {
  row: Row;
  /** What is odd and was done all the same. */
  warnings?: { code: string; message: string }[];
}
/** A record that is answered and was never there, with what belongs to it by the navigation that leads there. */
export interface Shown {
  row: Row;
  one?: Readonly<Record<string, Row>>;
  many?: Readonly<Record<string, readonly Shown[]>>;
}
export type RulesBySet = ReadonlyMap<string, SetRules>;

/** A request, or one of a batch. `path` lies below the service. */
export interface WriteRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  raw: Buffer;
}

/** What was done in a transaction that is still open; told when it is committed. */
interface Outcome {
  type: EntityType;
  made: Made | null;
  shown?: Shown;
}

export class Writer {
  private readonly schema: Schema;
  private readonly rules: RulesBySet;

  constructor(schema: Schema, rules: RulesBySet) {
    this.schema = schema;
    this.rules = rules;
  }

  perform(tx: Tx, service: ServiceName, { method, path, headers, raw }: WriteRequest, { format }: ShapeContext): Outcome {
    const { type, key, navigation } = readAddress(this.schema, service, path, format);
    const rules = this.rules.get(type.set);
    if (!rules) throw notAllowed(method);
    if (key === null) {
      if (method === 'POST' && rules.simulate)
        return { type, made: null, shown: rules.simulate(tx, readBody(type, { raw, isNew: true }, format)) };
      if (method !== 'POST' || !rules.create) throw notAllowed(method);
      return { type, made: rules.create(tx, readBody(type, { raw, isNew: true }, format)) };
    }
    const [first] = type.key;
    const rows = first ? tx.by(type.set, first.name, key.get(first.name)) : [];
    const row = rows.find((one) => type.key.every((property) => valueOf(one, property) === key.get(property.name)));
    if (!row) throw notFound(`${type.set}Type`);
    if (navigation === null || headers['if-match'] !== undefined) checkVersion(rules.etag?.(tx, row) ?? null, headers['if-match']);
    if (navigation !== null) {
      const target = type.navigations.get(navigation)?.target;
      const add = rules.add?.[navigation];
      if (!target || !add || method !== 'POST') throw notAllowed(method);
      return { type: target, made: add(tx, row, readBody(target, { raw, isNew: true }, format)) };
    }
    if ((method === 'PATCH' || method === 'MERGE') && rules.change)
      rules.change(tx, row, readBody(type, { raw, isNew: false }, format).row);
    else if (method === 'DELETE' && rules.remove) rules.remove(tx, row);
    else throw notAllowed(method);
    return { type, made: null };
  }

  /** What a record alone is read with, in the header of the answer. */
  versionOf(store: Store, { set }: EntityType, row: Row): string | null {
    return this.rules.get(set)?.etag?.(store.begin(), row) ?? null;
  }

  /** After the commit: the record as it is now. */
  answer(context: ShapeContext, { type, made, shown }: Outcome): FakeAnswer {
    if (shown) return { ...json({ d: shownAs(context, type, shown) }), status: 201 };
    if (!made) return { status: 204, headers: { dataserviceversion: '2.0' } };
    const row = context.store.table(type.set).rows.get(keyOf(made.row)) ?? made.row;
    const shaped = shapeOf(context, type, { select: '', expand: '' })(row);
    const { uri } = shaped['__metadata'] as { uri: string };
    const version = etagOf(type, row) ?? this.versionOf(context.store, type, row);
    const headers = { location: uri, ...(version !== null && { etag: version }), ...messageHeader(made.warnings) };
    return { ...json({ d: shaped }, headers), status: 201 };
  }
}

function shownAs(context: ShapeContext, type: EntityType, { row, one = {}, many = {} }: Shown): Record<string, unknown> {
  const shaped: Record<string, unknown> = { __metadata: { type: type.type } };
  for (const property of type.properties.values()) shaped[property.name] = toJson(row, property, context.format);
  const behind = (name: string): EntityType => {
    const navigation = type.navigations.get(name);
    if (!navigation) throw new Error(`${type.type} has no ${name}`);
    return navigation.target;
  };
  for (const [name, only] of Object.entries(one)) shaped[name] = shownAs(context, behind(name), { row: only });
  for (const [name, all] of Object.entries(many)) shaped[name] = { results: all.map((each) => shownAs(context, behind(name), each)) };
  return shaped;
}

/** A change without the version is not taken at all, one of another version is too late. */
function checkVersion(version: string | null, given: string | string[] | undefined): void {
  if (version === null && given === undefined) return;
  if (given === undefined) throw etagMissing();
  if (given !== '*' && version !== null && given !== version) throw etagStale();
}

/** The first one leads, the others are its details. */
function messageHeader(warnings: Made['warnings'] = []): Record<string, string> {
  const [first, ...details] = warnings.map((warning) => ({ ...warning, target: '', severity: 'warning' }));
  return first ? { 'sap-message': JSON.stringify({ ...first, details }) } : {};
}
