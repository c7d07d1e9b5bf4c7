import { createItem } from '../books/item-writes.ts';
import { createProject } from '../books/project-writes.ts';
import type { ServerClock } from '../clock.ts';
import { adminInfo, companyInfo } from '../company-info.ts';
import { B1Error, errorBody, invalidQuery, notFound, notPermitted, notSupported, unknownResource } from '../errors.ts';
import { readCrossjoin } from '../odata/crossjoin.ts';
import { projectionOf, type ApiVersion } from '../odata/project.ts';
import { pageSizeOf, QueryReader, type Page } from '../odata/query.ts';
import type { Row, TableName } from '../rows.ts';
import type { AgreedSet } from '../sales-operations.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import { SqlQueries } from '../sql/queries.ts';
import type { CompanyStore } from '../store.ts';
import type { FakeAnswer, FakeRequest } from '../../http.ts';
import { json, metadataAnswer, plainText } from './answers.ts';
import { bodyOf, cookieOf, keyOf, nextLink, optionsOf, selectOf } from './requests.ts';
import { createPartner, documentSeries, updatePartner } from './partners.ts';
import { cancelDocument, createDocument, isAgreedSet, updateDocument } from './sales.ts';
import type { LoginBody, Sessions } from './sessions.ts';

interface ServiceParts {
  schema: Schema;
  sessions: Sessions;
  clock: ServerClock;
  timeoutMinutes: number;
  /** As the login answer says it: 10.0 PL 20 is `1000200`. */
  version: string;
  baseUrl(): string;
}

interface Call {
  request: FakeRequest;
  version: ApiVersion;
  /** Below the service root, decoded. */
  path: string;
  options: ReadonlyMap<string, string>;
  store: CompanyStore;
}

