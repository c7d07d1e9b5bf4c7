import { B1Error, noLinkedValue, noSuchEntity, notSupported } from '../errors.ts';
import { BodyReader } from '../http/body.ts';
import { OBJECT_TYPES } from '../rows.ts';
import type { DocumentRow, DocumentSet, ItemRow, PartnerRow, Row, TableName } from '../rows.ts';
import type { AgreedSet } from '../sales-operations.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import type { Tx } from '../store.ts';
import { addDocument, addDraft, documentOf } from './documents.ts';
import type { DocumentInput, LineInput } from './documents.ts';
import { requireProject } from './project-writes.ts';
import { closeLines, drawnOf, giveBack, openStatusOf, putDocument } from './open-lines.ts';
import { discountOf, listPrice, requireSums, takenOf, taxOf, userFieldsOf } from './sales-terms.ts';
import type { Place } from './sales-terms.ts';
import { touched } from './settlement.ts';

const TABLES: Readonly<Record<AgreedSet, string>> = { Quotations: 'OQUT', Orders: 'ORDR' };
/** Computed, whatever is sent; a sum that is something else is refused. */
const COMPUTED = ['DocTotalFc', 'DocTotalSys', 'VatSum', 'VatSumFc', 'PaidToDate', 'PaidToDateFC', 'PaidToDateSys'];
/** Given by the server, or by calls of their own. */
const NOT_GIVEN = [
  ...['DocumentLines', 'DocEntry', 'DocNum', 'DocTotal', 'DocumentStatus', 'Cancelled', 'CancelStatus', 'TransNum', 'BPLName', 'CardName'],
  ...['AuthorizationStatus', 'CreationDate', ...COMPUTED],
];

/** Quotations and orders as Service Layer makes and changes them: every refusal leaves everything as it was. */
export class DocumentWrites {
  private readonly tx: Tx;
  private readonly bodies: BodyReader;
  private readonly type: TypeSchema;
  private readonly set: AgreedSet;

  constructor(tx: Tx, schema: Schema, set: AgreedSet) {
    this.tx = tx;
    this.set = set;
    this.bodies = new BodyReader(schema, tx.store);
    this.type = schema.sets.get(set) as TypeSchema;
  }

  /** Under an approval procedure a draft is made instead, and answered as if it were the document. */
  create(body: unknown): DocumentRow {
    const given = this.read(body);
    const partner = this.partnerOf(given);
    if (this.tx.store.isPeriodLocked) throw this.refusal('DocDate', 'Posting period locked; specify an alternative date');
    if (this.set === 'Orders' && typeof given.DocDueDate !== 'string') throw this.refusal('DocDueDate', 'Enter delivery date');
    this.requireLinks(given, partner);
    if (this.tx.store.facts.branches.length > 0 && !given.BPL_IDAssignedToInvoice) throw this.refusal('BPLId', 'Specify a branch');
    const currency = this.currencyOf(given, partner);
    const rows = (given.DocumentLines ?? []) as readonly Row[];
    if (rows.length === 0) throw this.refusal('ItemCode', 'No item rows were entered');
    const lines = rows.map((row) => this.newLine(row, { partner, currency, branch: given.BPL_IDAssignedToInvoice }));
    const input = this.inputOf(given, partner, currency, lines);
    const more = this.moreOf(given);
    const needsApproval = this.tx.store.inApproval.has(this.set);
    const made = needsApproval ? addDraft(this.tx, this.set, input, more) : addDocument(this.tx, this.set, input, more);
    requireSums(given, made);
    return made;
  }

