import type { OdooVersion } from '../types.ts';
import { catalogModels } from './catalog.ts';
import type { Model } from './field.ts';
import { lineModel, moveModel } from './moves.ts';
import { companyModels, ledgerModels, partnerModel } from './partners.ts';
import { partialModel, paymentModel } from './payments.ts';
import { projectModels } from './projects.ts';
import { salesModels } from './sales.ts';
import { stockModels } from './stock.ts';
import { systemModels } from './system.ts';

export type Schema = ReadonlyMap<string, Model>;

/** Models and fields as this version has them. */
export function buildSchema(version: OdooVersion): Schema {
  const models = [
    partnerModel(version),
    ...companyModels(version),
    ...ledgerModels(version),
    moveModel(version),
    lineModel(),
    paymentModel(version),
    partialModel(),
    ...catalogModels(version),
    ...salesModels(version),
    ...stockModels(version),
    ...projectModels(version),
    ...systemModels(version),
  ];
  return new Map(models.map((model) => [model.name, model]));
}
