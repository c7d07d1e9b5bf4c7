import type { StartErp } from './erp.ts';
import { startOdoo } from './odoo.ts';
import { startSapB1 } from './sap-b1.ts';
import { startSapS4 } from './sap-s4.ts';

/** By the name given to `--erp`; the first is the default. */
export const ERPS: ReadonlyMap<string, StartErp> = new Map([
  ['odoo', startOdoo],
  ['sap-b1', startSapB1],
  ['sap-s4', startSapS4],
]);
