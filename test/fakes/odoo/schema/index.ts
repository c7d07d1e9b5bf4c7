import type { OdooVersion } from '../types.ts';
import type { Model } from './field.ts';
import { lineModel, moveModel } from './moves.ts';
import { companyModels, ledgerModels, partnerModel } from './partners.ts';
import { partialModel, paymentModel } from './payments.ts';
import { systemModels } from './system.ts';

export type Schema = ReadonlyMap<string, Model>;

/** Models and fields as this version has them. */
export function buildSchema(version: OdooVersion): Schema {
  const models = [
    partnerModel(version),
    ...companyModels(),
    ...ledgerModels(version),
    moveModel(version),
    lineModel(),
    paymentModel(version),
    partialModel(),
    ...systemModels(version),
  ];
  return new Map(models.map((model) => [model.name, model]));
}
