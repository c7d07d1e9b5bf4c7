import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from './customer-fields.ts';
import type { NewOrder, NewProduct, OrderState } from './orders.ts';
import type { NewProject, ProjectPlan } from './projects.ts';

/** Writes to the ERP that are asked for one by one, by name: what each needs and what comes of it. */
export interface Commands {
  createCustomer: { input: NewCustomer; result: MadeRecord };
  setCustomerActive: { input: CustomerActivity; result: ActivityChange };
  /**
   * There is one product of this SKU, and it is sold: the one that is there, whatever its case, or a new one. `order.product_not_sold` and
   * `order.ambiguous_product`: there are some, and none is the one. The same SKU is asked for by one call at a time.
   */
  createProduct: { input: NewProduct; result: ChangedRecord };
  /** Makes a quotation, which binds nobody. */
  createOrder: { input: NewOrder; result: OrderState };
  /**
   * Makes the quotation an order, as it stands. Where that is a document of its own, it is copied from the quotation and the result names the new
   * one; a document that waits for approval in the ERP is no failure, its status says so. `order.changed_meanwhile`: it has another net by now.
   */
  confirmOrder: { input: OrderConfirmation; result: OrderState };
  /** Brings its lines, and what the input says of its head, to this; what is not the ERP's to change any more is refused. */
  amendOrder: { input: OrderChange & { order: NewOrder }; result: OrderState };
  /**
   * The ERP sends its own e-mail with the document to its customer; one that it says was sent is not sent again. Nobody repeats it after an answer
   * that was lost: an e-mail cannot be taken back.
   */
  sendDocument: { input: DocumentRef; result: ChangedRecord };
  /** Calls off what is not delivered or invoiced yet, or refuses. */
  cancelOrder: { input: OrderChange; result: OrderState };
  /**
   * Holds stock back for what is not delivered yet, as much as there is, or lets it go. `waitsForDay`: what the ERP by itself holds back on a later day
   * is left to it.
   */
  reserveOrder: { input: OrderChange & { isReserved: boolean; waitsForDay?: boolean }; result: OrderState };
  /**
   * Makes a project with the tasks of its pattern, for an order that is confirmed and tied to it. Its hours follow from what was sold. `order.template_gone`,
   * `order.nothing_for_project`, `order.not_ordered`. The number of the result is the project's name.
   */
  createProject: { input: NewProject; result: PlannedProject };
  /**
   * Brings the hours planned in such a project to what its order sells now. `order.hours_edited`: people changed them or took something away, and what they
   * planned stays.
   */
  planProject: { input: ProjectPlan; result: ChangedRecord & PlannedProject };
}
export type CommandName = keyof Commands;

/** Those that make a record, which carries their key. The others bring a record into a state, and twice is the same as once. */
const MAKING = ['createCustomer', 'createOrder', 'createProject'] as const;
export type MakingCommand = (typeof MAKING)[number];
export const isMaking = (name: CommandName): name is MakingCommand => (MAKING as readonly CommandName[]).includes(name);

/** Those about quotations and orders, what they are made of and what is made of them. */
const OF_ORDERS = [
  'createProduct',
  'createOrder',
  'confirmOrder',
  'amendOrder',
  'cancelOrder',
  'reserveOrder',
  'sendDocument',
  'createProject',
  'planProject',
] as const;
export type OrderCommandName = (typeof OF_ORDERS)[number];
export const isOrderCommand = (name: CommandName): name is OrderCommandName => (OF_ORDERS as readonly CommandName[]).includes(name);

/** What is done again would be done twice. */
export const isOnceOnly = (name: CommandName): boolean => name === 'sendDocument';

/** A document by its id in the stream of invoices, or of orders. */
export interface DocumentRef {
  kind: 'invoice' | 'quotation';
  id: ErpRecordId;
}

/** Archived (nobody there offers the customer any more) or back in use. Documents stay as they are either way. */
export interface CustomerActivity {
  id: ErpRecordId;
  isActive: boolean;
  /** Of taking back into use: what the call that archived it answered. */
  hasBlocked?: boolean;
}

export interface ActivityChange extends ChangedRecord {
  /** Archiving blocked it as well, which it was not before: only then a block is taken back with it. */
  hasBlocked?: boolean;
}

export interface NewCustomer {
  kind: 'organisation' | 'person';
  /** Of a person: the organisation it belongs to; null: a customer of its own. */
  organisationId: ErpRecordId | null;
  /** By the ERP's own field names, in the spelling of `customerFields`. What is left out the ERP decides. */
  values: FieldValues;
}

/** A quotation or an order that is there, by its id in the stream of orders. */
export interface OrderChange {
  id: ErpRecordId;
}

export interface OrderConfirmation extends OrderChange {
  /** Net of tax, on which everybody decided; left out: whatever it is. */
  net?: string;
}

export interface MadeRecord {
  id: ErpRecordId;
  /** The number people use; null: it has none (yet). */
  number: string | null;
}

export interface PlannedProject extends MadeRecord {
  /** The connector's own note of the hours it planned, by which it sees whether people changed them; absent: it does not know what stood there at first. */
  plan?: string;
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
  /** What `run` looks up by the key before it makes it, so that nobody has to who asks for the first time. Two who ask at the same moment may make two. */
  readonly looksItself?: readonly MakingCommand[];
  /** So many commands of different deals the ERP takes side by side. Default 1. */
  readonly orderCommandsAtOnce?: number;
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

/** How one ERP carries out those it names. */
type CommandRunners = { [N in CommandName]?: (command: CommandOrder<N>, signal: AbortSignal) => Promise<Commands[N]['result']> };
export function runBy(runners: CommandRunners): CommandSupport['run'] {
  return (name, command, signal) => {
    const runner = runners[name];
    if (!runner) throw new Error(`This ERP does not name the command ${name}`);
    return runner(command, signal);
  };
}

/** How one ERP looks for what was made: by the keys of its commands. */
type MadeFinders = {
  [N in MakingCommand]?: (keys: readonly string[], signal: AbortSignal) => Promise<Map<string, Commands[N]['result'][]>>;
};
export function findBy(finders: MadeFinders): CommandSupport['find'] {
  return (name, keys, signal) => {
    const finder = finders[name];
    if (!finder) throw new Error(`This ERP does not name the command ${name}`);
    return finder(keys, signal);
  };
}
