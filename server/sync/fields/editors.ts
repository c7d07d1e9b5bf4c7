import type { LastEdit } from '../../erp/shared/contract.ts';
import type { HubSpotClient, PropertyVersion } from '../../hubspot/contract.ts';
import { HISTORY_BATCH_SIZE } from '../../hubspot/histories.ts';
import { loadPortalUsers } from '../../portals/users.ts';
import type { DuePair } from './due-pairs.ts';
import type { EvaluatedField } from './evaluate.ts';
import { areSame, type Side, type StoredEditor, type StoredEditors } from './field-state.ts';
import { storedProperties } from './virtual-properties.ts';
import type { EvaluatedPair } from './settle-fields.ts';
import type { FieldRun } from './sync-pairs.ts';

/** By property. */
export type PairEditors = Readonly<Record<string, StoredEditors>>;
type Histories = Awaited<ReturnType<HubSpotClient['propertyHistories']>>;

/** What is written waits for no name. */
const PATIENCE_MS = 5_000;

/**
 * Who edited the fields that moved. HubSpot is asked only of records where its side did, and failing to answer leaves it unknown; an ERP that
 * tells has told already.
 */
export async function findEditors(run: FieldRun, pairs: readonly EvaluatedPair[]): Promise<Map<DuePair, PairEditors>> {
  const histories = await readHistories(run, pairs).catch((error: unknown) => {
    run.deps.log.warn({ ...run.scope, err: error }, 'who edited properties is not known: HubSpot does not tell');
    return new Map() as Histories;
  });
  return new Map(pairs.map((one) => [one.pair, editorsOf(one, histories.get(one.pair.recordId) ?? {})]));
}

async function readHistories(run: FieldRun, pairs: readonly EvaluatedPair[]): Promise<Histories> {
  const asked = pairs
    .map(({ pair, fields }) => ({ pair, properties: fields.filter(isAskedOfHubSpot).map(({ mapped }) => mapped.property) }))
    .filter(({ properties }) => properties.length > 0);
  const histories: Histories = new Map();
  const [first] = asked;
  if (!first) return histories;
  const ids = [...new Set(asked.map(({ pair }) => pair.recordId))];
  const properties = storedProperties([...new Set(asked.flatMap((one) => one.properties))]);
  const signal = AbortSignal.any([run.context.signal, AbortSignal.timeout(PATIENCE_MS)]);
  for (let start = 0; start < ids.length; start += HISTORY_BATCH_SIZE) {
    const request = { ids: ids.slice(start, start + HISTORY_BATCH_SIZE), properties };
    const told = await run.hubspot.propertyHistories(first.pair.objectType, request, { priority: 'backfill', signal });
    for (const [id, versions] of told) histories.set(id, versions);
  }
  await learnUsers(run, histories);
  return histories;
}

/** Whoever edits without ever opening a card is not known by name yet. */
async function learnUsers({ deps, scope: { portalId } }: FieldRun, histories: Histories): Promise<void> {
  const ids = [...histories.values()].flatMap((versions) => Object.values(versions).flatMap((all) => all.map(({ userId }) => userId)));
  const wanted = new Set(ids.filter((id) => id !== null));
  const known = await deps
    .db('portalUsers')
    .where({ portalId })
    .whereIn('userId', [...wanted])
    .select('userId');
  if (known.length < wanted.size) await loadPortalUsers(deps, portalId);
}

function editorsOf({ fields, lastEdit }: EvaluatedPair, versions: Record<string, PropertyVersion[]>): PairEditors {
  return Object.fromEntries(fields.map((field) => [field.mapped.property, editorsOfField(field, versions, lastEdit)]));
}

function editorsOfField(field: EvaluatedField, versions: Record<string, PropertyVersion[]>, lastEdit: LastEdit | null): StoredEditors {
  const kept = keptOf(field);
  if (kept) return kept;
  const hubspot = isAskedOfHubSpot(field) ? hubSpotEditor(field, versions) : undefined;
  const erp = lastEdit && hasMoved('erp', field) ? erpEditor(lastEdit) : undefined;
  return { ...(hubspot && { hubspot }), ...(erp && { erp }) };
}

/** Found when a person was asked, of the same values. */
function keptOf({ state, hubspot, erp }: EvaluatedField): StoredEditors | undefined {
  return state?.asked && areSame(state.asked, { hubspot, erp }) ? (state.asked.editedBy ?? {}) : undefined;
}

const isAskedOfHubSpot = (field: EvaluatedField): boolean => !keptOf(field) && hasMoved('hubspot', field);

/** And something is remembered of it. What was never compared moved for nobody, but a person who is asked wants to know. */
function hasMoved(side: Side, field: EvaluatedField): boolean {
  const { state, decision } = field;
  const isRemembered =
    decision.kind === 'write' ||
    decision.kind === 'ask' ||
    (decision.kind === 'leave' && decision.lost !== null) ||
    (decision.kind === 'rest' && decision.keep && state?.sending !== undefined);
  if (!isRemembered) return false;
  return state?.base ? (state.base[side] ?? '') !== (field[side] ?? '') : decision.kind === 'ask';
}

/** The newest time the property got the value that was read: what is written meanwhile is newer. */
function hubSpotEditor(
  { mapped: { property }, hubspot }: EvaluatedField,
  versions: Record<string, PropertyVersion[]>,
): StoredEditor | undefined {
  const parts = storedProperties([property]);
  const found =
    parts.length === 1
      ? versions[parts[0]!]?.find(({ value }) => value.trim() === (hubspot ?? '').trim())
      : parts.flatMap((part) => versions[part]?.[0] ?? []).toSorted((one, two) => two.at.getTime() - one.at.getTime())[0];
  return found && editorOf(found);
}

const SOURCES: Readonly<Record<string, StoredEditor['kind']>> = {
  IMPORT: 'import',
  WORKFLOWS: 'workflow',
  AUTOMATION_PLATFORM: 'workflow',
  INTEGRATION: 'integration',
  API: 'integration',
  FORM: 'form',
  FORMS: 'form',
};

/** Undefined: HubSpot itself, or nothing we know. */
function editorOf({ source, userId, at }: PropertyVersion): StoredEditor | undefined {
  const kind = SOURCES[source] ?? (userId === null ? undefined : 'user');
  return kind && { kind, at: at.toISOString(), ...(kind === 'user' && userId !== null && { userId }) };
}

const erpEditor = ({ by, at }: LastEdit): StoredEditor => ({ kind: 'user', name: by, at: at.toISOString() });
