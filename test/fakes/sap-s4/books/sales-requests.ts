import { notImplemented, refused } from '../errors.ts';
import type { Made, RulesBySet, SetRules, Shown } from '../http/writer.ts';
import type { Body } from '../odata/body.ts';
import { etagOfStamp } from '../odata/shape.ts';
import { internalNumber } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { checkTerms } from './customer-requests.ts';
import { COMMUNICATION_USER } from './partner-requests.ts';
import { changeEntered, enter, itemKeyOf, removeEntered, type Entered } from './sales-conditions.ts';
import { addDocument, deliveredOf, ORDER, putLine, QUOTATION, removeLine, settle, type SalesHabits, type SalesKind, type SalesLine } from './sales-documents.ts'; // prettier-ignore
import { draw, drawnLine } from './sales-copies.ts';

/** Its habits change while it runs. */
interface Tenant {
  readonly sales: SalesHabits;
  /** Numbers of documents that somebody has open to change them: nobody else can meanwhile. */
  readonly openDocuments: ReadonlySet<string>;
}

/** What the services of quotations and orders take. */
export function salesRules(habits: Tenant): RulesBySet {
  return new Map([
    ...[QUOTATION, ORDER].flatMap((kind) => rulesOf(kind, habits)),
    ['A_SalesOrderSimulation', { simulate: simulator(habits) }],
  ]);
}

/** An order is made, told, and forgotten; where its names differ, plants, it is told in those of the simulation. */
const simulator =
  (habits: Tenant) =>
  (tx: Tx, { row, children }: Body): Shown => {
    const items = (children.get('to_Item') ?? []).map((item) => ({ ...item, row: { ...item.row, ProductionPlant: item.row['Plant'] } }));
    const { row: head } = create(tx, ORDER, { row, children: new Map([['to_Item', items]]) }, habits);
    const number = head['SalesOrder'];
    const conditionsOf = (item: Row): Row[] => tx.by(ORDER.conditions, 'SalesOrder', number).filter((one) => one['SalesOrderItem'] === item['SalesOrderItem']); // prettier-ignore
    const asked = (navigation: string): boolean => children.has(navigation);
    return {
      row: { ...head, SalesOrder: '' },
      ...(asked('to_Pricing') && { one: { to_Pricing: { ...head, SalesOrder: '' } } }),
      many: {
        to_Item: tx.by(ORDER.items, 'SalesOrder', number).map((item, at) => ({
          row: { ...item, SalesOrder: '', Plant: item['ProductionPlant'] },
          ...(items[at]?.children.has('to_PricingElement') && {
            many: { to_PricingElement: conditionsOf(item).map((condition) => ({ row: { ...condition, SalesOrder: '' } })) },
          }),
        })),
      },
    };
  };

function rulesOf(kind: SalesKind, habits: Tenant): [string, SetRules][] {
  const settled = (tx: Tx, row: Row): void => {
    demandClosed(habits, String(row[kind.number]));
    settle(tx, kind, String(row[kind.number]), habits.sales);
  };
  // Of the state before a change set, whatever else is in it.
  const etag = (tx: Tx, row: Row): string | null =>
    etagOfStamp(tx.store.table(kind.set).rows.get(String(row[kind.number]))?.['LastChangeDateTime']);
  return [
    [
      kind.set,
      {
        etag,
        create: (tx, body) => create(tx, kind, body, habits),
        change(tx, row, changes) {
          checkHead(changes);
          tx.patch(kind.set, keyOf(row), changes);
          settled(tx, row);
        },
        add: {
          to_Item(tx, row, body) {
            const number = String(row[kind.number]);
            const { line, entered } = lineOf(tx, kind, body);
            const item = putLine(tx, kind, number, line, entered);
            settled(tx, row);
            return madeOf(tx, kind.items, `${number}/${item}`);
          },
        },
      },
    ],
    [
      kind.items,
      {
        etag,
        change(tx, row, changes) {
          checkItemChange(tx, kind, row, changes);
          tx.patch(kind.items, keyOf(row), changes);
          settled(tx, row);
        },
        remove(tx, row) {
          removeLine(tx, kind, row);
          settled(tx, row);
        },
        add: {
          to_PricingElement(tx, row, { row: condition }) {
            const made = enter(tx, kind, keyOf(row), enteredIn(condition));
            settled(tx, row);
            return madeOf(tx, kind.conditions, `${keyOf(row)}/${String(made['PricingProcedureStep'])}`);
          },
        },
      },
    ],
    [
      kind.conditions,
      {
        etag,
        change(tx, row, changes) {
          demandOpen(kind, tx.get(kind.items, itemKeyOf(kind, row)));
          changeEntered(tx, kind, row, changes);
          settled(tx, row);
        },
        remove(tx, row) {
          demandOpen(kind, tx.get(kind.items, itemKeyOf(kind, row)));
          removeEntered(tx, kind, row);
          settled(tx, row);
        },
      },
    ],
  ];
}

const madeOf = (tx: Tx, set: string, key: string): Made => ({ row: { ...tx.get(set, key), _key: key } });

