import type { FakeAnswer, FakeRequest } from '../../http.ts';
import { GatewayError, noArrangement, notAllowed, notAuthorised, notFound } from '../errors.ts';
import { checkOptions, countSet, readSet, type QueryRules } from '../odata/query.ts';
import { etagOf, related, shapeOf, type ShapeContext } from '../odata/shape.ts';
import { valueOf } from '../odata/values.ts';
import { SCENARIOS, type Scenario, type Schema, type ServiceName } from '../schema.ts';
import type { Row, Store } from '../store.ts';
import type { Access } from './access.ts';
import { readAddress, type Address } from './address.ts';
import { atom, json, plainText, xml } from './answers.ts';
import { batchAnswer, readBatch } from './batch.ts';
import type { CsrfTokens } from './csrf.ts';
import type { Writer, WriteRequest } from './writer.ts';

interface ServiceParts {
  store: Store;
  schema: Schema;
  access: Access;
  csrf: CsrfTokens;
  rules: QueryRules & { isLedgerPadded: boolean };
  /** Scenarios without an arrangement. */
  withdrawn: Set<Scenario>;
  /** Company codes whose journal is not shown. */
  hiddenCompanies: Set<string>;
  writer: Writer;
  /** Sets that the communication user may read and not change. */
  readOnly: Set<string>;
  /** Path of the token endpoint. */
  tokenPath: string;
  onRows(request: FakeRequest, rows: number): void;
}

const PREFIX = '/sap/opu/odata/sap/';
const READS = new Set(['GET', 'HEAD']);

/** SAP Gateway: OData 2 below `/sap/opu/odata/sap/<service>/`. */
export class GatewayService {
  private readonly parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.parts = parts;
  }

  handle(request: FakeRequest): FakeAnswer {
    try {
      return this.answer(request);
    } catch (error) {
      if (error instanceof GatewayError) return error.answer;
      throw error;
    }
  }

  private answer(request: FakeRequest): FakeAnswer {
    const { pathname } = request.url;
    if (pathname === this.parts.tokenPath) return this.parts.access.token(request);
    this.parts.access.check(request);
    const [versioned = '', ...rest] = pathname.slice(PREFIX.length).split('/');
    // A later version of a service is named beside it: `;v=0002`.
    const [service = ''] = versioned.split(';');
    if (!pathname.startsWith(PREFIX) || !(service in SCENARIOS)) throw noArrangement(service);
    const name = service as ServiceName;
    if (this.parts.withdrawn.has(SCENARIOS[name])) throw noArrangement(name);
    if (!READS.has(request.method)) this.parts.csrf.check(request);
    const below = rest.join('/');
    if (below === '') return this.root(request, name);
    if (below === '$metadata') return xml(this.parts.schema.metadata(name));
    if (!READS.has(request.method)) return this.write(request, name, below);
    return this.read(request, name, below);
  }

  private root(request: FakeRequest, service: ServiceName): FakeAnswer {
    const headers = this.parts.csrf.fetched(request);
    const sets = [...this.parts.schema.sets.values()].filter((type) => type.service === service);
    return json({ d: { EntitySets: sets.map(({ set }) => set) } }, headers);
  }

  private read(request: FakeRequest, service: ServiceName, below: string): FakeAnswer {
    const options = request.url.searchParams;
    checkOptions(options);
    const context = this.contextOf(request, service);
    const address = readAddress(this.parts.schema, service, below, context.format);
    const wantsJson = options.get('$format') === 'json' || /application\/json/.test(request.headers.accept ?? '');
    const { key, navigation } = address;
    const row = key && this.rowOf(address);
    if (row && navigation === null) {
      const { type } = address;
      const shaped = shapeOf(context, type, { select: options.get('$select') ?? '', expand: options.get('$expand') ?? '' })(row);
      this.parts.onRows(request, 1);
      const etag = etagOf(type, row) ?? this.parts.writer.versionOf(this.parts.store, type, row);
      return wantsJson ? json({ d: shaped }, etag === null ? {} : { etag }) : atom(context.root, [shaped]);
    }
    const target = navigation === null ? { type: address.type, isMany: true } : this.behind(address, navigation);
    const given = row && navigation !== null ? related(this.parts.store, address.type, row, navigation) : undefined;
    if (address.isCount) return plainText(String(countSet(context, target.type, options, given)));
    if (!target.isMany) {
      const [only] = given ?? [];
      if (!only) throw notFound(navigation ?? '');
      return json({ d: shapeOf(context, target.type, { select: '', expand: '' })(only) });
    }
    const page = readSet({ ...context, rules: this.parts.rules, url: request.url }, target.type, options, given);
    this.parts.onRows(request, page.rows);
    return wantsJson ? json({ d: page.body }) : atom(context.root, page.body.results);
  }

  private contextOf({ headers }: FakeRequest, service: ServiceName): ShapeContext {
    const isPadded = service === 'API_OPLACCTGDOCITEMCUBE_SRV' && this.parts.rules.isLedgerPadded;
    const { store, hiddenCompanies } = this.parts;
    return { store, hiddenCompanies, root: `http://${headers.host}${PREFIX}${service}`, format: { isPadded } };
  }

  private rowOf({ type, key }: Address): Row {
    const [first] = type.key;
    const rows = first ? this.parts.store.table(type.set).by(first.name, key?.get(first.name)) : [];
    const row = rows.find((one) => type.key.every((property) => valueOf(one, property) === key?.get(property.name)));
    if (!row) throw notFound(`${type.set}Type`);
    return row;
  }

  private behind({ type }: Address, name: string) {
    const navigation = type.navigations.get(name);
    if (!navigation) throw notFound(name);
    return { type: navigation.target, isMany: navigation.isMany };
  }

  private write(request: FakeRequest, service: ServiceName, below: string): FakeAnswer {
    if (below !== '$batch') return this.inTransaction(service, [{ ...request, path: below }], this.contextOf(request, service))[0]!;
    if (request.method !== 'POST') throw notAllowed(request.method);
    const context = this.contextOf(request, service);
    const outcomes = readBatch(request).map((requests) => {
      try {
        return this.inTransaction(service, requests, context);
      } catch (error) {
        if (error instanceof GatewayError) return error;
        throw error;
      }
    });
    return batchAnswer(outcomes);
  }

  /** All or nothing. */
  private inTransaction(service: ServiceName, requests: readonly WriteRequest[], context: ShapeContext): FakeAnswer[] {
    const { store, writer, readOnly } = this.parts;
    const tx = store.begin();
    const outcomes = requests.map((one) => {
      const [set = ''] = one.path.split('(');
      if (readOnly.has(set)) throw notAuthorised(set);
      return writer.perform(tx, service, one, context);
    });
    if (outcomes.some(({ shown }) => shown)) tx.rollback();
    else tx.commit();
    return outcomes.map((outcome) => writer.answer(context, outcome));
  }
}
