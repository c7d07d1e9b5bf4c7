import { keyOf, type Row, type Tx } from '../store.ts';
import { noteProgress } from './order-progress.ts';
import { CONDITIONS } from './sales-conditions.ts';
import { ORDER } from './sales-documents.ts';

/** The orders of the past that a billing document is of: delivered as they were billed, by numbers of the company's own. */
export function addPastOrders(tx: Tx, billing: string): void {
  const head = tx.get('A_BillingDocument', billing);
  const items = tx.by('A_BillingDocumentItem', 'BillingDocument', billing).filter((row) => row['SalesDocument'] !== '');
  for (const [order, own] of Map.groupBy(items, (row) => String(row['SalesDocument']))) {
    if (!tx.find(ORDER.set, order)) putHead(tx, order, head);
    for (const item of own) putItem(tx, order, item);
    sumUp(tx, order);
    noteProgress(tx, order);
  }
}

function putHead(tx: Tx, order: string, head: Row): void {
  const day = String(head['BillingDocumentDate']);
  tx.put(ORDER.set, order, {
    ...{ SalesOrder: order, SalesOrderType: 'OR', SoldToParty: head['SoldToParty'], TransactionCurrency: head['TransactionCurrency'] },
    ...{ SalesOrganization: head['SalesOrganization'], DistributionChannel: '10', OrganizationDivision: '00' },
    ...{ SalesOrderDate: day, PricingDate: day, RequestedDeliveryDate: day, CreationDate: tx.stamp.day, CreatedByUser: 'CB9980000027' },
    ...{ PurchaseOrderByCustomer: head['PurchaseOrderByCustomer'], SalesDocApprovalStatus: '', TotalCreditCheckStatus: '' },
    ...{ OverallSDDocumentRejectionSts: 'A', LastChangeDate: null, LastChangeDateTime: tx.stamp.at.toISOString() },
  });
}

/** One that is billed in parts is as large as all of them. */
function putItem(tx: Tx, order: string, billed: Row): void {
  const key = `${order}/${String(billed['SalesDocumentItem'])}`;
  const known = tx.find(ORDER.items, key);
  const sumOf = (field: string, mine: string): number => Number(known?.[field] ?? 0) + Number(billed[mine]);
  const quantity = sumOf('RequestedQuantity', 'BillingQuantity');
  const [net, tax] = [sumOf('NetAmount', 'NetAmount').toFixed(2), sumOf('TaxAmount', 'TaxAmount').toFixed(2)];
  const isService = ['SERV', undefined].includes(tx.find('A_Product', String(billed['Material']))?.['ProductType'] as string | undefined);
  const unit = { RequestedQuantityUnit: 'PC', RequestedQuantitySAPUnit: 'PC', OrderQuantityUnit: 'PC', OrderQuantitySAPUnit: 'PC' };
  const named = { SalesOrder: order, SalesOrderItem: billed['SalesDocumentItem'] };
  tx.put(ORDER.items, key, {
    ...{ ...named, SalesOrderItemCategory: isService ? 'TAD' : 'TAN', SalesOrderItemText: billed['BillingDocumentItemText'] },
    ...{
      Material: billed['Material'],
      ProductionPlant: billed['Plant'],
      StorageLocation: '',
      RequestedQuantity: String(quantity),
      ...unit,
    },
    ...{ TransactionCurrency: billed['TransactionCurrency'], NetAmount: net, TaxAmount: tax, SalesDocumentRjcnReason: '' },
    ...{ ReferenceSDDocument: '', ReferenceSDDocumentItem: '', SDProcessStatus: 'A', DeliveryStatus: isService ? '' : 'A' },
    ConfdDelivQtyInOrderQtyUnit: String(quantity),
  });
  putConditions(tx, { key, named, item: tx.get(ORDER.items, key) });
  const day = tx.get(ORDER.set, order)['RequestedDeliveryDate'];
  tx.put('A_SalesOrderScheduleLine', `${key}/0001`, {
    ...{ ...named, ScheduleLine: '0001', RequestedDeliveryDate: day, ConfirmedDeliveryDate: day },
    ...{ ScheduleLineOrderQuantity: String(quantity), ConfdOrderQtyByMatlAvailCheck: String(quantity) },
    ...{
      DeliveredQtyInOrderQtyUnit: isService ? '0' : String(quantity),
      OpenConfdDelivQtyInOrdQtyUnit: isService ? String(quantity) : '0',
    },
  });
  if (!isService) putDelivery(tx, { order, named, billed });
}

