import type { Random } from '../fakes/company/random.ts';
import type { ErpAddress } from '../support/world.ts';

/** What the books say about one document at the end, in the ERP's own ids. */
export interface BookedInvoice {
  id: string;
  organisationId: string;
  isCreditNote: boolean;
  isPosted: boolean;
  /** Still to be settled, in the currency of the books; decimal text, positive. */
  baseOpen: string;
}

/** An ERP that a crash test works in while the service is killed. */
export interface CrashBooks {
  address: ErpAddress;
  /** Customers are made and changed there; otherwise the ERP is only read. */
  isWritten: boolean;
  /** Somebody does something: a payment, a credit note, a new invoice, a cancellation, a rename. */
  act(random: Random): Promise<void>;
  invoices(): BookedInvoice[];
  /** Organisations and private persons, archived ones too. */
  customers(): { id: string; taxId: string | null; phone: string | null }[];
  /** Rows of HubSpot's portal that stand for the customers. */
  crm: { companies: Record<string, string>[]; contacts: Record<string, string>[]; deals: Record<string, string>[] };
  close(): Promise<void>;
}