  /** `replaces`: lines that are not sent are deleted. */
  update(entry: number, body: unknown, replaces: boolean): void {
    const before = this.open(entry);
    const given = this.read(body);
    const partner = this.tx.get('BusinessPartners', before.CardCode);
    this.requireLinks(given, partner);
    const sent = (given.DocumentLines ?? []) as readonly Row[];
    const old = before.DocumentLines;
    const isSent = ({ LineNum }: Row): boolean => sent.some((row) => row.LineNum === LineNum);
    const deleted = replaces && 'DocumentLines' in given ? old.filter((line) => !isSent(line)) : [];
    if (deleted.some((line) => takenOf(line) > 0))
      throw this.refusal('LineStatus', 'A row that was copied to a target document cannot be deleted');
    const place = { partner, currency: before.DocCurrency, branch: before.BPL_IDAssignedToInvoice };
    let next = Math.max(-1, ...old.map(({ LineNum }) => Number(LineNum))) + 1;
    const kept = old.filter((line) => !deleted.includes(line)).map((line) => this.changedLine(line, sent, place));
    const added = sent
      .filter((row) => !old.some(({ LineNum }) => LineNum === row.LineNum))
      .map((row) => ({ ...this.newLine(row, place), number: next++ }));
    if (kept.length + added.length === 0) throw this.refusal('ItemCode', 'No item rows were entered');
    const head = { ...before, ...this.moreOf(given) };
    const built = documentOf(this.tx, this.set, entry, this.inputOf(head, partner, before.DocCurrency, [...kept, ...added]));
    const lines = built.DocumentLines.map((line) =>
      this.withTaken(
        line,
        old.find(({ LineNum }) => LineNum === line.LineNum),
      ),
    );
    const { DocTotal, DocTotalFc, DocTotalSys, VatSum, VatSumFc, DocumentInstallments } = built;
    const totals = { DocTotal, DocTotalFc, DocTotalSys, VatSum, VatSumFc, DocumentInstallments };
    const document = {
      ...head,
      ...totals,
      ...touched(this.tx, before),
      DocumentLines: lines,
      DocumentStatus: openStatusOf(lines),
    } as DocumentRow;
    putDocument(this.tx, this.set, document);
    giveBack(this.tx, deleted);
    requireSums(given, document);
  }

  /** `Orders(5)/Cancel` */
  cancel(entry: number): void {
    const before = this.open(entry);
    if (drawnOf(this.tx, this.set, entry).length > 0)
      throw new B1Error(400, -5006, 'Document cannot be canceled: it was copied to a target document');
    closeLines(this.tx, this.set, entry, {
      ...touched(this.tx, before),
      Cancelled: 'tYES',
      CancelStatus: 'csYes',
      CancelDate: this.tx.stamp.date,
    });
    giveBack(this.tx, before.DocumentLines);
  }

  private open(entry: number): DocumentRow {
    const row = this.tx.find(this.set, entry);
    if (!row) throw noSuchEntity(String(entry));
    if (row.DocumentStatus === 'bost_Close') throw notSupported('the document is closed');
    return row;
  }

  private read(body: unknown): Row {
    const given = this.bodies.read(this.type, body);
    this.bodies.requireValidValues(this.type, given);
    return given;
  }

  private partnerOf({ CardCode }: Row): PartnerRow {
    const partner = typeof CardCode === 'string' ? this.tx.find('BusinessPartners', CardCode) : undefined;
    if (!partner || partner.CardType === 'cSupplier') throw this.refusal('CardCode', 'Enter valid code');
    if (partner.Frozen === 'tYES' || partner.Valid === 'tNO') throw this.refusal('CardCode', 'Business partner is inactive');
    return partner;
  }

  private requireLinks(given: Row, partner: PartnerRow): void {
    const links: Readonly<Record<string, TableName>> = { SalesPersonCode: 'SalesPersons', PaymentGroupCode: 'PaymentTermsTypes' };
    for (const [name, table] of Object.entries(links)) {
      const value = given[name];
      if (value !== undefined && !this.tx.find(table, value as number)) throw noLinkedValue(`${TABLES[this.set]}.${name}`, value);
    }
    requireProject(this.tx, `${TABLES[this.set]}.Project`, given.Project);
    for (const row of (given.DocumentLines ?? []) as readonly Row[]) requireProject(this.tx, `${this.lineTable}.Project`, row.ProjectCode);
    const contact = given.ContactPersonCode;
    if (contact && !partner.ContactEmployees.some(({ InternalCode }) => InternalCode === contact))
      throw this.refusal('CntctCode', 'Enter valid contact person');
    const { branches } = this.tx.store.facts;
    const branch = given.BPL_IDAssignedToInvoice;
    if (typeof branch === 'number' && branches[branch - 1] === undefined) throw noLinkedValue(`${TABLES[this.set]}.BPLId`, branch);
    if (typeof given.Series === 'number') {
      const series = this.tx.find('Series', given.Series);
      if (series?.Document !== String(OBJECT_TYPES[this.set]) || series.Locked === 'tYES')
        throw this.refusal('Series', 'Series is not valid');
      if (series.BPLID && series.BPLID !== branch) throw this.refusal('Series', 'Series is of another branch');
    }
  }

