import type { ErpRecordId, RecordId } from '../../shared/ids.ts';

export type Params = Record<string, string | number | boolean | null>;
/** A fact that stops something, in words by code. */
export interface Reason {
  code: string;
  params: Params;
}
/** What a quote of HubSpot was signed over. */
export interface SignedFigures {
  quoteId: RecordId;
  /** Of its lines, net of tax; null: they cannot be read, or some have no price. */
  net: string | null;
  /** As HubSpot counts it up for the whole quote; null: it does not say. */
  amount: string | null;
  currency: string | null;
  lineCount: number;
  isRecurring: boolean;
}
/** What has to be remembered of a command beside what it sends. */
export interface CommandFacts {
  /** Each reason why it was refused before anything was sent. */
  reasons?: readonly Reason[];
  /** Of an order: what the deal is to become, what it says net of tax, in how many lines, and what is worth knowing. */
  wants?: 'quotation' | 'order';
  dealNet?: string;
  lineCount?: number;
  /** Of an order and its confirmation: the deal's pipeline when it was made, or asked for. Its rules say who approves. */
  pipelineId?: string;
  /** Of a confirmation that nothing but a signed quote asks for. */
  signed?: SignedFigures;
  /** Of a change: whoever pressed may approve orders. */
  isByApprover?: boolean;
  /** Of a cancellation: the deal was lost, so that winning it again calls it off. */
  isOfStage?: boolean;
  /** Of a project: the order that it is made for, and the rule that asks for it; null: whoever asked named what it is made like. */
  project?: { orderId: ErpRecordId; ruleId: string | null; templateId: string };
  /** Of a project: how much of each product its order sold when it was asked for, or planned anew. */
  quantities?: Record<string, string>;
  /** Of its planning: the command that made it. */
  madeBy?: string;
  /**
   * Of a refused change, or of a customer that may be there already or is not wanted: who let it rest, and when. Where that followed from a refusal:
   * of whom, empty of everybody.
   */
  left?: { userId: number; at: string; customerId?: ErpRecordId };
  /** Of a customer to be made: whom the ERP has already that it may be, and why. */
  alike?: readonly { customerId: ErpRecordId; rule: string }[];
}
