import type { Db } from '../../db/index.ts';
import { findPortal } from '../../portals/portals.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { CheckVat, VatAnswer } from '../../portals/vies/check-vat.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { Finding } from './convert-value.ts';
import type { DuePair } from './due-pairs.ts';
import { countriesOf, type EvaluatedField } from './evaluate.ts';
import type { FieldRun } from './sync-pairs.ts';

export interface ViesDeps {
  db: Db;
  checkVat: CheckVat;
}

export const NOT_IN_VIES = 'customer.tax_id_not_in_vies';
export const notInVies = (taxId: string): Finding => ({ code: NOT_IN_VIES, params: { taxId } });

/** Off until an administrator switches it on: numbers go to the EU. */
export const asksVies = async (db: Db, portalId: PortalId): Promise<boolean> =>
  (await findPortal(db, portalId))?.settings.checksVies ?? false;

/** A batch is done with after so long; numbers that nobody was asked about by then are as good as those nobody could say anything of. */
const PATIENCE_MS = 60_000;

interface LookedAt {
  pair: DuePair;
  fields: readonly EvaluatedField[];
}

/** A tax id that went to the ERP, or is there although VIES does not know it. */
interface AskedPair {
  pair: DuePair;
  taxId: string;
  country: string | null;
  isNews: boolean;
}

/** Tax ids that went to the ERP are asked of VIES when that is done, because nothing waits for the answer: a person is told. */
export async function reportVies({ deps, scope, context }: FieldRun, looked: readonly LookedAt[]): Promise<void> {
  const [first] = looked;
  if (!first) return;
  const { portalId, connectionId } = scope;
  const about = { codes: [NOT_IN_VIES], connectionId, subjectKind: first.pair.objectType };
  const open = await openSubjects(deps.db, portalId, about, looked);
  const pairs = looked.flatMap((one) => toAsk(one, open));
  if (pairs.length === 0 && open.length === 0) return;
  const answers = (await asksVies(deps.db, portalId)) ? await askAbout(deps, pairs, context.signal) : new Map<AskedPair, VatAnswer>();
  const stays = pairs.filter((one) => answers.get(one) === 'invalid' || (answers.get(one) === 'unknown' && !one.isNews));
  const told = new Set<string>(stays.map(({ pair }) => pair.recordId));
  await deps.db.transaction(async (trx) => {
    const over = open.filter((subject) => !told.has(subject));
    await resolveProblems(trx, portalId, { ...about, subjects: over }, deps.now());
    const problems = stays.map(({ pair, taxId }) => ({
      ...{ ...notInVies(taxId), connectionId, subjectKind: pair.objectType, subject: pair.recordId as string },
    }));
    await raiseProblems(trx, portalId, problems, deps.now());
  });
}

async function openSubjects(
  db: Db,
  portalId: PortalId,
  { codes, connectionId, subjectKind }: { codes: string[]; connectionId: string; subjectKind: string },
  looked: readonly LookedAt[],
): Promise<string[]> {
  const records = looked.map(({ pair }) => pair.recordId as string);
  return db('problems')
    .where({ portalId, connectionId, subjectKind })
    .whereIn('code', codes)
    .whereIn('subject', records)
    .whereNull('resolvedAt')
    .pluck('subject');
}

function toAsk({ pair, fields }: LookedAt, open: readonly string[]): AskedPair[] {
  const field = fields.find(({ mapped }) => mapped.fieldShape.role === 'tax_id' && mapped.direction !== 'to_hubspot');
  if (!field) return [];
  const { decision } = field;
  const isNews = decision.kind === 'write' && decision.to === 'erp';
  const taxId = isNews ? decision.value : open.includes(pair.recordId) ? field.hubspot : null;
  return taxId ? [{ pair, taxId, country: countryOfPair(fields), isNews }] : [];
}

function countryOfPair(fields: readonly EvaluatedField[]): string | null {
  const mapping = fields.map(({ mapped }) => mapped);
  const properties = Object.fromEntries(fields.map(({ mapped, hubspot }) => [mapped.property, hubspot]));
  return countriesOf(mapping, properties, Object.fromEntries(fields.map(({ mapped, erp }) => [mapped.field, erp]))).country;
}

async function askAbout({ checkVat }: ViesDeps, pairs: readonly AskedPair[], stopping: AbortSignal): Promise<Map<AskedPair, VatAnswer>> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)]);
  const answers = new Map<AskedPair, VatAnswer>();
  for (const one of pairs) answers.set(one, signal.aborted ? 'unknown' : await checkVat(one.taxId, one.country, signal));
  return answers;
}