  private currencyOf({ DocCurrency }: Row, partner: PartnerRow): string {
    const local = this.tx.store.facts.LocalCurrency;
    const own = partner.Currency === '##' ? local : partner.Currency;
    const code = typeof DocCurrency === 'string' ? DocCurrency : own;
    if (!this.tx.find('Currencies', code)) throw noLinkedValue(`${TABLES[this.set]}.DocCur`, code);
    if (partner.Currency !== '##' && code !== partner.Currency)
      throw this.refusal('DocCur', 'Currency is not that of the business partner');
    return code;
  }

  private inputOf(given: Row, partner: PartnerRow, currency: string, lines: readonly LineInput[]): DocumentInput {
    const branch = this.tx.store.facts.branches[Number(given.BPL_IDAssignedToInvoice) - 1];
    return {
      partner: partner.CardCode,
      currency: String(this.tx.store.get('Currencies', currency)?.DocumentsCode),
      ...(typeof given.DocDate === 'string' && { date: given.DocDate }),
      ...(typeof given.DocDueDate === 'string' && { due: given.DocDueDate }),
      ...(typeof given.Series === 'number' && { series: given.Series }),
      ...(branch !== undefined && { branch }),
      contact: typeof given.ContactPersonCode === 'number' ? given.ContactPersonCode : null,
      lines,
    };
  }

  private moreOf(given: Row): Partial<DocumentRow> {
    return Object.fromEntries(
      Object.entries(given).filter(([name]) => !NOT_GIVEN.includes(name) && name !== 'Series'),
    ) as Partial<DocumentRow>;
  }

  private newLine(row: Row, place: Place): LineInput {
    const drawn = row.BaseType !== undefined && row.BaseType !== -1 && row.BaseType !== null;
    return drawn ? this.drawnLine(row, place) : this.itemLine(row, place);
  }

  private itemLine(row: Row, place: Place): LineInput {
    const item = this.itemOf(row);
    const asked = typeof row.UnitPrice === 'number' ? row.UnitPrice : listPrice(this.tx, item, place);
    return {
      item: item.ItemCode,
      description: typeof row.ItemDescription === 'string' ? row.ItemDescription : String(item.ItemName),
      quantity: this.quantityOf(row, 1),
      price: asked,
      priceSource: typeof row.UnitPrice === 'number' ? 'dpsManual' : 'dpsActivePriceList',
      discountPercent: typeof row.DiscountPercent === 'number' ? row.DiscountPercent : discountOf(place.partner),
      taxPercent: taxOf(this.tx, item),
      ...projectOf(row),
      warehouse: this.warehouseOf(row, place, String(item.DefaultWarehouse ?? '01')),
      userFields: userFieldsOf(row),
    };
  }

  /** Everything is the base's, unless it is sent. */
  private drawnLine(row: Row, place: Place): LineInput {
    const set = (['Quotations', 'Orders'] as const).find((one) => OBJECT_TYPES[one] === row.BaseType);
    const base = set && this.tx.find(set, Number(row.BaseEntry));
    const line = base?.DocumentLines.find(({ LineNum }) => LineNum === row.BaseLine);
    if (!set || !base || !line) throw this.refusal('BaseEntry', 'Base document does not exist');
    if (line.LineStatus === 'bost_Close' || base.DocumentStatus === 'bost_Close')
      throw this.refusal('BaseEntry', 'Base document is closed');
    if (base.CardCode !== place.partner.CardCode) throw this.refusal('CardCode', 'Base document is of another business partner');
    const item = this.itemOf(line);
    return {
      item: item.ItemCode,
      description: String(row.ItemDescription ?? line.ItemDescription),
      quantity: this.quantityOf(row, Number(line.RemainingOpenQuantity)),
      price: Number(row.UnitPrice ?? line.UnitPrice),
      priceSource: row.UnitPrice === undefined ? String(line.PriceSource) : 'dpsManual',
      discountPercent: Number(row.DiscountPercent ?? line.DiscountPercent),
      taxPercent: Number(line.TaxPercentagePerRow),
      warehouse: this.warehouseOf(row, place, String(line.WarehouseCode)),
      ...projectOf({ ProjectCode: row.ProjectCode ?? line.ProjectCode }),
      base: { set: set as DocumentSet, entry: base.DocEntry, line: Number(line.LineNum) },
    };
  }

