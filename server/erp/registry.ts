import type { ErpDefinition } from './shared/contract.ts';
import { odoo } from './odoo/index.ts';
import { sapB1 } from './sap-b1/index.ts';
import { sapS4 } from './sap-s4/index.ts';

/** The ERPs that can be connected, by their stable names. */
export const erpRegistry: ReadonlyMap<string, ErpDefinition<unknown>> = new Map<string, ErpDefinition<unknown>>([
  [odoo.system, odoo],
  [sapB1.system, sapB1],
  [sapS4.system, sapS4],
]);
