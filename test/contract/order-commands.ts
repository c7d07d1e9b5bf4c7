import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeOrderAmending } from './order-amending.ts';
import { describeOrderCancelling } from './order-cancelling.ts';
import { describeOrderChoosing } from './order-choosing.ts';
import type { OrderCommandHarness } from './order-commands-harness.ts';
import { describeOrderConfirming } from './order-confirming.ts';
import { Desk } from './order-desk.ts';
import { describeOrderMaking } from './order-making.ts';
import { describeOrderProducts } from './order-products.ts';

interface Offer {
  /** What not every ERP is asked for. `products`: they are made by people alone. */
  lacks?: readonly 'products'[];
}

/** What a connector keeps that declares orders: making, confirming, amending, reserving and cancelling them. */
export function describeOrderCommandsContract(
  name: string,
  makeHarness: () => Promise<OrderCommandHarness>,
  { lacks = [] }: Offer = {},
): void {
  describe(`the ERP contract of what is done with orders: ${name}`, () => {
    let desk: Desk;
    beforeEach(async () => {
      desk = await Desk.open(await makeHarness());
    });
    afterEach(() => desk.harness.close());
    const current = () => desk;

    describeOrderMaking(current);
    if (!lacks.includes('products')) describeOrderProducts(current);
    describeOrderAmending(current);
    describeOrderConfirming(current);
    describeOrderCancelling(current);
    describeOrderChoosing(current);
  });
}
