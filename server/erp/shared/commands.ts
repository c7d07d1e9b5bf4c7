import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from './customer-fields.ts';

/** Writes to the ERP that are asked for one by one, by name: what each needs and what comes of it. */
export interface Commands {
  createCustomer: { input: NewCustomer; result: MadeRecord };
  setCustomerActive: { input: CustomerActivity; result: ChangedRecord };
}
export type CommandName = keyof Commands;

/** Those that make a record, which carries their key. The others bring a record into a state, and twice is the same as once. */
const MAKING = ['createCustomer'] as const;
export type MakingCommand = (typeof MAKING)[number];
export const isMaking = (name: CommandName): name is MakingCommand => (MAKING as readonly CommandName[]).includes(name);

/** Archived (nobody there offers the customer any more) or back in use. Documents stay as they are either way. */
export interface CustomerActivity {
  id: ErpRecordId;
  isActive: boolean;
}

export interface NewCustomer {
  kind: 'organisation' | 'person';
  /** Of a person: the organisation it belongs to; null: a customer of its own. */
  organisationId: ErpRecordId | null;
  /** By the ERP's own field names, in the spelling of `customerFields`. What is left out the ERP decides. */
  values: FieldValues;
}

export interface MadeRecord {
  id: ErpRecordId;
  /** The number people use; null: it has none (yet). */
  number: string | null;
}

export interface ChangedRecord extends MadeRecord {
  /** False: it was so already. */
  isChanged: boolean;
}

/**
 * What the ERP can be told to do. The key is unique for ever, at most 32 characters of `A-Z 0-9 -`, and is kept in the made record where nobody
 * edits it: by it a record is found after an answer was lost.
 */
export interface CommandSupport {
  readonly names: readonly CommandName[];
  /** So long after a call without an answer the ERP may still be working on it: "not found" means nothing before. */
  readonly settledAfterMs: number;
  /** `run` with a key that a record carries makes nothing and answers that record, whoever else asks at that moment: nobody has to look before. */
  readonly isIdempotent: boolean;
  /** So many keys take `find` as long as one. */
  readonly keysAtOnce: number;
  /**
   * By key the records that carry it, archived ones too, oldest first; more than one where somebody copied a record. A key that is left out: nothing
   * was made, or it was deleted.
   */
  find<N extends MakingCommand>(name: N, keys: readonly string[], signal: AbortSignal): Promise<Map<string, Commands[N]['result'][]>>;
  /**
   * Does it, all or nothing. `RecordRejectedError`: refused, nothing was done; `properties` names the ERP's fields and `params.message` says it in the
   * ERP's own words. `UnclearOutcomeError`: nobody knows. Any other failure: surely nothing was done.
   */
  run<N extends CommandName>(name: N, command: CommandOrder<N>, signal: AbortSignal): Promise<Commands[N]['result']>;
}

export interface CommandOrder<N extends CommandName> {
  key: string;
  input: Commands[N]['input'];
}

/** How one ERP carries out each of them. */
type CommandRunners = { [N in CommandName]: (command: CommandOrder<N>, signal: AbortSignal) => Promise<Commands[N]['result']> };
export const runBy =
  (runners: CommandRunners): CommandSupport['run'] =>
  (name, command, signal) =>
    runners[name](command, signal);
