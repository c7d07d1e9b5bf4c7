import { PartnerWrites } from '../books/partner-writes.ts';
import { changedMeanwhile, invalidQuery } from '../errors.ts';
import { etagOf } from '../odata/project.ts';
import type { PartnerRow, Row } from '../rows.ts';
import type { Schema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';
import type { FakeRequest } from '../../http.ts';

/** `POST BusinessPartners` */
export function createPartner(store: CompanyStore, schema: Schema, body: unknown): PartnerRow {
  const tx = store.begin();
  const row = new PartnerWrites(tx, schema).create(body);
  tx.commit();
  return row;
}

/** `PATCH BusinessPartners('…')` */
export function updatePartner(
  store: CompanyStore,
  schema: Schema,
  code: string,
  { request, body }: { request: FakeRequest; body: unknown },
): void {
  const tx = store.begin();
  // A trap of the real thing: what does not begin so is passed over.
  const asked = request.headers['if-match'];
  const held = store.get('BusinessPartners', code)?.DataVersion;
  if (asked?.startsWith('W/') && held !== undefined && asked !== etagOf(held)) throw changedMeanwhile();
  const replaces = request.headers['b1s-replacecollectionsonpatch'] === 'true';
  new PartnerWrites(tx, schema).update(code, body, replaces);
  tx.commit();
}

/** `SeriesService_GetDocumentSeries` */
export function documentSeries(store: CompanyStore, body: Record<string, unknown>): Row[] {
  const { DocumentTypeParams: asked } = body as { DocumentTypeParams?: { Document?: unknown; DocumentSubType?: unknown } };
  if (asked?.Document === undefined) throw invalidQuery('DocumentTypeParams expected');
  const wanted = String(asked.Document);
  return store
    .list('Series')
    .filter(({ Document, DocumentSubType: kind }) => Document === wanted && [undefined, kind].includes(asked?.DocumentSubType as string));
}
