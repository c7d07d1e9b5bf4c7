import type { Books } from '../accounting/books.ts';
import type { Market } from '../catalog/pricing.ts';
import { accessError, validationError } from '../errors.ts';
import type { Row } from '../types.ts';

/** Who fills in the form of an order, and how. */
export interface Seller {
  books: Books;
  uid: number;
  /** Makes and sees no orders of others. */
  sellsForItself?: boolean;
  /** The first is the one the user works in. */
  companyIds: readonly number[];
  /** Whose day is today: as the call says, else the user's. */
  timeZone?: string;
  /** Does not follow what it makes. */
  followsNothing: boolean;
  /** Nobody is told by mail that something was given to them. */
  tellsNobody: boolean;
}

export const marketOf = ({ tx, rates, today }: Books): Market => ({ view: tx, rates, at: tx.at, today });

export const templateOf = ({ tx }: Books, product: Row): Row => tx.row('product.template', Number(product.product_tmpl_id));

/** The product of a line, which has to be of the order's company or of none. */
export function productFor({ books, companyIds }: Seller, product: number, company: number): Row {
  const { tx } = books;
  const row = tx.row('product.product', product);
  const owner = templateOf(books, row).company_id;
  if (typeof owner !== 'number' || owner === company) return row;
  if (!companyIds.includes(owner)) throw topSecret('read', 'Product Variant (product.product)');
  const names = [owner, company].map((id) => tx.row('res.company', id).name);
  throw validationError(
    `Your quotation contains products from company ${names[0]} whereas your quotation belongs to company ${names[1]}. \n Please change the company of your quotation or remove the products from other companies (${String(templateOf(books, row).name)}).`,
  );
}

export const topSecret = (operation: string, what: string) =>
  accessError(
    `Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, you don't have '${operation}' access to:\n- ${what}\n\nIf you really, really need access, perhaps you can win over your friendly administrator with a batch of freshly baked cookies.`,
  );
