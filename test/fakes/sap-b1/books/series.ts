import { OBJECT_TYPES } from '../rows.ts';
import type { NumberedSet, SeriesRow } from '../rows.ts';
import type { Tx } from '../store.ts';

export interface SeriesInput {
  set: NumberedSet;
  /** At most eight characters, as in `NNM1`. */
  name: string;
  firstNumber: number;
}

/** The series a new company database comes with, one for each kind of document; its name is in the language of the installation. */
const FIRST: Readonly<Record<NumberedSet, { series: number; firstNumber: number }>> = {
  Orders: { series: 9, firstNumber: 4001 },
  DeliveryNotes: { series: 7, firstNumber: 10_001 },
  Invoices: { series: 4, firstNumber: 20_001 },
  CreditNotes: { series: 5, firstNumber: 30_001 },
  DownPayments: { series: 57, firstNumber: 40_001 },
  IncomingPayments: { series: 15, firstNumber: 70_001 },
};
/** Those that administrators add are counted on for all kinds together. */
const ADDED_FROM = 71;

export function addFirstSeries(tx: Tx): void {
  const name = tx.store.facts.Country === 'MX' ? 'Primario' : 'Primary';
  for (const [set, { series, firstNumber }] of Object.entries(FIRST)) {
    tx.put('Series', series, seriesRow({ set: set as NumberedSet, name, firstNumber }, series));
  }
}

/** Nothing keeps two series from giving out the same numbers. */
export function addSeries(tx: Tx, input: SeriesInput): number {
  if (input.name.length > 8) throw new Error(`${input.name} is too long for a series`);
  const series = tx.store.next('Series', ADDED_FROM);
  tx.put('Series', series, seriesRow(input, series));
  return series;
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

const seriesRow = ({ set, name, firstNumber }: SeriesInput, series: number): SeriesRow => ({
  Document: String(OBJECT_TYPES[set]),
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