function create(tx: Tx, kind: SalesKind, { row, children }: Body, habits: Tenant): Made {
  for (const name of children.keys())
    if (name !== 'to_Item' && name !== 'to_Partner') throw notImplemented(`POST ${kind.set} with ${name}`);
  const [company, soldTo] = [String(row['SalesOrganization'] ?? ''), String(row['SoldToParty'] ?? '')];
  const type = row[`${kind.number}Type`];
  if (type !== kind.type) throw refused('V1/313', `Sales document type ${String(type ?? '')} is not defined`, `${kind.number}Type`);
  const area = [company, row['DistributionChannel'], row['OrganizationDivision']].map((part) => String(part ?? '')).join('/');
  const view = tx.find('A_CustomerSalesArea', `${soldTo}/${area}`);
  if (!view)
    throw refused('V1/332', `Sold-to party ${soldTo} is not maintained for sales area ${area.replaceAll('/', ' ')}`, 'SoldToParty');
  checkBlocks(tx, soldTo);
  checkHead(row);
  const currency = String(row['TransactionCurrency'] || view['Currency']);
  const lines = (children.get('to_Item') ?? []).map((body) => lineOf(tx, kind, body));
  const proposed = { PriceListType: view['PriceListType'] ?? '', CustomerPaymentTerms: view['CustomerPaymentTerms'] ?? '' };
  const fields = { ...proposed, ...row, CreatedByUser: COMMUNICATION_USER };
  const number = addDocument(tx, kind, { company, soldTo, currency, fields });
  for (const { line, entered } of lines) {
    putLine(tx, kind, number, line, entered);
    if (line.reference) demandClosed(habits, line.reference.document);
    if (kind === ORDER && line.reference) draw(tx, line.reference, number);
  }
  for (const partner of children.get('to_Partner') ?? []) putPartner(tx, kind, number, partner.row);
  settle(tx, kind, number, habits.sales);
  const isIncomplete = lines.length === 0;
  const warnings = isIncomplete ? [{ code: 'V1/555', message: 'The sales document is not yet complete: Edit data' }] : [];
  return { ...madeOf(tx, kind.set, number), warnings };
}

function demandClosed({ openDocuments }: Tenant, number: string): void {
  if (openDocuments.has(number))
    throw refused('V1/042', `Sales document ${Number(number)} is currently being processed (by user CB9980000027)`);
}

function checkHead(row: Row): void {
  checkTerms(row['CustomerPaymentTerms'], 'CustomerPaymentTerms');
}

function putPartner(tx: Tx, kind: SalesKind, number: string, row: Row): void {
  const [role, person] = [String(row['PartnerFunction'] ?? ''), String(row['ContactPerson'] ?? '')];
  if (role !== 'CP') throw refused('VP/193', `Partner function ${role} is not defined for ${kind.type}`, 'PartnerFunction');
  if (!tx.find('A_BusinessPartner', person)) throw refused('VP/206', `Contact person ${person} does not exist`, 'ContactPerson');
  tx.put(kind.partners, `${number}/${role}`, { [kind.number]: number, PartnerFunction: role, ContactPerson: person });
}

function checkBlocks(tx: Tx, customer: string): void {
  const [partner] = tx.by('A_BusinessPartner', 'Customer', customer);
  const isBlocked =
    partner?.['BusinessPartnerIsBlocked'] === true || (tx.find('A_Customer', customer)?.['OrderIsBlockedForCustomer'] ?? '') !== '';
  if (isBlocked) throw refused('VP/070', `Customer ${customer} is blocked for sales`, 'SoldToParty');
}

/** What is drawn from a quotation has what that says, unless something else is said here. */
function lineOf(tx: Tx, kind: SalesKind, { row, children }: Body): { line: SalesLine; entered: Entered[] } {
  const document = String(row['ReferenceSDDocument'] ?? '');
  const reference = document === '' ? null : { document, item: internalNumber(String(row['ReferenceSDDocumentItem'] ?? ''), 6) };
  const base = reference && drawnLine(tx, reference);
  const quantity = String(row['RequestedQuantity'] ?? base?.line.quantity ?? '');
  checkQuantity(quantity);
  const words = row[`${kind.item}Text`] || base?.line.text;
  const plant = row[kind === ORDER ? 'ProductionPlant' : 'Plant'] || base?.line.plant;
  const conditions = (children.get('to_PricingElement') ?? []).map((body) => enteredIn(body.row));
  return {
    line: {
      ...{ material: String(row['Material'] || base?.line.material || ''), quantity },
      ...(words && { text: String(words) }),
      ...(row['RequestedQuantityUnit'] && { unit: String(row['RequestedQuantityUnit']) }),
      ...(plant && { plant: String(plant) }),
      ...(row['StorageLocation'] && { location: String(row['StorageLocation']) }),
      ...(reference && { reference }),
    },
    entered: conditions.length > 0 ? conditions : (base?.entered ?? []),
  };
}

const enteredIn = (row: Row): Entered => ({
  type: String(row['ConditionType'] ?? ''),
  rate: String(row['ConditionRateValue'] ?? '0'),
  ...(row['ConditionQuantity'] && { per: String(row['ConditionQuantity']) }),
});

function checkQuantity(quantity: string): void {
  if (!(Number(quantity) > 0)) throw refused('V1/384', 'Enter a quantity', 'RequestedQuantity');
}

function checkItemChange(tx: Tx, kind: SalesKind, row: Row, changes: Row): void {
  const { RequestedQuantity: quantity } = changes;
  if (quantity !== undefined || changes[`${kind.item}Text`] !== undefined) demandOpen(kind, row);
  if (quantity !== undefined) checkQuantity(String(quantity));
  const delivered = kind === ORDER ? deliveredOf(tx, keyOf(row)) : 0;
  if (Number(quantity ?? delivered) < delivered)
    throw refused('V1/556', `${delivered} of item ${String(row[kind.item])} are already delivered`, 'RequestedQuantity');
}

function demandOpen(kind: SalesKind, row: Row): void {
  if (row['SDProcessStatus'] === 'C')
    throw refused('V1/499', `Item ${String(row[kind.item])} is completed and cannot be changed`, 'RequestedQuantity');
}
