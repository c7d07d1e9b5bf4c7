import type { Db } from '../../db/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { Finding } from './convert-value.ts';
import type { DuePair } from './due-pairs.ts';
import { NO_RIGHT } from './field-state.ts';
import { RELATION_PROBLEMS } from './relations.ts';
import { OWN_COMPANY } from './write-fields.ts';

export interface FieldFinding {
  pair: DuePair;
  finding: Finding;
}

/** What stops a field of a record. */
export const FIELD_PROBLEMS: readonly string[] = [
  'customer.tax_id_malformed',
  'customer.email_invalid',
  'customer.country_unknown',
  'customer.state_unknown',
  'customer.state_unnamed',
  'customer.value_unknown',
  'customer.value_too_long',
  'customer.number_invalid',
  'customer.date_invalid',
  'mapping.property_gone',
  'mapping.field_gone',
  'field.refused_by_erp',
  'field.refused_by_hubspot',
  OWN_COMPANY,
  NO_RIGHT,
  ...RELATION_PROBLEMS,
];

interface Reporting {
  deps: { now(): Date };
  scope: ConnectionScope;
}

/** One problem per cause and record; what no longer stops anything is resolved. */
export async function reportFields(
  trx: Db,
  { deps, scope: { portalId, connectionId } }: Reporting,
  { pairs, findings }: { pairs: readonly DuePair[]; findings: readonly FieldFinding[] },
): Promise<void> {
  const [first] = pairs;
  if (!first) return;
  const subjectKind = first.objectType;
  const open = await trx('problems')
    .where({ portalId, connectionId, subjectKind })
    .whereNull('resolvedAt')
    .whereIn('code', [...FIELD_PROBLEMS])
    .whereIn(
      'subject',
      pairs.map(({ recordId }) => recordId as string),
    )
    .select<{ code: string; subject: string }[]>('code', 'subject');
  const isStill = ({ code, subject }: { code: string; subject: string }): boolean =>
    findings.some(({ pair, finding }) => finding.code === code && pair.recordId === subject);
  for (const { code, subject } of open.filter((problem) => !isStill(problem))) {
    await resolveProblems(trx, portalId, { codes: [code], connectionId, subjectKind, subjects: [subject] }, deps.now());
  }
  const problems = findings.map(({ pair, finding: { code, params } }) => ({
    code,
    params,
    connectionId,
    subjectKind,
    subject: pair.recordId as string,
  }));
  await raiseProblems(trx, portalId, problems, deps.now());
}
