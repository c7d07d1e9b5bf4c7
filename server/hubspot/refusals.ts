import { z } from 'zod';
import { parseJson } from '../shared/json.ts';
import { TransientError } from '../shared/errors.ts';

const texts = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.coerce.string())).catch([]);
const text = z.string().catch('');
/** HubSpot documents every field of an error as optional. */
const Detail = z.object({
  category: text,
  subCategory: text,
  code: text,
  message: text,
  context: z.record(z.string(), texts).catch({}),
});
/** One error of a batch; what exactly is wrong with its values may stand one level below. */
export const ErrorDetail = Detail.extend({ errors: z.array(Detail).catch([]) });
export type ErrorDetail = z.infer<typeof ErrorDetail>;
const ErrorBody = ErrorDetail.extend({
  policyName: text,
  correlationId: z.string().optional().catch(undefined),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

export function parseErrorBody(body: string): ErrorBody {
  let json: unknown = {};
  try {
    json = parseJson(body);
  } catch {
    // A proxy's HTML page or nothing: the status alone speaks.
  }
  return ErrorBody.safeParse(json).data ?? ErrorBody.parse({});
}

/** A refusal of one input or of a whole request, in our few codes, with the properties HubSpot named. */
export function describeRefusal(status: number, errors: readonly ErrorDetail[]): { code: string; properties: string[] } {
  const details = errors.flatMap((error) => [error, ...error.errors]);
  const properties = [...new Set(details.flatMap(namedProperties))];
  const words = details.map((d) => `${d.category} ${d.subCategory} ${d.code} ${d.message}`).join(' ');
  const known = REFUSALS.find(([pattern]) => pattern.test(words))?.[1];
  return { code: known ?? STATUS_REFUSALS[status] ?? 'hubspot.refused', properties };
}

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/OBJECT_NOT_FOUND/, 'hubspot.record_gone'],
  [/PROPERTY_DOESNT_EXIST|PROPERTY_DOES_NOT_EXIST|PROPERTY_NOT_FOUND/, 'hubspot.property_gone'],
  [/READ_ONLY/, 'hubspot.property_read_only'],
  [/CONFLICTING_UNIQUE_VALUE|OBJECT_ALREADY_EXISTS|WITH_NAME_EXISTS|CONTACT_EXISTS|DUPLICATE_LIST_NAME/, 'hubspot.already_exists'],
  [/MISSING_(CONDITIONAL_)?REQUIRED_PROPERTY|REQUIRED_PROPERT/, 'hubspot.required_property'],
  [/LIMIT_(EXCEEDED|REACHED)|EXCEEDED_LIMIT|reached the limit|limit (exceeded|reached)|maximum number/i, 'hubspot.limit_reached'],
  [/INVALID_EMAIL/, 'hubspot.email_refused'],
  [/INVALID_OPTION/, 'hubspot.option_refused'],
];
const STATUS_REFUSALS: Record<number, string> = { 404: 'hubspot.record_gone', 409: 'hubspot.already_exists' };

function namedProperties({ context, message }: z.infer<typeof Detail>): string[] {
  const named = [...(context['propertyName'] ?? []), ...(context['propertyNames'] ?? []), ...(context['properties'] ?? [])];
  const quoted = [...message.matchAll(/Property "(\w+)" does not exist/g)].map((match) => match[1]!);
  return [...named, ...embedded('name', message), ...quoted].filter((name) => /^\w{1,100}$/.test(name));
}

/** The older form puts JSON into the sentence: `Property values were not valid: [{"isValid":false,…,"error":"INVALID_EMAIL","name":"email"}]`. */
const embedded = (field: 'name' | 'error', message: string): string[] =>
  [...message.matchAll(new RegExp(`"${field}"\\s*:\\s*"(\\w+)"`, 'g'))].map((match) => match[1]!);

/** Nothing found is an answer. Any other error, counted or named, would make living records look deleted, so the read counts as failed. */
export function refuseHalfReads({
  status,
  numErrors,
  errors,
}: {
  status: string;
  numErrors: number;
  errors: readonly ErrorDetail[];
}): void {
  const other = errors.find((error) => !/NOT_FOUND|VALIDATION_ERROR|NO_ASSOCIATIONS_FOUND/.test(`${error.category} ${error.subCategory}`));
  const isWhole = status === 'COMPLETE' && (numErrors === 0 || errors.length > 0);
  if (!other && isWhole) return;
  throw new TransientError('HubSpot read only a part of the batch', {
    code: 'hubspot.partial_read',
    params: { category: other?.category ?? status },
  });
}

/**
 * What HubSpot says of a refusal, in its codes alone: its sentences repeat the refused value, and no pattern finds every address and name in
 * a text.
 */
export function codesOf(errors: readonly ErrorDetail[]): string {
  const details = errors.flatMap((error) => [error, ...error.errors]);
  const said = details.flatMap(({ category, subCategory, code, message }) => [category, subCategory, code, ...embedded('error', message)]);
  return [...new Set(said)].filter((word) => /^[A-Za-z]+(?:[._][A-Za-z]+)*$/.test(word)).join(', ');
}
