import type { RecordScope } from '../../records/queries/totals.ts';
import type { Portal } from '../../portals/portals.ts';
import { localDay } from '../../shared/calendar.ts';
import type { Log } from '../../shared/log.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ActionDesign, Inputs, Outcome } from './design.ts';
import type { ActionRun } from './runs.ts';

export interface ActionDeps extends Pick<SyncDeps, 'db' | 'now' | 'enqueue' | 'openHubSpot'> {
  connectors: Pick<Connectors, 'capabilitiesOf'>;
  log: Log;
}

/** One look at one run. */
export interface Look<D extends ActionDesign = ActionDesign> {
  deps: ActionDeps;
  portal: Portal;
  run: ActionRun;
  inputs: Inputs<D>;
  signal: AbortSignal;
}

/** What a look finds. */
export type Finding<D extends ActionDesign = ActionDesign> =
  | {
      kind: 'done';
      outcome: Outcome<D>;
      /** Remembered where HubSpot has to hold the record's new values first. */
      memo?: ActionRun['memo'];
    }
  | {
      kind: 'waiting';
      /** `record`, `reading`, or a command's key: what makes it look again. */
      on: string;
      /** It looks again by then, whatever happens; default: when its time is over. */
      until?: Date;
      memo?: ActionRun['memo'];
      /** What HubSpot is told when the time is over, or at once where it cannot be told later. */
      otherwise: Outcome<D>;
    };

export interface Action<D extends ActionDesign = ActionDesign> {
  design: D;
  /** How long something may come of it. */
  waitsMs(inputs: Inputs<D>): number;
  /** Begins what many can have in common; what it answers is remembered for each. Asked again after a crash. */
  begin?(deps: ActionDeps, portal: Portal, runs: readonly ActionRun[]): Promise<ActionRun['memo']>;
  /** Looks what became of it, and begins it if nobody has. */
  look(look: Look<D>): Promise<Finding<D>>;
}

/** The record as cards ask about it. */
export const scopeOfRun = ({ deps, portal, run }: Pick<Look, 'deps' | 'portal' | 'run'>): RecordScope => ({
  portalId: run.portalId,
  objectType: run.objectType,
  recordId: run.recordId,
  contactsCarry: portal.settings.contactsCarry,
  day: localDay(portal.timeZone, deps.now()),
});

export const done = <D extends ActionDesign>(outcome: Outcome<D>, memo: ActionRun['memo'] = {}): Finding<D> => ({
  kind: 'done',
  outcome,
  memo,
});
