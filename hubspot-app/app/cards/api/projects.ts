/** GET /cards/deal-projects — on a deal: what is done for it after the sale, as it was last read. */
export type DealProjects =
  /** The projects of no ERP are read: nothing is shown. */
  | { state: 'off' }
  | {
      state: 'ready';
      /** Those that its orders have tasks in, or that were made for them; what is not over comes first. */
      projects: DealProject[];
      /** Numbers of orders that should have made a project or a task in the ERP: none is there. */
      missing: string[];
    };

export interface DealProject {
  connectionId: string;
  id: string;
  name: string;
  url: string | null;
  /** Of what the deal has in it. `stopped`: archived, or all its tasks cancelled, before it was done. */
  status: 'not_started' | 'in_progress' | 'done' | 'stopped';
  /** Without those that were cancelled. */
  counts: { done: number; total: number };
  /** Decimal texts; null: the ERP keeps no time sheets, or nobody planned any. */
  hours: { spent: string | null; planned: string | null };
  /** The first day by which something open has to be done; `task` null: all of the project. */
  deadline: { on: string; task: string | null } | null;
  /** Days since that day; null: it is not over, or nothing is open. */
  daysLate: number | null;
  /** At most 50. */
  tasks: DealTask[];
}

export interface DealTask {
  id: string;
  name: string;
  /** As people in the ERP call it. */
  stage: string | null;
  status: 'open' | 'done' | 'cancelled';
  assignees: string[];
  hours: { spent: string | null; planned: string | null };
  /** A day. */
  deadline: string | null;
  daysLate: number | null;
}
