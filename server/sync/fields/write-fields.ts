import type { CustomerFieldSupport, FieldValues } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { asError, RecordBusyError, RecordRejectedError, UnclearOutcomeError } from '../../shared/errors.ts';
import { NO_RIGHT_TO_CUSTOMERS } from '../commands/command-rows.ts';
import type { Finding } from './convert-value.ts';
import type { DuePair } from './due-pairs.ts';
import { NO_RIGHT } from './field-state.ts';

/** What is to be written to one side of a link: by property for HubSpot, by field for the ERP. */
export interface PairWrite {
  pair: DuePair;
  values: FieldValues;
  /** What that side held when it was decided. */
  before: FieldValues;
}

/** What came of a write. A name that is neither kept nor refused is in doubt: it is looked at again. */
export interface WriteOutcome {
  /** As the side holds them now. */
  kept: FieldValues;
  refused: Record<string, Finding>;
  isGone: boolean;
  /** Somebody edited it since it was decided, or has it open: what is neither kept nor refused was not written, and is decided anew. */
  isMoved?: true;
}

export const NOTHING_WRITTEN: WriteOutcome = { kept: {}, refused: {}, isGone: false };

/** The ERP says field by field what it does not take: one refused value must not keep the others back. */
export async function writeToErp(
  { write }: Pick<CustomerFieldSupport, 'write'>,
  { pair, values, before }: PairWrite,
  signal: AbortSignal,
): Promise<WriteOutcome & { failure?: Error }> {
  const outcome = { kept: {}, refused: {}, isGone: false };
  const waiting = [values];
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    try {
      Object.assign(outcome.kept, await write(pair.customerId, part, signal, only(Object.keys(part), before)));
    } catch (error) {
      if (error instanceof UnclearOutcomeError) return outcome;
      if (error instanceof RecordBusyError) return { ...outcome, isMoved: true };
      if (!(error instanceof RecordRejectedError)) return { ...outcome, failure: asError(error) };
      if (error.code === 'erp.record_gone') return { ...outcome, isGone: true };
      const { refused, rest } = refusedByErp(part, error);
      Object.assign(outcome.refused, refused);
      waiting.push(...rest);
    }
  }
  return outcome;
}

function refusedByErp(values: FieldValues, error: RecordRejectedError): { refused: WriteOutcome['refused']; rest: FieldValues[] } {
  // It concerns the customer, whatever is written.
  if (error.code === OWN_COMPANY) return { refused: everyOf(values, { code: OWN_COMPANY, params: {} }), rest: [] };
  const message = String(error.params['message'] ?? error.code);
  if (error.code === NO_RIGHT_TO_CUSTOMERS) return { refused: everyOf(values, { code: NO_RIGHT, params: { message } }), rest: [] };
  const { guilty, rest } = partByGuilt(values, error.properties);
  const refused = Object.fromEntries(guilty.map((field) => [field, { code: 'field.refused_by_erp', params: { field, message } }]));
  return { refused, rest };
}

/** The ERP's customer is a company whose books are kept there, and nobody's to change. */
export const OWN_COMPANY = 'erp.own_company';

const everyOf = (values: FieldValues, finding: Finding): Record<string, Finding> =>
  Object.fromEntries(Object.keys(values).map((name) => [name, finding]));

/** Without what was named, the rest may be taken. Where nothing of it was named, each tells alone. */
function partByGuilt(values: FieldValues, blamed: readonly string[]): { guilty: string[]; rest: FieldValues[] } {
  const names = Object.keys(values);
  const guilty = names.length === 1 ? names : names.filter((name) => blamed.includes(name));
  const innocent = names.filter((name) => !guilty.includes(name));
  if (innocent.length === 0) return { guilty, rest: [] };
  const groups = guilty.length > 0 ? [innocent] : innocent.map((name) => [name]);
  return { guilty, rest: groups.map((group) => only(group, values)) };
}

const only = (names: readonly string[], values: FieldValues): FieldValues =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

/** A batch that is refused as a whole is written record by record, and a record without the properties that HubSpot named. */
export async function writeProperties(
  hubspot: HubSpotClient,
  writes: readonly PairWrite[],
  signal: AbortSignal,
): Promise<Map<DuePair, WriteOutcome>> {
  const [first] = writes;
  if (!first) return new Map();
  const inputs = writes.map(({ pair, values }) => ({ id: pair.recordId, properties: toProperties(values) }));
  try {
    const { written, refused } = await hubspot.batchUpdate(first.pair.objectType, inputs, { priority: 'live', signal });
    const outcomes = new Map<DuePair, WriteOutcome>();
    for (const write of writes) {
      const record = written.find(({ id }) => id === write.pair.recordId);
      const refusal = refused.find(({ id }) => id === write.pair.recordId);
      if (record) outcomes.set(write.pair, { ...NOTHING_WRITTEN, kept: asKept(record.properties, write.values) });
      if (refusal) outcomes.set(write.pair, await afterRefusal(hubspot, write, refusal, signal));
    }
    return outcomes;
  } catch (error) {
    if (error instanceof UnclearOutcomeError) return new Map();
    if (!(error instanceof RecordRejectedError)) throw error;
    return writes.length === 1 ? new Map([[first.pair, await afterRefusal(hubspot, first, error, signal)]]) : oneByOne();
  }

  async function oneByOne(): Promise<Map<DuePair, WriteOutcome>> {
    const outcomes = new Map<DuePair, WriteOutcome>();
    for (const write of writes) for (const [pair, outcome] of await writeProperties(hubspot, [write], signal)) outcomes.set(pair, outcome);
    return outcomes;
  }
}

async function afterRefusal(
  hubspot: HubSpotClient,
  { pair, values, before }: PairWrite,
  { code, properties }: Pick<RecordRejectedError, 'code' | 'properties'>,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  if (code === 'hubspot.record_gone') return { ...NOTHING_WRITTEN, isGone: true };
  const { guilty, rest } = partByGuilt(values, properties);
  const refusals = guilty.map((property) => [property, refusedByHubSpot(property, code)]);
  const outcome: WriteOutcome = { kept: {}, refused: Object.fromEntries(refusals) as WriteOutcome['refused'], isGone: false };
  for (const part of rest) {
    const { kept, refused, isGone } =
      (await writeProperties(hubspot, [{ pair, values: part, before }], signal)).get(pair) ?? NOTHING_WRITTEN;
    Object.assign(outcome.kept, kept);
    Object.assign(outcome.refused, refused);
    outcome.isGone ||= isGone;
  }
  return outcome;
}

export const refusedByHubSpot = (property: string, reason: string): Finding => ({
  code: 'field.refused_by_hubspot',
  params: { property, reason },
});

const toProperties = (values: FieldValues): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));

/** HubSpot's own spelling; what it does not say it took as it was sent. */
const asKept = (returned: Record<string, string | null>, sent: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, name in returned ? (returned[name] ?? null) : value]));
