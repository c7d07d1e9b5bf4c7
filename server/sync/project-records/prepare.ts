import type { CallOptions, HubSpotClient, Pipeline } from '../../hubspot/contract.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import type { Language } from '../../hubspot/properties.ts';
import { PROJECT_OBJECT_SCOPES } from '../../hubspot/scopes.ts';
import { provisionObject, type PropertyOutcome } from '../../portals/provision-object.ts';
import { describeProjectObject, PROJECT_KEY, STAGE, type ProjectStages } from '../../records/catalogue/project-record.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ProjectObjectType } from '../../shared/object-types.ts';
import type { ProjectTarget, Stop } from './targets.ts';

interface Account {
  scopes: readonly string[];
  locale: Language;
}

type Prepared = Pick<ProjectTarget, 'writable' | 'stages'> | { stopped: Stop };

export const lackingScopes = (objectType: ProjectObjectType, granted: readonly string[]): string[] =>
  PROJECT_OBJECT_SCOPES[objectType].filter((scope) => !granted.includes(scope));

/** Brings our properties of the object into being and reads its stages; or says why the account has no place for them. */
export async function prepareObject(
  hubspot: HubSpotClient,
  account: Account,
  objectType: ProjectObjectType,
  options: CallOptions,
): Promise<Prepared> {
  const lacking = lackingScopes(objectType, account.scopes);
  if (lacking.length > 0) return stoppedBy('project_records.needs_permission', { scopes: lacking.join(', ') });
  if (!(await hasObject(hubspot, objectType, options))) return stoppedBy('project_records.not_in_account');
  const wanted = describeProjectObject(objectType, account.locale);
  const outcomes = await provisionObject({ hubspot, objectType, wanted, options });
  const key = outcomes.find(({ name }) => name === PROJECT_KEY);
  if (key?.state !== 'ready') return stoppedBy(STOPPED_BY_KEY[key?.state ?? 'withheld']);
  const writable = outcomes.filter(({ state }) => state === 'ready').map(({ name }) => name);
  return { writable, stages: await readStages(hubspot, objectType, options) };
}

const STOPPED_BY_KEY = {
  withheld: 'project_records.needs_permission',
  no_room: 'project_records.no_room',
  conflict: 'project_records.key_taken',
} as const satisfies Record<Exclude<PropertyOutcome['state'], 'ready'>, Stop['code']>;

const stoppedBy = (code: Stop['code'], params: Stop['params'] = {}) => ({ stopped: { code, params } });

/** Where an administrator did not switch the object on, HubSpot refuses whatever was granted. */
export async function hasObject(hubspot: HubSpotClient, objectType: ProjectObjectType, options: CallOptions): Promise<boolean> {
  return (await unlessRefused(objectType, hubspot.listProperties(objectType, options))) !== null;
}

/** The first pipeline. Some accounts keep it from apps: then the stages are known by the choices of their property, and nothing says which is the end. */
async function readStages(hubspot: HubSpotClient, objectType: ProjectObjectType, options: CallOptions): Promise<ProjectStages> {
  const pipelines = await unlessRefused(objectType, hubspot.listPipelines(objectType, options));
  const [pipeline] = pipelines ?? [];
  if (pipeline) return stagesOf(pipeline);
  const definitions = await hubspot.listProperties(objectType, options);
  const choices = definitions.find(({ name }) => name === STAGE)?.options ?? [];
  const [first] = choices.filter(({ hidden }) => !hidden).toSorted((a, b) => a.displayOrder - b.displayOrder);
  return { pipeline: null, open: first?.value ?? null, begun: null, done: null };
}

/** The first open stage, the one after it, and the first that ends. */
function stagesOf({ id, stages }: Pipeline): ProjectStages {
  const [open = null, begun = null] = stages.filter(({ outcome }) => outcome === 'open').map((stage) => stage.id);
  const done = stages.find(({ outcome }) => outcome !== 'open')?.id ?? null;
  return { pipeline: id, open, begun, done };
}

async function unlessRefused<T>(objectType: ProjectObjectType, answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isWithheld(objectType, error) || error instanceof RecordRejectedError) return null;
    throw error;
  }
}