function putConditions(tx: Tx, { key, named, item }: { key: string; named: Row; item: Row }): void {
  const [net, tax, quantity] = ['NetAmount', 'TaxAmount', 'RequestedQuantity'].map((field) => Number(item[field])) as [
    number,
    number,
    number,
  ];
  const currency = item['TransactionCurrency'];
  const put = (step: string, row: Row): Row =>
    tx.put(ORDER.conditions, `${key}/${step}`, {
      ...{
        ...named,
        PricingProcedureStep: step,
        PricingProcedureCounter: '001',
        TransactionCurrency: currency,
        ConditionInactiveReason: '',
      },
      ...row,
    });
  put('010', {
    ...{ ConditionType: CONDITIONS.list, ConditionClass: 'B', ConditionCalculationType: 'C', ConditionAmount: item['NetAmount'] },
    ...{ ConditionRateValue: (quantity === 0 ? net : net / quantity).toFixed(2), ConditionCurrency: currency },
    ...{ ConditionQuantity: '1', ConditionQuantityUnit: 'PC', ConditionQuantitySAPUnit: 'PC' },
  });
  put('800', {
    ...{ ConditionType: CONDITIONS.tax, ConditionClass: 'D', ConditionCalculationType: 'A', ConditionAmount: item['TaxAmount'] },
    ConditionRateValue: String(net === 0 ? 0 : Math.round((tax / net) * 100)),
  });
}

/** One for each billing document: the goods left before they were billed. */
function putDelivery(tx: Tx, { order, named, billed }: { order: string; named: Row; billed: Row }): void {
  const head = tx.get(ORDER.set, order);
  const delivery = String(billed['BillingDocument']).replace(/^009/, '008');
  const day = tx.get('A_BillingDocument', String(billed['BillingDocument']))['BillingDocumentDate'];
  tx.put('A_OutbDeliveryHeader', delivery, {
    ...{ DeliveryDocument: delivery, DeliveryDocumentType: 'LF', SDDocumentCategory: 'J', DeliveryVersion: '0002', DocumentDate: day },
    ...{ SalesOrganization: head['SalesOrganization'], SoldToParty: head['SoldToParty'], ShipToParty: head['SoldToParty'] },
    ...{ CreationDate: tx.stamp.day, LastChangeDate: tx.stamp.day, PlannedGoodsIssueDate: day, ActualGoodsMovementDate: day },
    ...{ OverallGoodsMovementStatus: 'C', OverallPickingStatus: 'C', OverallDelivReltdBillgStatus: 'C', OverallSDProcessStatus: 'C' },
  });
  tx.put('A_OutbDeliveryItem', `${delivery}/${String(billed['BillingDocumentItem'])}`, {
    ...{ DeliveryDocument: delivery, DeliveryDocumentItem: billed['BillingDocumentItem'], SDDocumentCategory: 'J' },
    ...{ Material: billed['Material'], DeliveryDocumentItemText: billed['BillingDocumentItemText'], Plant: billed['Plant'] },
    ...{ ReferenceSDDocument: order, ReferenceSDDocumentItem: named['SalesOrderItem'], ReferenceSDDocumentCategory: 'C' },
    ...{ ActualDeliveryQuantity: billed['BillingQuantity'], DeliveryQuantityUnit: 'PC', CreationDate: tx.stamp.day },
    ...{ GoodsMovementStatus: 'C', DeliveryRelatedBillingStatus: 'C', SDProcessStatus: 'C' },
  });
  tx.patch('A_BillingDocumentItem', keyOf(billed), { ReferenceSDDocument: delivery, ReferenceSDDocumentCategory: 'J' });
}

function sumUp(tx: Tx, order: string): void {
  const net = tx.by(ORDER.items, 'SalesOrder', order).reduce((sum, row) => sum + Number(row['NetAmount']), 0);
  tx.patch(ORDER.set, order, { TotalNetAmount: net.toFixed(2) });
}
