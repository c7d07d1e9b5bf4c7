import { z } from 'zod';
import { InvalidInputError } from '../../shared/errors.ts';
import { portalId, recordId, type PortalId, type RecordId } from '../../shared/ids.ts';
import { isProduct, objectTypeOfSingular, type InvoicedObjectType } from '../../shared/object-types.ts';
import type { ActionDesign, InputDesign, Inputs } from '../../sync/actions/design.ts';

const Portal = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).transform(portalId);
const Id = z.coerce.string().regex(/^\d{1,20}$/);
const Values = z.record(z.string(), z.unknown());

/** HubSpot adds keys, and older versions call the inputs `fields`. */
const Call = z.object({
  callbackId: z.string().min(1).max(500),
  origin: z.object({ portalId: Portal }),
  object: z.object({ objectId: Id, objectType: z.string() }),
  inputFields: Values.nullish(),
  fields: Values.nullish(),
});

interface StepCall {
  callbackId: string;
  portalId: PortalId;
  objectType: InvoicedObjectType;
  recordId: RecordId;
  inputs: Inputs;
}

/** Behind the signature: the portal is HubSpot's word. */
export function readCall(design: ActionDesign, body: unknown): StepCall {
  const { callbackId, origin, object, inputFields, fields } = Call.parse(body);
  const objectType = objectTypeOfSingular(object.objectType.toLowerCase());
  if (!objectType || isProduct(objectType) || !design.objectTypes.includes(objectType)) throw invalid('objectType');
  const inputs = readInputs(design, inputFields ?? fields ?? {});
  return { callbackId, portalId: origin.portalId, objectType, recordId: recordId(object.objectId), inputs };
}

/** As text; what is empty is what nobody chose. */
const readInputs = ({ inputs }: ActionDesign, given: Record<string, unknown>): Inputs =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, readInput(name, input, textOf(given[name]))])) as Inputs;

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

function readInput(name: string, input: InputDesign, text: string): string | number | null {
  if (text === '' && input.isRequired) throw invalid(name);
  if (input.format === 'list') return text === '' ? null : text.slice(0, 200);
  if (text === '') return input.standard;
  if (input.format === 'choice') {
    if (Object.hasOwn(input.options, text)) return text;
    throw invalid(name);
  }
  const number = Number(text);
  if (Number.isFinite(number) && number >= input.least && number <= input.most) return number;
  throw invalid(name);
}

const invalid = (field: string): InvalidInputError =>
  new InvalidInputError('The call of a step cannot be understood', { code: 'input.invalid', params: { field } });

const OptionsCall = z.object({
  origin: z.object({ portalId: Portal }),
  objectTypeId: z.string().nullish(),
  fetchOptions: z
    .object({
      q: z.string().max(200).nullish(),
      after: z
        .string()
        .regex(/^\d{1,6}$/)
        .nullish(),
    })
    .nullish(),
});

export function readOptionsCall(body: unknown): { portalId: PortalId; search: string; after: number } {
  const { origin, fetchOptions } = OptionsCall.parse(body);
  return { portalId: origin.portalId, search: fetchOptions?.q?.trim() ?? '', after: Number(fetchOptions?.after ?? 0) };
}
