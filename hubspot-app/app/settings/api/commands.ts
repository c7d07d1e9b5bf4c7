import type { Notice } from './types.ts';

/** GET /settings/customers/commands?connectionId&state&page — 25 a page, newest first. */
export interface CommandList {
  page: number;
  pageCount: number;
  total: number;
  commands: CommandView[];
}
export interface CommandView {
  key: string;
  objectType: 'companies' | 'contacts';
  recordId: string;
  recordName: string | null;
  url: string;
  state: 'planned' | 'waiting' | 'sending' | 'unknown' | 'done' | 'rejected' | 'cancelled';
  /** What it waits for, or why it was refused, with what to do. */
  reason: Notice | null;
  /** False also where a person has to decide something first. */
  canRetry: boolean;
  askedBy: { kind: 'rule'; property: string } | { kind: 'workflow' } | { kind: 'person'; name: string | null };
  askedAt: string;
  sentAt: string | null;
  endedAt: string | null;
  /** What the ERP made of it. */
  made: { id: string; number: string | null; url: string | null } | null;
}