  /** Another quantity brings the discount of the partner back where none is sent. */
  private changedLine(line: Row, sent: readonly Row[], place: Place): LineInput {
    const row: Row = sent.find(({ LineNum }) => LineNum === line.LineNum) ?? {};
    const taken = takenOf(line);
    const quantity = this.quantityOf(row, Number(line.Quantity));
    if (quantity < taken) throw this.refusal('Quantity', 'Quantity falls below what was copied to target documents');
    const isOther = row.ItemCode !== undefined && row.ItemCode !== line.ItemCode;
    if (isOther && taken > 0) throw this.refusal('ItemCode', 'Item cannot be changed: the row was copied to a target document');
    const item = this.itemOf(isOther ? row : line);
    const isMore = quantity !== Number(line.Quantity);
    return {
      number: Number(line.LineNum),
      item: item.ItemCode,
      description: String(row.ItemDescription ?? (isOther ? item.ItemName : line.ItemDescription)),
      quantity,
      priceSource: row.UnitPrice !== undefined ? 'dpsManual' : isOther ? 'dpsActivePriceList' : String(line.PriceSource),
      price: Number(row.UnitPrice ?? (isOther ? listPrice(this.tx, item, place) : line.UnitPrice)),
      discountPercent: Number(row.DiscountPercent ?? (isMore || isOther ? discountOf(place.partner) : line.DiscountPercent)),
      ...projectOf({ ProjectCode: row.ProjectCode ?? line.ProjectCode }),
      taxPercent: isOther ? taxOf(this.tx, item) : Number(line.TaxPercentagePerRow),
      warehouse: this.warehouseOf(row, place, String(line.WarehouseCode)),
    };
  }

  /** A line that is there keeps what was drawn from it, and what it was drawn from. */
  private withTaken(line: Row, before: Row | undefined): Row {
    if (!before) return line;
    const { BaseType, BaseEntry, BaseLine } = before;
    const open = Number(line.Quantity) - takenOf(before);
    return { ...line, BaseType, BaseEntry, BaseLine, RemainingOpenQuantity: open, LineStatus: open === 0 ? 'bost_Close' : 'bost_Open' };
  }

  private itemOf({ ItemCode }: Row): ItemRow {
    const item = typeof ItemCode === 'string' ? this.tx.find('Items', ItemCode) : undefined;
    if (!item) throw this.lineRefusal('ItemCode', 'Item number does not exist');
    if (item.Frozen === 'tYES') throw this.lineRefusal('ItemCode', 'Item is inactive');
    if (item.SalesItem !== 'tYES') throw this.lineRefusal('ItemCode', 'Item is not a sales item');
    return item;
  }

  private quantityOf({ Quantity }: Row, otherwise: number): number {
    const quantity = Quantity === undefined ? otherwise : Number(Quantity);
    if (quantity <= 0) throw this.lineRefusal('Quantity', 'Quantity must be greater than zero');
    return quantity;
  }

  private warehouseOf({ WarehouseCode }: Row, { branch }: Place, otherwise: string): string {
    const code = typeof WarehouseCode === 'string' ? WarehouseCode : otherwise;
    const row = this.tx.find('Warehouses', code);
    if (!row || row.Inactive === 'tYES') throw noLinkedValue('RDR1.WhsCode', code);
    if (row.BusinessPlaceID && row.BusinessPlaceID !== branch) throw this.lineRefusal('WhsCode', 'Warehouse is of another branch');
    return code;
  }

  private refusal = (column: string, words: string): B1Error => new B1Error(400, -5002, `[${TABLES[this.set]}.${column}] , '${words}'`);
  private lineRefusal = (column: string, words: string): B1Error => new B1Error(400, -5002, `[${this.lineTable}.${column}] , '${words}'`);
  private get lineTable(): string {
    return this.set === 'Orders' ? 'RDR1' : 'QUT1';
  }
}

/** Of a line; none: it has none of its own. */
const projectOf = ({ ProjectCode: code }: Row): Pick<LineInput, 'project'> =>
  typeof code === 'string' && code !== '' ? { project: code } : {};
