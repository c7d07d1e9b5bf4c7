import type { Tx } from '../store.ts';

export const STOCK = 'A_MatlStkInAcctMod';

export interface StockMove {
  product: string;
  /** `1010/101A`: plant and storage location. */
  place: string;
  /** Negative: taken out. */
  quantity: number;
  /** 01 unrestricted, 02 in inspection, 07 blocked. */
  stockType?: string;
  /** Of a supplier, on consignment. */
  supplier?: string;
}

/** Only the quantity tells that something moved; what was emptied keeps its row. */
export function moveStock(tx: Tx, { product, place, quantity, stockType = '01', supplier = '' }: StockMove): void {
  const [plant = '', location = ''] = place.split('/');
  const key = [product, plant, location, supplier, stockType].join('\t');
  const before = Number(tx.find(STOCK, key)?.['MatlWrhsStkQtyInMatlBaseUnit'] ?? 0);
  const after = before + quantity;
  if (after < 0) throw new Error(`Deficit of unrestricted-use stock of ${product}`);
  tx.put(STOCK, key, {
    Material: product,
    Plant: plant,
    StorageLocation: location,
    Supplier: supplier,
    InventorySpecialStockType: supplier === '' ? '' : 'K',
    InventoryStockType: stockType,
    MaterialBaseUnit: String(tx.get('A_Product', product)['BaseUnit']),
    MatlWrhsStkQtyInMatlBaseUnit: String(after),
  });
}