/** The web server in front and Service Layer behind it. */
export class Service {
  /** Sets and services the user may not read. */
  readonly forbidden = new Set<string>();
  /** Sets the user may read and not write. */
  readonly readOnly = new Set<string>();
  /** Rows of the last answer, for the call log. */
  rows = 0;
  private readonly reader: QueryReader;
  private readonly sql: SqlQueries;
  private readonly parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.parts = parts;
    this.reader = new QueryReader(parts.schema);
    this.sql = new SqlQueries(parts.schema);
  }

  handle(request: FakeRequest): FakeAnswer {
    this.rows = 0;
    if (request.url.pathname === '/ping/' || request.url.pathname === '/ping') return this.ping();
    const root = /^\/b1s\/(v1|v2)\/(.*)$/.exec(request.url.pathname);
    if (!root) return { status: 404, body: '<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>' };
    const version = root[1] as ApiVersion;
    try {
      return this.serve(request, version, decodeURIComponent(root[2] ?? ''));
    } catch (error) {
      if (error instanceof B1Error) return json(error.status, errorBody(error, version), version);
      throw error;
    }
  }

  private ping(): FakeAnswer {
    const timestamp = (this.parts.clock.instant().getTime() / 1000).toFixed(3);
    return json(200, { message: 'pong', sender: 'load balancer', timestamp }, 'v2');
  }

  private serve(request: FakeRequest, version: ApiVersion, path: string): FakeAnswer {
    const { sessions } = this.parts;
    const session = cookieOf(request, 'B1SESSION');
    if (path === 'Login' && request.method === 'POST') return this.login(request, version);
    // Case counts: /login is a resource like any other, for which one has to be logged in.
    const store = sessions.companyOf(session);
    if (path === 'Logout' && request.method === 'POST') {
      sessions.logout(session);
      return { status: 204 };
    }
    return this.resource({ request, version, path, options: optionsOf(request.url.search.slice(1)), store });
  }

  private login(request: FakeRequest, version: ApiVersion): FakeAnswer {
    const id = this.parts.sessions.login(bodyOf(request) as LoginBody);
    const answer = { SessionId: id, Version: this.parts.version, SessionTimeout: this.parts.timeoutMinutes };
    const context = `${this.parts.baseUrl()}/b1s/${version}/$metadata#B1Sessions/`;
    const body =
      version === 'v2' ? { '@odata.context': `${context}$entity`, ...answer } : { 'odata.metadata': `${context}@Element`, ...answer };
    const cookies = [`B1SESSION=${id};HttpOnly;`, 'ROUTEID=.node1; path=/b1s'];
    const accepted = json(200, body, version);
    return { ...accepted, headers: { ...accepted.headers, 'set-cookie': cookies } };
  }

  private resource(call: Call): FakeAnswer {
    const { path, request, version, store } = call;
    if (path === '$metadata') return metadataAnswer(this.parts.schema, version);
    if (path === 'CompanyService_GetCompanyInfo') return this.service(call, companyInfo(store, this.parts.version), 'CompanyInfo');
    if (path === 'CompanyService_GetAdminInfo') return this.service(call, adminInfo(store), 'AdminInfo');
    if (path === 'SeriesService_GetSeries') return this.series(call);
    if (path === 'SeriesService_GetDocumentSeries') return this.seriesOf(call);
    if (path === 'QueryService_PostQuery' && request.method === 'POST') return this.crossjoin(call);
    const named = /^(\w+)(?:\((.*)\))?(?:\/(\$?\w+))?$/.exec(path);
    const type = this.parts.schema.sets.get(named?.[1] ?? '');
    if (!named || !type) throw unknownResource(path);
    const set = named[1] as TableName;
    if (this.forbidden.has(set)) throw notPermitted(set);
    if (set === 'SQLQueries') return this.sqlQuery(call, named[2], named[3]);
    if (request.method !== 'GET') return this.write(call, { set, type }, named[2], named[3]);
    if (named[2] !== undefined) return this.single(call, set, type, named[2], named[3]);
    return named[3] === '$count' ? this.countOf(call, set, type) : this.list(call, set, type);
  }

  private list(call: Call, set: TableName, type: TypeSchema): FakeAnswer {
    const { size, applied } = pageSizeOf(call.request.headers);
    const page = this.read(call, set, type, size);
    const project = projectionOf(this.parts.schema, type, call.version, selectOf(call.options));
    this.rows = page.rows.length;
    const answer = json(200, this.envelope(call, set, page, page.rows.map(project)), call.version);
    return applied ? { ...answer, headers: { ...answer.headers, 'preference-applied': applied } } : answer;
  }

  private envelope(call: Call, set: string, page: Page, value: unknown[]): Record<string, unknown> {
    const { version, options } = call;
    const context = `${this.parts.baseUrl()}/b1s/${version}/$metadata#${set}`;
    const next = page.next && nextLink(call, set, page.next);
    if (version === 'v2')
      return {
        '@odata.context': context,
        ...(options.get('$count') === 'true' ? { '@odata.count': page.count } : {}),
        value,
        ...(next ? { '@odata.nextLink': next } : {}),
      };
    return {
      'odata.metadata': context,
      ...(options.get('$inlinecount') === 'allpages' ? { 'odata.count': String(page.count) } : {}),
      value,
      ...(next ? { 'odata.nextLink': next } : {}),
    };
  }

  private countOf(call: Call, set: TableName, type: TypeSchema): FakeAnswer {
    return plainText(String(this.read(call, set, type, 1, true).count));
  }

  private read({ store, options, request }: Call, set: TableName, type: TypeSchema, pageSize: number, countsOnly = false): Page {
    const ignoreCase = request.headers['b1s-caseinsensitive'] === 'true';
    const wantsCount = countsOnly || options.get('$count') === 'true' || options.get('$inlinecount') === 'allpages';
    return this.reader.read(store, set, type, { options, ignoreCase, pageSize, wantsCount });
  }

  private single(call: Call, set: TableName, type: TypeSchema, key: string, more: string | undefined): FakeAnswer {
    if (more !== undefined) throw notSupported(`${set}/${more}`);
    const row: Row | undefined = call.store.get(set, keyOf(type, key));
    if (!row) throw notFound();
    this.rows = 1;
    const project = projectionOf(this.parts.schema, type, call.version, selectOf(call.options));
    const context = `${this.parts.baseUrl()}/b1s/${call.version}/$metadata#${set}/`;
    const head = call.version === 'v2' ? { '@odata.context': `${context}$entity` } : { 'odata.metadata': `${context}@Element` };
    return json(200, { ...head, ...project(row) }, call.version);
  }

  private service(call: Call, row: Row, typeName: string): FakeAnswer {
    if (this.forbidden.has(call.path)) throw notPermitted(call.path);
    const type = this.parts.schema.types.get(typeName);
    if (!type) throw unknownResource(call.path);
    const context = { '@odata.context': `${this.parts.baseUrl()}/b1s/${call.version}/$metadata#SAPB1.${typeName}` };
    return json(200, { ...context, ...projectionOf(this.parts.schema, type, call.version, null)(row) }, call.version);
  }

  private writerOf(set: TableName, verb: string) {
    if (set === 'BusinessPartners') return this.writePartner;
    if (set === 'Items' || set === 'Projects') return verb === 'POST' ? this.writeCoded : null;
    return isAgreedSet(set) ? this.writeDocument : null;
  }

  /** New records of which the code is the key. */
  private writeCoded(call: Call, { set, type }: { set: TableName; type: TypeSchema }): FakeAnswer {
    const row: Row = (set === 'Items' ? createItem : createProject)(call.store, this.parts.schema, bodyOf(call.request));
    return this.created(call, { set, type, key: `'${String(row[type.key]).replaceAll("'", "''")}'` }, row);
  }

  /** Partners, new items and project codes, quotations and orders; nothing else is written over HTTP. */
  private write(
    call: Call,
    { set, type }: { set: TableName; type: TypeSchema },
    key: string | undefined,
    action: string | undefined,
  ): FakeAnswer {
    const { request } = call;
    const verb = `${request.method}${key === undefined ? '' : ' one'}${action === undefined ? '' : ` ${action}`}`;
    const write = this.writerOf(set, verb);
    if (!write || !WRITES.includes(verb) || (verb === 'POST one Cancel' && !isAgreedSet(set)))
      throw notSupported(`${request.method} ${set}`);
    if (this.readOnly.has(set)) throw notPermitted(set);
    return write.call(this, call, { set, type }, key, verb);
  }

  private writePartner(call: Call, { type }: { type: TypeSchema }, key: string | undefined): FakeAnswer {
    const { store, request } = call;
    const body: unknown = bodyOf(request);
    if (key !== undefined) {
      updatePartner(store, this.parts.schema, String(keyOf(type, key)), { request, body });
      return { status: 204 };
    }
    const row = createPartner(store, this.parts.schema, body);
    return this.created(call, { set: 'BusinessPartners', type, key: `'${row.CardCode.replaceAll("'", "''")}'` }, row);
  }

  private writeDocument(
    call: Call,
    { set, type }: { set: TableName; type: TypeSchema },
    key: string | undefined,
    verb: string,
  ): FakeAnswer {
    const place = { store: call.store, schema: this.parts.schema, set: set as AgreedSet };
    if (key === undefined) {
      const row = createDocument(place, bodyOf(call.request));
      return this.created(call, { set, type, key: String(row.DocEntry) }, row);
    }
    const entry = Number(keyOf(type, key));
    if (verb === 'POST one Cancel') cancelDocument(place, entry);
    else {
      const replaces = call.request.headers['b1s-replacecollectionsonpatch'] === 'true';
      updateDocument(place, entry, { body: bodyOf(call.request), replaces });
    }
    return { status: 204 };
  }

  private created({ request, version }: Call, { set, type, key }: { set: string; type: TypeSchema; key: string }, row: Row): FakeAnswer {
    const root = `${this.parts.baseUrl()}/b1s/${version}/`;
    const headers = { location: `${root}${set}(${key})` };
    if (/return-no-content/.test(String(request.headers.prefer ?? ''))) return { status: 204, headers };
    const context = `${root}$metadata#${set}/`;
    const head = version === 'v2' ? { '@odata.context': `${context}$entity` } : { 'odata.metadata': `${context}@Element` };
    const answer = json(201, { ...head, ...projectionOf(this.parts.schema, type, version, null)(row) }, version);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }

  private seriesOf(call: Call): FakeAnswer {
    if (call.request.method !== 'POST') throw notSupported(`${call.request.method} ${call.path}`);
    if (this.forbidden.has(call.path)) throw notPermitted(call.path);
    const project = projectionOf(this.parts.schema, this.parts.schema.types.get('Series') as TypeSchema, call.version, null);
    return json(200, { value: documentSeries(call.store, bodyOf(call.request)).map(project) }, call.version);
  }

  /** An action, so only POST will do. */
  private series(call: Call): FakeAnswer {
    if (call.request.method !== 'POST') throw notSupported(`${call.request.method} ${call.path}`);
    const { SeriesParams } = bodyOf(call.request) as { SeriesParams?: { Series?: unknown } };
    if (typeof SeriesParams?.Series !== 'number') throw invalidQuery('SeriesParams expected');
    const row = call.store.get('Series', SeriesParams.Series);
    if (!row) throw notFound();
    return this.service(call, row, 'Series');
  }

  private crossjoin(call: Call): FakeAnswer {
    const { QueryPath, QueryOption } = bodyOf(call.request);
    if (typeof QueryPath !== 'string' || typeof QueryOption !== 'string') throw invalidQuery('QueryPath and QueryOption expected');
    const how = { forbidden: this.forbidden, ignoreCase: call.request.headers['b1s-caseinsensitive'] === 'true' };
    const value = readCrossjoin(this.parts.schema, call.store, call.version, QueryPath, optionsOf(QueryOption, false), how);
    this.rows = value.length;
    const context = '$metadata#Collection(Edm.ComplexType)';
    const head = call.version === 'v2' ? { '@odata.context': context } : { 'odata.metadata': context };
    // JSON by structure, text by its content type, as the guide warns.
    return plainText(JSON.stringify({ ...head, value }));
  }

  private sqlQuery(call: Call, key: string | undefined, action: string | undefined): FakeAnswer {
    const { request, store, version, options } = call;
    const code = key === undefined ? null : String(keyOf(this.parts.schema.sets.get('SQLQueries') as TypeSchema, key));
    if (request.method === 'POST' && code === null) return json(201, this.sql.create(store, bodyOf(request)), version);
    if (code === null) return this.list(call, 'SQLQueries', this.parts.schema.sets.get('SQLQueries') as TypeSchema);
    if (request.method === 'DELETE') {
      this.sql.remove(store, code);
      return { status: 204 };
    }
    if (action !== 'List')
      return this.single(call, 'SQLQueries', this.parts.schema.sets.get('SQLQueries') as TypeSchema, key ?? '', action);
    const { size } = pageSizeOf(request.headers);
    const skip = Number(options.get('$skip') ?? 0);
    const { text, rows } = this.sql.run(store, code, options);
    const value = rows.slice(skip, size === 0 ? undefined : skip + size);
    this.rows = value.length;
    const hasMore = skip + value.length < rows.length;
    const next = hasMore ? nextLink(call, call.path, { skip: skip + value.length, top: null }) : null;
    const context = `${this.parts.baseUrl()}/b1s/${version}/$metadata#SAPB1.SQLQueryResult`;
    return json(200, { '@odata.context': context, SqlText: text, value, ...(next ? { '@odata.nextLink': next } : {}) }, version);
  }
}

/** Method, whether it is about one record, and the action on it. */
const WRITES = ['POST', 'PATCH one', 'POST one Cancel'];
