import { refused } from '../errors.ts';
import type { Made, RulesBySet, SetRules } from '../http/writer.ts';
import type { Body } from '../odata/body.ts';
import { etagOfStamp } from '../odata/shape.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { COMMUNICATION_USER } from './partner-requests.ts';
import { addDocument, CONDITIONS, materialOf, ORDER, putLine, QUOTATION, settle, type SalesHabits, type SalesKind, type SalesLine } from './sales-documents.ts'; // prettier-ignore

/** What is only computed, or not creatable by these services: it is passed over without a word. */
const COMPUTED =
  /^(ExternalDoc|SenderBusiness|Total|Overall|LastChange|Creat|SalesDocApproval|SalesOrderApproval|SalesQuotationApproval|NetAmount|TaxAmount|SDProcess|ConfdDeliv)/;

/** Its habits change while it runs. */
interface Tenant {
  readonly sales: SalesHabits;
}

/** What the services of quotations and orders take. */
export function salesRules(habits: Tenant): RulesBySet {
  return new Map([QUOTATION, ORDER].flatMap((kind) => rulesOf(kind, habits)));
}

function rulesOf(kind: SalesKind, habits: Tenant): [string, SetRules][] {
  const versionOf = (tx: Tx, number: unknown): string | null =>
    etagOfStamp(tx.store.table(kind.set).rows.get(String(number))?.['LastChangeDateTime']);
  return [
    [
      kind.set,
      {
        create: (tx, body) => create(tx, kind, body, habits.sales),
        change(tx, row, changes) {
          tx.patch(kind.set, keyOf(row), written(changes));
          settle(tx, kind, keyOf(row), habits.sales);
        },
        etag: (tx, row) => versionOf(tx, row[kind.number]),
      },
    ],
    [
      kind.items,
      {
        create(tx, body) {
          const number = String(body.row[kind.number]);
          if (!tx.find(kind.set, number)) throw refused('V1/302', `Sales document ${number} is not in the database`, kind.number);
          const item = putLine(tx, kind, number, lineOf(tx, kind, body));
          settle(tx, kind, number, habits.sales);
          return { row: { ...tx.get(kind.items, `${number}/${item}`), _key: `${number}/${item}` } };
        },
        change(tx, row, changes) {
          if (row['SDProcessStatus'] === 'C' && row['SalesDocumentRjcnReason'] === '')
            throw refused('V1/499', `Item ${String(row[kind.item])} is completed and cannot be changed`, 'RequestedQuantity');
          if (changes['RequestedQuantity'] !== undefined) checkQuantity(String(changes['RequestedQuantity']));
          tx.patch(kind.items, keyOf(row), written(changes));
          settle(tx, kind, String(row[kind.number]), habits.sales);
        },
        etag: (tx, row) => versionOf(tx, row[kind.number]),
      },
    ],
  ];
}

const written = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([name]) => !COMPUTED.test(name)));

function create(tx: Tx, kind: SalesKind, { row, children }: Body, habits: SalesHabits): Made {
  const [company, soldTo] = [String(row['SalesOrganization'] ?? ''), String(row['SoldToParty'] ?? '')];
  const type = row[kind === ORDER ? 'SalesOrderType' : 'SalesQuotationType'];
  if (type !== kind.type) throw refused('V1/313', `Sales document type ${String(type ?? '')} is not defined`, `${kind.number}Type`);
  const area = [company, row['DistributionChannel'], row['OrganizationDivision']].map((part) => String(part ?? '')).join('/');
  const view = tx.find('A_CustomerSalesArea', `${soldTo}/${area}`);
  if (!view)
    throw refused('V1/332', `Sold-to party ${soldTo} is not maintained for sales area ${area.replaceAll('/', ' ')}`, 'SoldToParty');
  checkBlocks(tx, soldTo);
  const currency = String(row['TransactionCurrency'] || view['Currency']);
  const lines = (children.get('to_Item') ?? []).map((body) => lineOf(tx, kind, body));
  const number = addDocument(
    tx,
    kind,
    { company, soldTo, currency, fields: { ...written(row), CreatedByUser: COMMUNICATION_USER } },
    habits,
  );
  for (const line of lines) {
    putLine(tx, kind, number, line);
    if (kind === ORDER && line.reference) draw(tx, line.reference, number);
  }
  settle(tx, kind, number, habits);
  const isIncomplete = lines.length === 0;
  const warnings = isIncomplete ? [{ code: 'V1/555', message: 'The sales document is not yet complete: Edit data' }] : [];
  return { row: { ...tx.get(kind.set, number), _key: number }, warnings };
}

