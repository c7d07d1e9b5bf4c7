import { priceIn, type Market } from '../../fakes/odoo/catalog/pricing.ts';
import { dayText } from '../../fakes/odoo/datetime.ts';
import type { OdooFake } from '../../fakes/odoo/index.ts';
import { roundHalfUp } from '../../fakes/odoo/money.ts';
import { variantName, variantPrice } from '../../fakes/odoo/schema/catalog.ts';
import type { Row, Value } from '../../fakes/odoo/types.ts';
import type { ErpProduct, ErpProductAction } from '../api.ts';
import { amountOf, quantityOf } from './entries.ts';
import type { ProductOffice } from './erp.ts';

const FOUND_AT_MOST = 20;

/** Sales and the warehouse at work in the double. */
export function odooProducts(odoo: OdooFake): ProductOffice {
  return {
    search: (text) => search(odoo, text.trim().toLowerCase()),
    book: (action) => book(odoo, action),
  };
}

function search(odoo: OdooFake, text: string): ErpProduct[] {
  const now = odoo.db.options.now();
  const market: Market = { view: odoo.db.store.committed(), rates: odoo.db.rates, at: now.getTime() * 1000, today: odoo.db.today(now) };
  return odoo
    .records('product.product')
    .filter((product) => `${variantName(market.view, product)} ${textOf(product.default_code)}`.toLowerCase().includes(text))
    .slice(0, FOUND_AT_MOST)
    .map((product) => productOf(odoo, market, product));
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

function productOf(odoo: OdooFake, market: Market, product: Row): ErpProduct {
  const { view } = market;
  const template = view.get('product.template', Number(product.product_tmpl_id));
  const currency = currencyOf(odoo, odoo.records('res.company')[0]?.currency_id);
  return {
    id: String(product.id),
    name: variantName(view, product),
    sku: textOf(product.default_code) || null,
    isArchived: product.active !== true,
    basePrice: { amount: variantPrice(view, product).toFixed(2), currency },
    lists: odoo.records('product.pricelist').map((list) => {
      const { price, rule } = priceIn(market, list.id, product);
      const isOwn = rule?.product_id === product.id && rule.compute_price === 'fixed';
      return {
        listId: String(list.id),
        name: String(list.name),
        price: { amount: roundHalfUp(price, 2).toFixed(2), currency: currencyOf(odoo, list.currency_id) },
        origin: isOwn ? null : rule ? 'by a rule' : 'sales price',
      };
    }),
    stock: template?.is_storable === true ? stockOf(odoo, product.id) : null,
    expected: expectedOf(odoo, product.id),
  };
}

const currencyOf = (odoo: OdooFake, id: Value | undefined): string => odoo.record('res.currency', Number(id))?.name ?? '';

function stockOf(odoo: OdooFake, product: number): ErpProduct['stock'] {
  const quants = odoo.records('stock.quant').filter(({ product_id: id }) => id === product);
  return odoo.records('stock.warehouse').map(({ id, name, lot_stock_id: place }) => ({
    warehouseId: String(id),
    name: String(name),
    onHand: quants.filter(({ location_id: at }) => at === place).reduce((sum, { quantity }) => sum + Number(quantity), 0),
  }));
}

/** From outside into a warehouse. */
function expectedOf(odoo: OdooFake, product: number): ErpProduct['expected'] {
  const places = new Set(odoo.records('stock.warehouse').map(({ lot_stock_id: place }) => place));
  return odoo
    .records('stock.move')
    .filter((move) => move.product_id === product && move.state === 'assigned' && places.has(move.location_dest_id ?? null))
    .map((move) => ({ quantity: Number(move.product_uom_qty), on: dayText(new Date(Number(move.date) / 1000)) }))
    .sort((a, b) => a.on.localeCompare(b.on));
}

async function book(odoo: OdooFake, action: ErpProductAction): Promise<void> {
  const product = Number(action.productId);
  switch (action.action) {
    case 'basePrice':
      return odoo.setPrice(product, amountOf(action.amount));
    case 'listPrice':
      return void (await odoo.setListPrice(Number(action.listId), product, amountOf(action.amount)));
    case 'receive':
      return odoo.receiveStock(product, Number(action.warehouseId), quantityOf(action.quantity));
    case 'issue':
      return odoo.deliverStock(product, Number(action.warehouseId), quantityOf(action.quantity));
    case 'order': {
      const warehouse = Number(action.warehouseId);
      const quantity = quantityOf(action.quantity);
      return void (await odoo.transaction((erp) => erp.stock.expectDelivery(product, quantity, action.on, { warehouse })));
    }
    case 'archive':
      return odoo.archiveProduct(product);
    case 'unarchive':
      return odoo.transaction((erp) => erp.catalog.unarchiveProduct(product));
  }
}
