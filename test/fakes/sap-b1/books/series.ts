import { noLinkedValue, undefinedCode } from '../errors.ts';
import { OBJECT_TYPES } from '../rows.ts';
import type { NumberedSet, SeriesRow } from '../rows.ts';
import type { Tx } from '../store.ts';

export interface SeriesInput {
  set: NumberedSet;
  /** At most eight characters, as in `NNM1`. */
  name: string;
  firstNumber: number;
  /** The number of the one branch that uses it; default all do. */
  branch?: number;
}

/** The series a new company database comes with, one for each kind of document; its name is in the language of the installation. */
const FIRST: Readonly<Record<NumberedSet, { series: number; firstNumber: number }>> = {
  Quotations: { series: 12, firstNumber: 3001 },
  Orders: { series: 9, firstNumber: 4001 },
  DeliveryNotes: { series: 7, firstNumber: 10_001 },
  Returns: { series: 8, firstNumber: 15_001 },
  Invoices: { series: 4, firstNumber: 20_001 },
  CreditNotes: { series: 5, firstNumber: 30_001 },
  DownPayments: { series: 57, firstNumber: 40_001 },
  IncomingPayments: { series: 15, firstNumber: 70_001 },
  PurchaseOrders: { series: 11, firstNumber: 50_001 },
  PurchaseDeliveryNotes: { series: 10, firstNumber: 51_001 },
  InventoryGenEntries: { series: 25, firstNumber: 52_001 },
  InventoryGenExits: { series: 26, firstNumber: 53_001 },
};
/** Those that administrators add are counted on for all kinds together. */
const ADDED_FROM = 71;

/** A new company writes the codes of its items by hand. */
const FIRST_OF_ITEMS = 3;
const ITEMS = '4';

export function addFirstSeries(tx: Tx): void {
  addItemSeries(tx, { name: 'Manual', manual: true }, FIRST_OF_ITEMS);
  const name = tx.store.facts.Country === 'MX' ? 'Primario' : 'Primary';
  for (const [set, { series, firstNumber }] of Object.entries(FIRST)) {
    tx.put('Series', series, seriesRow({ set: set as NumberedSet, name, firstNumber }, series));
  }
}

/** Nothing keeps two series from giving out the same numbers. */
export function addSeries(tx: Tx, input: SeriesInput): number {
  if (input.name.length > 8) throw new Error(`${input.name} is too long for a series`);
  const series = tx.store.next('Series', ADDED_FROM);
  tx.put('Series', series, { ...seriesRow(input, series), BPLID: input.branch ?? null });
  return series;
}

export interface PartnerSeriesInput {
  name: string;
  prefix?: string;
  /** Default 1. */
  firstNumber?: number;
  /** Digits the number is filled up to; default as it is. */
  digits?: number;
  /** Its codes are written by hand. */
  manual?: boolean;
  locked?: boolean;
}

/** A series of customers. */
export function addPartnerSeries(tx: Tx, { name, prefix, firstNumber = 1, digits, manual, locked }: PartnerSeriesInput): number {
  const series = tx.store.next('Series', ADDED_FROM);
  tx.put('Series', series, {
    ...seriesRow({ name, firstNumber }, series),
    Document: PARTNERS,
    DocumentSubType: 'C',
    Prefix: prefix ?? null,
    DigitNumber: digits ?? null,
    SeriesType: 'stBusinessPartner',
    IsManual: manual ? 'tYES' : 'tNO',
    Locked: locked ? 'tYES' : 'tNO',
  });
  return series;
}

export type ItemSeriesInput = Omit<PartnerSeriesInput, 'prefix' | 'digits'>;

/** A series of items. */
export function addItemSeries(
  tx: Tx,
  { name, firstNumber = 1, manual, locked }: ItemSeriesInput,
  series = tx.store.next('Series', ADDED_FROM),
): number {
  const kind = { Document: ITEMS, SeriesType: 'stItem', IsManual: manual ? 'tYES' : 'tNO', Locked: locked ? 'tYES' : 'tNO' } as const;
  tx.put('Series', series, { ...seriesRow({ name, firstNumber }, series), ...kind });
  return series;
}

/** Refuses a code that somebody writes where a series numbers, and no code where none does. Without a series the first one is meant. */
export function requireItemCode(tx: Tx, series: number | null, code: string | null): string {
  const row = tx.find('Series', series ?? FIRST_OF_ITEMS);
  if (row?.Document !== ITEMS || row.Locked === 'tYES') throw noLinkedValue('OITM.Series', series ?? FIRST_OF_ITEMS);
  if (row.IsManual !== 'tYES' && code !== null) throw undefinedCode('OITM.Series');
  if (row.IsManual === 'tYES' && code === null) throw undefinedCode('OITM.ItemCode');
  return code ?? String(tx.store.next(`Series.${row.Series}`, row.InitialNumber));
}

const PARTNERS = '2';

/** Next code of a series of customers; null: its codes are written by hand. */
export function codeInSeries(tx: Tx, series: number): string | null {
  const row = tx.find('Series', series);
  if (row?.Document !== PARTNERS || row.Locked === 'tYES') throw noLinkedValue('OCRD.Series', series);
  if (row.IsManual === 'tYES') return null;
  const number = tx.store.next(`Series.${series}`, row.InitialNumber);
  return `${row.Prefix ?? ''}${String(number).padStart(row.DigitNumber ?? 0, '0')}`;
}

interface Numbered {
  Series: number;
  DocNum: number;
}

/** The next number of the series, or the one that is given. */
export function numberIn(tx: Tx, set: NumberedSet, { series, number }: { series?: number; number?: number }): Numbered {
  const row = tx.get('Series', series ?? FIRST[set].series);
  if (row.Document !== String(OBJECT_TYPES[set])) throw new Error(`series ${row.Series} is not of ${set}`);
  return { Series: row.Series, DocNum: number ?? tx.store.next(`Series.${row.Series}`, row.InitialNumber) };
}

/** The number it would get, which is not taken yet. */
export function nextNumber(tx: Tx, set: NumberedSet, { series }: { series?: number }): Numbered {
  const row = tx.get('Series', series ?? FIRST[set].series);
  return { Series: row.Series, DocNum: tx.store.peek(`Series.${row.Series}`, row.InitialNumber) };
}

const seriesRow = ({ set, name, firstNumber }: Omit<SeriesInput, 'set'> & { set?: NumberedSet }, series: number): SeriesRow => ({
  Document: set === undefined ? '' : String(OBJECT_TYPES[set]),
  DocumentSubType: '--',
  InitialNumber: firstNumber,
  LastNumber: null,
  Prefix: null,
  Suffix: null,
  Remarks: null,
  GroupCode: 'sg_Group1',
  Locked: 'tNO',
  PeriodIndicator: 'Default',
  Name: name,
  Series: series,
  IsDigitalSeries: 'tNO',
  DigitNumber: null,
  SeriesType: 'stDocument',
  IsManual: 'tNO',
  BPLID: null,
});

interface Branch {
  id: number | null;
  name: string | null;
}

/** Where a company has branches, every document is of one; default the first. */
export function branchOf(tx: Tx, name: string | undefined): Branch {
  const { branches } = tx.store.facts;
  const index = name === undefined ? 0 : branches.indexOf(name);
  if (index < 0) throw new Error(`no branch is called ${name}`);
  return branches[index] === undefined ? { id: null, name: null } : { id: index + 1, name: branches[index] };
}