function checkBlocks(tx: Tx, customer: string): void {
  const [partner] = tx.by('A_BusinessPartner', 'Customer', customer);
  const isBlocked =
    partner?.['BusinessPartnerIsBlocked'] === true || (tx.find('A_Customer', customer)?.['OrderIsBlockedForCustomer'] ?? '') !== '';
  if (isBlocked) throw refused('VP/070', `Customer ${customer} is blocked for sales`, 'SoldToParty');
}

function lineOf(tx: Tx, kind: SalesKind, { row, children }: Body): SalesLine {
  const material = String(row['Material'] ?? '');
  const known = materialOf(tx, material);
  if (!known) throw refused('V1/382', `Material ${material} is not defined for the sales organization`, 'Material');
  const quantity = String(row['RequestedQuantity'] ?? '');
  checkQuantity(quantity);
  const unit = row['RequestedQuantityUnit'];
  if (unit && unit !== known['unit'])
    throw refused('VRM/006', `Unit ${String(unit)} is not defined for material ${material}`, 'RequestedQuantityUnit');
  const conditions = (children.get('to_PricingElement') ?? []).map((body) => body.row);
  const strange = conditions.find(({ ConditionType: type }) => type !== CONDITIONS.manual && type !== CONDITIONS.discount);
  if (strange) throw refused('VE/111', `Condition type ${String(strange['ConditionType'])} cannot be entered by hand`, 'ConditionType');
  const rate = (type: string): string | undefined => conditions.find((one) => one['ConditionType'] === type)?.['ConditionRateValue'] as string | undefined; // prettier-ignore
  const [price, discount] = [rate(CONDITIONS.manual), rate(CONDITIONS.discount)];
  const words = row[`${kind.item}Text`];
  const document = row['ReferenceSDDocument'];
  return {
    ...{ material, quantity },
    ...(words ? { text: String(words) } : {}),
    ...(price === undefined ? {} : { price }),
    // A discount is kept below zero, whichever way it is entered.
    ...(discount === undefined ? {} : { discount: discount.replace('-', '') }),
    ...(document ? { reference: { document: String(document), item: String(row['ReferenceSDDocumentItem'] ?? '') } } : {}),
  };
}

function checkQuantity(quantity: string): void {
  if (!(Number(quantity) > 0)) throw refused('V1/384', 'Enter a quantity', 'RequestedQuantity');
}

/** The quotation is completed with its last item. */
function draw(tx: Tx, { document, item }: NonNullable<SalesLine['reference']>, order: string): void {
  const key = `${document}/${item}`;
  const row = tx.find(QUOTATION.items, key);
  if (!row) throw refused('V1/302', `Sales document ${document} ${item} is not in the database`, 'ReferenceSDDocument');
  if (row['SDProcessStatus'] === 'C') throw refused('V1/374', `Quotation ${document} is already completed`, 'ReferenceSDDocument');
  tx.patch(QUOTATION.items, key, { SDProcessStatus: 'C' });
  const isDone = tx.by(QUOTATION.items, 'SalesQuotation', document).every((one) => one['SDProcessStatus'] === 'C');
  const stamp = { LastChangeDate: tx.stamp.day, LastChangeDateTime: tx.stamp.at.toISOString() };
  tx.patch(QUOTATION.set, document, { OverallSDProcessStatus: isDone ? 'C' : 'B', ...stamp });
  tx.patch(ORDER.set, order, { ReferenceSDDocument: document, ReferenceSDDocumentCategory: 'B' });
}
