import type { ErpRecordId } from '../../shared/ids.ts';
import type { Choice } from './contract.ts';

/** What is to be done after the sale, as a project that people keep as a pattern says. */
export interface NewProject {
  /** It has to be confirmed. */
  orderId: ErpRecordId;
  /** By the ids of `ProjectSupport.templates`. */
  templateId: string;
  /** What of the order it is for; null: its services. What makes a project by itself is left out. */
  productIds: ErpRecordId[] | null;
}

/** A project that we made of an order, whose quantities are other ones by now. */
export interface ProjectPlan extends NewProject {
  projectId: ErpRecordId;
  /** What the connector answered when it planned it last. */
  plan: string;
}

/** What goes with the command that makes projects. */
export interface ProjectSupport {
  /** Projects that were not sold, of which another one can be made. */
  templates(signal: AbortSignal): Promise<Choice[]>;
}
