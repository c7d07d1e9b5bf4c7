import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { PropertyView } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { CustomerFieldSupport, ErpConnector } from '../../erp/shared/contract.ts';
import { InvalidInputError, TransientError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES } from '../../shared/object-types.ts';
import { makeProperty } from '../../sync/customers/make-property.ts';
import { viewProperty, type AskedShapes } from '../../sync/customers/overview.ts';
import { loadMappingSample } from '../../sync/customers/sample.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import type { CustomerShapes } from './customer-shapes.ts';
import { whilePersonWaits, type SettingsDeps } from './request.ts';

const Sample = z.object({ objectType: z.enum(CUSTOMER_OBJECT_TYPES) });

/** A linked pair, read from both systems while the person waits. */
export function mappingSample(deps: SettingsDeps, { ask }: CustomerShapes): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const { objectType } = Sample.parse(req.body);
    const connector = await deps.connectors.openConnector(scope);
    const customerFields = requireFields(connector);
    const hubspot = await deps.openHubSpot(portalId);
    const reading = { db: deps.db, hubspot, customerFields, urlOf: urlsIn(portal), signal: whilePersonWaits(deps) };
    res.json(await loadMappingSample(reading, scope, objectType, requireAnswer(await ask(scope, connector))));
  };
}

const Property = Sample.extend({ field: z.string().min(1).max(200) });

/** Makes a HubSpot property that is like a field of the ERP. */
export function createProperty(deps: SettingsDeps, { ask, forget }: CustomerShapes): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const { objectType, field: name } = Property.parse(req.body);
    const connector = await deps.connectors.openConnector(scope);
    requireFields(connector);
    const { fields } = requireAnswer(await ask(scope, connector));
    const field = fields[objectType].find((one) => one.name === name);
    if (!field) throw new InvalidInputError('The ERP has no such field', { code: 'customers.field_unknown', params: { field: name } });
    const made = await makeProperty(await deps.openHubSpot(portalId), { objectType, field, language: portal.locale });
    forget(scope);
    res.json(viewProperty(made) satisfies PropertyView);
  };
}

function requireFields({ capabilities }: ErpConnector): CustomerFieldSupport {
  if (capabilities.customerFields) return capabilities.customerFields;
  throw new InvalidInputError('This ERP cannot be written to', { code: 'customers.not_offered' });
}

function requireAnswer({ fields, properties, trouble }: AskedShapes) {
  if (fields) return { fields, properties };
  const { code, params } = trouble ?? { code: 'connection.unreachable', params: {} };
  throw new TransientError('The ERP does not answer', { code, params });
}
