import { z } from 'zod';
import type { CustomerStanding, OrderChoices, OrderSupport } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { RawGroup, readPriceLists, readSet, isInForce } from './item-references.ts';
import { blockedBy, customerLimits } from './order-body.ts';
import { PARTNERS } from './partner-rows.ts';
import { readProjectCodes } from './project-codes.ts';
import { Amount, Id, Text, YesNo } from './raw.ts';
import { recordGone } from './write-errors.ts';
import { amountText, minorOf, minorText, sumOf } from '../shared/money.ts';
import { oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';

/** No preview: the service has one, and nobody proved that it computes what the document then has. */
export const createOrderSupport = (connection: Connection): OrderSupport => ({
  choices: (signal) => readChoices(connection, signal),
  keepsReturned: true,
  standing: ({ customerId }, signal) => readStanding(connection, customerId, signal),
});

const RawBranch = z.object({ BPLID: Id, BPLName: Text, Disabled: YesNo });
const RawWarehouse = z.object({ WarehouseCode: z.string().min(1), WarehouseName: Text, Inactive: YesNo, BusinessPlaceID: Id.nullish() });
const RawTerms = z.object({ GroupNumber: Id, PaymentTermsGroupName: Text });
const RawSalesperson = z.object({ SalesEmployeeCode: Id, SalesEmployeeName: Text, Active: Text, Email: Text });

async function readChoices(connection: Connection, signal: AbortSignal): Promise<OrderChoices> {
  const { client, settings } = connection;
  const company = await connection.company.get(signal);
  const rowsIn = (set: string, key: string, schema: z.ZodObject) => readSet(client, { set, key, select: fieldsOf(schema) }, signal);
  const branches = company.hasBranches ? readableRows(RawBranch, await rowsIn('BusinessPlaces', 'BPLID', RawBranch)) : null;
  const warehouses = readableRows(RawWarehouse, await rowsIn('Warehouses', 'WarehouseCode', RawWarehouse));
  const lists = (await readPriceLists(client, signal)).filter((list) => isInForce(list, todayOf(connection)));
  const terms = readableRows(RawTerms, await rowsIn('PaymentTermsTypes', 'GroupNumber', RawTerms));
  const people = readableRows(RawSalesperson, await rowsIn('SalesPersons', 'SalesEmployeeCode', RawSalesperson));
  const groups = readableRows(RawGroup, await rowsIn('ItemGroups', 'Number', RawGroup));
  const everywhere = { companyId: null };
  return {
    companies: branches
      ? branches.filter(({ Disabled }) => !Disabled).map(({ BPLID, BPLName }) => ({ id: String(BPLID), name: BPLName ?? String(BPLID) }))
      : [{ id: settings.companyDb, name: company.name || settings.companyDb }],
    warehouses: warehouses
      .filter(({ Inactive }) => !Inactive)
      .map(({ WarehouseCode, WarehouseName, BusinessPlaceID }) => ({
        id: WarehouseCode,
        name: WarehouseName ?? WarehouseCode,
        companyId: branches && BusinessPlaceID ? String(BusinessPlaceID) : null,
      })),
    priceLists: lists.map(({ PriceListNo, PriceListName, DefaultPrimeCurrency }) => ({
      id: String(PriceListNo),
      name: PriceListName ?? String(PriceListNo),
      currency: DefaultPrimeCurrency === null ? null : (company.currency(DefaultPrimeCurrency)?.code ?? null),
      ...everywhere,
    })),
    paymentTerms: terms.map(({ GroupNumber, PaymentTermsGroupName }) => ({
      id: String(GroupNumber),
      name: PaymentTermsGroupName ?? String(GroupNumber),
      ...everywhere,
    })),
    // -1 is nobody.
    salespeople: people
      .filter(({ SalesEmployeeCode, Active }) => SalesEmployeeCode > 0 && Active !== 'tNO')
      .map(({ SalesEmployeeCode, SalesEmployeeName, Email }) => ({
        id: String(SalesEmployeeCode),
        name: SalesEmployeeName ?? String(SalesEmployeeCode),
        email: Email,
        ...everywhere,
      })),
    projectCodes: await readProjectCodes(connection, signal),
    categories: groups.map(({ Number: number, GroupName }) => ({ id: String(number), name: GroupName ?? String(number) })),
  };
}

const RawStanding = z.object({
  CardCode: z.string(),
  CreditLimit: Amount,
  CurrentAccountBalance: Amount,
  OpenOrdersBalance: Amount,
  OpenDeliveryNotesBalance: Amount,
  ...customerLimits,
});

/** What is owed, delivered and ordered uses up the credit; all of it in the currency of the books. */
async function readStanding(connection: Connection, customerId: string, signal: AbortSignal): Promise<CustomerStanding> {
  const query = { select: fieldsOf(RawStanding), filter: oneOf('CardCode', [customerId]) };
  const { rows } = await connection.client.page(PARTNERS, query, 1, signal);
  const raw = rowsOf(RawStanding).parse(rows)[0];
  if (!raw) throw recordGone();
  const { base } = await connection.company.get(signal);
  const used = [raw.CurrentAccountBalance, raw.OpenOrdersBalance, raw.OpenDeliveryNotesBalance].map((value) =>
    minorOf(value, base.decimals),
  );
  const credit = { limit: amountText(raw.CreditLimit, base.decimals), used: minorText(sumOf(used), base.decimals), currency: base.code };
  return { blockedBy: blockedBy(raw, todayOf(connection)), credit: raw.CreditLimit > 0 ? credit : null };
}
