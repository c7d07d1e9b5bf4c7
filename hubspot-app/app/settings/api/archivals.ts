import type { CustomerRules } from './customers.ts';
import type { Notice } from './types.ts';

type CustomerObject = keyof CustomerRules;

/** Where something is archived because it was deleted or archived on the other side. */
export type ArchivalSide = 'erp' | 'hubspot';

/** GET /settings/customers/archivals?connectionId&page — 25 a page; what waits for a person first, then the newest. */
export interface ArchivalList {
  page: number;
  pageCount: number;
  total: number;
  archivals: ArchivalView[];
}

export interface ArchivalView {
  side: ArchivalSide;
  objectType: CustomerObject;
  customerId: string;
  /** Null: the ERP has it no more. */
  customerName: string | null;
  customerUrl: string | null;
  recordId: string;
  recordUrl: string;
  /**
   * `noticed`: it is archived at `dueAt`. `held`: a person is asked, `reason` says why. `asked`: under way. `done`: archived. `restoring`: taken back
   * into use. `rejected`: the ERP refused it. `kept`: a person left it in use, at `endedAt`.
   */
  state: 'noticed' | 'held' | 'asked' | 'done' | 'restoring' | 'rejected' | 'kept';
  reason: Notice | null;
  /** Of the command in the ERP, by which it can be retried. */
  key: string | null;
  /** Invoices of the customer that are not settled: with any, a person is asked before it is archived. */
  unsettled: number;
  /** The person who decided that it goes all the same, or stays. Null: nobody, or somebody we have no name of. */
  by: string | null;
  noticedAt: string;
  dueAt: string;
  endedAt: string | null;
}

/** POST /settings/customers/archivals/decide — of what is held back, and by name to keep what is only planned; `customers` null: all of this side. */
export interface ArchivalDecision {
  connectionId: string;
  side: ArchivalSide;
  customers: { objectType: CustomerObject; customerId: string }[] | null;
  answer: 'archive' | 'keep';
}
