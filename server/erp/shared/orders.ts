import type { ErpRecordId } from '../../shared/ids.ts';
import type { Order } from '../../streams/orders/record.ts';
import type { Choice } from './contract.ts';

/** What is to be agreed with a customer. Amounts are exact decimal texts. */
export interface NewOrder {
  /** An organisation, or a person who is a customer of its own. */
  customerId: ErpRecordId;
  /** The person there it was agreed with; null: nobody in particular. */
  contactId: ErpRecordId | null;
  /** By the ids of `OrderChoices`; null: the ERP decides. */
  companyId: string | null;
  warehouseId: string | null;
  priceListId: string | null;
  paymentTermId: string | null;
  salespersonId: string | null;
  /** ISO 4217. An ERP that cannot have this order in it refuses. */
  currency: string;
  /** By which its costs and revenues are told apart, where the ERP keeps such codes; `name` null: it has to be there, otherwise it is made. */
  projectCode?: { code: string; name: string | null };
  /** The customer's own reference, or what tells a person there where it came from; at most 100 characters. */
  reference: string | null;
  lines: NewOrderLine[];
}

export interface NewOrderLine {
  productId: ErpRecordId;
  /** Null: as the ERP describes the product. */
  description: string | null;
  quantity: string;
  /** Before the discount, net of tax unless the ERP's own prices include it; null: the ERP's price, and its discount. */
  unitPrice: string | null;
  /** Percent; ignored where the ERP gives the price. */
  discount: string | null;
}

/** What a deal sells and the ERP does not know yet. What is not said here, unit and taxes too, is as the ERP has it of new products. */
export interface NewProduct {
  sku: string;
  name: string;
  kind: 'goods' | 'service';
  /** By the ids of `OrderChoices`; null: the ERP decides. */
  categoryId: string | null;
  /** Of one unit before discounts; null: nobody knows. An ERP that keeps prices of products in one currency takes over no other. */
  price: { amount: string; currency: string } | null;
  /** The list that the price is for, where the ERP keeps prices in lists alone; null: nobody chose one, and the price is left out there. */
  priceListId: string | null;
}

/** A document as the ERP says it is, or would be. Its own figures: it computes taxes and totals. */
export interface OrderDocument extends Pick<Order, 'currency' | 'untaxed' | 'tax' | 'total'> {
  lines: Pick<Order['lines'][number], 'productId' | 'description' | 'quantity' | 'unitPrice' | 'discount' | 'net' | 'taxes'>[];
}

/** A quotation or order that stands in the ERP. */
export interface OrderState extends Pick<Order, 'id' | 'number' | 'status' | 'currency' | 'untaxed' | 'tax' | 'total'> {
  /** False: it was so already. Of what was just made: true. */
  isChanged: boolean;
}

/** What an order is made with. */
export interface OrderChoices {
  companies: Choice[];
  /** `companyId` null: of every company. */
  warehouses: OfCompany[];
  priceLists: (OfCompany & { currency: string | null })[];
  paymentTerms: OfCompany[];
  salespeople: (OfCompany & { email: string | null })[];
  /** Of products. */
  categories: Choice[];
  /** Absent: the ERP keeps none on its orders. */
  projectCodes?: Choice[];
}

interface OfCompany extends Choice {
  companyId: string | null;
}

/** Whether the customer may order, as the ERP says now. */
export interface CustomerStanding {
  /** In the ERP's own words; null: nothing is in the way. */
  blockedBy: string | null;
  /** Null: the ERP limits no credit of this customer. */
  credit: { limit: string; used: string; currency: string } | null;
}

interface Hindrance {
  code: string;
  params: Record<string, string>;
}

/** What goes with the commands about orders. */
export interface OrderSupport {
  choices(signal: AbortSignal): Promise<OrderChoices>;
  /**
   * The document as the ERP would have it, by its own prices and taxes; it leaves nothing behind. Absent: the ERP cannot say without making it.
   * Refusals as of the command: `RecordRejectedError`.
   */
  preview?(order: NewOrder, signal: AbortSignal): Promise<OrderDocument>;
  /**
   * What would make the confirmation of an order of these products fail as the ERP is set up now, in a code of the refusals of commands; null: nothing. It
   * can be made all the same. Absent: only the confirmation tells.
   */
  hindrance?(about: { productIds: readonly ErpRecordId[]; companyId: string | null }, signal: AbortSignal): Promise<Hindrance | null>;
  /** What was delivered of it keeps a document from being cancelled even when all of it came back. Default: no. */
  keepsReturned?: true;
  /** `isQuoted`: to confirm what was made just now. What was learnt of the customer for that counts, where the ERP itself refuses what was set since. */
  standing(
    about: { customerId: ErpRecordId; companyId: string | null; isQuoted?: boolean },
    signal: AbortSignal,
  ): Promise<CustomerStanding>;
}
