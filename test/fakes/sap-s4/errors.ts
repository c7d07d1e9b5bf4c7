import type { FakeAnswer } from '../http.ts';

/** An answer that is no data. */
export class GatewayError extends Error {
  readonly answer: FakeAnswer;

  constructor(message: string, answer: FakeAnswer) {
    super(message);
    this.answer = answer;
  }
}

interface Told {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
  target?: string;
}

/** As SAP Gateway words them: what counts is the status and the code, the text is in the language of the user. */
function gatewayError({ status, code, message, headers = {}, target = '' }: Told): GatewayError {
  const details = [{ code, message, propertyref: '', severity: 'error', target }];
  const innererror = { transactionid: '5F3A2C7E0B1D0030E006564F77F15E2C', timestamp: '', errordetails: details };
  const body = { error: { code, message: { lang: 'en', value: message }, innererror } };
  const type = { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '1.0' };
  return new GatewayError(message, { status, headers: { ...type, ...headers }, body: JSON.stringify(body) });
}

export const badRequest = (message: string, code = '005056A509B11EE1B9A8FEC11C21578E'): GatewayError =>
  gatewayError({ status: 400, code, message });
export const unknownProperty = (name: string, type: string): GatewayError =>
  badRequest(`Property ${name} not found in type ${type}.`, '005056A509B11EE1B9A8FEC11C21D78E');
export const invalidFilter = (what: string): GatewayError => badRequest(`Invalid token '${what}' in the filter`, '/IWBEP/CM_MGW_RT/179');
export const notFound = (segment: string): GatewayError =>
  gatewayError({ status: 404, code: '/IWBEP/CM_MGW_RT/020', message: `Resource not found for segment '${segment}'` });
export const notAllowed = (method: string): GatewayError =>
  gatewayError({ status: 405, code: '/IWFND/CM_CONSUMER/105', message: `Method ${method} not allowed for this resource` });
/** Without an arrangement the service is not there for the communication user. */
export const noArrangement = (service: string): GatewayError =>
  gatewayError({ status: 403, code: '/IWFND/MED/170', message: `No service found for namespace '', name '${service}', version '0001'` });
export const notImplemented = (what: string): GatewayError =>
  gatewayError({ status: 501, code: '/IWBEP/CM_MGW_RT/021', message: `Method '${what}' not implemented in data provider class` });

export const invalidProperty = (name: string): GatewayError => badRequest(`Property '${name}' is invalid`, '/IWBEP/CM_MGW_RT/176');
export const invalidValue = (name: string, offset: number, value: unknown): GatewayError =>
  badRequest(
    `Property '${name}' at offset '${offset}' has invalid value '${String(value)}'`,
    'CX_SXML_PARSE_ERROR/001560AA0E081DEB8CA398CC1690D406',
  );

/** What the application refuses, with its message class and number; `target`: the property that is meant, where it says so. */
export const refused = (code: string, message: string, target = ''): GatewayError => gatewayError({ status: 400, code, message, target });
/** The user's roles let it read and not write. */
export const notAuthorised = (what: string): GatewayError =>
  gatewayError({ status: 403, code: '/IWBEP/CM_MGW_RT/033', message: `You are not authorized to change ${what}` });
export const etagMissing = (): GatewayError =>
  gatewayError({ status: 428, code: '/IWBEP/CM_MGW_RT/119', message: 'Header field If-Match is required' });
export const etagStale = (): GatewayError =>
  gatewayError({ status: 412, code: '/IWBEP/CM_MGW_RT/117', message: 'Precondition failed: the resource has been changed' });

/** Not the gateway's own words, and no JSON: whoever waits for data gets a page. */
function page(status: number, title: string, text: string, headers: Record<string, string> = {}): GatewayError {
  const body = `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
  return new GatewayError(title, { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body });
}

export const logonFailed = (challenge: string): GatewayError =>
  page(401, 'Anmeldung fehlgeschlagen / Logon failed', 'Error: Logon has failed. Please check your user and password.', {
    'www-authenticate': challenge,
  });
export const tookTooLong = (): GatewayError => page(504, '504 Gateway Time-out', 'The server did not respond in time.');
export const badGateway = (): GatewayError => page(502, '502 Bad Gateway', 'The answer could not be read.');
export const tokenRequired = (): GatewayError =>
  new GatewayError('CSRF token validation failed', {
    status: 403,
    headers: { 'content-type': 'text/plain;charset=utf-8', 'x-csrf-token': 'Required' },
    body: 'CSRF token validation failed',
  });
/** Tokens are asked for with GET: some tenants refuse HEAD. */
export const headForbidden = (): GatewayError => page(403, '403 Forbidden', 'The request has been blocked.');
