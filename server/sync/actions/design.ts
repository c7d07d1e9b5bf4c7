import type { FIELD_TYPES, Words } from '../../hubspot/properties.ts';
import type { InvoicedObjectType } from '../../shared/object-types.ts';

/** What somebody who builds a workflow chooses or types. HubSpot sends every value as text. */
export type InputDesign = { label: Words; description: Words; isRequired?: true } & (
  | { format: 'number'; least: number; most: number; standard: number }
  | { format: 'choice'; options: Readonly<Record<string, Words>>; standard: string }
  /** Our own server lists the options, at `/actions/options/<list>`. */
  | { format: 'list'; list: OptionList }
);

/** What a person chooses one of, as it is at that moment. */
export const OPTION_LISTS = ['connections', 'project_templates'] as const;
export type OptionList = (typeof OPTION_LISTS)[number];

export interface OutputDesign {
  label: Words;
  format: Exclude<keyof typeof FIELD_TYPES, 'instant'> | 'flag';
  options?: Readonly<Record<string, Words>>;
}

/** One word of `result`. */
export interface ResultDesign {
  label: Words;
  /** The workflow goes on all the same, and its history shows the step as failed. */
  isFailure?: true;
}

/** A step of a workflow: what HubSpot shows of it, what it is given, what comes out. The project file, the check of requests and the README follow. */
export interface ActionDesign {
  /** Part of the address, which HubSpot lets nobody change after the first upload. */
  name: string;
  objectTypes: readonly InvoicedObjectType[];
  label: Words;
  description: Words;
  /** In the workflow editor; `{{input}}` stands for what was chosen. */
  card: Words;
  inputs: Readonly<Record<string, InputDesign>>;
  /** Beside `result`, `reason` and `erp_number`, which each has. */
  outputs: Readonly<Record<string, OutputDesign>>;
  results: Readonly<Record<string, ResultDesign>> & { readonly failed: ResultDesign };
  /** The record's properties are written in HubSpot before the workflow goes on: its next step may read them. */
  isAfterWriting: boolean;
}

export type Inputs<D extends ActionDesign = ActionDesign> = {
  [N in keyof D['inputs']]: D['inputs'][N] extends { format: 'number' }
    ? number
    : D['inputs'][N] extends { format: 'choice'; options: infer O }
      ? keyof O & string
      : string | null;
};

/** A short sentence for people, in the account's language. Never in an ERP's own words. */
export interface Reason {
  words: Words;
  facts?: Readonly<Record<string, string | number>>;
}

/** What came of a step. */
export interface Outcome<D extends ActionDesign = ActionDesign> {
  result: keyof D['results'] & string;
  reason?: Reason | null;
  /** The number under which people find it in the ERP. */
  erpNumber?: string | null;
  /** Days as `YYYY-MM-DD`. What is null is not told. */
  outputs?: { [N in keyof D['outputs']]?: ValueOf<D['outputs'][N]> | null };
}
type ValueOf<O extends OutputDesign> = O['format'] extends 'flag'
  ? boolean
  : O['options'] extends object
    ? keyof O['options'] & string
    : string | number;

/** Which ERP, where an account has several; none chosen: the only one. */
export const CONNECTION_INPUT = {
  format: 'list',
  list: 'connections',
  label: { en: 'ERP', es: 'ERP' },
  description: { en: 'Needed only where several ERPs are connected.', es: 'Solo hace falta si hay varios ERP conectados.' },
} as const satisfies InputDesign;

/** Checks a design and keeps its words apart from each other, so that a result that it does not have does not compile. */
export const defineAction = <const D extends ActionDesign>(design: D): D => design;
